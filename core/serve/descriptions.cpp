// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/descriptions.h"

#include "core/base/version.h"
#include "core/serve/binary_tensor.h"

namespace lathe {

namespace {

std::string versionOf(const ServedModel& served) { return std::to_string(served.version); }

/// [{name, datatype, shape}] of what the model answers. −1 stands for any number of rows.
Json outputTensors(const Signature& signature) {
    if (signature.task == Task::Regression)
        return Json::array({{{"name", "prediction"}, {"datatype", "FP64"}, {"shape", {-1}}}});
    return Json::array({{{"name", "prediction"}, {"datatype", "BYTES"}, {"shape", {-1}}},
                        {{"name", "probabilities"}, {"datatype", "FP32"}, {"shape", {-1, signature.classes.size()}}}});
}

/// An example value for a field, so that people see a request that works.
Json exampleValue(const InputField& field) {
    switch (field.type) {
    case ColumnType::Boolean: return true;
    case ColumnType::Integer: return static_cast<int64_t>(field.min);
    case ColumnType::Real: return field.min;
    case ColumnType::Date: return "2012-03-01";
    case ColumnType::Timestamp: return "2012-03-01T12:00:00";
    default: return field.categories.empty() ? "text" : field.categories.front();
    }
}

/// Triton's configuration protocol has its own names for element types.
std::string configurationType(const std::string& datatype) {
    return "TYPE_" + (datatype == "BYTES" ? std::string("STRING") : datatype);
}

} // namespace

Json modelMetadata(const ServedModel& served) {
    const Signature& signature = served.predictor->signature();
    Json inputs = Json::array();
    for (const auto& field : signature.inputs)
        inputs.push_back({{"name", field.name}, {"datatype", tensorTypeOf(field.type)}, {"shape", {-1}}});
    return {{"name", served.model},
            {"versions", {versionOf(served)}},
            {"platform", "lathe"},
            {"inputs", std::move(inputs)},
            {"outputs", outputTensors(signature)}};
}

Json serverDescription(const ServedModel& served) {
    const Signature& signature = served.predictor->signature();
    Json example = Json::object();
    Json inputs = Json::array();
    for (const auto& field : signature.inputs) {
        example[field.name] = exampleValue(field);
        inputs.push_back({{"name", field.name}, {"type", toString(field.type)}, {"required", field.required}});
    }
    Json description{{"name", "lathe-server"},
                     {"version", versionText},
                     {"deployment", served.deployment},
                     {"model", served.model},
                     {"model_version", versionOf(served)},
                     {"task", signature.task == Task::Classification ? "classification" : "regression"},
                     {"target", signature.target},
                     {"inputs", std::move(inputs)}};
    if (!signature.classes.empty()) description["classes"] = signature.classes;
    description["example"] = {{"method", "POST"},
                              {"path", "/v1/models/" + served.model + ":predict"},
                              {"body", {{"instances", Json::array({std::move(example)})}}}};
    description["endpoints"] = {"/v1/models/" + served.model + ":predict",
                                "/v2/models/" + served.model,
                                "/v2/models/" + served.model + "/infer",
                                "/v2/health/live",
                                "/v2/health/ready",
                                "/metrics"};
    return description;
}

Json protocolMetadata() {
    return {{"name", "lathe-server"},
            {"version", versionText},
            {"extensions", {"binary_tensor_data", "model_repository", "statistics", "model_configuration"}}};
}

Json modelConfiguration(const ServedModel& served) {
    const Json metadata = modelMetadata(served);
    const auto tensors = [](const Json& list) {
        Json result = Json::array();
        for (const auto& tensor : list)
            result.push_back({{"name", tensor["name"]},
                              {"data_type", configurationType(tensor["datatype"])},
                              {"dims", tensor["shape"]}});
        return result;
    };
    // Zero: the batch is a dimension of the tensors themselves.
    return {{"name", served.model},
            {"platform", "lathe"},
            {"backend", "lathe"},
            {"max_batch_size", 0},
            {"version_policy", {{"latest", {{"num_versions", 1}}}}},
            {"input", tensors(metadata["inputs"])},
            {"output", tensors(metadata["outputs"])}};
}

Json modelStatistics(const ServedModel& served, const ServerMetrics& metrics) {
    const auto totals = metrics.inferenceTotals();
    const auto duration = [](uint64_t count, uint64_t nanoseconds) {
        return Json{{"count", count}, {"ns", nanoseconds}};
    };
    Json statistics{{"success", duration(totals.requests, totals.nanoseconds)},
                    {"fail", duration(totals.failures, 0)},
                    {"queue", duration(totals.requests, 0)},
                    {"compute_input", duration(totals.requests, 0)},
                    {"compute_infer", duration(totals.requests, totals.nanoseconds)},
                    {"compute_output", duration(totals.requests, 0)}};
    return {{"model_stats", Json::array({{{"name", served.model},
                                          {"version", versionOf(served)},
                                          {"last_inference", totals.lastMilliseconds},
                                          {"inference_count", totals.rows},
                                          {"execution_count", totals.requests},
                                          {"inference_stats", std::move(statistics)},
                                          {"batch_stats", Json::array()}}})}};
}

Json repositoryIndex(const ServedModel& served, bool ready) {
    return Json::array({{{"name", served.model},
                         {"version", versionOf(served)},
                         {"state", ready ? "READY" : "UNAVAILABLE"},
                         {"reason", ""}}});
}

Json modelStatus(const ServedModel& served, bool ready) {
    return {{"model_version_status", Json::array({{{"version", versionOf(served)},
                                                   {"state", ready ? "AVAILABLE" : "UNLOADING"},
                                                   {"status", {{"error_code", "OK"}, {"error_message", ""}}}}})}};
}

} // namespace lathe
