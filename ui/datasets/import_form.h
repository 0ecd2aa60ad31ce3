// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/readers/import.h"
#include "ui/widgets/form.h"

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace lathe::ui {

/// What a person decides about a file as a whole; what stays "Detected" shows what was found.
class ImportForm : public Form {
    Q_OBJECT

public:
    explicit ImportForm(QWidget* parent = nullptr);

    /// Everything back to "Detected". \p members: the files of a zip archive, when there are several.
    void reset(const std::vector<std::string>& members);
    /// Puts the decisions into \p options.
    void read(ImportOptions& options) const;
    /// Shows what was found, and hides what the format has no use for.
    void showFound(const SourceDescription& found);

Q_SIGNALS:
    /// Other columns may come out of it.
    void structureChanged();
    /// The columns are the same, their values may not be.
    void valuesChanged();

private:
    void addSource();
    void addGrammar();
    void addText();
    void showChoices(const SourceDescription& found);
    void structureEdited();
    [[nodiscard]] QString structure() const;

    SourceFormat m_format = SourceFormat::Csv;
    QString m_structure; ///< what structureChanged() was last said of
    QComboBox* m_formatBox = nullptr;
    QComboBox* m_choice = nullptr; ///< table, dataset, array
    QComboBox* m_member = nullptr; ///< of a zip archive
    QComboBox* m_delimiter = nullptr;
    QComboBox* m_quote = nullptr;
    QComboBox* m_header = nullptr;
    QComboBox* m_encoding = nullptr;
    QComboBox* m_decimal = nullptr;
    QComboBox* m_ragged = nullptr;
    QComboBox* m_escape = nullptr;
    QComboBox* m_comment = nullptr;
    QLineEdit* m_widths = nullptr;
    QSpinBox* m_skip = nullptr;
    QLineEdit* m_missing = nullptr;
};

/// The marks in a line of text, separated by blanks; "" stands for the empty field. And back.
[[nodiscard]] std::vector<std::string> missingMarksFrom(const QString& line);
[[nodiscard]] QString missingMarksText(const std::vector<std::string>& marks);

/// A box whose first entry leaves the decision to the reader; entries are data and label.
[[nodiscard]] QComboBox* makeChoiceBox(const char* objectName, const QList<QPair<QString, QString>>& entries);
/// What was chosen, or typed into an editable box; none for "Detected".
[[nodiscard]] std::optional<QString> chosenIn(const QComboBox* box);
/// Writes what the reader found beside "Detected".
void showFoundIn(QComboBox* box, const QString& found);

} // namespace lathe::ui
