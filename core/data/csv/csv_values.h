// SPDX-License-Identifier: GPL-3.0-or-later
// Single values: what a text may stand for, and reading it exactly. docs/csv.md lists the forms.
#pragma once

#include "core/data/table.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace lathe::csv {

/// How a column's values are written; several may fit the same values. A set of kinds is the sum of their
/// bits. The order is that of preference.
enum Kind : uint32_t {
    NoValue = 1u << 0,     ///< every value is missing
    BooleanWord = 1u << 1, ///< true, True, TRUE, false…
    IntegerNumber = 1u << 2,
    RealNumber = 1u << 3,
    DateIso = 1u << 4, ///< 2014-01-31
    DateYmd = 1u << 5, ///< 2014/1/31, 2014.01.31
    DateDmy = 1u << 6, ///< 31/1/2014, 31.01.2014, 31-1-2014
    DateMdy = 1u << 7, ///< 1/31/2014
    TimeIso = 1u << 8, ///< 2014-01-31T12:30:00, with blank or T, fraction, zone
    TimeYmd = 1u << 9, ///< 2014/1/31 12:30
    TimeDmy = 1u << 10,
    TimeMdy = 1u << 11,
    CategoryText = 1u << 12,
    PlainText = 1u << 13,
};
inline constexpr uint32_t allKinds = (1u << 14) - 1;
inline constexpr uint32_t textKinds = CategoryText | PlainText;

/// The preferred of a set of kinds.
[[nodiscard]] constexpr Kind preferred(uint32_t kinds) {
    return static_cast<Kind>(kinds & (~kinds + 1));
}

[[nodiscard]] ColumnType typeOf(Kind kind);
/// The kinds whose values are stored as \p type.
[[nodiscard]] uint32_t kindsOf(ColumnType type);
/// The kinds a text fits; CategoryText and PlainText always. \p text has no blanks around it and is not
/// missing.
[[nodiscard]] uint32_t kindsThatFit(std::string_view text);

// Each returns false, and leaves the value unspecified, when the text is not exactly of the kind. None loses
// anything: integers beyond 64 bits, numbers with needless leading zeros and -0 as integer are refused.
[[nodiscard]] bool readBoolean(std::string_view text, int64_t& value);
[[nodiscard]] bool readInteger(std::string_view text, int64_t& value);
[[nodiscard]] bool readReal(std::string_view text, double& value);
/// Days or microseconds since 1970-01-01 for one of the Date or Time kinds.
[[nodiscard]] bool readDateOrTime(std::string_view text, Kind kind, int64_t& value);
/// For columns whose type the user fixed: also yes, no, y, n, t, f, 1, 0; numbers with leading zeros.
[[nodiscard]] bool readBooleanLeniently(std::string_view text, int64_t& value);
[[nodiscard]] std::string_view withoutLeadingZeros(std::string_view text);

/// The texts that mean "no value". Compared after blanks are taken off.
class MissingMarks {
public:
    explicit MissingMarks(const std::vector<std::string>& marks);
    [[nodiscard]] bool contains(std::string_view trimmedText) const {
        if (trimmedText.empty()) return m_empty;
        return trimmedText.size() <= m_longest && m_first[static_cast<unsigned char>(trimmedText.front())] &&
               m_marks.contains(trimmedText);
    }
    /// Whether a mark reads as a value of some type (-999), so that marks must be looked for before reading.
    [[nodiscard]] bool looksLikeValue() const { return m_looksLikeValue; }

private:
    std::vector<std::string> m_owned;
    std::unordered_set<std::string_view> m_marks;
    std::array<bool, 256> m_first{};
    size_t m_longest = 0;
    bool m_empty = false;
    bool m_looksLikeValue = false;
};

/// Blanks and tabs off both ends.
[[nodiscard]] inline std::string_view trimBlanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

} // namespace lathe::csv
