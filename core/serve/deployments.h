// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/job.h"
#include "core/data/column_file.h"
#include "core/project/project.h"

namespace lathe {

/// Control of lathe-server processes and their records; links no engine, so the window and the command line use it.

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
    [[nodiscard]] std::string url() const { return "http://" + address + ":" + std::to_string(port); }
};

struct ServeOptions {
    std::string model; ///< "weather@champion"
    std::string name;
    std::string address = "127.0.0.1"; ///< anything but loopback needs \p token
    int port = 0;                      ///< 0: a free one
    std::string token;                 ///< when set, requests need "Authorization: Bearer TOKEN"
    int threads = 1;
};

class Deployments {
public:
    /// \p server: the program; empty looks for lathe-server beside this program (or in LATHE_SERVER).
    explicit Deployments(const Project& project, Path server = {});

    /// Starts a server and waits until it is ready (or failed). Errors: NotFound, Conflict (name in use), Io (port in use), InvalidInput.
    Result<DeploymentInfo> start(const ServeOptions& options, const JobContext& job) const;
    /// SIGTERM, waits for the drain (10 s at most).
    Result<DeploymentInfo> stop(const std::string& nameOrId) const;
    Result<std::vector<DeploymentInfo>> list() const;
    Result<DeploymentInfo> find(const std::string& nameOrId) const;

    /// The rows a deployment was asked about so far (all its published segments), as columns of the model's inputs
    /// plus "prediction" and "time".
    Result<Table> requestLog(const DeploymentId& deployment, size_t limit = SIZE_MAX) const;

private:
    const Project* m_project;
    Path m_server;
};

/// One HTTP request to a deployment, for the window's "try a request" and the pipeline. Errors: Io.
struct HttpReply {
    int status = 0;
    std::string body;
    double seconds = 0;
};
Result<HttpReply> httpRequest(const std::string& url, const std::string& method, const std::string& body,
                              const std::string& token = {}, double timeoutSeconds = 10);

} // namespace lathe
