// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that make one row of many, and bring in columns of another version: group_aggregate and join.
#include <algorithm>
#include <filesystem>
#include <numeric>
#include <optional>

#include "core/base/stoppable_sort.h"
#include "core/base/text.h"
#include "core/data/columns/column_file.h"
#include "core/data/columns/gather_rows.h"
#include "core/data/recipe/parted_rows.h"
#include "core/data/recipe/recipe_whole.h"

namespace lathe::recipe {

namespace {

// ---- group_aggregate ------------------------------------------------------------------------------------------

constexpr const char* firstRowColumn = "\x01first";

struct Aggregate {
    std::string name; ///< of the new column
    std::string function;
    std::string column; ///< empty: rows are counted
};

class GroupAggregate final : public Operation {
public:
    GroupAggregate(std::vector<std::string> by, std::vector<Aggregate> values)
        : m_by(std::move(by)), m_values(std::move(values)) {}

    std::string summary() const override {
        std::vector<std::string> names;
        for (const Aggregate& value : m_values) names.push_back(value.name);
        return fmt::format("group_aggregate by {}: {}", joined(m_by, ", "), joined(names, ", "));
    }

    Result<void> bind(Columns& columns) override {
        LATHE_TRY(std::vector<size_t> by, requireAll(columns, m_by));
        Columns after;
        m_used = by;
        m_placeOfValue.clear();
        for (const size_t column : by) after.list.push_back(columns.list[column]);
        for (const Aggregate& value : m_values) {
            size_t source = by.front();
            ColumnType type = ColumnType::Integer;
            if (!value.column.empty()) {
                LATHE_TRY(source, columns.require(value.column));
                LATHE_TRY(type, aggregateType(value.function, columns.list[source]));
            }
            m_placeOfValue.push_back(placeOf(source));
            LATHE_CHECK(after.add(value.name, type));
        }
        m_firstHidden = m_used.size();
        for (size_t i = 0; i < columns.list.size(); ++i) {
            if (!isHidden(columns.list[i].name)) continue;
            m_used.push_back(i);
            after.list.push_back(columns.list[i]);
        }
        m_schema = after.list;
        m_rows.bind(std::move(by), m_used);
        columns = std::move(after);
        return {};
    }

    bool learns() const override { return true; }
    std::optional<std::vector<size_t>> observes() const override { return m_used; }
    bool produces() const override { return true; }
    void beginPass() override {
        m_rows.clear();
        m_parts.reset();
        m_seen = 0;
    }
    Result<void> observe(const Table& piece) override {
        if (m_parts) return part(piece);
        m_rows.observe(piece);
        return m_rows.bytes() < heldBytes ? Result<void>() : beginParts();
    }

    Result<Source> product() override {
        if (m_parts) return productOfParts();
        LATHE_TRY(Table outcome, aggregated(m_rows));
        m_rows.clear();
        return sourceOf(std::move(outcome));
    }

    Result<void> apply(Table&, StepEffect&) override { return {}; }

private:
    /// Rows beyond this are kept in a file.
    static constexpr size_t heldBytes = size_t{64} << 20U;

    /// Where a column of the input is among those kept; each is kept once.
    size_t placeOf(size_t column) {
        const auto known = std::find(m_used.begin(), m_used.end(), column);
        const auto place = static_cast<size_t>(known - m_used.begin());
        if (known == m_used.end()) m_used.push_back(column);
        return place;
    }

    /// The groups of \p rows, whose columns are those of m_used, in the order of their first rows; further columns of
    /// \p rows come last, as they are in the first row.
    Result<Table> aggregated(const GatheredRows& rows) const;
    Result<void> appendValueOf(size_t value, const GatheredRows& all, std::span<const uint32_t> rows, Column& column,
                               StopCheck& stop) const;

    Result<void> beginParts();
    Result<void> part(const Table& piece);
    Result<void> add(Table rows);
    Result<Source> productOfParts();
    Result<PartedRows> aggregatedParts();
    Result<Source> inOrder(const PartedRows& groups) const;

