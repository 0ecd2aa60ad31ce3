// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/runs/run_store.h"
#include "ui/shell/session.h"

class QVBoxLayout;

namespace lathe::ui {

class Card;
class LineChart;

/// Live curves of one run or of several: a card for each metric that has more than one point, loss first; training
/// and validation of the same metric share a chart, and so do all runs that are compared.
class RunCharts : public QWidget {
    Q_OBJECT

public:
    RunCharts(Session& session, QWidget* parent = nullptr);

    struct Shown {
        RunId run;
        QString name;
        std::vector<std::string> keys; ///< metrics with curves
        bool operator==(const Shown&) const = default;
    };
    /// Shows these runs. The same runs and keys as before: only new points are loaded.
    void setRuns(std::vector<Shown> runs);

private:
    struct Curve {
        RunId run;
        std::string key;
        LineChart* chart = nullptr;
        int series = 0;
        int64_t lastStep = INT64_MIN;
    };

    void rebuild();
    void addCard(const std::string& metric);
    void loadPoints();

    Session& m_session;
    QVBoxLayout* m_layout;
    std::vector<Shown> m_runs;
    std::vector<Curve> m_curves;
    quint64 m_generation = 0;
};

} // namespace lathe::ui
