// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/metric_store.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <unordered_map>

namespace lathe {

static_assert(std::endian::native == std::endian::little, "metric chunks are stored in the machine's byte order");

namespace {

constexpr size_t chunkPoints = 4096;
/// From this length on a piece of a series goes into a blob of its own at once.
constexpr size_t directChunkPoints = 256;
constexpr double none = std::numeric_limits<double>::quiet_NaN();

template <typename T, typename Member>
std::vector<T> column(std::span<const MetricPoint> points, Member member) {
    std::vector<T> values;
    values.reserve(points.size());
    for (const auto& point : points) values.push_back(point.*member);
    return values;
}

template <typename T>
Result<void> copyBlob(std::span<const std::byte> blob, std::vector<T>& values) {
    if (blob.size() != values.size() * sizeof(T))
        return failHint(
            ErrorKind::Corrupt,
            fmt::format("a piece of a metric has {} bytes instead of {}", blob.size(), values.size() * sizeof(T)),
            "Run: lathe project check");
    if (!values.empty()) std::memcpy(values.data(), blob.data(), blob.size());
    return {};
}

/// The columns steps, vals, times of a row of metric_chunk from \p first on, which hold \p count points.
Result<void> decodeChunk(const Statement& row, int first, int64_t count, std::vector<MetricPoint>& points) {
    if (count < 0 || count > static_cast<int64_t>(chunkPoints))
        return fail(ErrorKind::Corrupt, "a piece of a metric claims {} points", count);
    std::vector<int64_t> steps(static_cast<size_t>(count)), times(steps.size());
    std::vector<double> values(steps.size());
    LATHE_CHECK(copyBlob(row.blob(first), steps));
    LATHE_CHECK(copyBlob(row.blob(first + 1), values));
    LATHE_CHECK(copyBlob(row.blob(first + 2), times));
    for (size_t i = 0; i < steps.size(); ++i) points.push_back({steps[i], values[i], times[i]});
    return {};
}

/// A smaller or larger number; NaN stands for none.
double lesser(double a, double b) { return std::isnan(a) || b < a ? b : a; }
double greater(double a, double b) { return std::isnan(a) || b > a ? b : a; }

bool ascendingAfter(std::span<const MetricPoint> points, std::optional<int64_t> last) {
    for (const auto& point : points) {
        if (last && point.step <= *last) return false;
        last = point.step;
    }
    return true;
}

struct Batch {
    std::string key;
    std::vector<MetricPoint> points;
};

std::vector<Batch> byKey(std::span<const MetricSample> samples, int64_t time) {
    std::vector<Batch> batches;
    std::unordered_map<std::string_view, size_t> places;
    for (const auto& sample : samples) {
        const auto [place, fresh] = places.try_emplace(sample.key, batches.size());
        if (fresh) batches.push_back({sample.key, {}});
        batches[place->second].points.push_back({sample.step, sample.value, time});
    }
    return batches;
}

} // namespace

struct MetricStore::Key {
    int64_t id = 0;
    std::optional<int64_t> lastStep;
    double last = none;
    double min = none;
    double max = none;
    int64_t points = 0;

