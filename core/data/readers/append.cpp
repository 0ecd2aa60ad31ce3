// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/append.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <unordered_map>

namespace lathe {

namespace {

constexpr int64_t largestExactInteger = int64_t{1} << 53;
constexpr int64_t microsPerDay = 86400LL * 1000000;

/// Per column of the parent the column of the new rows.
using Matching = std::vector<size_t>;

bool isEmpty(const ColumnFile& file, size_t column) {
    for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) {
        const ChunkStatistics statistics = file.statistics(column, chunk);
        if (statistics.missing < statistics.rows) return false;
    }
    return true;
}

bool fitsExactly(const ColumnFile& file, size_t column, ColumnType wanted) {
    const ColumnType type = file.schema()[column].type;
    if (type == wanted || isTextual(wanted) || isEmpty(file, column)) return true;
    if (type == ColumnType::Date && wanted == ColumnType::Timestamp) return true;
    if (type != ColumnType::Integer || wanted != ColumnType::Real) return false;
    for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) {
        const ChunkStatistics statistics = file.statistics(column, chunk);
        if (statistics.min < -static_cast<double>(largestExactInteger) ||
            statistics.max > static_cast<double>(largestExactInteger))
            return false;
    }
    return true;
}

Failure doesNotAgree(const VersionInfo& parent, const Path& source, const std::vector<std::string>& problems) {
    return failHint(ErrorKind::InvalidInput,
                    fmt::format("'{}' cannot be appended to {}: {}", source.filename().string(), parent.reference(),
                                joined(problems, "; ")),
                    "Give names and types for the columns, or import it as a dataset of its own.");
}

Result<Matching> match(const VersionInfo& parent, const ColumnFile& added, const Path& source) {
    Matching matching;
    std::vector<std::string> problems;
    for (const auto& column : parent.schema) {
        const auto found = added.find(column.name);
        if (!found) {
            problems.push_back(fmt::format("column '{}' is missing", column.name));
        } else if (!fitsExactly(added, *found, column.type)) {
            problems.push_back(fmt::format("column '{}' is {}, not {}", column.name,
                                           toString(added.schema()[*found].type), toString(column.type)));
        }
        matching.push_back(found.value_or(0));
    }
    for (const auto& column : added.schema())
        if (std::none_of(parent.schema.begin(), parent.schema.end(),
                         [&](const auto& known) { return known.name == column.name; }))
            problems.push_back(fmt::format("column '{}' is new", column.name));
    if (!problems.empty()) return doesNotAgree(parent, source, problems);
    return matching;
}

/// The column with values of another type that holds them.
Column converted(const Column& column, const ColumnSchema& schema) {
    Column out;
    out.schema = schema;
    if (column.schema.type == schema.type) {
        out = column;
        out.schema = schema;
        return out;
    }
    const size_t rows = column.rows();
    out.missing.assign(rows, 0);
    for (size_t row = 0; row < rows; ++row) out.missing[row] = column.isMissing(row) ? 1 : 0;
    if (isTextual(schema.type)) {
        // Any type shows its values as texts; a category is made of them below.
        for (size_t row = 0; row < rows; ++row) out.texts.push(column.display(row));
        if (schema.type == ColumnType::Text) return out;
        std::unordered_map<std::string, uint32_t> codes;
        for (size_t row = 0; row < rows; ++row) {
            const std::string text(out.texts.at(row));
            const auto [entry, isNew] = codes.emplace(text, static_cast<uint32_t>(out.dictionary.size()));
            if (isNew) out.dictionary.push_back(text);
            out.codes.push_back(entry->second);
        }
        out.texts = {};
        return out;
    }
    for (size_t row = 0; row < rows; ++row) {
        const bool missing = column.isMissing(row);
        if (schema.type == ColumnType::Real)
            out.reals.push_back(column.isMissing(row) ? std::numeric_limits<double>::quiet_NaN() : column.number(row));
        else
            out.integers.push_back(
                missing || schema.type != ColumnType::Timestamp ? 0 : column.integers[row] * microsPerDay);
    }
    return out;
}

