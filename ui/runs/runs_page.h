// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/runs/run_snapshot.h"
#include "ui/shell/page.h"

class QComboBox;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace lathe::ui {

class CompareView;
class NewRunSheet;
class RegisterSheet;
class PredictionsView;
class RunDetail;
class RunsFilter;
class RunsModel;

/// Experiments: the run table at the left; the chosen run, a comparison, or a new run at the right.
class RunsPage : public Page {
    Q_OBJECT

public:
    explicit RunsPage(Session& session, QWidget* parent = nullptr);

    void refresh() override;
    std::vector<Command> commands() override;
    void showObject(const QString& object) override;
    [[nodiscard]] QString currentObject() const override;

private:
    void makeHeader();
    QWidget* makeTable();
    QWidget* makeRight();
    void connectDetail();
    void showRuns(std::vector<RunRow> runs);
    void setUpColumns();
    void addToSelection(const RunId& run);
    void selectionChanged();
    void compareSelected();
    void newRun();
    void select(const QString& run);
    [[nodiscard]] std::vector<RunRow> selectedRuns() const;
    /// Does something to a run off the GUI thread and shows what went wrong.
    void act(const QString& title, std::function<Result<void>(const Project&)> work);

    RunsModel* m_model;
    RunsFilter* m_filter;
    QTableView* m_table = nullptr;
    QStackedWidget* m_body = nullptr;
    QStackedWidget* m_right = nullptr;
    PredictionsView* m_predictions = nullptr;
    RunDetail* m_detail = nullptr;
    CompareView* m_compare = nullptr;
    NewRunSheet* m_newRun = nullptr;
    RegisterSheet* m_register = nullptr;
    QComboBox* m_state = nullptr;
    QPushButton* m_compareButton = nullptr;
    QPushButton* m_newRunButton = nullptr;
    QString m_wanted; ///< run to select once it is in the table
};

} // namespace lathe::ui
