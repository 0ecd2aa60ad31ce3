// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_set>

#include "core/base/text.h"
#include "core/data/validation/column_summary.h"
#include "core/data/validation/data_schema.h"

namespace lathe {

namespace {

using validation::ColumnSummary;

/// Gathers what is wrong with one column, or with the dataset.
class Finding {
public:
    explicit Finding(std::string path) { m_anomaly.path = std::move(path); }
    /// \p form: the description, with {} for each of \p arguments.
    void add(const char* type, std::string shortly, std::string_view form, std::vector<std::string> arguments = {}) {
        std::string description;
        size_t at = 0;
        for (const std::string& argument : arguments) {
            const size_t place = form.find("{}", at);
            description += form.substr(at, place - at);
            description += argument;
            at = place + 2;
        }
        description += form.substr(at);
        m_anomaly.reasons.push_back({type, std::move(shortly), std::move(description), std::move(arguments)});
    }
    void into(std::vector<Anomaly>& anomalies) && {
        if (m_anomaly.reasons.empty()) return;
        m_anomaly.severity = "ERROR";
        anomalies.push_back(std::move(m_anomaly));
    }

private:
    Anomaly m_anomaly;
};

void checkPresence(const FeatureSchema& feature, const ColumnSummary& summary, uint64_t examples, Finding& finding) {
    const double fraction = examples > 0 ? static_cast<double>(summary.present) / static_cast<double>(examples) : 1;
    if (summary.present == 0 && (feature.minCount > 0 || feature.minFraction > 0)) {
        finding.add("FEATURE_TYPE_NOT_PRESENT", "Column dropped", "The column has no value at all.");
        return;
    }
    if (fraction < feature.minFraction)
        finding.add("FEATURE_TYPE_LOW_FRACTION_PRESENT", "Column dropped",
                    "The column has a value in {} of the rows, expected at least {}.",
                    {shortNumber(fraction), shortNumber(feature.minFraction)});
    if (summary.present < feature.minCount)
        finding.add("FEATURE_TYPE_LOW_NUMBER_PRESENT", "Column dropped",
                    "The column has {} values, expected at least {}.",
                    {std::to_string(summary.present), std::to_string(feature.minCount)});
}

void checkUnique(const FeatureSchema& feature, const ColumnSummary& summary, Finding& finding) {
    if (feature.minUnique && summary.distinct < *feature.minUnique)
        finding.add("FEATURE_TYPE_LOW_UNIQUE", "Low number of unique values",
                    "{} different values, expected at least {}.",
                    {std::to_string(summary.distinct), std::to_string(*feature.minUnique)});
    if (feature.maxUnique && summary.distinct > *feature.maxUnique)
        finding.add("FEATURE_TYPE_HIGH_UNIQUE", "High number of unique values",
                    "{} different values, expected at most {}.",
                    {std::to_string(summary.distinct), std::to_string(*feature.maxUnique)});
}

void checkDomain(const FeatureSchema& feature, const ColumnSummary& summary, Finding& finding) {
    if (summary.type == "BYTES") {
        if (!feature.values || summary.present == 0) return;
        if (!summary.counts) {
            finding.add("STATS_NOT_AVAILABLE", "Statistics not available",
                        "The column has too many different texts to be compared with its domain of {}.",
                        {std::to_string(feature.values->size())});
            return;
        }
        uint64_t outside = 0;
        std::vector<std::string> shown;
        const std::unordered_set<std::string_view> domain(feature.values->begin(), feature.values->end());
        for (const auto& [value, count] : *summary.counts) {
            if (domain.contains(value)) continue;
            outside += count;
            if (shown.size() < 10) shown.push_back(fmt::format("{} ({})", value, count));
        }
        const double mass = static_cast<double>(outside) / static_cast<double>(summary.present);
        if (outside > 0 && (feature.minDomainMass == 1 || mass > 1 - feature.minDomainMass))
            finding.add("ENUM_TYPE_UNEXPECTED_STRING_VALUES", "Unexpected string values",
                        "{} of the values are not in the domain: {}.", {shortNumber(mass), joined(shown, ", ")});
        return;
    }
    const bool whole = summary.type == "INT";
    if (feature.min && summary.min < *feature.min)
        finding.add(whole ? "INT_TYPE_SMALL_INT" : "FLOAT_TYPE_SMALL_FLOAT", "Out-of-range values",
                    "The least value is {}, expected at least {}.",
                    {shortNumber(summary.min, 8), shortNumber(*feature.min, 8)});
    if (feature.max && summary.max > *feature.max)
        finding.add(whole ? "INT_TYPE_BIG_INT" : "FLOAT_TYPE_BIG_FLOAT", "Out-of-range values",
                    "The greatest value is {}, expected at most {}.",
                    {shortNumber(summary.max, 8), shortNumber(*feature.max, 8)});
    if (feature.disallowInf && summary.infinite)
        finding.add("FLOAT_TYPE_HAS_INF", "Invalid values", "The column holds infinite values.");
}

// ---- Comparison with other data -------------------------------------------------------------------------------

struct PairedCounts {
    std::vector<double> left;
    std::vector<double> right;
};

/// What both count, by the texts that stand in either.
PairedCounts paired(const ColumnSummary::Counts& left, const ColumnSummary::Counts& right) {
    PairedCounts result;
    const auto add = [&](uint64_t a, uint64_t b) {
        result.left.push_back(static_cast<double>(a));
        result.right.push_back(static_cast<double>(b));
    };
    auto a = left.begin();
    auto b = right.begin();
    while (a != left.end() || b != right.end()) {
        const int order = a == left.end() ? 1 : b == right.end() ? -1 : a->first.compare(b->first);
        add(order <= 0 ? a->second : 0, order >= 0 ? b->second : 0);
        if (order <= 0) ++a;
        if (order >= 0) ++b;
    }
    return result;
}

double total(const std::vector<double>& counts) {
    double sum = 0;
    for (const double count : counts) sum += count;
    return sum;
}

std::vector<double> shares(std::vector<double> counts) {
    const double all = total(counts);
    for (double& count : counts) count = all > 0 ? count / all : 0;
    return counts;
}

double largestDifference(const std::vector<double>& a, const std::vector<double>& b) {
    double largest = 0;
    for (size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

class Comparison {
public:
    Comparison(const ColumnFile& file, const ColumnFile& other, const char* kind, const JobContext& job,
               SchemaReport& report)
        : m_file(file), m_other(other), m_kind(kind), m_job(job), m_report(report) {}

    Result<void> run(const FeatureSchema& feature, const SchemaComparator& comparator, const ColumnSummary& summary,
                     Finding& finding) {
        const auto mine = m_file.find(feature.name);
        const auto theirs = m_other.find(feature.name);
        if (!theirs) {
            finding.add("COMPARATOR_CONTROL_DATA_MISSING", "Control data missing",
                        "The data compared with for {} has no such column.", {m_kind});
            return {};
        }
        LATHE_TRY(const ColumnSummary other, ColumnSummary::of(m_other, *theirs, m_job));
        if (other.present == 0) {
            finding.add("COMPARATOR_CONTROL_DATA_MISSING", "Control data missing",
                        "The data compared with for {} has no value in it.", {m_kind});
            return {};
        }
        if (summary.counts && other.counts) {
            const PairedCounts counts = paired(*summary.counts, *other.counts);
            const auto p = shares(counts.left);
            const auto q = shares(counts.right);
            if (comparator.infinityNorm)
                measure(feature, "L_INFTY", largestDifference(p, q), *comparator.infinityNorm, finding);
            if (comparator.jensenShannonDivergence)
                measure(feature, "JENSEN_SHANNON_DIVERGENCE", validation::jensenShannonBits(p, q),
                        *comparator.jensenShannonDivergence, finding);
            if (comparator.normalizedAbsDifference)
                measure(feature, "NORMALIZED_ABSOLUTE_DIFFERENCE",
                        largestDifference(counts.left, counts.right) / (total(counts.left) + total(counts.right)),
                        *comparator.normalizedAbsDifference, finding);
            return {};
        }
        if (summary.type == "BYTES" || other.type == "BYTES") {
            finding.add("STATS_NOT_AVAILABLE", "Statistics not available",
                        "The column cannot be compared for {}: it has too many different texts, or another type there.",
                        {m_kind});
            return {};
        }
        if (!comparator.jensenShannonDivergence) return {};
        LATHE_TRY(const auto left, validation::bucketsOf(m_file, *mine, summary, m_job));
        LATHE_TRY(const auto right, validation::bucketsOf(m_other, *theirs, other, m_job));
        measure(feature, "JENSEN_SHANNON_DIVERGENCE", validation::jensenShannonBits(left, right),
                *comparator.jensenShannonDivergence, finding);
        return {};
    }

private:
    void measure(const FeatureSchema& feature, const char* measureName, double value, double threshold,
                 Finding& finding) {
        m_report.measurements.push_back({feature.name, m_kind, measureName, value, threshold});
        if (value <= threshold) return;
        const std::string type =
            std::string("COMPARATOR_") + (std::string(measureName) == "L_INFTY" ? "L_INFTY" : measureName) + "_HIGH";
        finding.add(type.c_str(),
                    fmt::format("High {} between current and {}", m_kind,
                                m_kind == std::string("drift") ? "previous" : "serving"),
                    "{} is {}, above the threshold {}.",
                    {measureName, shortNumber(value, 6), shortNumber(threshold, 6)});
    }

    const ColumnFile& m_file;
    const ColumnFile& m_other;
    const char* m_kind;
    const JobContext& m_job;
    SchemaReport& m_report;
};

void checkRowsAgainst(const ColumnFile* previous, const DataSchema& schema, uint64_t rows, Finding& dataset) {
    if (!previous || previous->rows() == 0) return;
    const double fraction = static_cast<double>(rows) / static_cast<double>(previous->rows());
    if (schema.minExamplesFraction && fraction < *schema.minExamplesFraction)
        dataset.add("COMPARATOR_LOW_NUM_EXAMPLES", "Low num examples in current dataset versus the previous span.",
                    "{} times the rows of the previous span, expected at least {}.",
                    {shortNumber(fraction), shortNumber(*schema.minExamplesFraction)});
    if (schema.maxExamplesFraction && fraction > *schema.maxExamplesFraction)
        dataset.add("COMPARATOR_HIGH_NUM_EXAMPLES", "High num examples in current dataset versus the previous span.",
                    "{} times the rows of the previous span, expected at most {}.",
                    {shortNumber(fraction), shortNumber(*schema.maxExamplesFraction)});
}

Result<void> checkFeature(const ColumnFile& file, const FeatureSchema& feature, const ColumnFile* previous,
                          const ColumnFile* serving, const JobContext& job, SchemaReport& report) {
    Finding finding(feature.name);
    const auto column = file.find(feature.name);
    if (!column) {
        if (feature.minFraction > 0 || feature.minCount > 0)
            finding.add("SCHEMA_MISSING_COLUMN", "Column missing",
                        "The schema requires the column, the data has none of this name.");
        std::move(finding).into(report.anomalies);
        return {};
    }
    LATHE_TRY(const ColumnSummary summary, ColumnSummary::of(file, *column, job));
    checkPresence(feature, summary, file.rows(), finding);
    // Whole numbers are fine where fractions are expected.
    const bool fits =
        summary.type == feature.type || (summary.type == "INT" && feature.type == "FLOAT") || summary.present == 0;
    if (!fits) {
        finding.add("UNEXPECTED_DATA_TYPE", "Unexpected data type", "Expected data of type {} but got {}.",
                    {feature.type, summary.type});
    } else if (summary.present > 0) {
        checkDomain(feature, summary, finding);
        checkUnique(feature, summary, finding);
        if (previous && !feature.drift.empty())
            LATHE_CHECK(
                Comparison(file, *previous, "drift", job, report).run(feature, feature.drift, summary, finding));
        if (serving && !feature.skew.empty())
            LATHE_CHECK(Comparison(file, *serving, "skew", job, report).run(feature, feature.skew, summary, finding));
    }
    std::move(finding).into(report.anomalies);
    return {};
}

} // namespace

Result<SchemaReport> checkSchema(const ColumnFile& file, const DataSchema& schema, const ColumnFile* previous,
                                 const ColumnFile* serving, const JobContext& job) {
    SchemaReport report;
    Finding dataset("");
    if (schema.minExamples && file.rows() < *schema.minExamples)
        dataset.add("DATASET_LOW_NUM_EXAMPLES", "Low num examples in dataset", "{} rows, expected at least {}.",
                    {std::to_string(file.rows()), std::to_string(*schema.minExamples)});
    if (schema.maxExamples && file.rows() > *schema.maxExamples)
        dataset.add("DATASET_HIGH_NUM_EXAMPLES", "High num examples in dataset", "{} rows, expected at most {}.",
                    {std::to_string(file.rows()), std::to_string(*schema.maxExamples)});
    checkRowsAgainst(previous, schema, file.rows(), dataset);
    std::move(dataset).into(report.anomalies);
    job.beginStage("comparing columns", static_cast<double>(schema.features.size()), "columns");
    for (const FeatureSchema& feature : schema.features) {
        LATHE_CHECK(checkFeature(file, feature, previous, serving, job, report));
        job.addDone(1);
    }
    for (const ColumnSchema& column : file.schema()) {
        const bool known = std::any_of(schema.features.begin(), schema.features.end(),
                                       [&](const FeatureSchema& each) { return each.name == column.name; });
        if (known) continue;
        Finding finding(column.name);
        finding.add("SCHEMA_NEW_COLUMN", "New column", "The data has a column that the schema does not know.");
        std::move(finding).into(report.anomalies);
    }
    return report;
}

Json SchemaReport::toJson() const {
    Json info = Json::object();
    Json dataset;
    for (const Anomaly& anomaly : anomalies) {
        Json reasons = Json::array();
        for (const AnomalyReason& reason : anomaly.reasons)
            reasons.push_back({{"type", reason.type},
                               {"short_description", reason.shortDescription},
                               {"description", reason.description}});
        Json json{{"severity", anomaly.severity},
                  {"short_description",
                   anomaly.reasons.size() == 1 ? anomaly.reasons[0].shortDescription : "Multiple errors"},
                  {"reason", std::move(reasons)}};
        if (anomaly.path.empty()) dataset = std::move(json);
        else info[anomaly.path] = std::move(json);
    }
    Json result{{"anomaly_info", std::move(info)}};
    if (!dataset.is_null()) result["dataset_anomaly_info"] = std::move(dataset);
    result["drift_skew_info"] = Json::array();
    for (const DriftMeasurement& each : measurements)
        result["drift_skew_info"].push_back(
            {{"path", each.path},
             {each.kind + "_measurements",
              Json::array({{{"type", each.measure}, {"value", each.value}, {"threshold", each.threshold}}})}});
    return result;
}

} // namespace lathe
