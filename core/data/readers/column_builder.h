// SPDX-License-Identifier: GPL-3.0-or-later
// Finding out a column's type from values that know their own (a JSON number, an SQLite text), and building the column.
#pragma once

#include "core/data/columns/table.h"
#include "core/data/columns/text_dictionary.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lathe::readers {

/// What a value can be stored as without loss. A set of kinds is the sum of their bits; the lowest is preferred.
enum ValueKind : uint32_t {
    NoValue = 1u << 0, ///< every value is missing
    BooleanValue = 1u << 1,
    IntegerValue = 1u << 2,
    RealValue = 1u << 3,      ///< integers too, up to 2^53
    DateValue = 1u << 4,      ///< 2014-01-31
    TimestampValue = 1u << 5, ///< ISO 8601
    FineTimeValue = 1u << 6,  ///< the same of texts with digits behind the microsecond, which are cut
    CategoryValue = 1u << 7,
    TextValue = 1u << 8,
};
using Kinds = uint32_t;
inline constexpr Kinds allKinds = (1u << 9) - 1;
inline constexpr Kinds textKinds = CategoryValue | TextValue;

[[nodiscard]] constexpr ValueKind preferred(Kinds kinds) { return static_cast<ValueKind>(kinds & (~kinds + 1)); }
[[nodiscard]] ColumnType typeOf(ValueKind kind); ///< of NoValue: text
[[nodiscard]] ValueKind kindOf(ColumnType type);

/// What is decided about one column. A column of which nothing is known yet has all kinds.
struct ColumnPlan {
    std::string name;
    Kinds kinds = allKinds; ///< that fit all values seen so far
    bool fixed = false;     ///< the user, or the format, gave the type

    [[nodiscard]] ValueKind kind() const { return preferred(kinds); }
    [[nodiscard]] ColumnSchema schema() const { return {name, typeOf(kind())}; }
};

/// Whether texts are better stored by a dictionary.
class CategoryTest {
public:
    void add(std::string_view text);
    /// \p whole: these are all values there are, not a sample.
    [[nodiscard]] bool passes(bool whole) const;

private:
    TextDictionary m_dictionary;
    std::vector<uint32_t> m_counts;
    size_t m_values = 0;
    size_t m_bytes = 0;
    bool m_tooMany = false;
};

/// The values of one column, in the order of the rows. A value that does not fit the plan is kept as missing: of a
/// fixed column its row is a misfit, of another kinds() says what fits, and the column must be built again.
class ColumnBuilder {
public:
    explicit ColumnBuilder(const ColumnPlan& plan);

    void addMissing();
    void addBoolean(bool value);
    void addInteger(int64_t value);
    /// Of a column that its source declares to hold truth values: 0 and 1 count as such, other numbers as what they
    /// are.
    void addFlag(int64_t value);
    void addReal(double value); ///< NaN is missing
    void addDate(int64_t days);
    void addTimestamp(int64_t micros);
    /// A text as a person may have written it: ISO dates and timestamps count as such. REQUIRES UTF-8.
    void addText(std::string_view text);
    /// A text that is nothing but a text.
    void addPlainText(std::string_view text);

    [[nodiscard]] size_t rows() const { return m_rows; }
    /// The kinds that fit what contradicted the plan; the plan's own when nothing did. \p whole: as CategoryTest.
    [[nodiscard]] Kinds kinds(bool whole) const;
    [[nodiscard]] bool contradicts() const { return m_contradicts; }
    [[nodiscard]] const std::vector<uint32_t>& misfits() const { return m_misfits; }
    /// The column; the builder is empty afterwards.
    [[nodiscard]] Column take();

private:
    void misfit(Kinds kinds);
    void pushText(std::string_view text);
    bool addFixedFromText(std::string_view text);
    void push(int64_t value) {
        m_column.integers.push_back(value);
        ++m_rows;
        if (!m_column.missing.empty()) m_column.missing.push_back(0);
    }

    ValueKind m_kind;
    Kinds m_kinds;
    bool m_fixed;
    bool m_contradicts = false;
    size_t m_rows = 0;
    Column m_column;
    TextDictionary m_dictionary;
    std::unique_ptr<CategoryTest> m_test; ///< while the plan knows of no value
    std::vector<uint32_t> m_misfits;
};

} // namespace lathe::readers
