// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/column_summary.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>

#include "core/base/stoppable_loop.h"
#include "core/base/stoppable_sort.h"
#include "core/data/validation/key_figures.h"
#include "core/data/validation/row_checks.h"

namespace lathe::validation {

namespace {

constexpr size_t bucketCount = 10;

Result<ColumnSummary::Counts> textCounts(const KeyRequest& request, const ColumnFile& file, const JobContext& job) {
    const size_t column = request.columns.front();
    ColumnSummary::Counts counts;
    for (const auto& run : request.allNumbers)
        counts.emplace_back(keyJson(file, column, run.key).get<std::string>(), run.count);
    if (!request.allHashes.empty()) {
        std::vector<RowHash> hashes;
        for (const auto& run : request.allHashes) hashes.push_back(run.key);
        LATHE_TRY(const auto texts, textsOf(file, column, std::move(hashes), job));
        const auto timesOf = [&](const RowHash& hash) {
            return std::lower_bound(
                       request.allHashes.begin(), request.allHashes.end(), hash,
                       [](const KeyRun<RowHash>& run, const RowHash& key) { return keyLess(run.key, key); })
                ->count;
        };
        LATHE_CHECK(forEachUnlessStopped(
            texts.size(), job, [&](size_t i) { counts.emplace_back(texts[i].second, timesOf(texts[i].first)); }));
    }
    const auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
    LATHE_CHECK(sortStably(std::span(counts), before, job));
    return counts;
}

/// The share of a bucket's values that falls between two edges.
double shareWithin(const Buckets& buckets, double from, double to) {
    double share = 0;
    for (size_t i = 0; i < buckets.shares.size(); ++i) {
        const double low = buckets.edges[i];
        const double high = buckets.edges[i + 1];
        if (high == low) {
            share += from == to && low == from ? buckets.shares[i] : 0; // all mass in one point
            continue;
        }
        const double overlap = std::min(high, to) - std::max(low, from);
        if (overlap > 0) share += buckets.shares[i] * overlap / (high - low);
    }
    return share;
}

} // namespace

Result<ColumnSummary> ColumnSummary::of(const ColumnFile& file, size_t column, const JobContext& job) {
    ColumnSummary summary;
    const ColumnType type = file.schema()[column].type;
    summary.type = isTextual(type) ? "BYTES" : type == ColumnType::Real ? "FLOAT" : "INT";
    KeyRequest request;
    request.columns = {column};
    request.wantAll = isTextual(type);
    request.probabilities = isTextual(type) ? std::vector<double>() : std::vector<double>{0, 1};
    LATHE_CHECK(request.compute(file, job));
    summary.present = request.values;
    summary.distinct = request.distinct;
    if (isTextual(type)) {
        if (request.allComplete) {
            LATHE_TRY(summary.counts, textCounts(request, file, job));
        }
        return summary;
    }
    summary.min = request.neighbours[0].first;
    summary.max = request.neighbours[1].second;
    summary.infinite = std::isinf(summary.min) || std::isinf(summary.max);
    return summary;
}

Result<Buckets> bucketsOf(const ColumnFile& file, size_t column, const ColumnSummary& summary, const JobContext& job) {
    Buckets buckets;
    if (summary.present == 0 || !std::isfinite(summary.min) || !std::isfinite(summary.max)) return buckets;
    const double width = (summary.max - summary.min) / static_cast<double>(bucketCount);
    const size_t count = width > 0 ? bucketCount : 1;
    for (size_t i = 0; i < count; ++i) buckets.edges.push_back(summary.min + width * static_cast<double>(i));
    buckets.edges.push_back(summary.max);
    KeyRequest request;
    request.columns = {column};
    request.binEdges = {buckets.edges};
    LATHE_CHECK(request.compute(file, job));
    for (const uint64_t each : request.histograms.front().counts)
        buckets.shares.push_back(static_cast<double>(each) / static_cast<double>(summary.present));
    return buckets;
}

double jensenShannonBits(const std::vector<double>& p, const std::vector<double>& q) {
    double sum = 0;
    for (size_t i = 0; i < p.size(); ++i) {
        const double middle = (p[i] + q[i]) / 2;
        if (p[i] > 0) sum += p[i] / 2 * std::log2(p[i] / middle);
        if (q[i] > 0) sum += q[i] / 2 * std::log2(q[i] / middle);
    }
    return std::clamp(sum, 0.0, 1.0);
}

double jensenShannonBits(const Buckets& left, const Buckets& right) {
    std::set<double> edges(left.edges.begin(), left.edges.end());
    edges.insert(right.edges.begin(), right.edges.end());
    std::vector<double> p;
    std::vector<double> q;
    for (auto edge = edges.begin(); edge != edges.end(); ++edge) {
        p.push_back(shareWithin(left, *edge, *edge));
        q.push_back(shareWithin(right, *edge, *edge));
        const auto next = std::next(edge);
        if (next == edges.end()) break;
        p.push_back(shareWithin(left, *edge, *next));
        q.push_back(shareWithin(right, *edge, *next));
    }
    return jensenShannonBits(p, q);
}

} // namespace lathe::validation
