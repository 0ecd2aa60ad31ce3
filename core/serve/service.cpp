// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/service.h"

#include <algorithm>

#include <strings.h>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/text.h"
#include "core/serve/content_encoding.h"
#include "core/serve/descriptions.h"

namespace lathe {

namespace {

using Endpoint = InferenceService::Endpoint;

void refuse(Answer& answer, int status, std::string_view message, std::string_view hint = {}) {
    answer.status = status;
    answer.body = errorBody(message, hint);
}

bool equalNoCase(std::string_view a, std::string_view b) {
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

/// Takes as long for a wrong token as for the right one, so that it cannot be guessed letter by letter.
bool equalInConstantTime(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    volatile unsigned char difference = 0;
    for (size_t i = 0; i < a.size(); ++i) difference = difference | static_cast<unsigned char>(a[i] ^ b[i]);
    return difference == 0;
}

bool needsPost(Endpoint endpoint) {
    return endpoint == Endpoint::InferTensors || endpoint == Endpoint::InferRows ||
           endpoint == Endpoint::RepositoryIndex || endpoint == Endpoint::RepositoryLoad;
}

bool isInference(Endpoint endpoint) { return endpoint == Endpoint::InferTensors || endpoint == Endpoint::InferRows; }

/// JSON by its own name, binary tensors, and what curl and plain clients send when nobody told them.
bool isAcceptedType(std::string_view contentType) {
    const auto type = trimmed(contentType.substr(0, contentType.find(';')));
    return type.empty() || equalNoCase(type, "application/json") || equalNoCase(type, "application/octet-stream") ||
           equalNoCase(type, "application/x-www-form-urlencoded");
}

/// "http://host:port" of an Origin header names the same server as "host:port" of Host.
bool isSameOrigin(std::string_view origin, std::string_view host) {
    const auto scheme = origin.find("://");
    return scheme != std::string_view::npos && equalNoCase(origin.substr(scheme + 3), host);
}

/// Takes `prefix` off `text` when it is there.
bool skip(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

int statusOf(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::InvalidInput: return 400;
    case ErrorKind::NotFound: return 404;
    case ErrorKind::Unsupported: return 415;
    default: return 500;
    }
}

} // namespace

struct InferenceService::Workbench {
    Workbench(const Signature& signature, size_t rowLimit) : decoder(signature, rowLimit) {}

