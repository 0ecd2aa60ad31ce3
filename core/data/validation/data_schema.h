// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/config.h"
#include "core/base/job.h"
#include "core/data/columns/column_file.h"

namespace lathe {

/// Thresholds of a comparison with other data; what has none is not compared.
struct SchemaComparator {
    std::optional<double> infinityNorm;            ///< categories: the largest difference of two shares
    std::optional<double> jensenShannonDivergence; ///< in bits, 0 to 1
    std::optional<double> normalizedAbsDifference; ///< categories: the largest difference of two counts over all counts
    [[nodiscard]] bool empty() const { return !infinityNorm && !jensenShannonDivergence && !normalizedAbsDifference; }
};

/// What one column must be, in the terms of TensorFlow Data Validation.
struct FeatureSchema {
    std::string name;
    std::string type; ///< "INT", "FLOAT", "BYTES"
    double minFraction = 0;
    uint64_t minCount = 0;
    std::optional<double> min; ///< int_domain, float_domain
    std::optional<double> max;
    bool disallowInf = false;
    std::optional<std::vector<std::string>> values; ///< string_domain
    double minDomainMass = 1;
    std::optional<uint64_t> minUnique;
    std::optional<uint64_t> maxUnique;
    SchemaComparator drift; ///< against the previous span
    SchemaComparator skew;  ///< against serving data
};

/// A schema of columns, read from and written to YAML (docs/validation.md).
struct DataSchema {
    std::vector<FeatureSchema> features;
    std::optional<uint64_t> minExamples;
    std::optional<uint64_t> maxExamples;
    std::optional<double> minExamplesFraction; ///< rows, as a share of those of the previous span
    std::optional<double> maxExamplesFraction;

    /// Errors: InvalidInput with the place; unknown keys name the nearest known.
    static Result<DataSchema> parse(const ConfigNode& node);
    static Result<DataSchema> readFile(const Path& path);
    [[nodiscard]] std::string toYaml() const;
};

/// A reason as TensorFlow Data Validation names it: "ENUM_TYPE_UNEXPECTED_STRING_VALUES".
struct AnomalyReason {
    std::string type;
    std::string shortDescription;
    std::string description;
    std::vector<std::string> arguments; ///< what stands in the description, in this order: numbers and texts, for those
                                        ///< who tell it in another language
};

struct Anomaly {
    std::string path;     ///< the column; empty: the dataset
    std::string severity; ///< "ERROR" or "WARNING"
    std::vector<AnomalyReason> reasons;
};

struct DriftMeasurement {
    std::string path;
    std::string kind;    ///< "drift" or "skew"
    std::string measure; ///< "L_INFTY", "JENSEN_SHANNON_DIVERGENCE", "NORMALIZED_ABSOLUTE_DIFFERENCE"
    double value = 0;
    double threshold = 0;
};

struct SchemaReport {
    std::vector<Anomaly> anomalies;
    std::vector<DriftMeasurement> measurements;
    [[nodiscard]] bool clean() const { return anomalies.empty(); }
    [[nodiscard]] Json toJson() const;
};

/// The schema that a version satisfies: types, presence, domains of texts with at most \p mostValues values, and
/// nothing about ranges or comparisons, which only a person knows. Errors: Cancelled, Corrupt, Io.
Result<DataSchema> inferSchema(const ColumnFile& file, const JobContext& job, size_t mostValues = 100);

/// What of a version the schema does not allow. \p previous is compared for drift and \p serving for skew; either may
/// be null. Formulas: L∞ = max |p − q| of shares; JS = Jensen-Shannon divergence with log2, of numbers over ten
/// buckets of equal width on each side merged on the union of their edges; NAD = max |a − b| / (Σa + Σb) of counts.
/// Errors: Cancelled, Corrupt, Io.
Result<SchemaReport> checkSchema(const ColumnFile& file, const DataSchema& schema, const ColumnFile* previous,
                                 const ColumnFile* serving, const JobContext& job);

} // namespace lathe
