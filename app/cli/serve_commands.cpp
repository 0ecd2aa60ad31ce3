// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include "app/cli/command.h"
#include "core/serve/deployments.h"

namespace lathe::cli {

namespace {

Json deploymentJson(const DeploymentInfo& deployment) {
    return Json{{"id", deployment.id.str()},
                {"name", deployment.name},
                {"model", deployment.model},
                {"version", deployment.modelVersion},
                {"state", toString(deployment.state)},
                {"address", deployment.address},
                {"port", deployment.port},
                {"url", deployment.url()},
                {"logged_rows", deployment.loggedRows},
                {"error", deployment.error},
                {"started_at", isoTime(deployment.startedAt)}};
}

Result<int> start(const Session& session, const ServeOptions& arguments) {
    LATHE_TRY(const auto project, session.open());
    ServeOptions options = arguments;
    // A token on the command line could be read by everybody on the machine.
    if (const char* token = std::getenv("LATHE_TOKEN"); token != nullptr) options.token = token;
    LATHE_TRY(const auto deployment, Deployments(*project).start(options, session.job()));
    const std::string example = fmt::format("curl {}/v2/models/{}", deployment.url(), deployment.model);
    session.output.result(deploymentJson(deployment),
                          fmt::format("{} serves {}@{} at {}\n  {}", deployment.name, deployment.model,
                                      deployment.modelVersion, deployment.url(), example));
    return Done;
}

Result<int> status(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open());
    LATHE_TRY(const auto all, Deployments(*project).list());
    TextTable table({"NAME", "MODEL", "STATE", "URL", "LOGGED ROWS", "STARTED"});
    Json json = Json::array();
    for (const auto& deployment : all) {
        if (!arguments.name.empty() && deployment.name != arguments.name) continue;
        json.push_back(deploymentJson(deployment));
        table.add({deployment.name, fmt::format("{}@{}", deployment.model, deployment.modelVersion),
                   toString(deployment.state), deployment.state == DeploymentState::Ready ? deployment.url() : "–",
                   grouped(deployment.loggedRows), localTime(deployment.startedAt)});
    }
    session.output.result(json,
                          table.empty() ? "Nothing was served yet. Start with: lathe serve start MODEL" : table.text());
    return Done;
}

Result<int> stop(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open());
    LATHE_TRY(const auto deployment, Deployments(*project).stop(arguments.name));
    session.output.result(deploymentJson(deployment),
                          fmt::format("{} stopped; {} rows logged", deployment.name, grouped(deployment.loggedRows)));
    return Done;
}

} // namespace

void addServeCommands(CLI::App& app, Session& session) {
    auto* serve = app.add_subcommand("serve", "Serve models over HTTP");
    serve->require_subcommand(1);
    const auto started = addCommand(*serve, session, "start", "Start a server and wait until it is ready", start);
    started->add_option("MODEL", started.values().model, "name, name@3 or name@alias")->required();
    started->add_option("--name", started.values().name, "Name of the deployment (default: the model's)");
    started->add_option("--address", started.values().address,
                        "Address (default 127.0.0.1; any other needs a token in LATHE_TOKEN)");
    started->add_option("--port", started.values().port, "Port (default: a free one)");
    started->add_option("--threads", started.values().threads, "Threads that answer (default 1)");
    const auto shown = addCommand(*serve, session, "status", "List deployments", status);
    shown->add_option("NAME", shown.values().name, "Only this one");
    const auto stopped = addCommand(*serve, session, "stop", "Finish open requests and stop a server", stop);
    stopped->add_option("NAME", stopped.values().name)->required();
}

} // namespace lathe::cli
