// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fstream>
#include <functional>

#include "core/base/text.h"
#include "core/data/csv_text.h"
#include "core/data/datasets.h"
#include "core/data/query/export_rows.h"

namespace lathe {

namespace {

constexpr size_t bytesPerWrite = size_t{4} << 20U;

Result<void> writeRows(std::string& buffer, const Table& table, std::ofstream& stream, const JobContext& job) {
    const size_t columns = table.columns.size();
    for (size_t row = 0; row < table.rows(); ++row) {
        for (size_t c = 0; c < columns; ++c) {
            if (c > 0) buffer += ',';
            appendCsvCell(buffer, table.columns[c], row, columns == 1);
        }
        buffer += "\r\n";
        if (buffer.size() < bytesPerWrite) continue;
        LATHE_CHECK(job.checkStop());
        stream.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        buffer.clear();
    }
    return {};
}

constexpr uint64_t sortedRowsAtOnce = uint64_t{1} << 20U; // each piece reads nearly every chunk

/// Writes \p rows rows, which \p next(first, most) gives piece by piece, beside \p target and moves them there.
Result<void> writeCsv(const std::vector<std::string>& names, uint64_t rows, const Path& target, const JobContext& job,
                      const std::function<Result<Table>(uint64_t first)>& next) {
    const Path folder = target.has_parent_path() ? target.parent_path() : Path(".");
    if (!std::filesystem::is_directory(folder))
        return failHint(ErrorKind::NotFound, fmt::format("folder '{}' does not exist", folder.string()), "Create it first.");
    LATHE_TRY(const ScopedFolder scratch, ScopedFolder::create(folder, ".export"));
    const Path unfinished = scratch.path() / "rows.csv";
    std::ofstream stream(unfinished, std::ios::binary);

    std::string buffer;
    for (size_t c = 0; c < names.size(); ++c) {
        if (c > 0) buffer += ',';
        appendCsvText(buffer, names[c]);
    }
    buffer += "\r\n";

    job.beginStage("writing rows", static_cast<double>(rows), "rows");
    for (uint64_t row = 0; row < rows;) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Table table, next(row));
        LATHE_CHECK(writeRows(buffer, table, stream, job));
        row += table.rows();
        job.setDone(static_cast<double>(row));
    }
    stream.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    stream.close();
    if (!stream)
        return failHint(ErrorKind::Io, fmt::format("cannot write '{}'", target.string()),
                        "Check that the disk has room and that the folder can be written to.");
    return publishFile(unfinished, target);
}

} // namespace

Result<void> exportCsv(const ColumnFile& file, const Path& target, const JobContext& job, uint64_t first, uint64_t count) {
    const uint64_t begin = std::min(first, file.rows());
    const uint64_t end = begin + std::min(count, file.rows() - begin);
    std::vector<std::string> names;
    for (const ColumnSchema& column : file.schema()) names.push_back(column.name);
    return writeCsv(names, end - begin, target, job, [&](uint64_t done) {
        const uint64_t row = begin + done;
        return file.readTable(row, std::min(chunkRows - row % chunkRows, end - row));
    });
}

Result<void> exportCsv(const ColumnFile& file, const RowOrder& order, const std::vector<size_t>& columns, const Path& target,
                       const JobContext& job) {
    std::vector<std::string> names;
    for (const size_t column : columns) names.push_back(file.schema()[column].name);
    const uint64_t piece = order.sorted() ? sortedRowsAtOnce : chunkRows;
    return writeCsv(names, order.size(), target, job, [&](uint64_t done) -> Result<Table> {
        LATHE_TRY(const auto rows, order.rows(done, piece));
        return readRows(file, rows, columns, job);
    });
}

} // namespace lathe
