// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of several columns within one row.
#include <algorithm>
#include <cmath>

#include "core/data/validation/row_checks.h"

namespace lathe::validation {

namespace {

constexpr int64_t microsPerDay = 86'400'000'000;

/// One cell, comparable with those of other columns as Python compares them.
struct Cell {
    enum class Kind { Missing, Whole, Real, Text, Time } kind = Kind::Missing;
    int64_t whole = 0; ///< microseconds of a Time
    double real = 0;
    std::string_view text;

    [[nodiscard]] bool isNumber() const { return kind == Kind::Whole || kind == Kind::Real; }
    [[nodiscard]] double number() const { return kind == Kind::Whole ? static_cast<double>(whole) : real; }
};

/// -1, 0, 1; none when the two cannot be compared.
std::optional<int> compared(const Cell& a, const Cell& b) {
    const auto order = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
    if (a.kind == Cell::Kind::Missing || b.kind == Cell::Kind::Missing) return std::nullopt;
    if (a.kind == Cell::Kind::Text && b.kind == Cell::Kind::Text) return order(a.text, b.text);
    if (a.kind == b.kind && a.kind != Cell::Kind::Real) return order(a.whole, b.whole);
    if (a.isNumber() && b.isNumber()) return order(a.number(), b.number());
    return std::nullopt;
}

bool same(const Cell& a, const Cell& b) {
    if (a.kind == Cell::Kind::Missing || b.kind == Cell::Kind::Missing) return a.kind == b.kind;
    return compared(a, b) == 0;
}

/// The columns of one chunk side by side.
class Record {
public:
    static Result<Record> open(ChunkRows& rows, const std::vector<size_t>& columns) {
        Record record;
        for (const size_t index : columns) {
            LATHE_TRY(const Column* column, rows.column(index));
            record.m_columns.push_back({column, &rows.file().dictionary(index)});
        }
        return record;
    }
    [[nodiscard]] Cell at(size_t place, size_t row) const {
        const auto& [column, dictionary] = m_columns[place];
        Cell cell;
        if (column->isMissing(row)) return cell;
        switch (column->schema.type) {
        case ColumnType::Real: cell.kind = Cell::Kind::Real, cell.real = column->reals[row]; break;
        case ColumnType::Category: cell.kind = Cell::Kind::Text, cell.text = (*dictionary)[column->codes[row]]; break;
        case ColumnType::Text: cell.kind = Cell::Kind::Text, cell.text = column->texts.at(row); break;
        case ColumnType::Date: cell.kind = Cell::Kind::Time, cell.whole = column->integers[row] * microsPerDay; break;
        case ColumnType::Timestamp: cell.kind = Cell::Kind::Time, cell.whole = column->integers[row]; break;
        default: cell.kind = Cell::Kind::Whole, cell.whole = column->integers[row]; break;
        }
        return cell;
    }
    [[nodiscard]] size_t columns() const { return m_columns.size(); }

private:
    std::vector<std::pair<const Column*, const std::vector<std::string>*>> m_columns;
};

using Judge = std::function<bool(const Record&, size_t row)>; // true: as expected

class RecordCheck : public RowCheck {
public:
    RecordCheck(std::vector<size_t> columns, std::string ignoreRowIf, Judge judge, ConditionPointer condition)
        : RowCheck(std::move(condition)), m_columns(std::move(columns)), m_ignoreRowIf(std::move(ignoreRowIf)),
          m_judge(std::move(judge)) {}
    [[nodiscard]] std::vector<size_t> shownColumns() const override { return m_columns; }

protected:
    Result<void> judge(ChunkRows& rows, std::span<uint8_t> unexpected, std::span<uint8_t> ignored,
                       const std::vector<uint8_t>*, ChunkOutcome&) const override {
        LATHE_CHECK(markIgnored(rows, m_columns, m_ignoreRowIf, ignored));
        LATHE_TRY(const Record record, Record::open(rows, m_columns));
        for (size_t row = 0; row < unexpected.size(); ++row)
            if (ignored[row] == 0) unexpected[row] = m_judge(record, row) ? 0 : 1;
        return {};
    }

private:
    std::vector<size_t> m_columns;
    std::string m_ignoreRowIf;
    Judge m_judge;
};

bool allDiffer(const Record& record, size_t row) {
    for (size_t i = 1; i < record.columns(); ++i)
        for (size_t j = 0; j < i; ++j)
            if (same(record.at(i, row), record.at(j, row))) return false;
    return true;
}

bool allSame(const Record& record, size_t row) {
    for (size_t i = 1; i < record.columns(); ++i)
        if (!same(record.at(0, row), record.at(i, row))) return false;
    return true;
}

/// Whole numbers are added exactly while they fit; a missing value makes the sum unknown.
bool sumsTo(const Record& record, size_t row, double total) {
    double sum = 0;
    for (size_t i = 0; i < record.columns(); ++i) {
        const Cell cell = record.at(i, row);
        if (!cell.isNumber()) return false;
        sum += cell.number();
    }
    return sum == total;
}

bool isMember(const Cell& cell, const Json& value, ColumnType type) {
    if (cell.kind == Cell::Kind::Missing || value.is_null()) return cell.kind == Cell::Kind::Missing && value.is_null();
    if (cell.kind == Cell::Kind::Text) return value.is_string() && cell.text == value.get_ref<const std::string&>();
    const auto number = asNumber(value, type);
    if (!number) return false;
    if (cell.kind == Cell::Kind::Time)
        return static_cast<double>(cell.whole) ==
               *number * (type == ColumnType::Date ? static_cast<double>(microsPerDay) : 1.0);
    return cell.number() == *number;
}

Result<Judge> pairInSet(const Json& pairs, ColumnType a, ColumnType b) {
    const bool wellFormed = pairs.is_array() && std::all_of(pairs.begin(), pairs.end(), [](const Json& pair) {
                                return pair.is_array() && pair.size() == 2;
                            });
    if (!wellFormed) return fail(ErrorKind::InvalidInput, "value_pairs_set must be a list of pairs");
    return Judge([pairs, a, b](const Record& record, size_t row) {
        const Cell left = record.at(0, row);
        const Cell right = record.at(1, row);
        return std::any_of(pairs.begin(), pairs.end(),
                           [&](const Json& pair) { return isMember(left, pair[0], a) && isMember(right, pair[1], b); });
    });
}

enum class Comparable { Number, Text, Time };
Comparable comparableKind(ColumnType type) {
    if (isTextual(type)) return Comparable::Text;
    return type == ColumnType::Date || type == ColumnType::Timestamp ? Comparable::Time : Comparable::Number;
}

Failure notComparable(const ColumnFile& file, size_t a, size_t b) {
    const auto& left = file.schema()[a];
    const auto& right = file.schema()[b];
    return fail(ErrorKind::InvalidInput, "'{}' ({}) and '{}' ({}) cannot be compared", left.name, toString(left.type),
                right.name, toString(right.type));
}

} // namespace

Result<RowCheckPointer> recordCheck(const std::string& type, const Json& arguments, const ColumnFile& file,
                                    const std::vector<size_t>& columns, ConditionPointer condition) {
    const auto made = [&](Judge judge, const char* fallback) -> Result<RowCheckPointer> {
        const Json ignore = arguments.value("ignore_row_if", Json(fallback));
        return std::make_unique<const RecordCheck>(columns, ignore.is_string() ? ignore.get<std::string>() : fallback,
                                                   std::move(judge), std::move(condition));
    };
    constexpr const char* bothMissing = "both_values_are_missing";
    constexpr const char* allMissing = "all_values_are_missing";
    const auto typeOf = [&](size_t place) { return file.schema()[columns[place]].type; };
    if (type == "expect_column_pair_values_to_be_equal")
        return made([](const Record& r, size_t row) { return compared(r.at(0, row), r.at(1, row)) == 0; }, bothMissing);
    if (type == "expect_column_pair_values_a_to_be_greater_than_b") {
        if (comparableKind(typeOf(0)) != comparableKind(typeOf(1))) return notComparable(file, columns[0], columns[1]);
        const bool orEqual = arguments.value("or_equal", Json()) == Json(true);
        return made(
            [orEqual](const Record& r, size_t row) {
                const auto order = compared(r.at(0, row), r.at(1, row));
                return order && (orEqual ? *order >= 0 : *order > 0);
            },
            bothMissing);
    }
    if (type == "expect_column_pair_values_to_be_in_set") {
        LATHE_TRY(Judge judge, pairInSet(arguments.value("value_pairs_set", Json()), typeOf(0), typeOf(1)));
        return made(std::move(judge), bothMissing);
    }
    if (type == "expect_select_column_values_to_be_unique_within_record" ||
        type == "expect_multicolumn_values_to_be_unique")
        return made(allDiffer, allMissing);
    if (type == "expect_multicolumn_values_to_be_equal") return made(allSame, allMissing);
    if (type == "expect_multicolumn_sum_to_equal") {
        const auto total = asNumber(arguments.value("sum_total", Json()), ColumnType::Real);
        if (!total) return fail(ErrorKind::InvalidInput, "sum_total must be a number");
        for (const size_t column : columns)
            if (comparableKind(file.schema()[column].type) != Comparable::Number)
                return fail(ErrorKind::InvalidInput, "the column '{}' holds no numbers to add up",
                            file.schema()[column].name);
        return made([total = *total](const Record& r, size_t row) { return sumsTo(r, row, total); }, allMissing);
    }
    return RowCheckPointer();
}

} // namespace lathe::validation