Result<void> copyRows(const ColumnFile& from, ColumnFileWriter& to, const JobContext& job,
                      const std::function<Table(Table)>& convert) {
    for (uint64_t row = 0; row < from.rows(); row += chunkRows) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(Table table, from.readTable(row, chunkRows));
        LATHE_CHECK(to.append(convert(std::move(table))));
        job.addDone(static_cast<double>(std::min(chunkRows, from.rows() - row)));
    }
    return {};
}

/// Texts stay as they are written: in a column of texts a new "007" is no number.
void keepTexts(const VersionInfo& parent, const SourceDescription& source, CsvOptions& options) {
    for (const auto& column : parent.schema) {
        const bool there = std::any_of(source.columns.begin(), source.columns.end(),
                                       [&](const auto& c) { return c.name == column.name; });
        if (there && isTextual(column.type)) options.types.emplace(column.name, column.type);
    }
}

} // namespace

Result<VersionInfo> appendFile(const Project& project, const Path& source, const std::string& datasetName,
                               const ImportOptions& given, const JobContext& job) {
    const Datasets datasets(project);
    LATHE_TRY(const auto known, datasets.list());
    const bool exists =
        std::any_of(known.begin(), known.end(), [&](const auto& dataset) { return dataset.name == datasetName; });
    if (!exists) return datasets.importFile(source, datasetName, given, job);
    LATHE_TRY(const VersionInfo parent, datasets.resolve(datasetName));
    LATHE_TRY(const auto before, datasets.open(parent));
    LATHE_TRY(const ScopedFolder folder, project.temporaryFolder("append"));

    ImportOptions options = given;
    LATHE_TRY(const SourceDescription description, describeSource(source, options));
    LATHE_CHECK(job.checkStop());
    keepTexts(parent, description, options.csv);
    auto outcome = importSource(source, folder.path() / "added.h5", options, job);
    if (!outcome) return failure(std::move(outcome.error()).within("while importing " + source.filename().string()));
    LATHE_TRY(const auto added, ColumnFile::open(folder.path() / "added.h5"));
    LATHE_TRY(const Matching matching, match(parent, *added, source));

    Datasets::Draft draft;
    draft.file = folder.path() / "data.h5";
    LATHE_TRY(const auto writer, ColumnFileWriter::create(draft.file, parent.schema));
    job.beginStage("appending rows", static_cast<double>(before->rows() + added->rows()), "rows");
    LATHE_CHECK(copyRows(*before, *writer, job, [](Table table) { return table; }));
    LATHE_CHECK(copyRows(*added, *writer, job, [&](Table table) {
        Table ordered;
        for (size_t i = 0; i < matching.size(); ++i)
            ordered.columns.push_back(converted(table.columns[matching[i]], parent.schema[i]));
        return ordered;
    }));
    LATHE_CHECK(writer->finish());

    LATHE_TRY(const VersionInfo latest, datasets.resolve(datasetName));
    if (latest.number != parent.number)
        return failHint(
            ErrorKind::Conflict,
            fmt::format("{} was made while rows were appended to {}", latest.reference(), parent.reference()),
            "Append again: the rows then stand behind those of the newer version.");
    draft.info.datasetName = datasetName;
    draft.info.source = source.filename().string();
    draft.info.sourceHash = outcome->sourceHash;
    draft.info.parent = parent.reference();
    draft.info.parentHash = parent.contentHash;
    draft.info.rejectedRows = outcome->rejectedRows;
    draft.info.importReport = importReport(*outcome);
    for (const auto& row : outcome->rejected) draft.rejected.push_back({row.line, row.reason, row.text});
    draft.action = "dataset.append";
    return datasets.publish(std::move(draft), job);
}

} // namespace lathe
