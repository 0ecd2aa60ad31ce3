// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/data/columns/table.h"

namespace lathe {

enum class Task { Classification, Regression };

/// One input of a model as its user sees it: a raw column, before preprocessing.
struct InputField {
    std::string name;
    ColumnType type = ColumnType::Real;
    bool required = true;                ///< false: a missing value is filled by the preprocessing
    std::vector<std::string> categories; ///< those seen in training, for Category
    double min = 0, max = 0;             ///< range seen in training, for numbers
    bool picture = false; ///< a Text whose bytes are an encoded picture (PNG, JPEG, …); "picture" in JSON
};

struct Signature {
    Task task = Task::Classification;
    std::string target;
    std::vector<InputField> inputs;
    std::vector<std::string> classes; ///< of a classification, in the order of the probabilities
    [[nodiscard]] Json toJson() const;
    static Result<Signature> fromJson(const Json& json);
};

struct Predictions {
    std::vector<double> values;       ///< regression
    std::vector<uint32_t> classes;    ///< index of the most probable class
    std::vector<float> probabilities; ///< rows × classes, row-major
};

/// One raw value of a row: a number (Boolean 0/1, Date in days, Timestamp in µs) or a text, as the input's type asks.
struct RawValue {
    double number = std::numeric_limits<double>::quiet_NaN();
    std::string_view text;
    bool missing = true;

    static RawValue of(double value) { return {value, {}, value != value}; }
    static RawValue of(std::string_view value) { return {std::numeric_limits<double>::quiet_NaN(), value, false}; }
};

/// The prediction for one row; reuse the object and nothing is allocated.
struct RowPrediction {
    double value = 0;                 ///< regression
    uint32_t classIndex = 0;          ///< of the most probable class
    std::vector<float> probabilities; ///< per class
};

/// A loaded model package: raw rows in, predictions out. The same code serves evaluation, batch prediction and the
/// server; it needs neither LibTorch nor XGBoost for the model kinds of Lathe. Thread safe.
class Predictor {
public:
    /// Loads and verifies a package folder. Errors: NotFound, Corrupt (checksum, format), Unsupported.
    static Result<std::shared_ptr<const Predictor>> load(const Path& packageFolder);
    virtual ~Predictor() = default;

    [[nodiscard]] virtual const Signature& signature() const = 0;
    [[nodiscard]] virtual const Json& manifest() const = 0;
    /// Columns are found by name and may be in any order; others are ignored; a Real column where an Integer is
    /// expected (or the reverse) is accepted. Errors: InvalidInput naming the missing or ill-typed column, or the row
    /// of a picture that cannot be decoded.
    virtual Result<Predictions> predict(const Table& rows) const = 0;
    /// One row, \p values in the order of signature().inputs: the quick way for a server, a few microseconds, and
    /// the same bits as predict(). Errors: InvalidInput when the number of values is wrong or one that is required is
    /// missing.
    virtual Result<void> predictRow(std::span<const RawValue> values, RowPrediction& prediction) const = 0;
};

} // namespace lathe
