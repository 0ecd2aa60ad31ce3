// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/summary.h"

#include <functional>

#include "core/base/clock.h"

namespace lathe {

namespace {

constexpr int listed = 8;
constexpr int64_t attentionSpan = int64_t{7} * 24 * 3600 * 1'000'000;

using RowReader = std::function<SummaryItem(const Statement&)>;

Result<std::vector<SummaryItem>> readItems(Database& database, std::string_view sql, const RowReader& read,
                                           std::optional<int64_t> parameter = {}) {
    LATHE_TRY(auto query, database.prepare(sql));
    if (parameter) query.bind(*parameter);
    std::vector<SummaryItem> items;
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) return items;
        items.push_back(read(query));
    }
}

SummaryItem runItem(const Statement& row) {
    SummaryItem item;
    item.object = {"run", row.text(0), row.text(1)};
    item.state = row.text(2);
    const std::string error = row.text(5);
    item.detail = error.empty() || item.state != "failed" ? row.text(3) + " · " + row.text(4) : error;
    const double total = row.real(7);
    item.fraction = total > 0 ? row.real(6) / total : -1;
    item.time = row.integer(8);
    return item;
}

constexpr std::string_view runColumns =
    "SELECT id, name, state, model_kind, data, error, progress_done, progress_total, coalesce(ended_at, started_at, created_at) AS at FROM run ";

SummaryItem deploymentItem(const Statement& row) {
    SummaryItem item;
    item.object = {"deployment", row.text(0), row.text(1)};
    item.state = row.text(2);
    const std::string error = row.text(6);
    item.detail = !error.empty() ? error : row.text(3) + "@" + std::to_string(row.integer(4));
    item.time = row.integer(5);
    return item;
}

constexpr std::string_view deploymentColumns =
    "SELECT id, name, state, model, model_version, coalesce(stopped_at, started_at), error FROM deployment ";

SummaryItem dataItem(const Statement& row) {
    SummaryItem item;
    const std::string reference = row.text(0) + "@" + std::to_string(row.integer(1));
    item.object = {"dataset", reference, reference};
    item.count = row.integer(2);
    item.detail = row.text(3).empty() ? row.text(4) : row.text(3);
    item.time = row.integer(5);
    return item;
}

SummaryItem modelItem(const Statement& row) {
    SummaryItem item;
    const std::string reference = row.text(0) + "@" + std::to_string(row.integer(1));
    item.object = {"model", reference, reference};
    item.detail = row.text(2);
    item.time = row.integer(3);
    return item;
}

SummaryItem reportItem(const Statement& row) {
    SummaryItem item;
    item.object = {"report", row.text(0), row.text(1)};
    item.state = "drifted";
    item.detail = row.text(2) + " → " + row.text(3);
    item.time = row.integer(4);
    return item;
}

