// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of rows that differ: side by side for the window, as CSV for everybody else.
#include <algorithm>
#include <fstream>
#include <numeric>

#include "core/data/csv/csv_text.h"
#include "core/data/versions/version_diff.h"
#include "core/project/temporary.h"

namespace lathe {

namespace {

constexpr size_t rowsAtOnce = 20'000;

Column allMissing(const ColumnSchema& schema, size_t rows) {
    Column column;
    column.schema = schema;
    column.missing.assign(rows, 1);
    switch (schema.type) {
    case ColumnType::Real: column.reals.assign(rows, 0); break;
    case ColumnType::Category: column.codes.assign(rows, 0); break;
    case ColumnType::Text: column.texts.ends.assign(rows, 0); break;
    default: column.integers.assign(rows, 0); break;
    }
    return column;
}

/// The cells of \p rows (-1: none) of one column, each chunk read once.
Result<Column> cellsAt(const ColumnFile& file, size_t column, const std::vector<int64_t>& rows, const JobContext& job) {
    std::vector<size_t> order(rows.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return rows[a] < rows[b]; });
    const ColumnSchema& schema = file.schema()[column];
    size_t next = static_cast<size_t>(std::find_if(order.begin(), order.end(), [&](size_t i) { return rows[i] >= 0; }) -
                                      order.begin());
    Column sorted = allMissing(schema, next);
    sorted.dictionary = file.dictionary(column);
    while (next < order.size()) {
        LATHE_CHECK(job.checkStop());
        const auto chunk = static_cast<uint64_t>(rows[order[next]]) / chunkRows;
        std::vector<uint64_t> within;
        const size_t from = next;
        for (; next < order.size() && static_cast<uint64_t>(rows[order[next]]) / chunkRows == chunk; ++next)
            within.push_back(static_cast<uint64_t>(rows[order[next]]) - chunk * chunkRows);
        // Few rows of a chunk lie close together more often than not: the range between them is read.
        const uint64_t first = within.front();
        LATHE_TRY(Column values, file.read(column, chunk * chunkRows + first, within.back() - first + 1, false));
        for (uint64_t& row : within) row -= first;
        values.dictionary = sorted.dictionary;
        Column some = gather(values, within);
        // Codes are the file's for all of them, so that nothing has to be mapped.
        if (schema.type == ColumnType::Category) {
            if (!some.missing.empty() || !sorted.missing.empty()) {
                sorted.missing.resize(from, 0);
                some.missing.resize(within.size(), 0);
                sorted.missing.insert(sorted.missing.end(), some.missing.begin(), some.missing.end());
            }
            sorted.codes.insert(sorted.codes.end(), some.codes.begin(), some.codes.end());
        } else {
            append(sorted, some);
        }
    }
    std::vector<uint64_t> inverse(order.size());
    for (size_t i = 0; i < order.size(); ++i) inverse[order[i]] = i;
    return gather(sorted, inverse);
}

void writeCell(std::string& out, const Column& column, size_t row) {
    out += ',';
    appendCsvCell(out, column, row, false);
}

std::string header(const VersionDiff& diff) {
    std::string line = "change,row_before,row_after";
    for (const DiffColumn& column : diff.columns)
        for (const char* side : {" (before)", " (after)"}) {
            line += ',';
            appendCsvText(line, column.name + side);
        }
    return line + "\r\n";
}

void writeLines(std::string& out, const VersionDiff& diff, const std::vector<RowDifference>& differences,
                const DifferenceRows& rows) {
    const auto number = [](int64_t row) { return row < 0 ? std::string() : std::to_string(row); };
    for (size_t row = 0; row < differences.size(); ++row) {
        out += fmt::format("{},{},{}", toString(differences[row].kind()), number(differences[row].before),
                           number(differences[row].after));
        for (size_t i = 0; i < diff.columns.size(); ++i) {
            writeCell(out, rows.before.columns[i], row);
            writeCell(out, rows.after.columns[i], row);
        }
        out += "\r\n";
    }
}

} // namespace

bool equalCells(const Column& a, size_t rowA, const Column& b, size_t rowB) {
    const bool missing = a.isMissing(rowA);
    if (missing || b.isMissing(rowB)) return missing == b.isMissing(rowB);
    if (isTextual(a.schema.type) && isTextual(b.schema.type)) return a.text(rowA) == b.text(rowB);
    if (a.schema.type != b.schema.type) return a.display(rowA) == b.display(rowB);
    return a.schema.type == ColumnType::Real ? a.reals[rowA] == b.reals[rowB] : a.integers[rowA] == b.integers[rowB];
}

bool DifferenceRows::isChanged(const std::vector<RowDifference>& differences, const VersionDiff& diff, size_t column,
                               size_t row) const {
    return differences[row].kind() == RowDifference::Kind::Changed && diff.columns[column].isCommon() &&
           !equalCells(before.columns[column], row, after.columns[column], row);
}

Result<DifferenceRows> readDifferences(const ColumnFile& before, const ColumnFile& after, const VersionDiff& diff,
                                       const std::vector<RowDifference>& differences, const JobContext& job) {
    std::vector<int64_t> left;
    std::vector<int64_t> right;
    for (const RowDifference& each : differences) {
        left.push_back(each.before);
        right.push_back(each.after);
    }
    DifferenceRows rows;
    for (const DiffColumn& column : diff.columns) {
        Column one = allMissing({column.name, column.typeBefore}, differences.size());
        Column two = allMissing({column.name, column.typeAfter}, differences.size());
        if (column.before) {
            LATHE_TRY(one, cellsAt(before, *column.before, left, job));
        }
        if (column.after) {
            LATHE_TRY(two, cellsAt(after, *column.after, right, job));
        }
        rows.before.columns.push_back(std::move(one));
        rows.after.columns.push_back(std::move(two));
    }
    return rows;
}

Result<void> exportDifferences(const ColumnFile& before, const ColumnFile& after, const VersionDiff& diff,
                               const Path& target, const JobContext& job) {
    LATHE_TRY(const ScopedFolder scratch, temporaryFolderBeside(target));
    const Path unfinished = scratch.path() / "rows.csv";
    std::ofstream stream(unfinished, std::ios::binary);
    stream << header(diff);
    job.beginStage("writing rows", static_cast<double>(diff.rows.size()), "rows");
    for (size_t first = 0; first < diff.rows.size(); first += rowsAtOnce) {
        LATHE_CHECK(job.checkStop());
        const auto from = diff.rows.begin() + static_cast<std::ptrdiff_t>(first);
        const std::vector<RowDifference> some(
            from, from + static_cast<std::ptrdiff_t>(std::min(rowsAtOnce, diff.rows.size() - first)));
        LATHE_TRY(const DifferenceRows rows, readDifferences(before, after, diff, some, job));
        std::string lines;
        writeLines(lines, diff, some, rows);
        stream << lines;
        job.addDone(static_cast<double>(some.size()));
    }
    stream.close();
    if (!stream)
        return failHint(ErrorKind::Io, fmt::format("cannot write '{}'", target.string()),
                        "Check that the disk has room and that the folder can be written to.");
    return publishFile(unfinished, target);
}

} // namespace lathe
