// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/validation/validations.h"
#include "ui/datasets/datasets_state.h"
#include "ui/datasets/failing_rows.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <optional>

class QListView;
class QMenu;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QStandardItemModel;
class QTableView;
class QToolButton;

namespace lathe::ui {

class JobHandle;
class Label;
class LineChart;
class SchemaPanel;
class SegmentedTabs;
class Session;
class ValidationDetail;
class ValidationModel;

/// The expectations of a dataset: inferred, edited, run over the version that is open, and kept over versions.
class ValidationPanel : public QWidget {
    Q_OBJECT

public:
    explicit ValidationPanel(Session& session, QWidget* parent = nullptr);
    ~ValidationPanel() override;

    void setVersion(std::shared_ptr<const OpenVersion> version);
    /// Runs all checks over the version that is open.
    void run();
    void infer();

Q_SIGNALS:
    /// Null: show all rows again.
    void failingRowsChanged(std::shared_ptr<const lathe::ui::FailingRows> rows);
    void rowChosen(quint64 row, const QString& column);
    void failed(const lathe::Error& error);

private:
    QWidget* makeToolBar();
    QWidget* makeEmptyState();
    QWidget* makeChecks();
    QWidget* makeHistory();
    QWidget* makeHistoryChart();
    void fillAddMenu(QMenu* menu);
    void fillMoreMenu(QMenu* menu);

    void loadSuite();
    void setSuite(ExpectationSuite suite);
    void setExpectations(std::vector<Expectation> expectations, int current);
    void addExpectation(const std::string& type);
    void removeCurrent();
    void replaceCurrent(const Expectation& expectation);
    void keepSuite();
    void openFile();
    void saveFile();
    void showSchema(bool shown);
    void showCurrent();
    void showSummary();
    void showResult(std::shared_ptr<const ValidationResult> result);
    void runEnded(const std::string& contentHash, JobState state, const std::optional<Error>& error,
                  std::shared_ptr<const ValidationResult> result);
    void wantFailingRows();
    void loadHistory();
    void showHistory(const std::vector<ValidationInfo>& history);
    void drawHistory(const std::vector<ValidationInfo>& history);
    void followJob(JobHandle* job);
    [[nodiscard]] int currentRow() const;

    Session& m_session;
    std::shared_ptr<const OpenVersion> m_version;
    ExpectationSuite m_suite; ///< all but its expectations, which the model holds
    QPointer<JobHandle> m_job;

    QWidget* m_toolBar = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_add = nullptr;
    QProgressBar* m_progress = nullptr;
    QToolButton* m_cancel = nullptr;
    Label* m_summary = nullptr;
    QStackedWidget* m_stack = nullptr;
    SchemaPanel* m_schema = nullptr;
    SegmentedTabs* m_tabs = nullptr;
    ValidationModel* m_model = nullptr;
    QListView* m_list = nullptr;
    ValidationDetail* m_detail = nullptr;
    QTableView* m_history = nullptr;
    QStandardItemModel* m_historyModel = nullptr;
    Label* m_historyHint = nullptr;
    QWidget* m_historyPicture = nullptr; ///< the chart with its legend
    LineChart* m_historyChart = nullptr;
};

} // namespace lathe::ui