    std::vector<std::string> m_by;
    std::vector<Aggregate> m_values;
    std::vector<size_t> m_used;         ///< columns of the input: by, those of the values, hidden ones
    std::vector<size_t> m_placeOfValue; ///< in m_used
    size_t m_firstHidden = 0;           ///< in m_used
    std::vector<ColumnSchema> m_schema;
    GatheredRows m_rows;
    std::optional<PartedRows> m_parts; ///< the rows, by the hashes of their keys, and their numbers
    uint64_t m_seen = 0;               ///< rows in m_parts
};

Result<void> GroupAggregate::appendValueOf(size_t value, const GatheredRows& all, std::span<const uint32_t> rows,
                                           Column& column, StopCheck& stop) const {
    if (!m_values[value].column.empty())
        return appendAggregate(m_values[value].function, all.column(m_placeOfValue[value]), rows, column, stop);
    column.integers.push_back(static_cast<int64_t>(rows.size()));
    return stop.after(1);
}

Result<Table> GroupAggregate::aggregated(const GatheredRows& rows) const {
    Table table;
    for (const ColumnSchema& column : m_schema) table.columns.push_back(emptyColumn(column.name, column.type));
    if (m_parts) table.columns.push_back(emptyColumn(firstRowColumn, ColumnType::Integer));
    if (rows.rows() == 0) return table;
    LATHE_TRY(const RowGroups groups, rows.sequences({}, job()));
    const std::span<Column> keys(table.columns.data(), m_by.size());
    const std::span<Column> values(keys.data() + keys.size(), m_values.size());
    const std::span<Column> further = std::span(table.columns).subspan(keys.size() + values.size());
    StopCheck stop(job());
    for (size_t group = 0; group < groups.size(); ++group) {
        const std::span<const uint32_t> members = groups[group];
        for (size_t i = 0; i < keys.size(); ++i) appendValue(keys[i], rows.column(i), members.front());
        for (size_t i = 0; i < values.size(); ++i) LATHE_CHECK(appendValueOf(i, rows, members, values[i], stop));
        for (size_t i = 0; i < further.size(); ++i)
            appendValue(further[i], rows.column(m_firstHidden + i), members.front());
    }
    return table;
}

// Rows that do not fit are parted by the hashes of their keys, so that each part holds whole groups and fits; what
// becomes of the parts is parted once more by the groups' first rows, which brings it into their order.

Result<void> GroupAggregate::beginParts() {
    const Source held = sourceOf(m_rows.take());
    std::vector<ColumnSchema> schema = held.schema;
    schema.push_back({firstRowColumn, ColumnType::Integer});
    LATHE_TRY(m_parts, PartedRows::create(schema, context().scratch));
    for (uint64_t piece = 0; piece < held.pieces; ++piece) {
        LATHE_CHECK(job().checkStop());
        LATHE_TRY(Table rows, held.read(piece, std::nullopt));
        LATHE_CHECK(add(std::move(rows)));
    }
    return {};
}

Result<void> GroupAggregate::part(const Table& piece) {
    Table rows;
    for (const size_t column : m_used) rows.columns.push_back(piece.columns[column]);
    return add(std::move(rows));
}

Result<void> GroupAggregate::add(Table rows) {
    std::vector<size_t> keys(m_by.size());
    std::iota(keys.begin(), keys.end(), size_t{0});
    std::vector<uint8_t> parts;
    for (const RowHash& hash : hashRows(rows, keys)) parts.push_back(static_cast<uint8_t>(hash.high));
    Column numbers = emptyColumn(firstRowColumn, ColumnType::Integer);
    numbers.integers.resize(rows.rows());
    std::iota(numbers.integers.begin(), numbers.integers.end(), static_cast<int64_t>(m_seen));
    m_seen += rows.rows();
    rows.columns.push_back(std::move(numbers));
    return m_parts->add(std::move(rows), parts);
}

/// The groups, parted by their first rows.
Result<PartedRows> GroupAggregate::aggregatedParts() {
    std::vector<ColumnSchema> schema = m_schema;
    schema.push_back({firstRowColumn, ColumnType::Integer});
    LATHE_TRY(PartedRows groups, PartedRows::create(schema, context().scratch));
    LATHE_CHECK(m_parts->finish());
    std::vector<size_t> keys(m_by.size());
    std::iota(keys.begin(), keys.end(), size_t{0});
    std::vector<size_t> columns(m_used.size() + 1);
    std::iota(columns.begin(), columns.end(), size_t{0});
    const uint64_t rowsOfPart = m_seen / PartedRows::parts + 1;
    job().beginStage("grouping", PartedRows::parts, "parts");
    for (size_t number = 0; number < PartedRows::parts; ++number) {
        LATHE_CHECK(job().checkStop());
        LATHE_TRY(const Table rows, m_parts->read(number));
        GatheredRows gathered;
        gathered.bind(keys, columns);
        gathered.observe(rows);
        LATHE_TRY(Table some, aggregated(gathered));
        std::vector<uint8_t> parts;
        for (const int64_t first : some.columns.back().integers)
            parts.push_back(static_cast<uint8_t>(static_cast<uint64_t>(first) / rowsOfPart));
        LATHE_CHECK(groups.add(std::move(some), parts));
        job().addDone(1);
    }
    m_parts.reset();
    LATHE_CHECK(groups.finish());
    return groups;
}

Result<Source> GroupAggregate::inOrder(const PartedRows& groups) const {
    std::error_code unknown;
    const Path scratch = context().scratch.empty() ? std::filesystem::temp_directory_path(unknown) : context().scratch;
    LATHE_TRY(const ScopedFolder folder, ScopedFolder::create(scratch, "groups"));
    const Path target = folder.path() / "groups.h5";
    LATHE_TRY(const auto writer, ColumnFileWriter::create(target, m_schema, Compression::Lz4, job()));
    job().beginStage("writing groups", PartedRows::parts, "parts");
    for (size_t number = 0; number < PartedRows::parts; ++number) {
        LATHE_TRY(Table some, groups.read(number));
        const std::vector<int64_t>& firsts = some.columns.back().integers;
        std::vector<uint64_t> order(firsts.size());
        std::iota(order.begin(), order.end(), uint64_t{0});
        LATHE_CHECK(sortStably(
            std::span(order), [&](uint64_t a, uint64_t b) { return firsts[a] < firsts[b]; }, job()));
        Table sorted;
        for (size_t i = 0; i < m_schema.size(); ++i) {
            LATHE_TRY(Column column, gatherRows(some.columns[i], order, job()));
            sorted.columns.push_back(std::move(column));
        }
        LATHE_CHECK(writer->append(sorted));
        job().addDone(1);
    }
    LATHE_CHECK(writer->finish());
    LATHE_TRY(auto file, ColumnFile::open(target)); // stays readable when the folder goes
    return sourceOf(std::move(file));
}

Result<Source> GroupAggregate::productOfParts() {
    LATHE_TRY(const PartedRows groups, aggregatedParts());
    return inOrder(groups);
}

/// "mean(wind)" or "count()".
Result<Aggregate> parseAggregate(const std::string& name, const ConfigNode& node) {
    LATHE_TRY(const std::string text, node.text());
    const size_t open = text.find('(');
    const bool closed = text.ends_with(')') && open != std::string::npos;
    Aggregate value;
    value.name = name;
    value.function = std::string(trimmed(text.substr(0, open)));
    if (closed) value.column = std::string(trimmed(std::string_view(text).substr(open + 1, text.size() - open - 2)));
    const auto& known = aggregateNames();
    if (std::find(known.begin(), known.end(), value.function) == known.end())
        return failure(node.error(fmt::format("there is no function '{}' of a group", value.function),
                                  suggestion(value.function, known)));
    if (!closed || (value.column.empty() && value.function != "count"))
        return failure(node.error(fmt::format("'{}' names no column", text),
                                  fmt::format("Write {}(column), or count().", value.function)));
    return value;
}

// ---- join -----------------------------------------------------------------------------------------------------

class Join final : public Operation {
public:
    struct Options {
        std::string with;
        std::vector<std::pair<std::string, std::string>> on; ///< column here, column there
        std::string kind;                                    ///< left, inner, matching, not_matching
        std::vector<std::string> columns;                    ///< taken from there; empty: all but the keys
        std::string suffix;
    };
    explicit Join(Options options) : m_options(std::move(options)) {}

