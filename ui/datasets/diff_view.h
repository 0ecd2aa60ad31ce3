// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/datasets.h"
#include "core/data/versions/version_diff.h"

#include <QPointer>
#include <QWidget>

#include <array>
#include <memory>
#include <optional>

class QButtonGroup;
class QComboBox;
class QPushButton;
class QStackedWidget;

namespace lathe::ui {

class DataGrid;
class JobHandle;
class Label;
class Session;

/// Two versions of a dataset side by side: how many rows were added, removed and changed, and their cells.
class DiffView : public QWidget {
    Q_OBJECT

public:
    static constexpr size_t shownRows = 10'000;

    explicit DiffView(Session& session, QWidget* parent = nullptr);

    /// Offers the versions of a dataset, oldest first, and compares \p after with the one before it.
    void showVersions(std::vector<VersionInfo> versions, int after);

Q_SIGNALS:
    void closed();
    void failed(const Error& error);

private:
    enum Filter { All, Added, Removed, Changed };
    struct Outcome {
        std::shared_ptr<const ColumnFile> before;
        std::shared_ptr<const ColumnFile> after;
        VersionDiff diff;
    };
    using OutcomePointer = std::shared_ptr<const Outcome>;

    QWidget* makeChoices();
    QWidget* makeFilters();
    QWidget* makeRows();
    void offerKeys();
    void compare();
    void showOutcome(OutcomePointer outcome);
    void showFilter();
    void showSchemaChanges();
    void exportAll();
    [[nodiscard]] std::vector<std::string> keyColumns() const;
    [[nodiscard]] const VersionInfo* version(const QComboBox* box) const;

    Session& m_session;
    std::vector<VersionInfo> m_versions;
    OutcomePointer m_outcome;
    QPointer<JobHandle> m_job;
    QComboBox* m_before = nullptr;
    QComboBox* m_after = nullptr;
    QComboBox* m_key = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_export = nullptr;
    QButtonGroup* m_filters = nullptr;
    std::array<QPushButton*, 4> m_filterButtons{};
    Label* m_schema = nullptr;
    Label* m_note = nullptr;
    QStackedWidget* m_stack = nullptr;
    DataGrid* m_grid = nullptr;
    Label* m_state = nullptr;
};

} // namespace lathe::ui
