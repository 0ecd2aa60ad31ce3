// SPDX-License-Identifier: GPL-3.0-or-later
// Reading, writing and inferring of schemas.
#include "core/data/validation/data_schema.h"

#include <algorithm>
#include <set>

#include "core/data/validation/column_summary.h"

namespace lathe {

namespace {

Result<std::optional<double>> optionalNumber(const ConfigNode& node, const char* key) {
    LATHE_TRY(const auto found, node.find(key));
    if (!found || found->isNull()) return std::optional<double>();
    LATHE_TRY(const double number, found->number());
    return std::optional<double>(number);
}

Result<std::optional<uint64_t>> optionalCount(const ConfigNode& node, const char* key) {
    LATHE_TRY(const auto found, node.find(key));
    if (!found || found->isNull()) return std::optional<uint64_t>();
    LATHE_TRY(const int64_t count, found->integer());
    if (count < 0) return failure(found->error("must not be negative"));
    return std::optional<uint64_t>(static_cast<uint64_t>(count));
}

Result<double> share(const ConfigNode& node, const char* key, double fallback) {
    LATHE_TRY(const double value, node.numberOr(key, fallback));
    if (value < 0 || value > 1) return failure(node.error(std::string(key) + " must lie between 0 and 1"));
    return value;
}

Result<SchemaComparator> readComparator(const ConfigNode& node, const char* key) {
    SchemaComparator comparator;
    LATHE_TRY(const auto found, node.find(key));
    if (!found || found->isNull()) return comparator;
    LATHE_CHECK(found->allowKeys({"infinity_norm", "jensen_shannon_divergence", "normalized_abs_difference"}));
    LATHE_TRY(comparator.infinityNorm, optionalNumber(*found, "infinity_norm"));
    LATHE_TRY(comparator.jensenShannonDivergence, optionalNumber(*found, "jensen_shannon_divergence"));
    LATHE_TRY(comparator.normalizedAbsDifference, optionalNumber(*found, "normalized_abs_difference"));
    return comparator;
}

Json comparatorJson(const SchemaComparator& comparator) {
    Json json = Json::object();
    if (comparator.infinityNorm) json["infinity_norm"] = *comparator.infinityNorm;
    if (comparator.jensenShannonDivergence) json["jensen_shannon_divergence"] = *comparator.jensenShannonDivergence;
    if (comparator.normalizedAbsDifference) json["normalized_abs_difference"] = *comparator.normalizedAbsDifference;
    return json;
}

Result<FeatureSchema> readFeature(const std::string& name, const ConfigNode& node) {
    LATHE_CHECK(node.allowKeys({"type", "min_fraction", "min_count", "min", "max", "disallow_inf", "values",
                                "min_domain_mass", "min_unique", "max_unique", "drift", "skew"}));
    FeatureSchema feature;
    feature.name = name;
    LATHE_TRY(const auto type, node.require("type"));
    const std::vector<std::string> types{"INT", "FLOAT", "BYTES"};
    LATHE_TRY(feature.type, type.oneOf(types));
    LATHE_TRY(feature.minFraction, share(node, "min_fraction", 0));
    LATHE_TRY(const auto minCount, optionalCount(node, "min_count"));
    feature.minCount = minCount.value_or(0);
    LATHE_TRY(feature.min, optionalNumber(node, "min"));
    LATHE_TRY(feature.max, optionalNumber(node, "max"));
    LATHE_TRY(feature.disallowInf, node.booleanOr("disallow_inf", false));
    LATHE_TRY(const auto values, node.find("values"));
    if (values) {
        LATHE_TRY(feature.values, values->textList());
    }
    LATHE_TRY(feature.minDomainMass, share(node, "min_domain_mass", 1));
    LATHE_TRY(feature.minUnique, optionalCount(node, "min_unique"));
    LATHE_TRY(feature.maxUnique, optionalCount(node, "max_unique"));
    LATHE_TRY(feature.drift, readComparator(node, "drift"));
    LATHE_TRY(feature.skew, readComparator(node, "skew"));
    return feature;
}

Json featureJson(const FeatureSchema& feature) {
    Json json{{"type", feature.type}, {"min_fraction", feature.minFraction}};
    if (feature.minCount > 0) json["min_count"] = feature.minCount;
    if (feature.min) json["min"] = *feature.min;
    if (feature.max) json["max"] = *feature.max;
    if (feature.disallowInf) json["disallow_inf"] = true;
    if (feature.values) json["values"] = *feature.values;
    if (feature.minDomainMass < 1) json["min_domain_mass"] = feature.minDomainMass;
    if (feature.minUnique) json["min_unique"] = *feature.minUnique;
    if (feature.maxUnique) json["max_unique"] = *feature.maxUnique;
    if (!feature.drift.empty()) json["drift"] = comparatorJson(feature.drift);
    if (!feature.skew.empty()) json["skew"] = comparatorJson(feature.skew);
    return json;
}

} // namespace

Result<DataSchema> DataSchema::parse(const ConfigNode& node) {
    DataSchema schema;
    LATHE_CHECK(node.allowKeys(
        {"features", "min_examples_count", "max_examples_count", "min_examples_fraction", "max_examples_fraction"}));
    LATHE_TRY(schema.minExamples, optionalCount(node, "min_examples_count"));
    LATHE_TRY(schema.maxExamples, optionalCount(node, "max_examples_count"));
    LATHE_TRY(schema.minExamplesFraction, optionalNumber(node, "min_examples_fraction"));
    LATHE_TRY(schema.maxExamplesFraction, optionalNumber(node, "max_examples_fraction"));
    LATHE_TRY(const auto features, node.require("features"));
    LATHE_TRY(const auto entries, features.entries());
    for (const auto& [name, entry] : entries) {
        LATHE_TRY(FeatureSchema feature, readFeature(name, entry));
        schema.features.push_back(std::move(feature));
    }
    return schema;
}

Result<DataSchema> DataSchema::readFile(const Path& path) {
    LATHE_TRY(const ConfigNode node, ConfigNode::readFile(path));
    return parse(node);
}

std::string DataSchema::toYaml() const {
    Json json = Json::object();
    if (minExamples) json["min_examples_count"] = *minExamples;
    if (maxExamples) json["max_examples_count"] = *maxExamples;
    if (minExamplesFraction) json["min_examples_fraction"] = *minExamplesFraction;
    if (maxExamplesFraction) json["max_examples_fraction"] = *maxExamplesFraction;
    json["features"] = Json::object();
    for (const FeatureSchema& feature : features) json["features"][feature.name] = featureJson(feature);
    return lathe::toYaml(json);
}

Result<DataSchema> inferSchema(const ColumnFile& file, const JobContext& job, size_t mostValues) {
    DataSchema schema;
    job.beginStage("inferring expectations", static_cast<double>(file.columns()), "columns");
    for (size_t column = 0; column < file.columns(); ++column) {
        LATHE_TRY(const auto summary, validation::ColumnSummary::of(file, column, job));
        FeatureSchema feature;
        feature.name = file.schema()[column].name;
        feature.type = summary.type;
        feature.minCount = summary.present > 0 ? 1 : 0;
        // TFDV infers presence only where nothing is missing.
        feature.minFraction = summary.present == file.rows() && file.rows() > 0 ? 1 : 0;
        if (summary.type == "BYTES" && summary.counts && summary.counts->size() <= mostValues) {
            std::vector<std::string> values;
            for (const auto& [value, count] : *summary.counts) values.push_back(value);
            feature.values = std::move(values);
        }
        schema.features.push_back(std::move(feature));
        job.addDone(1);
    }
    return schema;
}

} // namespace lathe
