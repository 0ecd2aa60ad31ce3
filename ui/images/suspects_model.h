// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "core/data/images/image_dataset.h"
#include "core/data/images/image_store.h"
#include "core/data/images/label_suspects.h"
#include "ui/images/label_decisions.h"
#include "ui/images/picture_loader.h"

namespace lathe::ui {

/// What a search for wrong labels found in one version; immutable.
struct SuspectSet {
    VersionInfo version;
    std::string target; ///< the column of labels
    images::Suspects suspects;
    std::shared_ptr<const ColumnFile> file;
    std::optional<images::ImageTable> pictures; ///< of an image dataset
    std::shared_ptr<images::ImageStores> stores;

    /// The rows that confident learning suspects, least sure first.
    [[nodiscard]] std::vector<uint64_t> suspectRows() const;
    /// The rows of class \p given that were taken for class \p predicted, surest first.
    [[nodiscard]] std::vector<uint64_t> rowsOfCell(int given, int predicted) const;
};

/// Rows whose labels are in doubt, one line each, with what was decided about them.
class SuspectsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum ColumnNumber { Picture, Row, Given, Suggested, Confidence, Margin, Decision, ColumnCount };
    static constexpr int thumbnailSide = 40;

    explicit SuspectsModel(PictureLoader& loader, QObject* parent = nullptr);

    void setRows(std::shared_ptr<const SuspectSet> set, std::vector<uint64_t> rows);
    void setEdits(const LabelDecisions& edits);
    [[nodiscard]] const std::vector<uint64_t>& rows() const { return m_rows; }
    /// The class that the row probably belongs to.
    [[nodiscard]] std::string suggested(uint64_t row) const;
    /// The class that the version says.
    [[nodiscard]] std::optional<std::string> given(uint64_t row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QVariant thumbnail(uint64_t row) const;
    [[nodiscard]] QString shown(uint64_t row, int column) const;
    [[nodiscard]] double margin(uint64_t row) const;
    [[nodiscard]] QString decision(uint64_t row) const;
    [[nodiscard]] int decisionTone(uint64_t row) const;

    PictureLoader* m_loader;
    std::shared_ptr<const SuspectSet> m_set;
    std::vector<uint64_t> m_rows;
    std::unordered_map<uint64_t, const LabelSuspect*> m_found; ///< the suspects of m_set, by row
    LabelDecisions m_edits;
    mutable std::set<std::string> m_asked; ///< pictures that were painted before they were there
    mutable QTimer m_ask;
};

} // namespace lathe::ui
