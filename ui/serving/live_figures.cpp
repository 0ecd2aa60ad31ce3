// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/serving/live_figures.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "core/base/clock.h"
#include "ui/charts/line_chart.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/stat_tile.h"

namespace lathe::ui {

namespace {

constexpr int pollMilliseconds = 1000;

/// The requests answered since \p before, by latency.
std::vector<DeploymentFigures::Bucket> recentLatency(const DeploymentFigures& now, const DeploymentFigures& before) {
    auto recent = now.latency;
    for (size_t i = 0; i < recent.size() && i < before.latency.size(); ++i) recent[i].count -= before.latency[i].count;
    return recent;
}

QString milliseconds(double seconds) {
    return seconds > 0 ? numberText(seconds * 1000, 3) + QStringLiteral(" ms") : QStringLiteral("–");
}

} // namespace

LiveFigures::LiveFigures(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(makeTiles());
    auto* charts = new QHBoxLayout;
    charts->setSpacing(12);
    const auto addChart = [&](LineChart*& chart, const QString& title, const QString& note, const QStringList& series,
                              const char* name) {
        chart = new LineChart;
        chart->setObjectName(QLatin1String(name));
        chart->setChartName(title);
        chart->setMinimumHeight(150);
        chart->setXTitle(tr("seconds"));
        chart->setEmptyText(tr("Waiting for requests"));
        for (const auto& curve : series) chart->addSeries(curve);
        auto* card = new Card(title);
        card->setNote(note);
        card->addHeaderWidget(new ChartLegend(chart));
        card->addHeaderWidget(makeChartMenuButton(chart));
        card->body()->addWidget(chart, 1);
        charts->addWidget(card, 1);
    };
    addChart(m_rateChart, tr("Requests"), tr("per second"), {tr("answered"), tr("refused")}, "servingRateChart");
    addChart(m_latencyChart, tr("Latency"), tr("milliseconds"), {tr("median"), QStringLiteral("p99")},
             "servingLatencyChart");
    layout->addLayout(charts, 1);
    m_timer.setInterval(pollMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &LiveFigures::poll);
}

QWidget* LiveFigures::makeTiles() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_rate = new StatTile(tr("Requests per second"));
    m_median = new StatTile(tr("Median latency"));
    m_slow = new StatTile(tr("p99 latency"));
    m_errors = new StatTile(tr("Refused"));
    for (StatTile* tile : {m_rate, m_median, m_slow, m_errors}) layout->addWidget(tile, 1);
    return row;
}

void LiveFigures::setDeployment(const DeploymentInfo& deployment, const QString& token) {
    const bool other = deployment.id != m_deployment.id;
    m_deployment = deployment;
    m_token = token;
    if (other) clearFigures();
    const bool live = deployment.state == DeploymentState::Ready && isVisible();
    if (live && !m_timer.isActive()) {
        m_timer.start();
        poll();
    } else if (!live) {
        m_timer.stop();
    }
}

void LiveFigures::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_deployment.state == DeploymentState::Ready) m_timer.start();
}

void LiveFigures::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_timer.stop();
}

void LiveFigures::clearFigures() {
    m_last.reset();
    m_started = monotonicSeconds();
    for (LineChart* chart : {m_rateChart, m_latencyChart})
        for (int series = 0; series < chart->seriesCount(); ++series) chart->clear(series);
    for (StatTile* tile : {m_rate, m_median, m_slow, m_errors}) tile->setValue(QStringLiteral("–"));
}

void LiveFigures::poll() {
    if (m_polling) return;
    m_polling = true;
    m_session.load(
        this, QStringLiteral("figures"),
        [deployment = m_deployment, token = m_token.toStdString()] { return figures(deployment, token); },
        [this, asked = m_deployment.id](const DeploymentFigures& now) {
            m_polling = false;
            if (asked == m_deployment.id) showFigures(now);
        },
        [this](const Error&) { m_polling = false; });
}

void LiveFigures::showFigures(const DeploymentFigures& now) {
    const double time = monotonicSeconds();
    if (m_last && now.requests >= m_last->requests && time > m_lastTime) {
        const double seconds = time - m_lastTime;
        const double x = time - m_started;
        const double rate = static_cast<double>(now.requests - m_last->requests) / seconds;
        const auto recent = recentLatency(now, *m_last);
        m_rate->setValue(numberText(rate, 3), tr("%1 rows in all").arg(countText(static_cast<qint64>(now.rows))));
        m_rateChart->append(0, x, rate);
        m_rateChart->append(1, x, static_cast<double>(now.errors - m_last->errors) / seconds);
        const bool answered = now.requests > m_last->requests;
        m_latencyChart->append(0, x, answered ? latencyQuantile(recent, 0.5) * 1000 : std::nan(""));
        m_latencyChart->append(1, x, answered ? latencyQuantile(recent, 0.99) * 1000 : std::nan(""));
    }
    m_median->setValue(milliseconds(now.p50), tr("since the start"));
    m_slow->setValue(milliseconds(now.p99), tr("since the start"));
    m_errors->setValue(countText(static_cast<qint64>(now.errors)),
                       tr("%1 invalid inputs").arg(countText(static_cast<qint64>(now.validationErrors))),
                       now.errors > 0 ? Tone::Warn : Tone::Neutral);
    m_last = now;
    m_lastTime = time;
}

} // namespace lathe::ui