    RequestDecoder decoder;
    std::vector<RawValue> values; ///< of the one row of a small request
    RowPrediction prediction;
    Predictions predictions;
};

InferenceService::InferenceService(ServedModel served, ServiceLimits limits, std::string token, RequestLog* log)
    : m_served(std::move(served)), m_limits(limits), m_token(std::move(token)), m_log(log),
      m_versionText(std::to_string(m_served.version)), m_inferPath("/v2/models/" + m_served.model + "/infer"),
      m_predictPath("/v1/models/" + m_served.model + ":predict"),
      m_writer(m_served.predictor->signature(), m_served.model, m_versionText),
      m_metrics(m_served.predictor->signature(), m_served.model, m_versionText),
      m_rateTokens(std::max(1.0, limits.requestsPerSecond)), m_rateTime(monotonicSeconds()) {}

InferenceService::~InferenceService() = default;

// ---- routing --------------------------------------------------------------------------------------------------------

bool InferenceService::isServed(std::string_view model, std::optional<std::string_view> version, Answer& answer) const {
    if (model != m_served.model && model != m_served.deployment) {
        const std::vector<std::string> known{m_served.model};
        refuse(answer, 404, fmt::format("model '{}' is not served here", model), suggestion(model, known));
        return false;
    }
    if (version && *version != m_versionText) {
        refuse(answer, 404, fmt::format("version '{}' of model '{}' is not served here", *version, model),
               fmt::format("This server has version {}", m_versionText));
        return false;
    }
    return true;
}

std::optional<Endpoint> InferenceService::findV2(std::string_view rest, Answer& answer) const {
    if (rest.empty() || rest == "/") return Endpoint::Server;
    if (rest == "/health/live") return Endpoint::Live;
    if (rest == "/health/ready") return Endpoint::Ready;
    if (rest == "/models/stats") return Endpoint::ModelStatistics;
    if (rest == "/repository/index") return Endpoint::RepositoryIndex;
    const bool isRepository = skip(rest, "/repository/models/");
    if (!isRepository && !skip(rest, "/models/")) return std::nullopt;
    const auto parts = splitText(rest, '/');
    const bool hasVersion = !isRepository && parts.size() >= 3 && parts[1] == "versions";
    const auto version = hasVersion ? std::optional<std::string_view>(parts[2]) : std::nullopt;
    const size_t used = hasVersion ? 3 : 1;
    if (parts.size() > used + 1) return std::nullopt;
    const std::string action = parts.size() > used ? parts[used] : std::string();
    struct Action {
        const char* name;
        Endpoint endpoint;
    };
    static constexpr Action actions[] = {{"", Endpoint::Model},
                                         {"ready", Endpoint::ModelReady},
                                         {"config", Endpoint::ModelConfig},
                                         {"stats", Endpoint::ModelStatistics},
                                         {"infer", Endpoint::InferTensors}};
    std::optional<Endpoint> endpoint;
    if (isRepository) {
        if (action == "load") endpoint = Endpoint::RepositoryLoad;
    } else {
        for (const auto& candidate : actions)
            if (action == candidate.name) endpoint = candidate.endpoint;
    }
    if (endpoint && !isServed(parts[0], version, answer)) return std::nullopt;
    return endpoint;
}

std::optional<Endpoint> InferenceService::findV1(std::string_view rest, Answer& answer) const {
    if (!skip(rest, "/models/")) return std::nullopt;
    auto endpoint = Endpoint::ModelStatus;
    if (const auto colon = rest.rfind(':'); colon != std::string_view::npos) {
        if (rest.substr(colon) != ":predict") return std::nullopt;
        endpoint = Endpoint::InferRows;
        rest = rest.substr(0, colon);
    }
    const auto parts = splitText(rest, '/');
    const bool hasVersion = parts.size() == 3 && parts[1] == "versions";
    if (parts.size() != 1 && !hasVersion) return std::nullopt;
    if (!isServed(parts[0], hasVersion ? std::optional<std::string_view>(parts[2]) : std::nullopt, answer))
        return std::nullopt;
    return endpoint;
}

std::optional<Endpoint> InferenceService::find(std::string_view path, Answer& answer) const {
    if (path == m_predictPath) return Endpoint::InferRows;
    if (path == m_inferPath) return Endpoint::InferTensors;
    if (path == "/") return Endpoint::Description;
    if (path == "/metrics") return Endpoint::Metrics;
    if (skip(path, "/v2")) return findV2(path, answer);
    if (skip(path, "/v1")) return findV1(path, answer);
    return std::nullopt;
}

bool InferenceService::isAllowed(const RequestHead& head) const {
    if (m_token.empty() || head.path.starts_with("/v2/health/")) return true;
    constexpr std::string_view scheme = "Bearer ";
    return head.authorization.size() > scheme.size() &&
           equalNoCase(head.authorization.substr(0, scheme.size()), scheme) &&
           equalInConstantTime(head.authorization.substr(scheme.size()), m_token);
}

bool InferenceService::takeRateToken() {
    if (m_limits.requestsPerSecond <= 0) return true;
    const std::lock_guard lock(m_mutex);
    const double now = monotonicSeconds();
    m_rateTokens = std::min(std::max(1.0, m_limits.requestsPerSecond),
                            m_rateTokens + (now - m_rateTime) * m_limits.requestsPerSecond);
    m_rateTime = now;
    if (m_rateTokens < 1) return false;
    m_rateTokens -= 1;
    return true;
}

InferenceService::Route InferenceService::route(const RequestHead& head) {
    Route route;
    route.refused = true;
    if (!isAllowed(head)) {
        refuse(route.answer, 401, "this server needs a token", "Send the header \"Authorization: Bearer TOKEN\"");
        return route;
    }
    // A web page must not be able to send requests to a server on its reader's own machine.
    if (!head.origin.empty() && !isSameOrigin(head.origin, head.host)) {
        refuse(route.answer, 403, fmt::format("requests from the web page '{}' are not accepted", head.origin));
        return route;
    }
    const auto endpoint = find(head.path, route.answer);
    if (!endpoint) {
        if (route.answer.status == 200)
            refuse(route.answer, 404, fmt::format("there is nothing at '{}'", head.path),
                   "GET / tells what is served here");
        return route;
    }
    route.endpoint = *endpoint;
    const bool isGet = head.method == "GET" || head.method == "HEAD";
    if (needsPost(*endpoint) ? head.method != "POST" : !isGet) {
        route.answer.allow = needsPost(*endpoint) ? "POST" : "GET, HEAD";
        refuse(route.answer, 405, fmt::format("'{}' does not take {}", head.path, head.method),
               fmt::format("Use {}", route.answer.allow));
        return route;
    }
    if (isInference(*endpoint)) {
        if (!isAcceptedType(head.contentType)) {
            refuse(route.answer, 415, fmt::format("the content type '{}' is not understood", head.contentType),
                   "Send application/json");
            return route;
        }
        if (!takeRateToken()) {
            refuse(route.answer, 429, "too many requests", "Try again in a second");
            return route;
        }
    }
    route.refused = false;
    return route;
}

// ---- answers --------------------------------------------------------------------------------------------------------

void InferenceService::answer(Endpoint endpoint, const RequestHead& head, std::string& body, Answer& answer) {
    try {
        if (isInference(endpoint)) infer(endpoint, head, body, answer);
        else describe(endpoint, answer);
    } catch (const std::exception& error) {
        logError("a request to {} failed: {}", head.path, error.what());
        refuse(answer, 500, "the server met an internal error");
    }
}

void InferenceService::describe(Endpoint endpoint, Answer& answer) const {
    const bool ready = !m_draining.load();
    answer.status = 200;
    switch (endpoint) {
    case Endpoint::Metrics:
        answer.body = m_metrics.text(m_log != nullptr ? m_log->figures() : ServerMetrics::LogFigures{});
        answer.contentType = "text/plain; version=0.0.4; charset=utf-8";
        return;
    case Endpoint::Description: answer.body = serverDescription(m_served).dump(2); return;
    case Endpoint::Server: answer.body = protocolMetadata().dump(); return;
    case Endpoint::Live: answer.body = R"({"live":true})"; return;
    case Endpoint::Ready:
    case Endpoint::ModelReady:
        answer.status = ready ? 200 : 503;
        answer.body = ready ? R"({"ready":true})" : R"({"ready":false,"error":"the server is stopping"})";
        return;
    case Endpoint::Model: answer.body = modelMetadata(m_served).dump(); return;
    case Endpoint::ModelConfig: answer.body = modelConfiguration(m_served).dump(); return;
    case Endpoint::ModelStatistics: answer.body = modelStatistics(m_served, m_metrics).dump(); return;
    case Endpoint::RepositoryIndex: answer.body = repositoryIndex(m_served, ready).dump(); return;
    case Endpoint::RepositoryLoad: answer.body.clear(); return; // it is loaded: nothing to do
    case Endpoint::ModelStatus: answer.body = modelStatus(m_served, ready).dump(); return;
    case Endpoint::InferTensors:
    case Endpoint::InferRows: break;
    }
    refuse(answer, 500, "the server met an internal error");
}

std::unique_ptr<InferenceService::Workbench> InferenceService::takeWorkbench() {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_workbenches.empty()) {
            auto bench = std::move(m_workbenches.back());
            m_workbenches.pop_back();
            return bench;
        }
    }
    return std::make_unique<Workbench>(m_served.predictor->signature(), m_limits.rows);
}

