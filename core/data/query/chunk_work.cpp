// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/chunk_work.h"

#include <atomic>
#include <mutex>
#include <numeric>
#include <optional>

#include "core/base/parallel.h"
#include "core/base/text.h"

namespace lathe::query {

Result<void> forEachTask(size_t count, const JobContext& job, size_t threads,
                         const std::function<Result<void>(size_t)>& work) {
    std::atomic<size_t> firstFailed{SIZE_MAX};
    std::mutex mutex;
    std::optional<Error> error; // of firstFailed; guarded by mutex
    parallelFor(
        count,
        [&](size_t task) {
            if (task > firstFailed.load()) return;
            Result<void> done = job.checkStop();
            if (done) done = work(task);
            if (done) return;
            const std::lock_guard lock(mutex);
            if (task > firstFailed.load()) return;
            firstFailed = task;
            error = std::move(done.error());
        },
        threads);
    if (error) return failure(std::move(*error));
    return {};
}

Result<void> forEachChunk(const ColumnFile& file, const RowSelection* rows, const JobContext& job, size_t threads,
                          const std::function<Result<void>(uint64_t)>& work) {
    return forEachTask(static_cast<size_t>(file.chunks()), job, threads, [&](size_t chunk) -> Result<void> {
        if (!rows || rows->countIn(chunk) > 0) LATHE_CHECK(work(chunk));
        job.addDone(static_cast<double>(rowsOf(file, chunk)));
        return {};
    });
}

namespace {

/// \p places by a digit of their rows; equal ones stay in their order.
template <typename Digit>
std::vector<uint32_t> distributed(const std::vector<uint32_t>& places, size_t digits, const Digit& digit) {
    std::vector<uint32_t> next(digits + 1);
    for (const uint32_t place : places) ++next[digit(place) + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    std::vector<uint32_t> sorted(places.size());
    for (const uint32_t place : places) sorted[next[digit(place)]++] = place;
    return sorted;
}

} // namespace

RowGroups::RowGroups(std::span<const uint64_t> rows) : m_places(rows.size()) {
    std::iota(m_places.begin(), m_places.end(), uint32_t{0});
    if (!std::is_sorted(rows.begin(), rows.end())) {
        const uint64_t chunks = *std::max_element(rows.begin(), rows.end()) / chunkRows + 1;
        if (rows.size() >= chunkRows && chunks <= rows.size()) {
            m_places = distributed(m_places, chunkRows,
                                   [&](uint32_t place) { return static_cast<size_t>(rows[place] % chunkRows); });
            m_places = distributed(m_places, static_cast<size_t>(chunks),
                                   [&](uint32_t place) { return static_cast<size_t>(rows[place] / chunkRows); });
        } else {
            std::sort(m_places.begin(), m_places.end(), [&](uint32_t a, uint32_t b) { return rows[a] < rows[b]; });
        }
    }
    for (size_t begin = 0; begin < m_places.size();) {
        const uint64_t chunk = rows[m_places[begin]] / chunkRows;
        size_t end = begin;
        while (end < m_places.size() && rows[m_places[end]] / chunkRows == chunk) ++end;
        m_groups.push_back({chunk, std::span<const uint32_t>(m_places).subspan(begin, end - begin)});
        begin = end;
    }
}

Result<const Column*> ChunkColumns::column(size_t index) {
    const auto known = m_columns.find(index);
    if (known != m_columns.end()) return &known->second;
    LATHE_TRY(Column values, m_file.read(index, m_chunk * chunkRows, chunkRows, false));
    return &m_columns.emplace(index, std::move(values)).first->second;
}

Result<size_t> columnNamed(const std::vector<ColumnSchema>& schema, const std::string& name) {
    std::vector<std::string> known;
    for (size_t i = 0; i < schema.size(); ++i) {
        if (schema[i].name == name) return i;
        known.push_back(schema[i].name);
    }
    return failHint(ErrorKind::NotFound, fmt::format("there is no column '{}'", name), suggestion(name, known));
}

} // namespace lathe::query
