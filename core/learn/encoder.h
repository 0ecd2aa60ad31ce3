// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/data/columns/table.h"
#include "core/learn/predictor.h"

namespace lathe {

/// How one raw column becomes features. Fitted on the training rows only and kept in model.json.
struct ColumnEncoding {
    enum class Kind {
        Number,    ///< one feature
        OneHot,    ///< one feature per category; a category not seen in training leaves all of them 0
        DateParts, ///< year, month, day, weekday (Monday 0) and, for a timestamp, the hour
        Words,     ///< log(1 + count) of the text's words, hashed into a fixed number of features
    };

    std::string name;
    ColumnType type = ColumnType::Real;
    Kind kind = Kind::Number;
    bool indicator = false;              ///< Number: a further feature that is 1 when the value is missing
    bool missingCategory = false;        ///< OneHot: the last feature stands for missing values
    std::vector<std::string> categories; ///< OneHot, sorted
    size_t buckets = 0;                  ///< Words
    std::vector<double> fill; ///< Number, DateParts: what a missing value becomes, per feature; NaN leaves it missing
    std::vector<double> mean, scale; ///< Number, DateParts: feature = (value − mean) / scale; empty: as it is

    [[nodiscard]] size_t width() const;
    [[nodiscard]] std::vector<std::string> featureNames() const;
    [[nodiscard]] Json toJson() const;
    static Result<ColumnEncoding> fromJson(const Json& json);
};

/// The number of parts a date or timestamp is taken apart into, and their values.
inline constexpr size_t datePartCount = 4;
inline constexpr size_t timestampPartCount = 5;
void dateParts(double value, ColumnType type, double* parts);

/// Calls \p use with the hash of each word of \p text: runs of letters and digits, ASCII letters in lower case
/// (FNV-1a, 64 bits).
void forEachWordHash(std::string_view text, const std::function<void(uint64_t)>& use);

/// Turns raw rows into feature vectors. Immutable; thread safe.
class FeatureEncoder {
public:
    FeatureEncoder() = default;
    explicit FeatureEncoder(std::vector<ColumnEncoding> columns);

    [[nodiscard]] const std::vector<ColumnEncoding>& columns() const { return m_columns; }
    /// Features per row.
    [[nodiscard]] size_t width() const { return m_width; }
    [[nodiscard]] std::vector<std::string> featureNames() const;
    [[nodiscard]] Json toJson() const;
    static Result<FeatureEncoder> fromJson(const Json& json);

    /// One row: \p values in the order of columns(); \p features has width() places. Allocates nothing for
    /// numbers, categories and dates.
    void encodeRow(std::span<const RawValue> values, double* features) const;

    /// The columns of a table found by name and checked against the types seen in training.
    struct Binding {
        std::vector<const Column*> columns;         ///< null: the column is not there and counts as missing
        std::vector<std::vector<uint32_t>> lookups; ///< per Category column: dictionary code → position in categories
    };
    /// Errors: InvalidInput naming the ill-typed column, or the column of \p required that is not there.
    [[nodiscard]] Result<Binding> bind(const Table& table, std::span<const InputField> required) const;

    /// Rows [first, first + count) of a bound table into \p features (count × width(), row-major).
    /// T is float or double.
    template <typename T>
    void encodeRows(const Binding& binding, size_t first, size_t count, T* features) const;

private:
    struct Lookup;
    std::vector<ColumnEncoding> m_columns;
    std::vector<size_t> m_offsets;
    std::vector<std::shared_ptr<const Lookup>> m_lookups; ///< category → position, per OneHot column
    size_t m_width = 0;
};

} // namespace lathe
