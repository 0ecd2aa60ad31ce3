// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/serve/deployments.h"

namespace lathe {

namespace {

/// One line of Prometheus text: name{label="value",…} number
struct Sample {
    std::string name;
    std::map<std::string, std::string> labels;
    double value = 0;
};

/// Reads `key="value"` pairs up to the closing brace; `text` is left behind it.
Result<std::map<std::string, std::string>> parseLabels(std::string_view& text) {
    const auto cutOff = [] { return fail(ErrorKind::InvalidInput, "a metric's labels are cut off"); };
    std::map<std::string, std::string> labels;
    for (;;) {
        if (text.starts_with('}')) {
            text.remove_prefix(1);
            return labels;
        }
        const auto equals = text.find("=\"");
        if (equals == std::string_view::npos) return cutOff();
        const std::string key(text.substr(0, equals));
        text.remove_prefix(equals + 2);
        std::string value;
        while (!text.empty() && text.front() != '"') {
            if (text.front() == '\\' && text.size() > 1) text.remove_prefix(1);
            value += text.front();
            text.remove_prefix(1);
        }
        if (text.empty()) return cutOff();
        text.remove_prefix(1);
        labels[key] = value;
        if (text.starts_with(',')) text.remove_prefix(1);
    }
}

Result<Sample> parseSample(std::string_view line) {
    Sample sample;
    const auto nameEnd = line.find_first_of("{ ");
    if (nameEnd == std::string_view::npos) return fail(ErrorKind::InvalidInput, "'{}' is not a metric", line);
    sample.name = line.substr(0, nameEnd);
    line.remove_prefix(nameEnd);
    if (line.starts_with('{')) {
        line.remove_prefix(1);
        LATHE_TRY(sample.labels, parseLabels(line));
    }
    const auto value = parseNumber(trimmed(line));
    if (!value) return fail(ErrorKind::InvalidInput, "the metric '{}' has no value", sample.name);
    sample.value = *value;
    return sample;
}

void addSample(DeploymentFigures& figures, const Sample& sample) {
    const auto count = static_cast<uint64_t>(std::max(0.0, sample.value));
    const auto label = [&](const char* key) {
        const auto found = sample.labels.find(key);
        return found == sample.labels.end() ? std::string() : found->second;
    };
    if (sample.name == "lathe_requests_total") {
        figures.requests += count;
        if (parseInteger(label("code")).value_or(0) >= 400) figures.errors += count;
    } else if (sample.name == "lathe_request_duration_seconds_bucket") {
        const std::string bound = label("le");
        figures.latency.push_back(
            {bound == "+Inf" ? std::numeric_limits<double>::infinity() : parseNumber(bound).value_or(0), count});
    } else if (sample.name == "lathe_rows_total") {
        figures.rows = count;
    } else if (sample.name == "lathe_requests_in_flight") {
        figures.inFlight = static_cast<int64_t>(sample.value);
    } else if (sample.name == "lathe_log_rows_total") {
        figures.loggedRows = count;
    } else if (sample.name == "lathe_log_dropped_rows_total") {
        figures.droppedRows = count;
    } else if (sample.name == "lathe_validation_errors_total") {
        figures.validationErrors = count;
    } else if (sample.name == "lathe_predictions_total") {
        figures.predictions[label("class")] = count;
    } else if (sample.name == "lathe_input_unknown_categories_total") {
        figures.unknownCategories += count;
    } else if (sample.name == "lathe_input_missing_total") {
        figures.missingValues += count;
    } else if (sample.name == "lathe_input_out_of_range_total") {
        figures.outOfRange += count;
    }
}

} // namespace

double latencyQuantile(const std::vector<DeploymentFigures::Bucket>& buckets, double share) {
    if (buckets.empty() || buckets.back().count == 0) return 0;
    const double wanted = share * static_cast<double>(buckets.back().count);
    double lowerBound = 0;
    double below = 0;
    for (const auto& bucket : buckets) {
        const auto upToHere = static_cast<double>(bucket.count);
        if (upToHere >= wanted && upToHere > below) {
            // Nothing is known above the last finite bound: that bound is the answer.
            if (std::isinf(bucket.upTo)) return lowerBound;
            return lowerBound + (bucket.upTo - lowerBound) * (wanted - below) / (upToHere - below);
        }
        lowerBound = bucket.upTo;
        below = upToHere;
    }
    return lowerBound;
}

Result<DeploymentFigures> parseFigures(std::string_view metrics) {
    DeploymentFigures figures;
    while (!metrics.empty()) {
        const auto end = std::min(metrics.find('\n'), metrics.size());
        const auto line = metrics.substr(0, end);
        metrics.remove_prefix(std::min(end + 1, metrics.size()));
        if (trimmed(line).empty() || line.starts_with('#')) continue;
        LATHE_TRY(const Sample sample, parseSample(line));
        addSample(figures, sample);
    }
    std::sort(figures.latency.begin(), figures.latency.end(),
              [](const auto& a, const auto& b) { return a.upTo < b.upTo; });
    figures.p50 = latencyQuantile(figures.latency, 0.5);
    figures.p99 = latencyQuantile(figures.latency, 0.99);
    return figures;
}

Result<DeploymentFigures> figures(const DeploymentInfo& deployment, const std::string& token) {
    LATHE_TRY(const HttpReply reply, httpRequest(deployment.url() + "/metrics", "GET", {}, token, 2));
    if (reply.status != 200) return fail(ErrorKind::Io, "'{}' answers {} to /metrics", deployment.name, reply.status);
    return parseFigures(reply.body);
}

} // namespace lathe
