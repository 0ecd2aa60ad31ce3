// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>

#include "core/serve/deployments.h"
#include "ui/shell/session.h"

namespace lathe::ui {

class LineChart;
class StatTile;

/// Request rate and latency of a running deployment, asked of the server once a second while visible.
class LiveFigures : public QWidget {
    Q_OBJECT

public:
    explicit LiveFigures(Session& session, QWidget* parent = nullptr);
    void setDeployment(const DeploymentInfo& deployment, const QString& token);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeTiles();
    void poll();
    void showFigures(const DeploymentFigures& figures);
    void clearFigures();

    Session& m_session;
    DeploymentInfo m_deployment;
    QString m_token;
    QTimer m_timer;
    StatTile* m_rate = nullptr;
    StatTile* m_median = nullptr;
    StatTile* m_slow = nullptr;
    StatTile* m_errors = nullptr;
    LineChart* m_rateChart = nullptr;
    LineChart* m_latencyChart = nullptr;
    bool m_polling = false; ///< one question at a time, or a server that hangs would hold every thread
    std::optional<DeploymentFigures> m_last;
    double m_lastTime = 0;
    double m_started = 0;
};

} // namespace lathe::ui