void InferenceService::giveBack(std::unique_ptr<Workbench> bench) {
    const std::lock_guard lock(m_mutex);
    m_workbenches.push_back(std::move(bench));
}

Result<void> InferenceService::decode(Endpoint endpoint, const RequestHead& head, std::string& body,
                                      RequestDecoder& decoder) const {
    if (!head.contentEncoding.empty() && !equalNoCase(head.contentEncoding, "identity")) {
        LATHE_TRY(body, inflateBody(body, lowered(head.contentEncoding), m_limits.bodyBytes));
    }
    if (endpoint == Endpoint::InferRows) return decoder.decodeRows(body);
    std::optional<size_t> jsonLength;
    if (!head.jsonLength.empty()) {
        const auto length = parseInteger(head.jsonLength);
        if (!length || *length <= 0)
            return fail(ErrorKind::InvalidInput,
                        "Inference-Header-Content-Length must be the length of the JSON part, got '{}'",
                        head.jsonLength);
        jsonLength = static_cast<size_t>(*length);
    }
    return decoder.decodeTensors(body, jsonLength);
}

/// The usual request holds one row, for which the predictor has a quicker way.
Result<void> InferenceService::predict(Workbench& bench) const {
    const Table& rows = bench.decoder.rows();
    if (rows.rows() != 1) {
        LATHE_TRY(bench.predictions, m_served.predictor->predict(rows));
        return {};
    }
    bench.values.clear();
    for (const auto& column : rows.columns) {
        if (column.isMissing(0)) bench.values.emplace_back();
        else
            bench.values.push_back(isTextual(column.schema.type) ? RawValue::of(column.text(0))
                                                                 : RawValue::of(column.number(0)));
    }
    LATHE_CHECK(m_served.predictor->predictRow(bench.values, bench.prediction));
    if (m_served.predictor->signature().task == Task::Regression) {
        bench.predictions.values.assign(1, bench.prediction.value);
    } else {
        bench.predictions.classes.assign(1, bench.prediction.classIndex);
        bench.predictions.probabilities.assign(bench.prediction.probabilities.begin(),
                                               bench.prediction.probabilities.end());
    }
    return {};
}

void InferenceService::infer(Endpoint endpoint, const RequestHead& head, std::string& body, Answer& answer) {
    const double begin = monotonicSeconds();
    auto bench = takeWorkbench();
    auto done = decode(endpoint, head, body, bench->decoder);
    if (done) done = predict(*bench);
    if (done) {
        if (endpoint == Endpoint::InferRows) m_writer.writeRows(bench->predictions, answer.body);
        else answer.jsonLength = m_writer.writeTensors(bench->predictions, bench->decoder, answer.body);
        if (answer.jsonLength) answer.contentType = "application/octet-stream";
        m_metrics.predicted(bench->predictions, bench->decoder.rows().rows(), bench->decoder.fieldCounts(),
                            monotonicSeconds() - begin);
        if (m_log != nullptr) m_log->add(bench->decoder.rows(), bench->predictions);
    } else {
        const int status = statusOf(done.error().kind);
        m_metrics.failed(status == 400);
        if (status == 500) logWarning("a prediction failed: {}", done.error().describe());
        refuse(answer, status, done.error().message, done.error().hint);
    }
    giveBack(std::move(bench));
}

} // namespace lathe
