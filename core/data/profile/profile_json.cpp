// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/data/profile/profile.h"

namespace lathe {

namespace {

/// JSON has no infinities: they are written as texts; a number that is not defined is null.
Json numberJson(double value) {
    if (std::isnan(value)) return nullptr;
    if (std::isinf(value)) return exactNumber(value);
    return value;
}

double numberFrom(const Json& json) {
    if (json.is_null()) return std::numeric_limits<double>::quiet_NaN();
    if (json.is_string()) return json.get<std::string>().starts_with('-') ? -HUGE_VAL : HUGE_VAL;
    return json.get<double>();
}

Json columnToJson(const ColumnProfile& column) {
    Json json{{"name", column.schema.name},  {"type", toString(column.schema.type)},
              {"count", column.count},       {"missing", column.missing},
              {"distinct", column.distinct}, {"memory_bytes", column.memoryBytes}};
    if (isTextual(column.schema.type)) {
        json["min_length"] = column.minLength;
        json["max_length"] = column.maxLength;
        json["mean_length"] = column.meanLength;
        json["empty"] = column.emptyTexts;
        json["padded"] = column.padded;
    } else {
        json["min"] = numberJson(column.min);
        json["max"] = numberJson(column.max);
        json["mean"] = numberJson(column.mean);
        json["standard_deviation"] = numberJson(column.standardDeviation);
        json["skewness"] = numberJson(column.skewness);
        json["kurtosis"] = numberJson(column.kurtosis);
        json["zeros"] = column.zeros;
        json["negative"] = column.negative;
        json["infinite"] = column.infinite;
        json["quantiles"] = Json::array();
        for (const auto& [p, value] : column.quantiles)
            json["quantiles"].push_back({{"p", p}, {"value", numberJson(value)}});
        json["histogram"] = Json::array();
        for (const HistogramBin& bin : column.histogram)
            json["histogram"].push_back({{"from", bin.from}, {"to", bin.to}, {"count", bin.count}});
    }
    json["top_values"] = Json::array();
    for (const auto& [value, count] : column.topValues)
        json["top_values"].push_back({{"value", value}, {"count", count}});
    return json;
}

ColumnProfile columnFrom(const Json& json) {
    ColumnProfile column;
    column.schema.name = json.at("name").get<std::string>();
    column.schema.type = columnTypeFromText(json.at("type").get<std::string>()).value();
    const auto count = [&](const char* key) { return json.value(key, uint64_t{0}); };
    const auto number = [&](const char* key) { return json.contains(key) ? numberFrom(json[key]) : std::nan(""); };
    column.count = count("count");
    column.missing = count("missing");
    column.distinct = count("distinct");
    column.memoryBytes = count("memory_bytes");
    column.minLength = count("min_length");
    column.maxLength = count("max_length");
    column.meanLength = json.value("mean_length", 0.0);
    column.emptyTexts = count("empty");
    column.padded = count("padded");
    column.min = number("min");
    column.max = number("max");
    column.mean = number("mean");
    column.standardDeviation = number("standard_deviation");
    column.skewness = number("skewness");
    column.kurtosis = number("kurtosis");
    column.zeros = count("zeros");
    column.negative = count("negative");
    column.infinite = count("infinite");
    for (const Json& one : json.value("quantiles", Json::array()))
        column.quantiles.emplace_back(one.at("p").get<double>(), numberFrom(one.at("value")));
    for (const Json& one : json.value("histogram", Json::array()))
        column.histogram.push_back(
            {one.at("from").get<double>(), one.at("to").get<double>(), one.at("count").get<uint64_t>()});
    for (const Json& one : json.at("top_values"))
        column.topValues.emplace_back(one.at("value").get<std::string>(), one.at("count").get<uint64_t>());
    return column;
}

/// Row by row, as a matrix of \p width columns.
Json matrixJson(const std::vector<double>& values, size_t width) {
    Json rows = Json::array();
    for (size_t begin = 0; width > 0 && begin < values.size(); begin += width) {
        Json row = Json::array();
        for (size_t i = 0; i < width; ++i) row.push_back(numberJson(values[begin + i]));
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<double> matrixFrom(const Json& rows, size_t height, size_t width) {
    std::vector<double> values;
    for (const Json& row : rows)
        for (const Json& value : row) values.push_back(numberFrom(value));
    if (values.size() != height * width) throw std::runtime_error("a matrix of the wrong size");
    return values;
}

Json correlationsToJson(const Correlations& correlations) {
    return {{"numeric", correlations.numeric},
            {"categorical", correlations.categorical},
            {"omitted", correlations.omitted},
            {"pearson", matrixJson(correlations.pearson, correlations.numeric.size())},
            {"spearman", matrixJson(correlations.spearman, correlations.numeric.size())},
            {"spearman_rows", correlations.spearmanRows},
            {"cramers_v", matrixJson(correlations.cramersV, correlations.categorical.size())},
            {"correlation_ratio", matrixJson(correlations.correlationRatio, correlations.numeric.size())}};
}

Correlations correlationsFrom(const Json& json) {
    Correlations result;
    result.numeric = json.at("numeric").get<std::vector<std::string>>();
    result.categorical = json.at("categorical").get<std::vector<std::string>>();
    result.omitted = json.at("omitted").get<uint64_t>();
    result.spearmanRows = json.at("spearman_rows").get<uint64_t>();
    const size_t numeric = result.numeric.size();
    const size_t categorical = result.categorical.size();
    result.pearson = matrixFrom(json.at("pearson"), numeric, numeric);
    result.spearman = matrixFrom(json.at("spearman"), numeric, numeric);
    result.cramersV = matrixFrom(json.at("cramers_v"), categorical, categorical);
    result.correlationRatio = matrixFrom(json.at("correlation_ratio"), categorical, numeric);
    return result;
}

ProfileWarning warningFrom(const Json& json) {
    ProfileWarning warning;
    warning.kind = warningKindFromText(json.at("kind").get<std::string>()).value();
    const auto severity = json.at("severity").get<std::string>();
    warning.severity = severity == toString(Severity::Grave)     ? Severity::Grave
                       : severity == toString(Severity::Warning) ? Severity::Warning
                                                                 : Severity::Note;
    warning.columns = json.at("columns").get<std::vector<std::string>>();
    for (const auto& [name, value] : json.at("figures").items()) warning.figures.emplace_back(name, numberFrom(value));
    warning.detail = json.at("detail").get<std::string>();
    return warning;
}

} // namespace

Json ProfileWarning::toJson() const {
    Json numbers = Json::object();
    for (const auto& [name, value] : figures) numbers[name] = numberJson(value);
    return {{"kind", lathe::toString(kind)},
            {"severity", lathe::toString(severity)},
            {"columns", columns},
            {"figures", std::move(numbers)},
            {"detail", detail},
            {"text", text()},
            {"remedy", remedy()}};
}

Json DatasetProfile::toJson() const {
    Json json{{"rows", rows},
              {"rows_seen", rowsSeen},
              {"duplicate_rows", duplicateRows},
              {"memory_bytes", memoryBytes()},
              {"columns", Json::array()},
              {"correlations", correlationsToJson(correlations)},
              {"warnings", Json::array()}};
    for (const ColumnProfile& column : columns) json["columns"].push_back(columnToJson(column));
    for (const ProfileWarning& warning : warnings) json["warnings"].push_back(warning.toJson());
    return json;
}

Result<DatasetProfile> DatasetProfile::fromJson(const Json& json) {
    try {
        DatasetProfile profile;
        profile.rows = json.at("rows").get<uint64_t>();
        profile.rowsSeen = json.at("rows_seen").get<uint64_t>();
        profile.duplicateRows = json.at("duplicate_rows").get<uint64_t>();
        for (const Json& column : json.at("columns")) profile.columns.push_back(columnFrom(column));
        profile.correlations = correlationsFrom(json.at("correlations"));
        for (const Json& warning : json.at("warnings")) profile.warnings.push_back(warningFrom(warning));
        return profile;
    } catch (const std::exception& error) {
        return fail(ErrorKind::Corrupt, "this is not a stored profile: {}", error.what());
    }
}

} // namespace lathe
