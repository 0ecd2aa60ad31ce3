// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/readers/import.h"
#include "ui/widgets/form.h"

#include <map>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace lathe::ui {

class Label;

/// What a person decides about single columns: shows one of them and keeps what was decided about all.
class ImportColumnForm : public Form {
    Q_OBJECT

public:
    explicit ImportColumnForm(QWidget* parent = nullptr);

    /// Forgets all decisions. Those made before setColumns() count if the columns are still there.
    void reset();
    /// The columns as they come out now; decisions about others are kept for when they come back.
    void setColumns(const SourceDescription& found);
    void showColumn(int column);
    /// Puts the decisions into \p options.
    void read(ImportOptions& options) const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] std::string key(size_t column) const;
    [[nodiscard]] bool isColumn(const std::string& name) const;
    CsvColumnOptions& current() { return m_decisions[key(m_column)]; }
    void decided();
    void skipColumn();
    void bringBack(int entry);
    void showSkipped();

    SourceDescription m_found;
    std::map<std::string, CsvColumnOptions> m_decisions; ///< by the name in the file
    size_t m_column = 0;
    bool m_outdated = true; ///< other columns are on their way: what is said of these waits whether they are the same
    Label* m_title = nullptr;
    QLineEdit* m_name = nullptr;
    QComboBox* m_type = nullptr;
    QComboBox* m_dateForm = nullptr;
    QComboBox* m_decimal = nullptr;
    QLineEdit* m_missing = nullptr;
    QPushButton* m_skip = nullptr;
    QComboBox* m_skipped = nullptr;
};

} // namespace lathe::ui
