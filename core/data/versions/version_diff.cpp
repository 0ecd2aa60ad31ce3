// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/versions/version_diff.h"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "core/base/parallel.h"
#include "core/base/stoppable_sort.h"
#include "core/base/text.h"
#include "core/data/versions/row_records.h"

namespace lathe {

namespace {

constexpr size_t groupsAtOnce = size_t{1} << 17;
constexpr uint64_t pairsAtOnce = uint64_t{1} << 18; // whose cells are compared in one go

// ---- Columns --------------------------------------------------------------------------------------------------

Result<std::vector<DiffColumn>> commonColumns(const ColumnFile& before, const ColumnFile& after,
                                              const DiffOptions& options) {
    std::vector<DiffColumn> columns;
    std::vector<std::string> common;
    for (size_t i = 0; i < after.columns(); ++i) {
        const ColumnSchema& schema = after.schema()[i];
        DiffColumn column{schema.name, before.find(schema.name), i, schema.type, schema.type};
        if (column.before) column.typeBefore = before.schema()[*column.before].type;
        if (column.isCommon()) common.push_back(schema.name);
        columns.push_back(std::move(column));
    }
    for (size_t i = 0; i < before.columns(); ++i) {
        const ColumnSchema& schema = before.schema()[i];
        if (!after.find(schema.name)) columns.push_back({schema.name, i, std::nullopt, schema.type, schema.type});
    }
    for (const auto& name : options.key) {
        const auto found = std::find_if(columns.begin(), columns.end(),
                                        [&](const DiffColumn& each) { return each.name == name && each.isCommon(); });
        if (found == columns.end())
            return failHint(ErrorKind::NotFound, fmt::format("there is no column '{}' in both versions", name),
                            suggestion(name, common));
        found->isKey = true;
    }
    if (common.empty())
        return failHint(ErrorKind::InvalidInput, "the two versions have no column in common",
                        "Compare versions of the same kind of data.");
    return columns;
}

/// A column as text, so that equal readings hash equally whatever the type.
Column asText(const Column& column) {
    Column text;
    text.schema = {column.schema.name, ColumnType::Text};
    text.missing = column.missing;
    for (size_t row = 0; row < column.rows(); ++row) text.texts.push(column.display(row));
    return text;
}

// ---- Records --------------------------------------------------------------------------------------------------

/// Which side of a comparison is read.
struct Side {
    const ColumnFile* file;
    bool isAfter;
    [[nodiscard]] size_t column(const DiffColumn& column) const { return isAfter ? *column.after : *column.before; }
};

Result<std::vector<RowRecord>> recordsOf(const Side& side, const std::vector<DiffColumn>& columns, uint64_t chunk,
                                         bool keyed) {
    std::vector<size_t> chosen;
    std::vector<size_t> keys;
    std::vector<size_t> others;
    std::vector<const DiffColumn*> common;
    for (const DiffColumn& column : columns) {
        if (!column.isCommon()) continue;
        (column.isKey || !keyed ? keys : others).push_back(chosen.size());
        chosen.push_back(side.column(column));
        common.push_back(&column);
    }
    LATHE_TRY(Table table, side.file->readTable(chunk * chunkRows, chunkRows, chosen));
    for (size_t i = 0; i < common.size(); ++i)
        if (common[i]->isRetyped()) table.columns[i] = asText(table.columns[i]);
    const auto keyHashes = hashRows(table, keys);
    const auto restHashes = others.empty() ? std::vector<RowHash>(table.rows()) : hashRows(table, others);
    std::vector<RowRecord> records(table.rows());
    for (size_t row = 0; row < records.size(); ++row)
        records[row] = {keyHashes[row], restHashes[row], chunk * chunkRows + row};
    return records;
}

/// Runs \p work for each number below \p count on all threads until one fails or a stop is asked for; the first error.
Result<void> forEach(size_t count, const JobContext& job, const std::function<Result<void>(size_t)>& work) {
    std::mutex mutex;
    Result<void> outcome;
    std::atomic<bool> failed = false;
    parallelFor(count, [&](size_t i) {
        if (failed) return;
        auto done = job.checkStop();
        if (done) done = work(i);
        if (done) return;
        failed = true;
        const std::lock_guard lock(mutex);
        if (outcome) outcome = std::move(done);
    });
    return outcome;
}

Result<void> readRecords(const Side& side, const std::vector<DiffColumn>& columns, bool keyed, RowRecords& records,
                         const JobContext& job) {
    return forEach(side.file->chunks(), job, [&](size_t chunk) -> Result<void> {
        LATHE_TRY(const auto found, recordsOf(side, columns, chunk, keyed));
        job.addDone(static_cast<double>(found.size()));
        return records.add(found);
    });
}

// ---- Matching -------------------------------------------------------------------------------------------------

bool keyBefore(const RowRecord& a, const RowRecord& b) {
    if (a.key.high != b.key.high) return a.key.high < b.key.high;
    if (a.key.low != b.key.low) return a.key.low < b.key.low;
    return a.row < b.row;
}

/// What matching finds; of one part, then of all.
struct Matched {
    uint64_t added = 0;
    uint64_t removed = 0;
    uint64_t changed = 0;
    uint64_t unchanged = 0;
    uint64_t repeatedKeys = 0;
    std::vector<RowDifference> rows;
};

using Group = std::span<const RowRecord>;

/// Rows of one key: those that are equal go together first, the others in their order, what is left over has no
/// partner.
Result<void> matchGroup(Group before, Group after, Matched& out, const JobContext& job) {
    if (before.size() == 1 && after.size() == 1) {
        if (before[0].rest == after[0].rest) {
            ++out.unchanged;
        } else {
            ++out.changed;
            out.rows.push_back({static_cast<int64_t>(before[0].row), static_cast<int64_t>(after[0].row)});
        }
        return {};
    }
    if (before.size() > 1 || after.size() > 1) ++out.repeatedKeys;
    const auto byRest = [](const RowRecord* a, const RowRecord* b) {
        if (!(a->rest == b->rest)) return std::pair(a->rest.high, a->rest.low) < std::pair(b->rest.high, b->rest.low);
        return a->row < b->row;
    };
    const auto sorted = [&](Group group) -> Result<std::vector<const RowRecord*>> {
        std::vector<const RowRecord*> rows;
        for (const RowRecord& record : group) rows.push_back(&record);
        LATHE_CHECK(sortStably(std::span(rows), byRest, job));
        return rows;
    };
    LATHE_TRY(const auto left, sorted(before));
    LATHE_TRY(const auto right, sorted(after));
    std::vector<int64_t> onlyBefore;
    std::vector<int64_t> onlyAfter;
    for (size_t i = 0, j = 0; i < left.size() || j < right.size();) {
        if (i < left.size() && j < right.size() && left[i]->rest == right[j]->rest) {
            ++out.unchanged;
            ++i, ++j;
        } else if (j == right.size() || (i < left.size() && std::pair(left[i]->rest.high, left[i]->rest.low) <
                                                                std::pair(right[j]->rest.high, right[j]->rest.low))) {
            onlyBefore.push_back(static_cast<int64_t>(left[i++]->row));
        } else {
            onlyAfter.push_back(static_cast<int64_t>(right[j++]->row));
        }
    }
    LATHE_CHECK(sortStably(std::span(onlyBefore), std::less<>(), job));
    LATHE_CHECK(sortStably(std::span(onlyAfter), std::less<>(), job));
    const size_t pairs = std::min(onlyBefore.size(), onlyAfter.size());
    out.changed += pairs;
    out.removed += onlyBefore.size() - pairs;
    out.added += onlyAfter.size() - pairs;
    for (size_t i = 0; i < pairs; ++i) out.rows.push_back({onlyBefore[i], onlyAfter[i]});
    for (size_t i = pairs; i < onlyBefore.size(); ++i) out.rows.push_back({onlyBefore[i], -1});
    for (size_t i = pairs; i < onlyAfter.size(); ++i) out.rows.push_back({-1, onlyAfter[i]});
    return {};
}

Result<Matched> matchPart(std::vector<RowRecord> before, std::vector<RowRecord> after, const JobContext& job) {
    LATHE_CHECK(sortStably(std::span(before), keyBefore, job));
    LATHE_CHECK(sortStably(std::span(after), keyBefore, job));
    Matched out;
    const auto groupFrom = [](const std::vector<RowRecord>& records, size_t first) {
        size_t end = first;
        while (end < records.size() && records[end].key == records[first].key) ++end;
        return Group(records).subspan(first, end - first);
    };
    size_t groups = 0;
    for (size_t i = 0, j = 0; i < before.size() || j < after.size();) {
        if (groups++ % groupsAtOnce == 0) LATHE_CHECK(job.checkStop());
        Group left;
        Group right;
        const bool both = i < before.size() && j < after.size();
        const bool same = both && before[i].key == after[j].key;
        const auto order = [](const RowHash& hash) { return std::pair(hash.high, hash.low); };
        if (i < before.size() && (same || !both || order(before[i].key) < order(after[j].key)))
            left = groupFrom(before, i);
        if (j < after.size() && (same || left.empty())) right = groupFrom(after, j);
        i += left.size();
        j += right.size();
        LATHE_CHECK(matchGroup(left, right, out, job));
    }
    return out;
}

bool byRow(const RowDifference& a, const RowDifference& b) {
    const auto place = [](const RowDifference& each) { return each.before >= 0 ? each.before : each.after; };
    if (place(a) != place(b)) return place(a) < place(b);
    return std::pair(a.before < 0, a.after) < std::pair(b.before < 0, b.after);
}

/// Keeps the first \p limit differences.
void shorten(std::vector<RowDifference>& rows, uint64_t limit) {
    if (rows.size() <= limit) return;
    std::nth_element(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(limit), rows.end(), byRow);
    rows.resize(limit);
}

Result<void> matchRecords(RowRecords& before, RowRecords& after, const DiffOptions& options, VersionDiff& diff,
                          const JobContext& job) {
    job.beginStage("matching rows", RowRecords::parts, "");
    std::mutex mutex;
    LATHE_CHECK(forEach(RowRecords::parts, job, [&](size_t part) -> Result<void> {
        LATHE_TRY(auto left, before.take(part));
        LATHE_TRY(auto right, after.take(part));
        LATHE_TRY(const Matched found, matchPart(std::move(left), std::move(right), job));
        job.addDone(1);
        const std::lock_guard lock(mutex);
        diff.added += found.added;
        diff.removed += found.removed;
        diff.changed += found.changed;
        diff.unchanged += found.unchanged;
        diff.repeatedKeys += found.repeatedKeys;
        diff.rows.insert(diff.rows.end(), found.rows.begin(), found.rows.end());
        if (diff.rows.size() > 2 * options.limit) shorten(diff.rows, options.limit);
        return {};
    }));
    shorten(diff.rows, options.limit);
    LATHE_CHECK(sortStably(std::span(diff.rows), byRow, job));
    diff.complete = diff.rows.size() == diff.added + diff.removed + diff.changed;
    return {};
}

Result<void> countChangedCells(const ColumnFile& before, const ColumnFile& after, VersionDiff& diff,
                               const JobContext& job) {
    std::vector<RowDifference> changed;
    std::copy_if(diff.rows.begin(), diff.rows.end(), std::back_inserter(changed),
                 [](const RowDifference& each) { return each.kind() == RowDifference::Kind::Changed; });
    job.beginStage("comparing cells", static_cast<double>(changed.size()), "rows");
    std::mutex mutex;
    const size_t pieces = (changed.size() + pairsAtOnce - 1) / pairsAtOnce;
    for (size_t piece = 0; piece < pieces; ++piece) {
        const auto first = changed.begin() + static_cast<std::ptrdiff_t>(piece * pairsAtOnce);
        const std::vector<RowDifference> some(first, first + static_cast<std::ptrdiff_t>(std::min<size_t>(
                                                                 pairsAtOnce, changed.size() - piece * pairsAtOnce)));
        // One column at a time: that bounds memory however many columns there are.
        LATHE_CHECK(forEach(diff.columns.size(), job, [&](size_t i) -> Result<void> {
            if (!diff.columns[i].isCommon() || diff.columns[i].isKey) return {};
            VersionDiff one;
            one.columns = {diff.columns[i]};
            LATHE_TRY(const DifferenceRows rows, readDifferences(before, after, one, some, job));
            uint64_t cells = 0;
            for (size_t row = 0; row < some.size(); ++row)
                cells += !equalCells(rows.before.columns[0], row, rows.after.columns[0], row);
            const std::lock_guard lock(mutex);
            diff.columns[i].changedCells += cells;
            diff.changedCells += cells;
            return {};
        }));
        job.addDone(static_cast<double>(some.size()));
    }
    return {};
}

} // namespace

const char* toString(RowDifference::Kind kind) {
    switch (kind) {
    case RowDifference::Kind::Added: return "added";
    case RowDifference::Kind::Removed: return "removed";
    case RowDifference::Kind::Changed: break;
    }
    return "changed";
}

bool VersionDiff::schemaChanged() const {
    return std::any_of(columns.begin(), columns.end(),
                       [](const DiffColumn& column) { return !column.isCommon() || column.isRetyped(); });
}

Json VersionDiff::toJson() const {
    Json list = Json::array();
    Json keys = Json::array();
    for (const DiffColumn& column : columns) {
        const char* change = !column.before       ? "added"
                             : !column.after      ? "removed"
                             : column.isRetyped() ? "retyped"
                                                  : "same";
        Json item{{"name", column.name}, {"change", change}, {"changed_cells", column.changedCells}};
        if (column.before) item["type_before"] = lathe::toString(column.typeBefore);
        if (column.after) item["type_after"] = lathe::toString(column.typeAfter);
        list.push_back(std::move(item));
        if (column.isKey) keys.push_back(column.name);
    }
    return {{"equal", isEqual()},
            {"key", keys},
            {"rows_before", rowsBefore},
            {"rows_after", rowsAfter},
            {"added", added},
            {"removed", removed},
            {"changed", changed},
            {"unchanged", unchanged},
            {"changed_cells", changedCells},
            {"repeated_keys", repeatedKeys},
            {"schema_changed", schemaChanged()},
            {"complete", complete},
            {"columns", list}};
}

Result<VersionDiff> diffVersions(const ColumnFile& before, const ColumnFile& after, const DiffOptions& options,
                                 const JobContext& job) {
    VersionDiff diff;
    LATHE_TRY(diff.columns, commonColumns(before, after, options));
    diff.rowsBefore = before.rows();
    diff.rowsAfter = after.rows();
    if (before.contentHash() == after.contentHash()) {
        diff.unchanged = before.rows();
        return diff;
    }
    const bool spill = (before.rows() + after.rows()) * sizeof(RowRecord) > options.memoryBytes;
    LATHE_TRY(const ScopedFolder folder, ScopedFolder::create(options.scratch, "lathe-diff"));
    LATHE_TRY(const auto left, RowRecords::create(spill, folder.path(), "before"));
    LATHE_TRY(const auto right, RowRecords::create(spill, folder.path(), "after"));
    const bool keyed = !options.key.empty();
    job.beginStage("reading rows", static_cast<double>(before.rows() + after.rows()), "rows");
    LATHE_CHECK(readRecords({&before, false}, diff.columns, keyed, *left, job));
    LATHE_CHECK(readRecords({&after, true}, diff.columns, keyed, *right, job));
    LATHE_CHECK(matchRecords(*left, *right, options, diff, job));
    if (!keyed) diff.repeatedKeys = 0; // equal rows are nothing unusual there
    LATHE_CHECK(countChangedCells(before, after, diff, job));
    return diff;
}

} // namespace lathe
