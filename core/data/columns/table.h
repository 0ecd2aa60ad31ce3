// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lathe {

/// What a column's values are. The words (toString) are used in files and messages; do not change them.
enum class ColumnType {
    Boolean,
    Integer,   ///< 64-bit signed
    Real,      ///< IEEE double
    Category,  ///< text from a dictionary that stays small
    Text,      ///< free text, UTF-8
    Date,      ///< days since 1970-01-01
    Timestamp, ///< microseconds since 1970-01-01 00:00 UTC
};

const char* toString(ColumnType type); ///< "boolean", "integer", "real", "category", "text", "date", "timestamp"
std::optional<ColumnType> columnTypeFromText(std::string_view text);

[[nodiscard]] constexpr bool isNumeric(ColumnType type) {
    return type == ColumnType::Boolean || type == ColumnType::Integer || type == ColumnType::Real;
}
[[nodiscard]] constexpr bool isTextual(ColumnType type) {
    return type == ColumnType::Category || type == ColumnType::Text;
}

struct ColumnSchema {
    std::string name;
    ColumnType type = ColumnType::Text;
    bool operator==(const ColumnSchema&) const = default;
};

/// Texts stored end to end.
struct TextValues {
    std::string bytes;
    std::vector<uint64_t> ends; ///< ends[i] is one past the last byte of text i

    [[nodiscard]] size_t size() const { return ends.size(); }
    [[nodiscard]] std::string_view at(size_t row) const {
        const uint64_t begin = row == 0 ? 0 : ends[row - 1];
        return std::string_view(bytes).substr(begin, ends[row] - begin);
    }
    void push(std::string_view text) {
        bytes += text;
        ends.push_back(bytes.size());
    }
};

/// Rows of one column in memory. Which member holds the values follows from the type:
/// integers for Boolean (0/1), Integer, Date and Timestamp; reals for Real; codes and dictionary for Category;
/// texts for Text. \p missing is empty when no value is missing, else one byte per row, 1 for missing; the value
/// member of a missing row holds 0, NaN, code 0 or an empty text and means nothing. NaN in a Real column is always
/// missing. A Category's codes index \p dictionary.
struct Column {
    ColumnSchema schema;
    std::vector<int64_t> integers;
    std::vector<double> reals;
    std::vector<uint32_t> codes;
    std::vector<std::string> dictionary;
    TextValues texts;
    std::vector<uint8_t> missing;

    [[nodiscard]] size_t rows() const;
    [[nodiscard]] bool isMissing(size_t row) const { return !missing.empty() && missing[row] != 0; }
    [[nodiscard]] size_t missingCount() const;
    /// The value as a number: Boolean, Integer, Real, Date (days), Timestamp (µs); NaN when missing.
    /// REQUIRES a type that is not textual.
    [[nodiscard]] double number(size_t row) const;
    /// The text of a Category or Text value; empty when missing. Valid while the column is unchanged.
    [[nodiscard]] std::string_view text(size_t row) const;
    /// The value as people read it, exactly: numbers shortest round-trip, dates ISO 8601; empty when missing.
    [[nodiscard]] std::string display(size_t row) const;
};

/// Columns of equal length.
struct Table {
    std::vector<Column> columns;
    [[nodiscard]] size_t rows() const { return columns.empty() ? 0 : columns.front().rows(); }
    [[nodiscard]] std::vector<ColumnSchema> schema() const;
    [[nodiscard]] std::optional<size_t> find(std::string_view name) const;
};

/// The rows \p indices of a column, in that order.
[[nodiscard]] Column gather(const Column& column, const std::vector<uint64_t>& indices);
/// Adds the rows of \p tail (same schema); a Category's dictionary is merged and codes re-mapped.
void append(Column& head, const Column& tail);

/// "2012-03-01" for days since 1970-01-01 (proleptic Gregorian calendar); "2012-03-01T12:30:00.5" for microseconds.
/// Years outside 0000…9999 carry a sign and at least six digits.
[[nodiscard]] std::string isoDate(int64_t days);
[[nodiscard]] std::string isoTimestamp(int64_t micros);
/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar; none when there is no such day.
/// REQUIRES |year| < 10^16.
[[nodiscard]] std::optional<int64_t> daysFromCivil(int64_t year, int month, int day);
/// Reads what those write, and ISO 8601 with a blank or T, optional seconds, fraction and zone (Z, ±hh:mm).
[[nodiscard]] std::optional<int64_t> parseIsoDate(std::string_view text);
[[nodiscard]] std::optional<int64_t> parseIsoTimestamp(std::string_view text);

} // namespace lathe
