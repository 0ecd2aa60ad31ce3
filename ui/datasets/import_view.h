// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/datasets.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <map>
#include <memory>

class QComboBox;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace lathe::ui {

class Card;
class DataGrid;
class Form;
class InlineMessage;
class JobHandle;
class Label;
class Session;
class SideSheet;

/// Imports a CSV file: the first rows as they would be read, what was decided about the file and why, and
/// every decision open to change.
class ImportView : public QWidget {
    Q_OBJECT

public:
    explicit ImportView(Session& session, QWidget* parent = nullptr);

    /// Looks at a file and proposes how to read it.
    void setFile(const Path& file);
    [[nodiscard]] bool importing() const { return m_job != nullptr; }

Q_SIGNALS:
    void imported(const lathe::VersionInfo& version);
    void closed();
    void anotherFileRequested();

private:
    struct Preview {
        Table rows;
        CsvDialect dialect;
    };

    QWidget* makeFooter();
    void buildForm(Form& form);
    void buildColumnForm(Form& form);
    [[nodiscard]] CsvOptions options() const;
    void structureChanged();
    void startPreview();
    void showPreview(std::shared_ptr<const Preview> preview);
    void showProblem(const Error& error);
    void showDetected(const CsvDialect& dialect);
    void showColumn(int column);
    void nameEdited(const QString& name);
    void typeChosen();
    void checkName();
    void startImport();
    void importEnded(JobState state, const std::optional<Error>& error);
    void updateProgress();
    void updateState();
    void close();

    Session& m_session;
    Path m_file;
    std::map<int, std::string> m_names; ///< names a person gave, by place
    std::map<int, ColumnType> m_types;  ///< types a person chose, by place
    std::shared_ptr<const Preview> m_preview;
    std::vector<DatasetInfo> m_datasets;
    QPointer<JobHandle> m_job;
    std::shared_ptr<std::optional<VersionInfo>> m_result;
    int m_column = 0;
    QTimer m_previewTimer;

    Card* m_card = nullptr;
    DataGrid* m_grid = nullptr;
    SideSheet* m_sheet = nullptr;
    InlineMessage* m_message = nullptr;
    QWidget* m_fields = nullptr;
    Label* m_fileName = nullptr;
    QLineEdit* m_name = nullptr;
    Label* m_nameNote = nullptr;
    QComboBox* m_delimiter = nullptr;
    QComboBox* m_quote = nullptr;
    QComboBox* m_header = nullptr;
    QComboBox* m_encoding = nullptr;
    QSpinBox* m_skip = nullptr;
    QLineEdit* m_missing = nullptr;
    Label* m_columnTitle = nullptr;
    QLineEdit* m_columnName = nullptr;
    QComboBox* m_columnType = nullptr;
    QVBoxLayout* m_reasons = nullptr;
    QProgressBar* m_progress = nullptr;
    Label* m_progressText = nullptr;
    QPushButton* m_import = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace lathe::ui