Result<void> readCounts(Database& database, ProjectSummary& summary) {
    LATHE_TRY(auto query, database.prepare(R"sql(SELECT
        (SELECT count(*) FROM dataset WHERE deleted = 0),
        (SELECT count(*) FROM dataset_version v JOIN dataset d ON d.id = v.dataset WHERE d.deleted = 0),
        (SELECT count(*) FROM run WHERE deleted = 0),
        (SELECT count(*) FROM run WHERE deleted = 0 AND state IN ('queued', 'running')),
        (SELECT count(*) FROM run WHERE deleted = 0 AND state = 'failed'),
        (SELECT count(*) FROM model WHERE deleted = 0),
        (SELECT count(*) FROM model_version v JOIN model m ON m.name = v.model WHERE m.deleted = 0),
        (SELECT count(*) FROM deployment WHERE state IN ('starting', 'ready')),
        (SELECT count(*) FROM report WHERE deleted = 0),
        (SELECT drifted FROM report WHERE deleted = 0 ORDER BY created_at DESC LIMIT 1))sql"));
    LATHE_CHECK(query.step());
    summary.datasets = query.integer(0);
    summary.datasetVersions = query.integer(1);
    summary.runs = query.integer(2);
    summary.runningRuns = query.integer(3);
    summary.failedRuns = query.integer(4);
    summary.models = query.integer(5);
    summary.modelVersions = query.integer(6);
    summary.deployments = query.integer(7);
    summary.reports = query.integer(8);
    if (const auto drifted = query.optionalInteger(9)) summary.latestReportDrifted = *drifted != 0;
    return {};
}

void append(std::vector<SummaryItem>& to, std::vector<SummaryItem> items) {
    to.insert(to.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
}

Result<void> readAttention(Database& database, ProjectSummary& summary) {
    const int64_t since = nowMicros() - attentionSpan;
    LATHE_TRY(auto runs,
              readItems(database,
                        fmt::format("{} WHERE deleted = 0 AND state = 'failed' AND at >= ? ORDER BY at DESC LIMIT {}",
                                    runColumns, listed),
                        runItem, since));
    LATHE_TRY(auto deployments,
              readItems(database,
                        fmt::format("{} WHERE state = 'failed' AND started_at >= ? ORDER BY started_at DESC LIMIT {}",
                                    deploymentColumns, listed),
                        deploymentItem, since));
    append(summary.attention, std::move(runs));
    append(summary.attention, std::move(deployments));
    if (!summary.latestReportDrifted.value_or(false)) return {};
    LATHE_TRY(
        auto report,
        readItems(
            database,
            "SELECT id, title, reference, current, created_at FROM report WHERE deleted = 0 ORDER BY created_at DESC LIMIT 1",
            reportItem));
    append(summary.attention, std::move(report));
    return {};
}

} // namespace

Result<ProjectSummary> summarise(const Project& project) {
    Database& database = project.database();
    ProjectSummary summary;
    LATHE_CHECK(readCounts(database, summary));
    LATHE_CHECK(readAttention(database, summary));
    LATHE_TRY(auto running,
              readItems(database,
                        fmt::format(
                            "{} WHERE deleted = 0 AND state IN ('queued', 'running') ORDER BY created_at DESC LIMIT {}",
                            runColumns, listed),
                        runItem));
    LATHE_TRY(auto serving,
              readItems(database,
                        fmt::format("{} WHERE state IN ('starting', 'ready') ORDER BY started_at DESC LIMIT {}",
                                    deploymentColumns, listed),
                        deploymentItem));
    summary.running = std::move(running);
    append(summary.running, std::move(serving));
    LATHE_TRY(auto data, readItems(database,
                                   fmt::format(R"sql(SELECT d.name, v.number, v.rows, v.parent, v.source, v.created_at
        FROM dataset_version v JOIN dataset d ON d.id = v.dataset WHERE d.deleted = 0 ORDER BY v.created_at DESC LIMIT {})sql",
                                               listed),
                                   dataItem));
    LATHE_TRY(auto runs,
              readItems(database,
                        fmt::format("{} WHERE deleted = 0 ORDER BY created_at DESC LIMIT {}", runColumns, listed),
                        runItem));
    LATHE_TRY(auto models, readItems(database,
                                     fmt::format(R"sql(SELECT v.model, v.number,
        coalesce((SELECT group_concat(alias, ', ') FROM model_alias a WHERE a.model = v.model AND a.number = v.number), ''), v.created_at
        FROM model_version v JOIN model m ON m.name = v.model WHERE m.deleted = 0 ORDER BY v.created_at DESC LIMIT {})sql",
                                                 listed),
                                     modelItem));
    summary.newestData = std::move(data);
    summary.newestRuns = std::move(runs);
    summary.newestModels = std::move(models);
    return summary;
}

Result<std::vector<ObjectName>> objectNames(const Project& project, size_t limit) {
    static constexpr std::pair<const char*, const char*> queries[] = {
        {"dataset",
         "SELECT d.name || '@' || v.number, d.name || '@' || v.number FROM dataset_version v JOIN dataset d ON d.id = v.dataset WHERE d.deleted = 0 ORDER BY v.created_at DESC LIMIT ?"},
        {"run", "SELECT id, name FROM run WHERE deleted = 0 ORDER BY created_at DESC LIMIT ?"},
        {"model",
         "SELECT v.model || '@' || v.number, v.model || '@' || v.number FROM model_version v JOIN model m ON m.name = v.model WHERE m.deleted = 0 ORDER BY v.created_at DESC LIMIT ?"},
        {"deployment", "SELECT id, name FROM deployment ORDER BY started_at DESC LIMIT ?"},
        {"report", "SELECT id, title FROM report WHERE deleted = 0 ORDER BY created_at DESC LIMIT ?"},
    };
    std::vector<ObjectName> names;
    for (const auto& [kind, sql] : queries) {
        LATHE_TRY(auto query, project.database().prepare(sql));
        query.bind(static_cast<int64_t>(limit));
        for (;;) {
            LATHE_TRY(const bool row, query.step());
            if (!row) break;
            names.push_back({kind, query.text(0), query.text(1)});
        }
    }
    return names;
}

} // namespace lathe
