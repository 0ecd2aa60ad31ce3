// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/data/columns/table.h"

namespace lathe::validation {

/// Judges the values of one column, one by one. Thread safe.
struct ValueTest {
    /// Sets 1 for each row whose value is unexpected, leaves the others; what it says of missing rows means nothing.
    std::function<void(const Column&, std::span<uint8_t> unexpected)> mark;
    /// When all values between these two numbers are known to pass or fail at once: 1 all fail, 0 all pass, none:
    /// they must be looked at. May be empty.
    std::function<std::optional<int>(double least, double greatest)> judgeRange;
    bool onMissing = false; ///< the test is about missing rows: \p mark is not called
};

/// The value as Python's `str` shows it, on which expectations about texts work.
[[nodiscard]] std::string pythonText(const Column& column, size_t row);

/// A test over texts; other types are shown as Python does. A Category's dictionary is judged once, here.
/// \p passes says whether a text is as expected.
ValueTest textTest(const ColumnFile& file, size_t column, const std::function<bool(std::string_view)>& passes);

/// The test of a column_map expectation that needs no figures of the column. None when the type is another one.
/// Errors: InvalidInput when arguments do not fit each other or the column.
Result<std::optional<ValueTest>> valueTest(const std::string& type, const Json& arguments, const ColumnFile& file,
                                           size_t column);

/// The numbers between \p low and \p high, both inside, in the column's own terms.
ValueTest windowTest(ColumnType type, double low, double high, bool strictLow, bool strictHigh);

/// Whether the column is what a type's name means: names of pandas, NumPy, Python, SQL and Lathe
/// (docs/validation.md). \p anyMissing: whether the column has missing values.
bool isOfType(ColumnType type, bool anyMissing, std::string_view name);

/// A bound or a set member as the column's number: days for a Date, microseconds for a Timestamp, 0 or 1 for a
/// Boolean. None when it is no such thing.
std::optional<double> asNumber(const Json& value, ColumnType type);
std::optional<int64_t> asInteger(const Json& value, ColumnType type);

} // namespace lathe::validation
