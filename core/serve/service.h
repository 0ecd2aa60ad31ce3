// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/learn/predictor.h"
#include "core/serve/request_decoder.h"
#include "core/serve/request_log.h"
#include "core/serve/response_writer.h"
#include "core/serve/server_metrics.h"

namespace lathe {

/// A model under the names by which it is asked for.
struct ServedModel {
    std::string model; ///< the name in the registry
    int version = 0;
    std::string deployment; ///< the deployment's name; answers to requests just as the model's
    std::shared_ptr<const Predictor> predictor;
};

struct ServiceLimits {
    size_t bodyBytes = size_t{16} << 20;
    size_t rows = 100000;
    double requestsPerSecond = 0; ///< above it: 429; 0 for no limit
};

/// What HTTP tells of a request before its body.
struct RequestHead {
    std::string_view method;
    std::string_view path;
    std::string_view contentType;
    std::string_view contentEncoding;
    std::string_view authorization;
    std::string_view origin;
    std::string_view host;
    std::string_view jsonLength; ///< Inference-Header-Content-Length
};

struct Answer {
    int status = 200;
    std::string body;
    const char* contentType = "application/json";
    const char* allow = nullptr;      ///< the methods allowed, with 405
    std::optional<size_t> jsonLength; ///< Inference-Header-Content-Length of a binary answer
};

/// The endpoints of a server, without the network: requests in, answers out. Thread safe.
///
///     GET  /                                   what is served here, as JSON
///     GET  /metrics                            Prometheus text
///     GET  /v2  /v2/health/live  /v2/health/ready  /v2/models/M[/versions/V][/ready|/config|/stats]  /v2/models/stats
///     POST /v2/models/M[/versions/V]/infer  /v2/repository/index  /v2/repository/models/M/load
///     GET  /v1/models/M[/versions/V]
///     POST /v1/models/M[/versions/V]:predict
class InferenceService {
public:
    /// \p token: when not empty, everything but /v2/health needs "Authorization: Bearer TOKEN".
    /// \p log may be null; it outlives the service.
    InferenceService(ServedModel served, ServiceLimits limits, std::string token, RequestLog* log);
    ~InferenceService();

    enum class Endpoint {
        Description,
        Metrics,
        Live,
        Ready,
        Server,
        Model,
        ModelReady,
        ModelConfig,
        ModelStatistics,
        RepositoryIndex,
        RepositoryLoad,
        ModelStatus,
        InferTensors,
        InferRows,
    };
    struct Route {
        Endpoint endpoint = Endpoint::Description;
        bool refused = false; ///< the answer is ready: the body is not looked at
        Answer answer;
    };
    /// Where a request goes, or why it is refused, by its head alone.
    [[nodiscard]] Route route(const RequestHead& head);

    /// Answers a request that was not refused. \p body may be changed.
    void answer(Endpoint endpoint, const RequestHead& head, std::string& body, Answer& answer);

    /// From now on /v2/health/ready says no.
    void beginDraining() { m_draining.store(true); }

    [[nodiscard]] ServerMetrics& metrics() { return m_metrics; }
    [[nodiscard]] const ServiceLimits& limits() const { return m_limits; }

private:
    [[nodiscard]] std::optional<Endpoint> find(std::string_view path, Answer& answer) const;
    [[nodiscard]] std::optional<Endpoint> findV1(std::string_view rest, Answer& answer) const;
    [[nodiscard]] std::optional<Endpoint> findV2(std::string_view rest, Answer& answer) const;
    [[nodiscard]] bool isServed(std::string_view model, std::optional<std::string_view> version, Answer& answer) const;
    [[nodiscard]] bool isAllowed(const RequestHead& head) const;
    bool takeRateToken();

    void infer(Endpoint endpoint, const RequestHead& head, std::string& body, Answer& answer);
    Result<void> decode(Endpoint endpoint, const RequestHead& head, std::string& body, RequestDecoder& decoder) const;
    void describe(Endpoint endpoint, Answer& answer) const;
    /// What one request is worked on with; kept for the next, so that the usual request allocates next to nothing.
    struct Workbench;
    Result<void> predict(Workbench& bench) const;
    std::unique_ptr<Workbench> takeWorkbench();
    void giveBack(std::unique_ptr<Workbench> bench);

    // Constant after construction
    ServedModel m_served;
    ServiceLimits m_limits;
    std::string m_token;
    RequestLog* m_log;
    std::string m_versionText;
    std::string m_inferPath; // the usual paths, compared before anything is taken apart
    std::string m_predictPath;
    ResponseWriter m_writer;

    // Own locking
    ServerMetrics m_metrics;
    std::atomic<bool> m_draining{false};

    std::mutex m_mutex;
    std::vector<std::unique_ptr<Workbench>> m_workbenches; // guarded by m_mutex: those at rest
    double m_rateTokens = 0;                               // guarded by m_mutex
    double m_rateTime = 0;                                 // guarded by m_mutex
};

} // namespace lathe
