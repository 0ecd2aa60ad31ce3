// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/job.h"
#include "core/data/columns/column_file.h"
#include "core/project/project.h"

namespace lathe {

enum class DeploymentState { Starting, Ready, Stopped, Failed };
const char* toString(DeploymentState state);

struct DeploymentInfo {
    DeploymentId id;
    std::string name; ///< unique among running ones; the model's name by default
    std::string model;
    int modelVersion = 0;
    DeploymentState state = DeploymentState::Starting;
    std::string address;
    int port = 0;
    int64_t startedAt = 0;
    std::optional<int64_t> stoppedAt;
    std::string error;
    uint64_t loggedRows = 0;
    int pid = 0;
    [[nodiscard]] bool isRunning() const {
        return state == DeploymentState::Starting || state == DeploymentState::Ready;
    }
    [[nodiscard]] std::string url() const {
        const bool isIpv6 = address.find(':') != std::string::npos;
        return "http://" + (isIpv6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
    }
};

struct ServeOptions {
    std::string model; ///< "weather@champion"
    std::string name;
    std::string address = "127.0.0.1"; ///< anything but loopback needs \p token
    int port = 0;                      ///< 0: a free one
    std::string token;                 ///< when set, requests need "Authorization: Bearer TOKEN"
    int threads = 1;
};

/// Control of lathe-server processes and their records; links no engine, so the window and the command line use it.
/// Thread safe as the Project is. A server whose process died is found out by every call and shown as failed.
class Deployments {
public:
    /// \p server: the program; empty looks for lathe-server beside this program (or in LATHE_SERVER).
    explicit Deployments(const Project& project, Path server = {});

    /// Starts a server and waits until it is ready (or failed). The server lives on when the caller ends; a cancelled
    /// job stops it. Errors: NotFound (model, program), Conflict (name in use), Io (what the server said, such as a
    /// port in use), InvalidInput (address without token), Cancelled.
    Result<DeploymentInfo> start(const ServeOptions& options, const JobContext& job) const;
    /// SIGTERM, waits for the drain (10 s at most, then the process is killed). Errors: NotFound (none such runs), Io.
    Result<DeploymentInfo> stop(const std::string& nameOrId) const;
    /// Newest first.
    Result<std::vector<DeploymentInfo>> list() const;
    /// By id, or by name: the running one, else the newest. Errors: NotFound with the nearest name.
    Result<DeploymentInfo> find(const std::string& nameOrId) const;

    /// The rows a deployment was asked about so far (all its published segments), as columns of the model's inputs
    /// plus "prediction" and "time" ("lathe_…" where an input has that name). The newest \p limit rows, oldest first;
    /// without rows a table without columns. Errors: Corrupt, Io.
    Result<Table> requestLog(const DeploymentId& deployment, size_t limit = SIZE_MAX) const;
    /// serving/<id> below the project; server.log in it is what the server printed.
    [[nodiscard]] Path folder(const DeploymentId& deployment) const;

private:
    const Project* m_project;
    Path m_server;
};

/// One HTTP/1.1 request without TLS to a deployment, for the window's "try a request" and the pipeline. A body is sent
/// as JSON. Errors: InvalidInput (URL), Io (no connection, timeout, an answer that is not HTTP or above 256 MiB).
struct HttpReply {
    int status = 0;
    std::string body;
    double seconds = 0;
};
Result<HttpReply> httpRequest(const std::string& url, const std::string& method, const std::string& body,
                              const std::string& token = {}, double timeoutSeconds = 10);

/// What a running server says of itself at /metrics.
struct DeploymentFigures {
    uint64_t requests = 0; ///< answered
    uint64_t errors = 0;   ///< of those, with a status of 400 or more
    uint64_t rows = 0;     ///< predicted
    int64_t inFlight = 0;
    uint64_t loggedRows = 0;
    uint64_t droppedRows = 0; ///< not logged because the disk could not keep up
    uint64_t validationErrors = 0;
    uint64_t unknownCategories = 0; ///< values not seen in training, over all inputs
    uint64_t missingValues = 0;
    uint64_t outOfRange = 0; ///< numbers outside the range seen in training
    struct Bucket {
        double upTo = 0;    ///< seconds; infinity for the last
        uint64_t count = 0; ///< requests that took at most that long, those of smaller buckets included
    };
    std::vector<Bucket> latency;
    std::map<std::string, uint64_t> predictions; ///< rows by class
    double p50 = 0;                              ///< seconds, interpolated within the bucket; 0 without requests
    double p99 = 0;
};
/// Reads Prometheus text as lathe-server writes it. Unknown metrics are skipped. Errors: InvalidInput.
Result<DeploymentFigures> parseFigures(std::string_view metrics);
Result<DeploymentFigures> figures(const DeploymentInfo& deployment, const std::string& token = {});
/// The time within which that share of the requests was answered, from cumulative buckets; 0 without requests.
double latencyQuantile(const std::vector<DeploymentFigures::Bucket>& buckets, double share);

} // namespace lathe
