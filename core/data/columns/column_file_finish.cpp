// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/column_file_finish.h"

#include "core/base/json.h"
#include "core/data/columns/column_file_codec.h"
#include "core/data/columns/column_file_open.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <span>
#include <vector>

namespace lathe::columns {

namespace {

Result<void> writeStatistics(Hdf5Output& output, const ColumnIndex& column) {
    std::vector<double> table;
    ChunkStatistics total{0, 0, NAN, NAN};
    for (const auto& chunk : column.statistics) {
        table.insert(table.end(),
                     {static_cast<double>(chunk.rows), static_cast<double>(chunk.missing), chunk.min, chunk.max});
        total.rows += chunk.rows;
        total.missing += chunk.missing;
        total.min = std::fmin(total.min, chunk.min);
        total.max = std::fmax(total.max, chunk.max);
    }
    const std::string object = objectName(column.schema.name);
    LATHE_CHECK(output.addArray("/statistics/" + object, StoredType::Real64, std::as_bytes(std::span(table)), 4));
    return output.setAttributes("/data/" + object, {{"name", column.schema.name},
                                                    {"type", std::string(toString(column.schema.type))},
                                                    {"count", uint64_t{total.rows - total.missing}},
                                                    {"missing", uint64_t{total.missing}},
                                                    {"min", total.min},
                                                    {"max", total.max}});
}

Result<void> describeColumn(Hdf5Output& output, const ColumnIndex& column) {
    LATHE_CHECK(writeStatistics(output, column));
    const std::string object = objectName(column.schema.name);
    if (column.schema.type == ColumnType::Category)
        LATHE_CHECK(output.addTexts("/dictionary/" + object, column.dictionary));
    if (column.schema.type != ColumnType::Text) return {};
    std::vector<uint64_t> starts;
    for (const auto& range : column.texts) starts.push_back(range.start);
    LATHE_CHECK(output.addArray("/text_starts/" + object, StoredType::UInt64, std::as_bytes(std::span(starts))));
    return {};
}

Result<void> describeFile(Hdf5Output& output, const FileIndex& index, const JobContext& job) {
    Json schema = Json::array();
    for (const auto& column : index.columns)
        schema.push_back({{"name", column.schema.name}, {"type", toString(column.schema.type)}});
    // Names may be any bytes; what is not UTF-8 is replaced here, the index has the name as it is.
    LATHE_CHECK(output.setAttributes("/", {{"format", "lathe-columns"},
                                           {"format_version", uint64_t{FileHeader().version}},
                                           {"rows", index.rows},
                                           {"content_sha256", index.contentHash},
                                           {"schema", schema.dump(-1, ' ', false, Json::error_handler_t::replace)}}));
    for (const auto& column : index.columns) {
        LATHE_CHECK(job.checkStop());
        LATHE_CHECK(describeColumn(output, column));
    }
    return {};
}

Result<void> writeHeader(const Path& path, FileHeader header) {
    const Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    if (file.get() < 0) return failure(errnoError("open", path.string()));
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return failure(errnoError("read", path.string()));
    header.fileSize = static_cast<uint64_t>(status.st_size);
    const auto block = encodeHeader(header);
    if (::pwrite(file.get(), block.data(), userBlockSize, 0) != static_cast<ssize_t>(userBlockSize) ||
        ::fsync(file.get()) != 0)
        return failure(errnoError("write", path.string()));
    return {};
}

} // namespace

StoredType storedType(ColumnType type) {
    switch (type) {
    case ColumnType::Boolean: return StoredType::UInt8;
    case ColumnType::Date: return StoredType::Int32;
    case ColumnType::Category: return StoredType::UInt32;
    case ColumnType::Real: return StoredType::Real64;
    case ColumnType::Integer:
    case ColumnType::Timestamp: return StoredType::Int64;
    case ColumnType::Text: break;
    }
    return StoredType::UInt64; // the ends of texts
}

Result<void> finishColumnFile(Hdf5Output& output, const Path& path, const FileIndex& index, const JobContext& job) {
    LATHE_CHECK(describeFile(output, index, job));
    const std::string bytes = encodeIndex(index);
    FileHeader header;
    header.indexSize = bytes.size();
    header.indexCrc = checksum(std::as_bytes(std::span(bytes)));
    LATHE_TRY(header.indexOffset, output.addBytes("/lathe/index", std::as_bytes(std::span(bytes))));
    LATHE_CHECK(output.close());
    return writeHeader(path, header);
}

} // namespace lathe::columns