    std::string summary() const override {
        std::vector<std::string> keys;
        for (const auto& [here, there] : m_options.on) keys.push_back(here);
        return fmt::format("join {} ({}) on {}", m_options.with, m_options.kind, joined(keys, ", "));
    }

    Result<void> bind(Columns& columns) override {
        if (!context().tables)
            return failHint(ErrorKind::Unsupported, fmt::format("'{}' cannot be reached from here", m_options.with),
                            "A join needs a project with the other version in it.");
        if (!m_file) {
            LATHE_TRY(m_file, context().tables(m_options.with));
        }
        m_keysHere.clear();
        m_keysThere.clear();
        for (const auto& [here, there] : m_options.on) LATHE_CHECK(bindKey(columns, here, there));
        m_taken.clear();
        if (m_options.kind != "left" && m_options.kind != "inner") return {};
        const auto& schema = m_file->schema();
        for (size_t i = 0; i < schema.size(); ++i) {
            const bool key = std::find(m_keysThere.begin(), m_keysThere.end(), i) != m_keysThere.end();
            const auto& wanted = m_options.columns;
            if (wanted.empty() ? key : std::find(wanted.begin(), wanted.end(), schema[i].name) == wanted.end())
                continue;
            const std::string name = columns.has(schema[i].name) ? schema[i].name + m_options.suffix : schema[i].name;
            LATHE_CHECK(columns.add(name, schema[i].type));
            m_taken.push_back({i, name});
        }
        if (!m_options.columns.empty() && m_taken.size() != m_options.columns.size()) return unknownColumn();
        return {};
    }