    void add(const MetricPoint& point) {
        ++points;
        min = lesser(min, point.value);
        max = greater(max, point.value);
        if (lastStep && point.step < *lastStep) return;
        lastStep = point.step;
        last = point.value;
    }
};

Result<MetricStore::Key> MetricStore::openKey(const RunId& run, const std::string& name) {
    LATHE_TRY(auto query, m_database.prepare("SELECT id, last_step, last_value, min_value, max_value, points "
                                             "FROM metric_key WHERE run = ? AND key = ?"));
    LATHE_TRY(const bool known, query.bind(run.str()).bind(name).step());
    Key key;
    if (known) {
        key.id = query.integer(0);
        key.lastStep = query.optionalInteger(1);
        key.last = query.optionalReal(2).value_or(none);
        key.min = query.optionalReal(3).value_or(none);
        key.max = query.optionalReal(4).value_or(none);
        key.points = query.integer(5);
        return key;
    }
    LATHE_TRY(auto insert, m_database.prepare("INSERT INTO metric_key(run, key) VALUES(?, ?) RETURNING id"));
    LATHE_TRY(const bool made, insert.bind(run.str()).bind(name).step());
    if (made) key.id = insert.integer(0);
    return key;
}

Result<void> MetricStore::saveSummary(const Key& key) {
    LATHE_TRY(auto update, m_database.prepare("UPDATE metric_key SET last_step = ?, last_value = ?, "
                                              "min_value = ?, max_value = ?, points = ? WHERE id = ?"));
    return update.bind(key.lastStep).bind(key.last).bind(key.min).bind(key.max).bind(key.points).bind(key.id).run();
}

Result<void> MetricStore::append(const RunId& run, std::span<const MetricSample> samples, int64_t time) {
    for (const auto& [name, points] : byKey(samples, time)) {
        LATHE_TRY(Key key, openKey(run, name));
        if (ascendingAfter(points, key.lastStep)) {
            LATHE_CHECK(appendAscending(key, points));
            for (const auto& point : points) key.add(point);
        } else {
            LATHE_CHECK(putAnywhere(key, points));
        }
        LATHE_CHECK(saveSummary(key));
    }
    return {};
}

Result<void> MetricStore::appendAscending(const Key& key, std::span<const MetricPoint> points) {
    while (points.size() >= directChunkPoints) {
        const auto piece = points.first(std::min(points.size(), chunkPoints));
        LATHE_CHECK(putChunk(key, piece));
        points = points.subspan(piece.size());
    }
    return putRows(key, points);
}

Result<void> MetricStore::putRows(const Key& key, std::span<const MetricPoint> points) {
    if (points.empty()) return {};
    LATHE_TRY(auto insert,
              m_database.prepare("INSERT OR REPLACE INTO metric_point(key, step, value, time) VALUES(?, ?, ?, ?)"));
    for (const auto& point : points)
        LATHE_CHECK(insert.bind(key.id).bind(point.step).bind(point.value).bind(point.time).run());
    return {};
}

Result<void> MetricStore::putChunk(const Key& key, std::span<const MetricPoint> points) {
    const auto steps = column<int64_t>(points, &MetricPoint::step);
    const auto values = column<double>(points, &MetricPoint::value);
    const auto times = column<int64_t>(points, &MetricPoint::time);
    LATHE_TRY(auto insert, m_database.prepare("INSERT INTO metric_chunk(key, first_step, points, steps, "
                                              "vals, times) VALUES(?, ?, ?, ?, ?, ?)"));
    insert.bind(key.id).bind(points.front().step).bind(static_cast<int64_t>(points.size()));
    insert.bindBlob(std::as_bytes(std::span(steps)))
        .bindBlob(std::as_bytes(std::span(values)))
        .bindBlob(std::as_bytes(std::span(times)));
    return insert.run();
}

/// The slow way, for points that do not simply continue the series: a resumed run repeats steps, a caller
/// counts anew.
Result<void> MetricStore::putAnywhere(Key& key, std::span<const MetricPoint> points) {
    LATHE_TRY(auto find, m_database.prepare("SELECT value FROM metric_point WHERE key = ? AND step = ?"));
    bool recompute = false;
    for (const auto& point : points) {
        const bool beyond = !key.lastStep || point.step > *key.lastStep;
        bool exists = false;
        if (!beyond) {
            LATHE_CHECK(dissolveChunkAround(key, point.step));
            LATHE_TRY(exists, find.bind(key.id).bind(point.step).step());
            const double old = exists ? find.optionalReal(0).value_or(none) : none;
            find.reset();
            // An extreme value that goes can only be replaced by looking at all others.
            recompute = recompute || (exists && old != point.value);
        }
        LATHE_CHECK(putRows(key, std::span(&point, 1)));
        if (!exists) key.add(point);
    }
    if (!recompute) return {};
    LATHE_TRY(const auto all, readPoints(key.id, INT64_MIN));
    key = Key{key.id};
    for (const auto& point : all) key.add(point);
    return {};
}

Result<void> MetricStore::dissolveChunkAround(const Key& key, int64_t step) {
    LATHE_TRY(auto query, m_database.prepare("SELECT first_step, points, steps, vals, times FROM metric_chunk "
                                             "WHERE key = ? AND first_step <= ? ORDER BY first_step DESC LIMIT 1"));
    LATHE_TRY(const bool found, query.bind(key.id).bind(step).step());
    if (!found) return {};
    std::vector<MetricPoint> points;
    LATHE_CHECK(decodeChunk(query, 2, query.integer(1), points));
    if (points.empty() || points.back().step < step) return {};
    const int64_t first = query.integer(0);
    query.reset();
    LATHE_TRY(auto remove, m_database.prepare("DELETE FROM metric_chunk WHERE key = ? AND first_step = ?"));
    LATHE_CHECK(remove.bind(key.id).bind(first).run());
    return putRows(key, points);
}

Result<void> MetricStore::pack(const RunId& run) {
    LATHE_TRY(auto query,
              m_database.prepare(
                  "SELECT id FROM metric_key WHERE run = ? AND EXISTS(SELECT 1 FROM metric_point WHERE key = id)"));
    query.bind(run.str());
    std::vector<int64_t> keys;
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) break;
        keys.push_back(query.integer(0));
    }
    for (const int64_t id : keys) {
        LATHE_TRY(const auto points, readPoints(id, INT64_MIN));
        for (const char* table : {"metric_point", "metric_chunk"}) {
            LATHE_TRY(auto remove, m_database.prepare(fmt::format("DELETE FROM {} WHERE key = ?", table)));
            LATHE_CHECK(remove.bind(id).run());
        }
        for (size_t first = 0; first < points.size(); first += chunkPoints)
            LATHE_CHECK(
                putChunk(Key{id}, std::span(points).subspan(first, std::min(chunkPoints, points.size() - first))));
    }
    return {};
}

