// SPDX-License-Identifier: GPL-3.0-or-later
// lathe-server: one model of a project behind HTTP, until SIGTERM or SIGINT.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "core/base/log.h"
#include "core/base/version.h"
#include "core/learn/predictor.h"
#include "core/project/project.h"
#include "core/registry/registry.h"
#include "core/serve/address.h"
#include "core/serve/deployment_records.h"
#include "core/serve/http_server.h"
#include "core/serve/request_log.h"
#include "core/serve/service.h"

namespace {

using namespace lathe;

struct Arguments {
    std::string project = ".";
    std::string model;
    std::string name;
    std::string deployment;
    std::string token;
    bool log = true;
    HttpOptions http;
    ServiceLimits limits;
};

void declare(CLI::App& app, Arguments& arguments) {
    app.set_version_flag("--version", std::string("lathe-server ") + versionText);
    app.add_option("--project", arguments.project, "The project folder")->capture_default_str();
    app.add_option("--model", arguments.model, "The model: NAME, NAME@3 or NAME@champion")->required();
    app.add_option("--name", arguments.name, "Name of the deployment; the model's by default");
    app.add_option("--deployment", arguments.deployment, "Id of the record made for this server by who starts it");
    app.add_option("--address", arguments.http.address, "IP address to listen on; all but loopback need a token")
        ->capture_default_str();
    app.add_option("--port", arguments.http.port, "Port to listen on; 0 for a free one")
        ->capture_default_str()
        ->check(CLI::Range(0, 65535));
    app.add_option("--token", arguments.token,
                   "What clients must send as \"Authorization: Bearer TOKEN\"; better given in LATHE_TOKEN, "
                   "for arguments are seen in the process list")
        ->envname("LATHE_TOKEN");
    app.add_option("--threads", arguments.http.threads, "Threads that answer requests")
        ->capture_default_str()
        ->check(CLI::Range(1, 256));
    app.add_option("--max-connections", arguments.http.connections, "Open connections at most")->capture_default_str();
    app.add_option("--max-body", arguments.limits.bodyBytes, "Bytes of a request body at most")->capture_default_str();
    app.add_option("--max-rows", arguments.limits.rows, "Rows of a request at most")->capture_default_str();
    app.add_option("--rate-limit", arguments.limits.requestsPerSecond, "Requests a second at most; 0 for no limit")
        ->capture_default_str();
    app.add_flag("!--no-log", arguments.log, "Do not keep requests and predictions in the project");
}

/// Requests hold rows of numbers and texts.
Result<void> checkInputs(const Signature& signature, const ModelVersionInfo& version) {
    for (const InputField& input : signature.inputs)
        if (input.picture)
            return failHint(ErrorKind::Unsupported,
                            fmt::format("{} takes pictures, which this server does not accept", version.reference()),
                            fmt::format("Predict for a folder or a dataset: lathe predict {} FOLDER -o predictions.csv",
                                        version.reference()));
    return {};
}

/// Serves until the signal. REQUIRES the signals to be blocked in all threads.
Result<void> serve(const Project& project, const DeploymentRecords& records, const DeploymentId& id,
                   const ModelVersionInfo& version, const Arguments& arguments, const sigset_t& signals) {
    const Registry registry(project);
    LATHE_CHECK(registry.verify(version));
    LATHE_TRY(const DeploymentInfo info, records.get(id));
    LATHE_TRY(auto predictor, Predictor::load(registry.packageFolder(version)));
    LATHE_CHECK(checkInputs(predictor->signature(), version));
    std::optional<RequestLog> log;
    if (arguments.log) log.emplace(project, id, predictor->signature());
    InferenceService service({version.model, version.number, info.name, std::move(predictor)}, arguments.limits,
                             arguments.token, log ? &*log : nullptr);
    LATHE_TRY(const auto server, HttpServer::start(service, arguments.http));
    LATHE_CHECK(records.setReady(id, arguments.http.address, server->port()));
    LATHE_TRY(const DeploymentInfo ready, records.get(id));
    fmt::print("serving {} at {}\n", version.reference(), ready.url());
    std::fflush(stdout);

    int signal = 0;
    ::sigwait(&signals, &signal);
    server->stop();
    if (log) log->finish();
    return {};
}

Result<void> run(const Arguments& arguments, const sigset_t& signals) {
    LATHE_CHECK(checkExposure(arguments.http.address, arguments.token));
    LATHE_TRY(const auto project, Project::open(arguments.project, Project::Access::ReadWrite));
    LATHE_TRY(const ModelVersionInfo version, Registry(*project).resolve(arguments.model));
    const DeploymentRecords records(*project);
    DeploymentId id(arguments.deployment);
    if (id.empty()) {
        LATHE_TRY(id, records.reserve(arguments.name.empty() ? version.model : arguments.name, version.model,
                                      version.number));
    }
    LATHE_CHECK(records.adopt(id));
    const auto served = serve(*project, records, id, version, arguments, signals);
    if (served) return records.end(id, DeploymentState::Stopped);
    const Error& error = served.error();
    LATHE_CHECK(records.end(id, DeploymentState::Failed,
                            error.hint.empty() ? error.message : error.message + ". " + error.hint));
    return served;
}

} // namespace

int main(int count, char** values) {
    CLI::App app{"Serves a model of a Lathe project over HTTP: Open Inference Protocol V2 and rows as JSON."};
    Arguments arguments;
    declare(app, arguments);
    try {
        app.parse(count, values);
    } catch (const CLI::ParseError& error) {
        constexpr int wrongUsage = 2;
        return app.exit(error) == 0 ? EXIT_SUCCESS : wrongUsage;
    }
    // Blocked before the first thread starts, so that only the wait in serve() gets them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    ::unsetenv("LATHE_TOKEN");

    const auto served = run(arguments, signals);
    if (served) return EXIT_SUCCESS;
    fmt::print(stderr, "lathe-server: {}\n", served.error().describe());
    return EXIT_FAILURE;
}
