// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/runs/run_snapshot.h"
#include "ui/shell/session.h"

class QCheckBox;
class QStandardItemModel;
class QTableView;

namespace lathe::ui {

class Label;
class RunCharts;

/// Two or more runs side by side: metrics with the best marked, parameters that differ, curves overlaid.
class CompareView : public QWidget {
    Q_OBJECT

public:
    explicit CompareView(Session& session, QWidget* parent = nullptr);
    void setRuns(std::vector<RunRow> runs);

Q_SIGNALS:
    void closed();

private:
    using Parameters = std::vector<std::map<std::string, std::string>>;
    void loadParameters();
    void fillTable();
    void addMetricRows();
    void addParameterRows();

    Session& m_session;
    std::vector<RunRow> m_runs;
    Parameters m_parameters;
    Label* m_title;
    QCheckBox* m_onlyDifferent;
    QStandardItemModel* m_model;
    QTableView* m_table;
    RunCharts* m_charts;
};

} // namespace lathe::ui
