// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/server_metrics.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/clock.h"

namespace lathe {

namespace {

std::string escapedLabel(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '\\' || c == '"') result += '\\';
        if (c == '\n') result += "\\n";
        else result += c;
    }
    return result;
}

void describe(std::string& text, const char* name, const char* type, const char* help) {
    text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

uint64_t load(const std::atomic<uint64_t>& counter) { return counter.load(std::memory_order_relaxed); }

void add(std::atomic<uint64_t>& counter, uint64_t amount) {
    if (amount != 0) counter.fetch_add(amount, std::memory_order_relaxed);
}

} // namespace

ServerMetrics::ServerMetrics(const Signature& signature, std::string model, std::string version)
    : m_labels(fmt::format("model=\"{}\",version=\"{}\"", escapedLabel(model), escapedLabel(version))),
      m_startedAt(nowMicros()), m_fields(signature.inputs.size()), m_classes(signature.classes.size()) {
    for (const auto& field : signature.inputs) m_fieldNames.push_back(escapedLabel(field.name));
    for (const auto& name : signature.classes) m_classNames.push_back(escapedLabel(name));
}

void ServerMetrics::answered(int status, double seconds) {
    const auto place = std::find(statuses.begin(), statuses.end(), status) - statuses.begin();
    add(m_answers[static_cast<size_t>(place)], 1);
    const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin();
    add(m_latencies[static_cast<size_t>(bucket)], 1);
    add(m_latencyNanoseconds, static_cast<uint64_t>(seconds * 1e9));
}

void ServerMetrics::predicted(const Predictions& predictions, size_t rows, const std::vector<FieldCounts>& counts,
                              double seconds) {
    add(m_rows, rows);
    add(m_inferences, 1);
    add(m_inferenceNanoseconds, static_cast<uint64_t>(seconds * 1e9));
    m_lastMicros.store(static_cast<uint64_t>(nowMicros()), std::memory_order_relaxed);
    for (const uint32_t index : predictions.classes) add(m_classes[index], 1);
    for (size_t i = 0; i < counts.size(); ++i) {
        add(m_fields[i].missing, counts[i].missing);
        add(m_fields[i].unknownCategories, counts[i].unknownCategories);
        add(m_fields[i].outOfRange, counts[i].outOfRange);
    }
}

void ServerMetrics::failed(bool badInput) {
    add(m_failures, 1);
    if (badInput) add(m_validationErrors, 1);
}

ServerMetrics::InferenceTotals ServerMetrics::inferenceTotals() const {
    InferenceTotals totals;
    totals.requests = load(m_inferences);
    totals.failures = load(m_failures);
    totals.rows = load(m_rows);
    totals.nanoseconds = load(m_inferenceNanoseconds);
    totals.lastMilliseconds = load(m_lastMicros) / 1000;
    return totals;
}

std::string ServerMetrics::text(const LogFigures& log) const {
    std::string text;
    const auto single = [&](const char* name, const char* type, const char* help, auto value) {
        describe(text, name, type, help);
        text += fmt::format("{}{{{}}} {}\n", name, m_labels, value);
    };
    describe(text, "lathe_requests_total", "counter", "Requests answered, by HTTP status.");
    for (size_t i = 0; i < m_answers.size(); ++i) {
        const uint64_t count = load(m_answers[i]);
        if (count == 0 && i != 0) continue;
        const std::string code = i < statuses.size() ? std::to_string(statuses[i]) : "other";
        text += fmt::format("lathe_requests_total{{{},code=\"{}\"}} {}\n", m_labels, code, count);
    }
    describe(text, "lathe_request_duration_seconds", "histogram", "Time from a request's headers to its answer.");
    uint64_t cumulative = 0;
    for (size_t i = 0; i < bounds.size(); ++i) {
        cumulative += load(m_latencies[i]);
        text +=
            fmt::format("lathe_request_duration_seconds_bucket{{{},le=\"{}\"}} {}\n", m_labels, bounds[i], cumulative);
    }
    cumulative += load(m_latencies.back());
    text += fmt::format("lathe_request_duration_seconds_bucket{{{},le=\"+Inf\"}} {}\n", m_labels, cumulative);
    text += fmt::format("lathe_request_duration_seconds_sum{{{}}} {}\n", m_labels,
                        static_cast<double>(load(m_latencyNanoseconds)) / 1e9);
    text += fmt::format("lathe_request_duration_seconds_count{{{}}} {}\n", m_labels, cumulative);

    single("lathe_requests_in_flight", "gauge", "Requests being received, worked on or answered.", inFlight());
    single("lathe_rows_total", "counter", "Rows predicted.", load(m_rows));
    single("lathe_validation_errors_total", "counter", "Requests refused because their input does not fit the model.",
           load(m_validationErrors));
    single("lathe_log_rows_total", "counter", "Rows published to the request log.", log.writtenRows);
    single("lathe_log_dropped_rows_total", "counter", "Rows not logged because the disk could not keep up.",
           log.droppedRows);
    single("lathe_start_time_seconds", "gauge", "When the server started, seconds since 1970 UTC.",
           static_cast<double>(m_startedAt) / 1e6);

    if (!m_classNames.empty()) {
        describe(text, "lathe_predictions_total", "counter", "Rows predicted, by class.");
        for (size_t i = 0; i < m_classNames.size(); ++i)
            text += fmt::format("lathe_predictions_total{{{},class=\"{}\"}} {}\n", m_labels, m_classNames[i],
                                load(m_classes[i]));
    }
    const auto perField = [&](const char* name, const char* help, Counter FieldCounters::*counter) {
        describe(text, name, "counter", help);
        for (size_t i = 0; i < m_fields.size(); ++i)
            text +=
                fmt::format("{}{{{},field=\"{}\"}} {}\n", name, m_labels, m_fieldNames[i], load(m_fields[i].*counter));
    };
    perField("lathe_input_missing_total", "Missing values, by input.", &FieldCounters::missing);
    perField("lathe_input_unknown_categories_total", "Categories not seen in training, by input.",
             &FieldCounters::unknownCategories);
    perField("lathe_input_out_of_range_total", "Numbers outside the range seen in training, by input.",
             &FieldCounters::outOfRange);
    return text;
}

} // namespace lathe
