// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fstream>

#include "core/base/text.h"
#include "core/data/csv_text.h"
#include "core/data/datasets.h"

namespace lathe {

namespace {

void writeRows(std::string& out, const Table& table) {
    const size_t columns = table.columns.size();
    for (size_t row = 0; row < table.rows(); ++row) {
        for (size_t c = 0; c < columns; ++c) {
            if (c > 0) out += ',';
            appendCsvCell(out, table.columns[c], row, columns == 1);
        }
        out += "\r\n";
    }
}

} // namespace

Result<void> exportCsv(const ColumnFile& file, const Path& target, const JobContext& job, uint64_t first, uint64_t count) {
    const uint64_t begin = std::min(first, file.rows());
    const uint64_t end = begin + std::min(count, file.rows() - begin);
    const Path folder = target.has_parent_path() ? target.parent_path() : Path(".");
    if (!std::filesystem::is_directory(folder))
        return failHint(ErrorKind::NotFound, fmt::format("folder '{}' does not exist", folder.string()), "Create it first.");
    LATHE_TRY(const ScopedFolder scratch, ScopedFolder::create(folder, ".export"));
    const Path unfinished = scratch.path() / "rows.csv";
    std::ofstream stream(unfinished, std::ios::binary);

    std::string buffer;
    for (size_t c = 0; c < file.columns(); ++c) {
        if (c > 0) buffer += ',';
        appendCsvText(buffer, file.schema()[c].name);
    }
    buffer += "\r\n";

    job.beginStage("writing rows", static_cast<double>(end - begin), "rows");
    for (uint64_t row = begin; row < end;) {
        LATHE_CHECK(job.checkStop());
        const uint64_t piece = std::min(chunkRows - row % chunkRows, end - row);
        LATHE_TRY(const Table table, file.readTable(row, piece));
        writeRows(buffer, table);
        stream.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        buffer.clear();
        row += piece;
        job.setDone(static_cast<double>(row - begin));
    }
    stream.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    stream.close();
    if (!stream)
        return failHint(ErrorKind::Io, fmt::format("cannot write '{}'", target.string()),
                        "Check that the disk has room and that the folder can be written to.");
    return publishFile(unfinished, target);
}

} // namespace lathe
