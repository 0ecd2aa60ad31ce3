// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/chunk_work.h"

#include <atomic>
#include <mutex>
#include <optional>

#include "core/base/parallel.h"
#include "core/base/text.h"

namespace lathe::query {

Result<void> forEachChunk(const ColumnFile& file, const RowSelection* rows, const JobContext& job, size_t threads,
                          const std::function<Result<void>(uint64_t)>& work) {
    std::atomic<uint64_t> firstFailed{UINT64_MAX};
    std::mutex mutex;
    std::optional<Error> error; // of firstFailed; guarded by mutex
    parallelFor(
        static_cast<size_t>(file.chunks()),
        [&](size_t chunk) {
            if (chunk > firstFailed.load()) return;
            Result<void> done = job.checkStop();
            if (done && (!rows || rows->countIn(chunk) > 0)) done = work(chunk);
            job.addDone(static_cast<double>(rowsOf(file, chunk)));
            if (done) return;
            const std::lock_guard lock(mutex);
            if (chunk > firstFailed.load()) return;
            firstFailed = chunk;
            error = std::move(done.error());
        },
        threads);
    if (error) return failure(std::move(*error));
    return {};
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