Result<std::vector<MetricSummary>> MetricStore::summaries(const RunId& run) {
    LATHE_TRY(auto query, m_database.prepare("SELECT key, last_step, last_value, min_value, max_value, "
                                             "points FROM metric_key WHERE run = ? ORDER BY key"));
    query.bind(run.str());
    std::vector<MetricSummary> summaries;
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) return summaries;
        summaries.push_back({query.text(0), query.integer(1), query.optionalReal(2).value_or(none),
                             query.optionalReal(3).value_or(none), query.optionalReal(4).value_or(none),
                             static_cast<uint64_t>(query.integer(5))});
    }
}

Result<std::vector<MetricPoint>> MetricStore::series(const RunId& run, const std::string& key, int64_t afterStep) {
    LATHE_TRY(auto query, m_database.prepare("SELECT id FROM metric_key WHERE run = ? AND key = ?"));
    LATHE_TRY(const bool known, query.bind(run.str()).bind(key).step());
    if (!known) return std::vector<MetricPoint>{};
    const int64_t id = query.integer(0);
    query.reset();
    return readPoints(id, afterStep);
}

/// One statement, so that points which another process packs meanwhile are seen once: before or after.
constexpr auto pointsOfKey = R"sql(
    SELECT points, steps, vals, times FROM metric_chunk WHERE key = ?1 AND first_step >=
      coalesce((SELECT max(first_step) FROM metric_chunk WHERE key = ?1 AND first_step <= ?2), ?2)
    UNION ALL
    SELECT 0, step, value, time FROM metric_point WHERE key = ?1 AND step > ?2)sql";

Result<std::vector<MetricPoint>> MetricStore::readPoints(int64_t key, int64_t afterStep) {
    LATHE_TRY(auto query, m_database.prepare(pointsOfKey));
    query.bind(key).bind(afterStep);
    std::vector<MetricPoint> points;
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) break;
        const int64_t packed = query.integer(0);
        if (packed > 0) {
            LATHE_CHECK(decodeChunk(query, 1, packed, points));
        } else {
            points.push_back({query.integer(1), query.optionalReal(2).value_or(none), query.integer(3)});
        }
    }
    std::erase_if(points, [&](const MetricPoint& point) { return point.step <= afterStep; });
    const auto earlier = [](const MetricPoint& a, const MetricPoint& b) { return a.step < b.step; };
    if (!std::is_sorted(points.begin(), points.end(), earlier)) std::sort(points.begin(), points.end(), earlier);
    return points;
}

} // namespace lathe
