// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/database.h"
#include "core/runs/run_store.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace lathe {

/// The tables metric_key, metric_point and metric_chunk. A point stands in exactly one of the latter two:
/// single points as rows, long ascending pieces as blobs, which are written 10 and read 40 times as fast. All
/// functions that write must run inside a transaction. Internal to core/runs.
class MetricStore {
public:
    explicit MetricStore(Database& database) : m_database(database) {}

    /// Adds points; one at a step that exists replaces it. Keeps the summaries right.
    Result<void> append(const RunId& run, std::span<const MetricSample> samples, int64_t time);

    /// Turns all points of a run into blobs of 4096.
    Result<void> pack(const RunId& run);

    Result<std::vector<MetricSummary>> summaries(const RunId& run);
    Result<std::vector<MetricPoint>> series(const RunId& run, const std::string& key, int64_t afterStep);

private:
    struct Key;
    Result<Key> openKey(const RunId& run, const std::string& name);
    Result<void> saveSummary(const Key& key);
    Result<void> appendAscending(const Key& key, std::span<const MetricPoint> points);
    Result<void> putRows(const Key& key, std::span<const MetricPoint> points);
    Result<void> putChunk(const Key& key, std::span<const MetricPoint> points);
    Result<void> putAnywhere(Key& key, std::span<const MetricPoint> points);
    Result<void> dissolveChunkAround(const Key& key, int64_t step);
    Result<std::vector<MetricPoint>> readPoints(int64_t key, int64_t afterStep);

    Database& m_database;
};

} // namespace lathe