    /// Before rows come, perhaps from several threads.
    bool learns() const override { return true; }
    Result<bool> endPass() override {
        LATHE_CHECK(load());
        return false;
    }

    Result<void> apply(Table& piece, StepEffect&) override {
        const std::vector<RowHash> hashes = hashRows(piece, m_keysHere);
        std::vector<uint64_t> rows;
        std::vector<uint64_t> matches; // rows there + 1; 0 for none
        for (size_t row = 0; row < hashes.size(); ++row) {
            const auto key = keyMissing(piece, m_keysHere, row) ? std::nullopt : m_keys.find(hashes[row]);
            const bool any = key.has_value();
            if (m_options.kind == "matching" || m_options.kind == "not_matching") {
                if (any == (m_options.kind == "matching")) rows.push_back(row);
            } else if (any) {
                for (const uint32_t match : m_matches[*key]) {
                    rows.push_back(row);
                    matches.push_back(uint64_t{match} + 1);
                }
            } else if (m_options.kind == "left") {
                rows.push_back(row);
                matches.push_back(0);
            }
        }
        for (Column& column : piece.columns) column = gather(column, rows);
        for (size_t i = 0; i < m_taken.size(); ++i) piece.columns.push_back(matched(i, matches));
        return {};
    }

private:
    struct Taken {
        size_t column;
        std::string name;
    };

    Result<void> bindKey(Columns& columns, const std::string& here, const std::string& there) {
        LATHE_TRY(const size_t left, columns.require(here));
        const auto right = m_file->find(there);
        if (!right) {
            std::vector<std::string> known;
            for (const ColumnSchema& column : m_file->schema()) known.push_back(column.name);
            return failHint(ErrorKind::InvalidInput, fmt::format("{} has no column '{}'", m_options.with, there),
                            suggestion(there, known));
        }
        const ColumnType a = columns.list[left].type;
        const ColumnType b = m_file->schema()[*right].type;
        if (a != b && !(isTextual(a) && isTextual(b)))
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("column '{}' holds {} values and '{}' of {} {} values", here, toString(a),
                                        there, m_options.with, toString(b)),
                            "Cast one of them, so that both are of one type.");
        m_keysHere.push_back(left);
        m_keysThere.push_back(*right);
        return {};
    }

    Result<void> unknownColumn() const {
        std::vector<std::string> known;
        for (const ColumnSchema& column : m_file->schema()) known.push_back(column.name);
        for (const std::string& name : m_options.columns)
            if (std::find(known.begin(), known.end(), name) == known.end())
                return failHint(ErrorKind::InvalidInput, fmt::format("{} has no column '{}'", m_options.with, name),
                                suggestion(name, known));
        return {};
    }

    static bool keyMissing(const Table& table, const std::vector<size_t>& keys, size_t row) {
        return std::any_of(keys.begin(), keys.end(), [&](size_t c) { return table.columns[c].isMissing(row); });
    }

