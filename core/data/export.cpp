// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>

#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/query/export_rows.h"
#include "core/data/csv/csv_text.h"

namespace lathe {

namespace {

constexpr size_t bytesPerWrite = size_t{4} << 20U;

void appendJsonText(std::string& buffer, std::string_view text) {
    buffer += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') (buffer += '\\') += c;
        else if (static_cast<unsigned char>(c) < 0x20) fmt::format_to(std::back_inserter(buffer), "\\u{:04x}", static_cast<unsigned>(c));
        else buffer += c;
    }
    buffer += '"';
}

void appendJsonValue(std::string& buffer, const Column& column, size_t row) {
    if (column.isMissing(row)) {
        buffer += "null";
        return;
    }
    switch (column.schema.type) {
    case ColumnType::Boolean: buffer += column.integers[row] != 0 ? "true" : "false"; return;
    case ColumnType::Integer: fmt::format_to(std::back_inserter(buffer), "{}", column.integers[row]); return;
    case ColumnType::Real:
        if (std::isfinite(column.reals[row])) {
            buffer += exactNumber(column.reals[row]);
            return;
        }
        break;
    default: break;
    }
    appendJsonText(buffer, isTextual(column.schema.type) ? column.text(row) : column.display(row));
}

/// How a format writes what stands before, between and behind the rows, and the rows themselves.
class RowFormat {
public:
    RowFormat(ExportFormat format, const std::vector<std::string>& names) : m_format(format) {
        for (const auto& name : names) {
            std::string& key = m_keys.emplace_back();
            if (format == ExportFormat::Csv) appendCsvText(key, name);
            else appendJsonText(key, name);
        }
    }
    [[nodiscard]] std::string head() const {
        if (m_format != ExportFormat::Csv) return m_format == ExportFormat::JsonArray ? "[" : "";
        return joined(m_keys, ",") + "\r\n";
    }
    [[nodiscard]] std::string foot() const { return m_format == ExportFormat::JsonArray ? "\n]\n" : ""; }

    void append(std::string& buffer, const Table& table, size_t row) {
        if (m_format == ExportFormat::Csv) return appendCsv(buffer, table, row);
        if (m_format == ExportFormat::JsonArray) buffer += m_first ? "\n" : ",\n";
        m_first = false;
        for (size_t c = 0; c < table.columns.size(); ++c) {
            ((buffer += c == 0 ? '{' : ',') += m_keys[c]) += ':';
            appendJsonValue(buffer, table.columns[c], row);
        }
        buffer += m_format == ExportFormat::JsonArray ? "}" : "}\n";
    }

private:
    static void appendCsv(std::string& buffer, const Table& table, size_t row) {
        for (size_t c = 0; c < table.columns.size(); ++c) {
            if (c > 0) buffer += ',';
            appendCsvCell(buffer, table.columns[c], row, table.columns.size() == 1);
        }
        buffer += "\r\n";
    }

    ExportFormat m_format;
    std::vector<std::string> m_keys;
    bool m_first = true;
};

Result<void> appendRows(std::string& buffer, const Table& table, RowFormat& format, std::ofstream& stream, const JobContext& job) {
    for (size_t row = 0; row < table.rows(); ++row) {
        format.append(buffer, table, row);
        if (buffer.size() < bytesPerWrite) continue;
        LATHE_CHECK(job.checkStop());
        stream.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        buffer.clear();
    }
    return {};
}

constexpr uint64_t sortedRowsAtOnce = uint64_t{1} << 20U; // each piece reads nearly every chunk

/// Writes \p rows rows, which \p next(first, most) gives piece by piece, beside \p target and moves them there.
Result<void> writeFile(RowFormat format, uint64_t rows, const Path& target, const JobContext& job,
                       const std::function<Result<Table>(uint64_t first)>& next) {
    const Path folder = target.has_parent_path() ? target.parent_path() : Path(".");
    if (!std::filesystem::is_directory(folder))
        return failHint(ErrorKind::NotFound, fmt::format("folder '{}' does not exist", folder.string()), "Create it first.");
    LATHE_TRY(const ScopedFolder scratch, ScopedFolder::create(folder, ".export"));
    const Path unfinished = scratch.path() / "rows";
    std::ofstream stream(unfinished, std::ios::binary);

    std::string buffer = format.head();
    job.beginStage("writing rows", static_cast<double>(rows), "rows");
    for (uint64_t row = 0; row < rows;) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Table table, next(row));
        LATHE_CHECK(appendRows(buffer, table, format, stream, job));
        row += table.rows();
        job.setDone(static_cast<double>(row));
    }
    buffer += format.foot();
    stream.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    stream.close();
    if (!stream)
        return failHint(ErrorKind::Io, fmt::format("cannot write '{}'", target.string()),
                        "Check that the disk has room and that the folder can be written to.");
    return publishFile(unfinished, target);
}

Result<void> writeRange(const ColumnFile& file, ExportFormat format, const Path& target, const JobContext& job, uint64_t begin,
                        uint64_t end) {
    std::vector<std::string> names;
    for (const ColumnSchema& column : file.schema()) names.push_back(column.name);
    return writeFile(RowFormat(format, names), end - begin, target, job, [&](uint64_t done) {
        const uint64_t row = begin + done;
        return file.readTable(row, std::min(chunkRows - row % chunkRows, end - row));
    });
}

} // namespace

ExportFormat exportFormatFor(const Path& file) {
    const std::string ending = lowered(file.extension().string());
    if (ending == ".json") return ExportFormat::JsonArray;
    return ending == ".jsonl" || ending == ".ndjson" ? ExportFormat::JsonLines : ExportFormat::Csv;
}

Result<void> exportFile(const ColumnFile& file, ExportFormat format, const Path& target, const JobContext& job) {
    return writeRange(file, format, target, job, 0, file.rows());
}

Result<void> exportRows(const ColumnFile& file, const RowOrder& order, const std::vector<size_t>& columns, ExportFormat format,
                        const Path& target, const JobContext& job) {
    std::vector<std::string> names;
    for (const size_t column : columns) names.push_back(file.schema()[column].name);
    const uint64_t piece = order.sorted() ? sortedRowsAtOnce : chunkRows;
    return writeFile(RowFormat(format, names), order.size(), target, job, [&](uint64_t done) -> Result<Table> {
        LATHE_TRY(const auto rows, order.rows(done, piece));
        return readRows(file, rows, columns, job);
    });
}

Result<void> exportCsv(const ColumnFile& file, const Path& target, const JobContext& job, uint64_t first, uint64_t count) {
    const uint64_t begin = std::min(first, file.rows());
    return writeRange(file, ExportFormat::Csv, target, job, begin, begin + std::min(count, file.rows() - begin));
}

Result<void> exportCsv(const ColumnFile& file, const RowOrder& order, const std::vector<size_t>& columns, const Path& target,
                       const JobContext& job) {
    return exportRows(file, order, columns, ExportFormat::Csv, target, job);
}

} // namespace lathe
