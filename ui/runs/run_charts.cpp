// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_charts.h"

#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/charts/line_chart.h"
#include "ui/runs/run_snapshot.h"
#include "ui/shell/settings.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/layouts.h"

namespace lathe::ui {

namespace {

constexpr size_t maxCharts = 4;

/// "loss" for "train_loss" and "val_loss".
std::string metricOf(const std::string& key) {
    const auto underscore = key.find('_');
    return underscore == std::string::npos ? key : key.substr(underscore + 1);
}

/// Metrics in the order of their charts.
std::vector<std::string> metricsShown(const std::vector<RunCharts::Shown>& runs) {
    std::vector<std::string> metrics;
    for (const auto& run : runs)
        for (const auto& key : run.keys)
            if (const auto metric = metricOf(key); std::find(metrics.begin(), metrics.end(), metric) == metrics.end())
                metrics.push_back(metric);
    std::stable_sort(metrics.begin(), metrics.end(),
                     [](const auto& a, const auto& b) { return (a == "loss") > (b == "loss"); });
    if (metrics.size() > maxCharts) metrics.resize(maxCharts);
    return metrics;
}

} // namespace

RunCharts::RunCharts(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(12);
}

void RunCharts::setRuns(std::vector<Shown> runs) {
    if (runs != m_runs) {
        m_runs = std::move(runs);
        rebuild();
    }
    loadPoints();
}

void RunCharts::rebuild() {
    ++m_generation;
    m_curves.clear();
    clearLayout(m_layout);
    for (const auto& metric : metricsShown(m_runs)) addCard(metric);
    setVisible(!m_curves.empty());
}

void RunCharts::addCard(const std::string& metric) {
    auto* chart = new LineChart;
    chart->setObjectName(QStringLiteral("runChart_") + text(metric));
    chart->setMinimumHeight(180);
    chart->setSmoothing(settings::smoothing.value());
    const QString title = metricName("train_" + metric);
    chart->setChartName(title);
    for (const auto& run : m_runs)
        for (const auto& key : run.keys) {
            if (metricOf(key) != metric) continue;
            const QString part = key.starts_with("train_") ? tr("training")
                                 : key.starts_with("val_") ? tr("validation")
                                                           : tr("test");
            const int series = chart->addSeries(m_runs.size() > 1 ? run.name + QStringLiteral(" ") + part : part);
            m_curves.push_back({run.run, key, chart, series});
        }
    auto* card = new Card(title.left(1).toUpper() + title.mid(1));
    card->setNote(tr("by step"));
    card->addHeaderWidget(new ChartLegend(chart));
    card->addHeaderWidget(makeChartMenuButton(chart));
    card->body()->addWidget(chart, 1);
    m_layout->addWidget(card, 1);
}

void RunCharts::loadPoints() {
    if (m_curves.empty()) return;
    const auto query = [&project = m_session.project(),
                        curves = m_curves]() -> Result<std::vector<std::vector<MetricPoint>>> {
        const RunStore store(project);
        std::vector<std::vector<MetricPoint>> points;
        for (const auto& curve : curves) {
            LATHE_TRY(auto series, store.series(curve.run, curve.key, curve.lastStep));
            points.push_back(std::move(series));
        }
        return points;
    };
    m_session.load(this, QStringLiteral("points"), query,
                   [this, generation = m_generation](std::vector<std::vector<MetricPoint>> points) {
                       if (generation != m_generation) return;
                       for (size_t i = 0; i < points.size(); ++i) {
                           Curve& curve = m_curves[i];
                           std::vector<MinMaxPyramid::Point> fresh;
                           for (const auto& point : points[i])
                               if (point.step > curve.lastStep)
                                   fresh.push_back({static_cast<double>(point.step), point.value});
                           if (fresh.empty()) continue;
                           curve.chart->append(curve.series, fresh);
                           curve.lastStep = points[i].back().step;
                       }
                   });
}

} // namespace lathe::ui
