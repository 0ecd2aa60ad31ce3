// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/datasets.h"
#include "core/data/readers/import.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <memory>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QStandardItemModel;
class QVBoxLayout;

namespace lathe::ui {

class Card;
class DataGrid;
class Form;
class ImportColumnForm;
class ImportForm;
class InlineMessage;
class JobHandle;
class Label;
class SegmentedTabs;
class Session;
class SideSheet;

/// Imports a file of any format: the first rows as they would be read and those that would be left out, what was
/// decided about the file and why, and every decision open to change.
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
        SourceDescription description;
    };

    QWidget* makeRowsCard();
    QWidget* makeFooter();
    QWidget* makeFields();
    void addTarget(Form& form);
    void showWatchNote();
    void startWatch();
    [[nodiscard]] ImportOptions options() const;
    void structureChanged();
    void startPreview();
    void showPreview(std::shared_ptr<const Preview> preview);
    void showProblem(const Error& error);
    void showReasons(const std::vector<std::string>& reasons);
    void showRejected(const std::vector<RejectedRow>& rejected);
    void checkName();
    void startImport();
    void importEnded(JobState state, const std::optional<Error>& error);
    void updateProgress();
    void updateState();
    void close();

    Session& m_session;
    Path m_file;
    std::shared_ptr<const Preview> m_preview;
    std::vector<DatasetInfo> m_datasets;
    QPointer<JobHandle> m_job;
    std::shared_ptr<std::optional<VersionInfo>> m_result;
    std::string m_importedName; ///< the dataset that the running import goes to
    ImportOptions m_importedOptions;
    QTimer m_previewTimer;
    int m_structure = 0; ///< counts changes after which other columns may come out

    Card* m_card = nullptr;
    SegmentedTabs* m_tabs = nullptr;
    DataGrid* m_grid = nullptr;
    QStackedWidget* m_leftOut = nullptr;
    QStandardItemModel* m_rejected = nullptr;
    SideSheet* m_sheet = nullptr;
    InlineMessage* m_message = nullptr;
    QWidget* m_fields = nullptr;
    Label* m_fileName = nullptr;
    QLineEdit* m_name = nullptr;
    Label* m_nameNote = nullptr;
    QCheckBox* m_append = nullptr;
    QComboBox* m_watch = nullptr;
    Label* m_watchNote = nullptr;
    ImportForm* m_form = nullptr;
    ImportColumnForm* m_columnForm = nullptr;
    QVBoxLayout* m_reasons = nullptr;
    QProgressBar* m_progress = nullptr;
    Label* m_progressText = nullptr;
    QPushButton* m_import = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace lathe::ui