    /// Keys and the columns taken of the whole other version.
    Result<void> load() {
        m_keys.clear();
        m_values.clear();
        std::vector<uint32_t> keyOfRow; // noKey: it matches nothing
        for (size_t i = 0; i < m_taken.size(); ++i)
            m_values.push_back(emptyColumn(m_taken[i].name, m_file->schema()[m_taken[i].column].type));
        for (uint64_t chunk = 0; chunk < m_file->chunks(); ++chunk) {
            LATHE_CHECK(job().checkStop());
            std::vector<size_t> wanted = m_keysThere;
            for (const Taken& taken : m_taken) wanted.push_back(taken.column);
            LATHE_TRY(const Table rows, m_file->readTable(chunk * chunkRows, chunkRows, wanted));
            std::vector<size_t> keys(m_keysThere.size());
            for (size_t i = 0; i < keys.size(); ++i) keys[i] = i;
            const std::vector<RowHash> hashes = hashRows(rows, keys);
            for (size_t row = 0; row < hashes.size(); ++row)
                keyOfRow.push_back(keyMissing(rows, keys, row) ? noKey : m_keys.add(hashes[row]));
            for (size_t i = 0; i < m_taken.size(); ++i) append(m_values[i], rows.columns[keys.size() + i]);
        }
        LATHE_TRY(m_matches, groupRows(keyOfRow, m_keys.size(), noKey, job()));
        return {};
    }

    [[nodiscard]] Column matched(size_t taken, const std::vector<uint64_t>& matches) const {
        const Column& values = m_values[taken];
        if (values.rows() == 0) { // nothing matches in an empty version
            Column none = emptyColumn(m_taken[taken].name, values.schema.type);
            for (size_t row = 0; row < matches.size(); ++row) pushMissing(none);
            return none;
        }
        std::vector<uint64_t> rows(matches.size());
        for (size_t i = 0; i < rows.size(); ++i) rows[i] = matches[i] == 0 ? 0 : matches[i] - 1;
        Column result = gather(values, rows);
        result.schema.name = m_taken[taken].name;
        for (size_t i = 0; i < rows.size(); ++i)
            if (matches[i] == 0) clearValue(result, i);
        return result;
    }

    Options m_options;
    std::shared_ptr<const ColumnFile> m_file;
    std::vector<size_t> m_keysHere;
    std::vector<size_t> m_keysThere;
    std::vector<Taken> m_taken;
    std::vector<Column> m_values;
    static constexpr uint32_t noKey = UINT32_MAX;
    RowHashNumbers m_keys;
    RowGroups m_matches; ///< rows there, by the number of their key
};

/// A column, a list of columns, or a map of columns here to columns there.
Result<std::vector<std::pair<std::string, std::string>>> readKeys(const ConfigNode& node) {
    LATHE_TRY(const ConfigNode on, node.require("on"));
    std::vector<std::pair<std::string, std::string>> keys;
    if (on.isMap()) {
        LATHE_TRY(const auto entries, on.entries());
        for (const auto& [here, value] : entries) {
            LATHE_TRY(std::string there, value.text());
            keys.emplace_back(here, std::move(there));
        }
    } else {
        LATHE_TRY(const std::vector<std::string> names, readColumnList(node, "on"));
        for (const std::string& name : names) keys.emplace_back(name, name);
    }
    if (keys.empty()) return failure(on.error("no column to join on is named", "Write on: [key]."));
    return keys;
}

} // namespace

Result<std::unique_ptr<Operation>> readGroupAggregate(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"by", "values"}));
    LATHE_TRY(std::vector<std::string> by, readColumnList(node, "by"));
    LATHE_TRY(const ConfigNode values, node.require("values"));
    LATHE_TRY(const auto entries, values.entries());
    if (entries.empty()) return failure(values.error("nothing is computed", "Write values: {mean_wind: mean(wind)}."));
    std::vector<Aggregate> aggregates;
    for (const auto& [name, value] : entries) {
        LATHE_TRY(Aggregate aggregate, parseAggregate(name, value));
        aggregates.push_back(std::move(aggregate));
    }
    return std::make_unique<GroupAggregate>(std::move(by), std::move(aggregates));
}

Result<std::unique_ptr<Operation>> readJoin(const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"with", "on", "kind", "columns", "suffix"}));
    Join::Options options;
    LATHE_TRY(options.with, readText(node, "with", "the other version"));
    LATHE_TRY(options.on, readKeys(node));
    LATHE_TRY(options.kind, readWord(node, "kind", {"left", "inner", "matching", "not_matching"}, "left"));
    LATHE_TRY(options.columns, readOptionalColumns(node, "columns"));
    LATHE_TRY(options.suffix, node.textOr("suffix", "_right"));
    return std::make_unique<Join>(std::move(options));
}

} // namespace lathe::recipe
