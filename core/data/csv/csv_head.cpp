// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/csv_head.h"

#include "core/base/text.h"
#include "core/data/csv/csv.h"
#include "core/data/csv/csv_values.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>

namespace lathe::csv {

namespace {

constexpr size_t mostTitleRows = 20;
constexpr Kinds namingDates = DateIso | DateYmd | DateDmy | DateMdy | DateWeek | TimeIso | TimeYmd | TimeDmy | TimeMdy;

/// Values that no column is called after. Words such as "no" and "inf", and figures such as "25 %", may be
/// names.
bool isValueWord(const std::string& field) {
    const bool hasDigit = std::any_of(field.begin(), field.end(), isDigit);
    const Kinds values = hasDigit ? IntegerNumber | RealNumber | namingDates : Kinds{TrueFalse};
    return (kindsThatFit(field, values) & values) != 0;
}

bool hasValueWords(const HeadRow& row) { return std::any_of(row.fields.begin(), row.fields.end(), isValueWord); }

bool looksLikeData(const std::string& field) { return (kindsThatFit(field) & ~(textKinds | wordKinds)) != 0; }

/// How many of the values below a field are as \p test says.
struct Below {
    size_t values = 0;
    size_t matching = 0;
    [[nodiscard]] bool mostly() const { return matching * 2 > values; }
    [[nodiscard]] bool never() const { return values > 0 && matching == 0; }
};

template <typename Test>
Below below(const std::vector<HeadRow>& rows, size_t index, size_t column, const Test& test) {
    Below found;
    for (size_t row = index + 1; row < rows.size(); ++row) {
        if (column >= rows[row].fields.size() || rows[row].fields[column].empty()) continue;
        ++found.values;
        found.matching += test(rows[row].fields[column]) ? 1 : 0;
    }
    return found;
}

/// Whether a row has a word above values that are none, as only names do.
bool hasWordAboveData(const std::vector<HeadRow>& rows, size_t index) {
    const std::vector<std::string>& fields = rows[index].fields;
    for (size_t column = 0; column < fields.size(); ++column) {
        const std::string& field = fields[column];
        if (field.size() < 2 || looksLikeData(field)) continue;
        if (below(rows, index, column, looksLikeData).mostly()) return true;
    }
    return false;
}

/// A row above the table: empty, one text alone (or a few of them) where the next row with more texts fills its
/// fields, or not a row of the table at all.
bool isTitle(const std::vector<HeadRow>& rows, size_t index, size_t commonFields) {
    const HeadRow& row = rows[index];
    if (row.filled() == 0) return true;
    if (commonFields < 2 || row.filled() != 1 || row.fields.front().empty() || isValueWord(row.fields.front()))
        return false;
    if (row.fields.size() == 1) return true;
    if (row.fields.size() != commonFields) return false;
    constexpr size_t mostLines = 4;
    size_t lines = 1;
    for (size_t next = index + 1; next < rows.size() && lines <= mostLines; ++next) {
        const bool alone = rows[next].filled() == 1 && !rows[next].fields.front().empty();
        if (rows[next].filled() > 0 && !alone) return rows[next].filled() == commonFields;
        lines += alone ? 1 : 0;
    }
    return false;
}

/// Whether a row has a word above every column of values that are none, of which there is one.
bool hasWordsAboveAllData(const std::vector<HeadRow>& rows, size_t index) {
    static const MissingMarks marks(CsvOptions().missingMarks);
    const std::vector<std::string>& fields = rows[index].fields;
    bool any = false;
    for (size_t column = 0; column < fields.size(); ++column) {
        if (!below(rows, index, column, looksLikeData).mostly()) continue;
        if (looksLikeData(fields[column]) || marks.contains(fields[column])) return false;
        any = true;
    }
    return any;
}

/// The number of rows with another number of fields above a row of names ("Source,World Bank" and the like); 0 when
/// there is none.
size_t rowsAboveNames(const std::vector<HeadRow>& rows, size_t from, size_t commonFields) {
    size_t index = from;
    bool longer = false;
    for (; index < rows.size() && index < mostTitleRows && rows[index].fields.size() != commonFields; ++index)
        longer = longer || rows[index].fields.size() > commonFields;
    if (longer) // which a header may be as well
        return index < rows.size() && index < mostTitleRows && hasWordsAboveAllData(rows, index) ? index : from;
    if (index == from || index >= rows.size() || rows[index].fields.size() != commonFields ||
        !namesColumns(rows, index))
        return from;
    // A header may itself be shorter than its rows: the row below must show that it is one.
    return hasValueWords(rows[index]) || hasWordAboveData(rows, index) ? index : from;
}

std::optional<int64_t> wholeNumber(const std::string& field) {
    int64_t number = 0;
    return readInteger(field, number) ? std::optional(number) : std::nullopt;
}

bool isNumber(const std::string& field) {
    double number = 0;
    return readReal(field, number);
}

bool isYear(const std::string& field) {
    const auto number = wholeNumber(field);
    return number && *number >= 1000 && *number < 2200;
}

bool isDay(const std::string& field) { return (kindsThatFit(field, namingDates) & namingDates) != 0; }

/// Whether years, days or counted numbers go up, or down, from one column to the next, as in tables that are
/// wider than long ("country,1952,1957", ",0,1,2"), while the values below them are something else.
bool valuesNameColumns(const std::vector<HeadRow>& rows, size_t index) {
    if (index + 1 == rows.size()) return false;
    std::vector<size_t> columns;
    const std::vector<std::string>& fields = rows[index].fields;
    for (size_t column = 0; column < fields.size(); ++column)
        if (isValueWord(fields[column])) columns.push_back(column);
    const auto all = [&](const auto& test) {
        return std::all_of(columns.begin(), columns.end(), [&](size_t column) { return test(fields[column]); });
    };
    const auto noneBelow = [&](const auto& test) {
        return std::none_of(columns.begin(), columns.end(),
                            [&](size_t column) { return below(rows, index, column, test).mostly(); });
    };
    const auto steps = [&](const auto& follows) {
        for (size_t i = 1; i < columns.size(); ++i)
            if (!follows(fields[columns[i - 1]], fields[columns[i]])) return false;
        return true;
    };
    const auto ordered = [&] { return steps(std::less<>()) || steps(std::greater<>()); }; // texts of one length
    const auto neverBelow = [&](const auto& test) {
        return std::all_of(columns.begin(), columns.end(),
                           [&](size_t column) { return below(rows, index, column, test).never(); });
    };
    const bool dates = all(isDay) && noneBelow(isDay) && steps(std::not_equal_to<>());
    const bool years = all(isYear) && noneBelow(isYear) && ordered();
    if (columns.size() > 1 && all(isNumber) && neverBelow(isNumber)) return true;
    const auto isWhole = [](const std::string& field) { return wholeNumber(field).has_value(); };
    if (dates || years) return columns.size() > 1 || hasWordAboveData(rows, index) || (years && noneBelow(isWhole));
    const auto countsOn = [](const std::string& one, const std::string& next) {
        return *wholeNumber(one) + 1 == *wholeNumber(next);
    };
    const std::string& start = fields[columns.front()];
    return columns.size() > 2 && (start == "0" || start == "1") && all(isWhole) && steps(countsOn) &&
           (fields.front().empty() || noneBelow(isWhole));
}

/// Whether a text of a row is seen again below in its column, and not more rarely than most texts there that are
/// repeated. A name that is also a value is: were its row one of the table, few others would be like it.
bool recursLikeAValue(const std::vector<HeadRow>& rows, size_t index) {
    constexpr size_t few = 6;
    const std::vector<std::string>& fields = rows[index].fields;
    const bool differ = std::set<std::string_view>(fields.begin(), fields.end()).size() == fields.size();
    for (size_t column = 0; column < fields.size(); ++column) {
        const std::string& field = fields[column];
        if (below(rows, index, column, [&](const auto& other) { return other == field; }).matching == 0) continue;
        if (!differ) return true; // names do
        std::unordered_map<std::string_view, size_t> counts;
        size_t values = 0;
        for (size_t row = index; row < rows.size(); ++row) {
            if (column >= rows[row].fields.size() || rows[row].fields[column].empty()) continue;
            ++values;
            ++counts[rows[row].fields[column]];
        }
        size_t asRare = 0;
        for (const auto& [text, count] : counts)
            if (count > 1 && count <= counts[field]) asRare += count;
        if (asRare * few >= values) return true;
    }
    return false;
}

/// A text with its digits and letters made equal ("418-Y11" is "999-A99"); empty when fewer than two are
/// digits, as in "x1".
std::string shapeOf(const std::string& text) {
    std::string shape = text;
    size_t digits = 0;
    for (char& c : shape) {
        const bool digit = isDigit(c);
        digits += digit ? 1 : 0;
        c = digit ? '9' : c >= 'a' && c <= 'z' ? 'a' : c >= 'A' && c <= 'Z' ? 'A' : c;
    }
    return digits < 2 ? std::string() : shape;
}

/// Whether a text of a row is written as those below it, as telephone numbers and codes are.
bool hasShapeOfThoseBelow(const std::vector<HeadRow>& rows, size_t index) {
    const std::vector<std::string>& fields = rows[index].fields;
    for (size_t column = 0; column < fields.size(); ++column) {
        const std::string shape = shapeOf(fields[column]);
        if (!shape.empty() &&
            below(rows, index, column, [&](const auto& field) { return shapeOf(field) == shape; }).mostly())
            return true;
    }
    return false;
}

} // namespace

size_t HeadRow::filled() const {
    return static_cast<size_t>(
        std::count_if(fields.begin(), fields.end(), [](const auto& field) { return !field.empty(); }));
}

std::vector<HeadRow> headRows(const Batch& batch, const Grammar& grammar, size_t most) {
    std::vector<HeadRow> rows;
    std::string scratch;
    for (RowCursor cursor(batch, grammar); rows.size() < most && cursor.next();) {
        if (cursor.isPassedOver()) continue;
        HeadRow row{cursor.start(), cursor.nextStart(), {}};
        for (size_t i = 0; i < cursor.ends().size(); ++i) {
            const std::string_view field = cursor.field(i);
            row.fields.emplace_back(trimmed(fieldContent(field, grammar, scratch).value_or(field)));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

size_t commonFieldCount(const std::vector<HeadRow>& rows, size_t from) {
    std::map<size_t, size_t> frequency;
    for (size_t i = from; i < rows.size(); ++i) ++frequency[rows[i].fields.size()];
    size_t common = 0;
    for (const auto& [count, times] : frequency)
        if (times > frequency[common] ||
            (times == frequency[common] && from < rows.size() && count == rows[from].fields.size()))
            common = count;
    return common;
}

size_t titleRows(const std::vector<HeadRow>& rows) {
    const size_t common = commonFieldCount(rows, 0);
    size_t first = 0;
    while (first < mostTitleRows && first + 1 < rows.size() && isTitle(rows, first, common)) ++first;
    return rowsAboveNames(rows, first, common);
}

bool namesColumns(const std::vector<HeadRow>& rows, size_t index) {
    const HeadRow& head = rows[index];
    if (hasValueWords(head)) return valuesNameColumns(rows, index);
    constexpr size_t longestLoneName = 80; // a longer one is the first of many sentences
    if (head.fields.size() == 1 && head.fields.front().size() > longestLoneName) return false;
    for (size_t column = 0; column < head.fields.size(); ++column)
        if (below(rows, index, column, looksLikeData).matching > 0) return true;
    // All is text: a row like those below is one of them.
    return !recursLikeAValue(rows, index) && !hasShapeOfThoseBelow(rows, index);
}

} // namespace lathe::csv
