// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>

#include "core/runs/run_predictions.h"
#include "ui/runs/run_snapshot.h"
#include "ui/shell/session.h"

class QAbstractButton;
class QPlainTextEdit;
class QPushButton;
class QStandardItemModel;

namespace lathe::ui {

class HeatMap;
class RunCharts;
class SegmentedTabs;
class StatTile;
class InlineMessage;
class Label;

/// Everything about one run, live: leading metrics, curves, log, parameters, artifacts, environment; and what can be
/// done with it.
class RunDetail : public QWidget {
    Q_OBJECT

public:
    explicit RunDetail(Session& session, QWidget* parent = nullptr);
    void setRun(const RunRow& run);

Q_SIGNALS:
    void stopRequested(const lathe::RunId& run);
    void resumeRequested(const lathe::RunId& run);
    void reproduceRequested(const lathe::RunId& run);
    void registerRequested(const lathe::RunInfo& run);
    /// A cell of the confusion matrix was chosen; −1 and −1: all mistakes.
    void predictionsRequested(const lathe::RunInfo& run, int truth, int predicted);

private:
    /// What the tabs show beyond the row.
    struct Details {
        std::string log;
        std::map<std::string, std::string> parameters;
        std::vector<RunArtifact> artifacts;
        std::optional<RunPredictions> predictions; ///< of a finished run whose predictions were not read yet
    };

    QWidget* makeHead();
    QWidget* makeTiles();
    QWidget* makeTabs();
    QWidget* makePredictions();
    void showTiles();
    void showButtons();
    void loadDetails();
    void showDetails(const Details& details);
    void showPredictions(const RunPredictions* predictions);

    Session& m_session;
    RunRow m_run;
    Label* m_name = nullptr;
    Label* m_subject = nullptr;
    InlineMessage* m_error = nullptr;
    std::vector<StatTile*> m_tiles;
    RunCharts* m_charts = nullptr;
    SegmentedTabs* m_tabs = nullptr;
    QPlainTextEdit* m_log = nullptr;
    QStandardItemModel* m_parameters = nullptr;
    QStandardItemModel* m_artifacts = nullptr;
    QStandardItemModel* m_environment = nullptr;
    QPlainTextEdit* m_config = nullptr;
    SegmentedTabs* m_views = nullptr; ///< curves, confusion matrix
    HeatMap* m_confusion = nullptr;
    QPushButton* m_mistakes = nullptr;
    bool m_predictionsRead = false; ///< of m_run
    QPushButton* m_stop = nullptr;
    QPushButton* m_resume = nullptr;
    QPushButton* m_reproduce = nullptr;
    QPushButton* m_register = nullptr;
};

} // namespace lathe::ui
