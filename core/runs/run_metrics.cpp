// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"
#include "core/runs/metric_store.h"
#include "core/runs/run_store.h"

namespace lathe {

Result<void> RunStore::appendMetrics(const RunId& run, std::span<const MetricSample> samples) const {
    if (samples.empty()) return {};
    Database& database = m_project->database();
    return database.transact([&] { return MetricStore(database).append(run, samples, nowMicros()); });
}

Result<void> RunStore::setMetric(const RunId& run, const std::string& key, double value) const {
    const MetricSample sample{key, 0, value};
    return appendMetrics(run, std::span(&sample, 1));
}

Result<std::vector<MetricSummary>> RunStore::metrics(const RunId& run) const {
    return MetricStore(m_project->database()).summaries(run);
}

Result<std::map<std::string, std::vector<MetricSummary>>> RunStore::metricsOf(std::span<const RunId> runs) const {
    std::map<std::string, std::vector<MetricSummary>> all;
    MetricStore store(m_project->database());
    for (const RunId& run : runs) {
        LATHE_TRY(all[run.str()], store.summaries(run));
    }
    return all;
}

Result<std::vector<MetricPoint>> RunStore::series(const RunId& run, const std::string& key, int64_t afterStep) const {
    return MetricStore(m_project->database()).series(run, key, afterStep);
}

} // namespace lathe
