// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/comparison.h"

#include <cmath>
#include <limits>

namespace lathe {

namespace {

/// JSON has no NaN and no infinities; infinite bin edges are written as words.
Json number(double value) {
    if (std::isnan(value)) return nullptr;
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    return value;
}

double asNumber(const Json& value) {
    if (value.is_number()) return value.get<double>();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (value.is_string()) return value == "-Infinity" ? -infinity : infinity;
    return std::numeric_limits<double>::quiet_NaN();
}

Json binJson(const OverlaidBin& bin) {
    return {{"label", bin.label},
            {"from", number(bin.from)},
            {"to", number(bin.to)},
            {"reference", number(bin.reference)},
            {"current", number(bin.current)}};
}

OverlaidBin binFrom(const Json& json) {
    return {json.at("label"), asNumber(json.at("from")), asNumber(json.at("to")), asNumber(json.at("reference")),
            asNumber(json.at("current"))};
}

Json columnJson(const ColumnDrift& column) {
    Json json{{"column", column.column},
              {"type", toString(column.type)},
              {"role", column.role},
              {"drifted", column.drifted},
              {"test", column.test},
              {"score", number(column.score)},
              {"score_is_p_value", column.scoreIsPValue},
              {"threshold", number(column.threshold)},
              {"reference_count", column.referenceCount},
              {"current_count", column.currentCount},
              {"reference_missing", column.referenceMissing},
              {"current_missing", column.currentMissing}};
    Json statistics = Json::object();
    for (const auto& [name, value] : column.statistics) statistics[name] = number(value);
    json["statistics"] = std::move(statistics);
    json["new_categories"] = column.newCategories;
    Json bins = Json::array();
    for (const OverlaidBin& bin : column.histogram) bins.push_back(binJson(bin));
    json["histogram"] = std::move(bins);
    json["message"] = column.message;
    return json;
}

ColumnDrift columnFrom(const Json& json) {
    ColumnDrift column;
    column.column = json.at("column");
    const auto type = columnTypeFromText(json.at("type").get<std::string>());
    if (!type) throw std::invalid_argument("unknown column type " + json.at("type").dump());
    column.type = *type;
    column.role = json.at("role");
    column.drifted = json.at("drifted");
    column.test = json.at("test");
    column.score = asNumber(json.at("score"));
    column.scoreIsPValue = json.at("score_is_p_value");
    column.threshold = asNumber(json.at("threshold"));
    column.referenceCount = json.at("reference_count");
    column.currentCount = json.at("current_count");
    column.referenceMissing = json.at("reference_missing");
    column.currentMissing = json.at("current_missing");
    for (const auto& [name, value] : json.at("statistics").items()) column.statistics[name] = asNumber(value);
    column.newCategories = json.at("new_categories").get<std::vector<std::string>>();
    for (const Json& bin : json.at("histogram")) column.histogram.push_back(binFrom(bin));
    column.message = json.at("message");
    return column;
}

Json optionsJson(const DriftOptions& options) {
    Json thresholds = Json::object();
    for (const auto& [column, threshold] : options.thresholds) thresholds[column] = number(threshold);
    Json tests = Json::object();
    for (const auto& [column, test] : options.tests) tests[column] = test;
    return {{"defaults", options.defaults},
            {"tests", tests},
            {"thresholds", thresholds},
            {"columns", options.columns},
            {"target", options.target},
            {"prediction", options.prediction},
            {"drift_share", number(options.driftShare)}};
}

DriftOptions optionsFrom(const Json& json) {
    DriftOptions options;
    options.defaults = json.at("defaults");
    for (const auto& [column, test] : json.at("tests").items()) options.tests[column] = test;
    for (const auto& [column, threshold] : json.at("thresholds").items())
        options.thresholds[column] = asNumber(threshold);
    options.columns = json.at("columns").get<std::vector<std::string>>();
    options.target = json.at("target");
    options.prediction = json.at("prediction");
    options.driftShare = asNumber(json.at("drift_share"));
    return options;
}

DriftResult resultFrom(const Json& json) {
    DriftResult result;
    result.reference = json.at("reference");
    result.current = json.at("current");
    result.referenceRows = json.at("reference_rows");
    result.currentRows = json.at("current_rows");
    result.createdAt = json.at("created_at");
    result.drifted = json.at("drifted");
    result.labelDrifted = json.at("label_drifted");
    result.driftedColumns = json.at("drifted_columns");
    result.testedColumns = json.at("tested_columns");
    result.share = asNumber(json.at("share"));
    result.options = optionsFrom(json.at("options"));
    result.model = json.at("model");
    for (const auto& [metric, both] : json.at("performance").items()) {
        result.performance[metric] = {asNumber(both.at("reference")), asNumber(both.at("current"))};
    }
    result.onlyInReference = json.at("only_in_reference").get<std::vector<std::string>>();
    result.onlyInCurrent = json.at("only_in_current").get<std::vector<std::string>>();
    for (const Json& column : json.at("columns")) result.columns.push_back(columnFrom(column));
    return result;
}

} // namespace

Json DriftResult::toJson() const {
    Json json{{"format", "lathe-drift-1"},
              {"reference", reference},
              {"current", current},
              {"reference_rows", referenceRows},
              {"current_rows", currentRows},
              {"created_at", createdAt},
              {"drifted", drifted},
              {"label_drifted", labelDrifted},
              {"drifted_columns", driftedColumns},
              {"tested_columns", testedColumns},
              {"share", number(share)},
              {"options", optionsJson(options)},
              {"model", model}};
    Json metrics = Json::object();
    for (const auto& [metric, both] : performance) {
        metrics[metric] = {{"reference", number(both.first)}, {"current", number(both.second)}};
    }
    json["performance"] = std::move(metrics);
    json["only_in_reference"] = onlyInReference;
    json["only_in_current"] = onlyInCurrent;
    Json all = Json::array();
    for (const ColumnDrift& column : columns) all.push_back(columnJson(column));
    json["columns"] = std::move(all);
    return json;
}

Result<DriftResult> DriftResult::fromJson(const Json& json) {
    try {
        if (json.at("format") != "lathe-drift-1") {
            return fail(ErrorKind::Unsupported, "drift report format {} is not known to this version",
                        json.at("format").dump());
        }
        return resultFrom(json);
    } catch (const std::exception& problem) { // nlohmann's errors: a missing key, a value of another type
        return fail(ErrorKind::Corrupt, "this is not a drift report: {}", problem.what());
    }
}

} // namespace lathe
