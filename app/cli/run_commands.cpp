// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <set>
#include <thread>

#include "app/cli/command.h"
#include "core/base/text.h"
#include "core/pipeline/substitution.h"
#include "core/runs/launcher.h"

namespace lathe::cli {

namespace {

Json numberJson(double value) { return std::isfinite(value) ? Json(value) : Json(exactNumber(value)); }

Result<Json> runJson(const RunStore& store, const RunInfo& run) {
    LATHE_TRY(const auto metrics, store.metrics(run.id));
    LATHE_TRY(const auto parameters, store.parameters(run.id));
    LATHE_TRY(const auto artifacts, store.artifacts(run.id));
    Json json{{"run", run.id.str()},
              {"name", run.name},
              {"experiment", run.experiment},
              {"state", toString(run.state)},
              {"data", run.data},
              {"data_hash", run.dataHash},
              {"model", run.modelKind},
              {"target", run.target},
              {"model_hash", run.modelHash},
              {"reproduces", run.reproduces},
              {"resumable", run.resumable},
              {"error", run.error},
              {"created_at", isoTime(run.createdAt)}};
    json["started_at"] = run.startedAt ? Json(isoTime(*run.startedAt)) : Json();
    json["ended_at"] = run.endedAt ? Json(isoTime(*run.endedAt)) : Json();
    json["metrics"] = Json::object();
    for (const auto& metric : metrics) json["metrics"][metric.key] = numberJson(metric.last);
    json["parameters"] = Json(parameters);
    json["artifacts"] = Json::array();
    for (const auto& artifact : artifacts)
        json["artifacts"].push_back(
            {{"path", artifact.path}, {"kind", artifact.kind}, {"bytes", artifact.bytes}, {"sha256", artifact.sha256}});
    json["environment"] = Json::parse(run.environment, nullptr, false);
    json["config"] = run.config;
    json["folder"] = store.folder(run.id).string();
    return json;
}

std::string runText(const RunInfo& run, const Json& json) {
    std::string text = fmt::format("{}  {}  {} on {}\n", run.name, toString(run.state), run.modelKind, run.data);
    if (!run.error.empty()) text += "  " + run.error + "\n";
    TextTable table({"METRIC", "VALUE"});
    for (const auto& [key, value] : json["metrics"].items())
        table.add({key, value.is_number() ? shortNumber(value.get<double>(), 6) : value.get<std::string>()});
    return text + (table.empty() ? "" : "\n" + table.text());
}

Result<int> report(const Session& session, const Project& project, const RunInfo& run) {
    LATHE_TRY(const Json json, runJson(RunStore(project), run));
    session.output.result(json, runText(run, json));
    return isEnded(run.state) && run.state != RunState::Finished ? Failed : Done;
}

/// Waits for a run's end; Ctrl+C stops the run, which is an error of kind Cancelled.
Result<RunInfo> waitForEnd(const Session& session, const Project& project, const RunInfo& run) {
    LATHE_TRY(const RunInfo ended, RunLauncher(project).waitFor(run.id, session.job()));
    if (ended.state != RunState::Stopped || !session.interrupt->happened()) return ended;
    return failHint(ErrorKind::Cancelled, fmt::format("run {} was stopped", run.name),
                    ended.resumable ? fmt::format("Go on with: lathe run resume {}", run.name)
                                    : std::string("It had not come to its first checkpoint: start a new one."));
}

Result<int> follow(const Session& session, const Project& project, const RunInfo& run) {
    session.output.note(fmt::format("run {} started", run.name));
    LATHE_TRY(const RunInfo ended, waitForEnd(session, project, run));
    return report(session, project, ended);
}

struct StartArguments {
    std::string config;
    std::vector<std::string> settings;
    bool detach = false;
};

Result<Json> configuration(const StartArguments& arguments) {
    LATHE_TRY(const auto node, ConfigNode::readFile(arguments.config));
    if (!node.isMap()) return failure(node.error("a run configuration is a map of keys and values"));
    Json config = node.toJson();
    for (const auto& setting : arguments.settings) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos)
            return fail(ErrorKind::InvalidInput, "--set '{}' is not of the form key=value", setting);
        LATHE_CHECK(
            setDotted(config, std::string_view(setting).substr(0, equals), plainValue(setting.substr(equals + 1))));
    }
    return config;
}

Result<int> start(const Session& session, const StartArguments& arguments) {
    std::string yaml;
    if (arguments.settings.empty()) {
        LATHE_TRY(yaml, readTextFile(arguments.config));
    } else {
        LATHE_TRY(const Json config, configuration(arguments));
        yaml = toYaml(config);
    }
    LATHE_TRY(const auto project, session.open());
    LATHE_TRY(const auto run, RunLauncher(*project).start(yaml, arguments.config, session.job()));
    return arguments.detach ? report(session, *project, run) : follow(session, *project, run);
}

struct OneRun {
    std::string run;
    bool detach = false;
};

Result<int> resume(const Session& session, const OneRun& arguments) {
    LATHE_TRY(const auto project, session.open());
    const RunStore store(*project);
    LATHE_TRY(const auto reconciled, store.reconcile());
    (void)reconciled;
    LATHE_TRY(const auto run, store.find(arguments.run));
    LATHE_TRY(const auto resumed, RunLauncher(*project).resume(run.id));
    return arguments.detach ? report(session, *project, resumed) : follow(session, *project, resumed);
}

Result<int> reproduce(const Session& session, const OneRun& arguments) {
    LATHE_TRY(const auto project, session.open());
    LATHE_TRY(const auto original, RunStore(*project).find(arguments.run));
    const RunLauncher launcher(*project);
    LATHE_TRY(const auto started, launcher.reproduce(original.id));
    LATHE_TRY(const auto repeated, waitForEnd(session, *project, started));
    const bool same = repeated.state == RunState::Finished && repeated.modelHash == original.modelHash;
    const Json json{
        {"run", repeated.id.str()},         {"reproduces", original.id.str()},           {"identical", same},
        {"model_hash", repeated.modelHash}, {"expected_model_hash", original.modelHash}, {"error", repeated.error}};
    session.output.result(
        json,
        same ? fmt::format("{} is {} bit for bit ({})", repeated.name, original.name, repeated.modelHash.substr(0, 16))
             : fmt::format("{} differs from {}: {}", repeated.name, original.name,
                           repeated.error.empty() ? "other parameters came out" : repeated.error));
    return same ? Done : Failed;
}

Result<int> stop(const Session& session, const OneRun& arguments) {
    LATHE_TRY(const auto project, session.open());
    const RunStore store(*project);
    LATHE_TRY(const auto run, store.find(arguments.run));
    LATHE_CHECK(store.requestStop(run.id));
    LATHE_TRY(const auto ended, RunLauncher(*project).waitFor(run.id, session.job()));
    LATHE_TRY(const Json json, runJson(store, ended));
    session.output.result(json, fmt::format("{}  {}", ended.name, toString(ended.state)));
    return Done;
}

Result<int> show(const Session& session, const OneRun& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const RunStore store(*project);
    LATHE_TRY(const auto run, store.find(arguments.run));
    LATHE_TRY(const Json json, runJson(store, run));
    session.output.result(json, runText(run, json));
    return Done;
}

Result<int> watch(const Session& session, const OneRun& arguments) {
    LATHE_TRY(const auto project, session.open());
    LATHE_TRY(const auto run, RunStore(*project).find(arguments.run));
    const JobContext job(std::stop_token{}, session.output.progress());
    const RunStore store(*project);
    // Ctrl+C ends the watching, not the run.
    for (;;) {
        LATHE_TRY(const auto reconciled, store.reconcile());
        (void)reconciled;
        LATHE_TRY(const auto now, store.find(run.id.str()));
        if (isEnded(now.state)) return report(session, *project, now);
        if (session.interrupt->happened()) return Interrupted;
        job.beginStage(now.progressStage, now.progressTotal, "");
        job.setDone(now.progressDone);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

struct ListArguments {
    std::string experiment;
};

Result<int> list(const Session& session, const ListArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const RunStore store(*project);
    LATHE_TRY(const auto runs, store.list(arguments.experiment));
    std::vector<RunId> ids;
    for (const auto& run : runs) ids.push_back(run.id);
    LATHE_TRY(const auto metrics, store.metricsOf(ids));
    TextTable table({"RUN", "STATE", "EXPERIMENT", "MODEL", "DATA", "STARTED", "TEST METRICS"});
    Json json = Json::array();
    for (const auto& run : runs) {
        Json values = Json::object();
        std::string shown;
        const auto found = metrics.find(run.id.str());
        if (found != metrics.end())
            for (const auto& metric : found->second) {
                values[metric.key] = numberJson(metric.last);
                if (metric.key.starts_with("test_"))
                    shown += fmt::format("{} {}  ", metric.key.substr(5), shortNumber(metric.last, 4));
            }
        json.push_back({{"run", run.id.str()},
                        {"name", run.name},
                        {"experiment", run.experiment},
                        {"state", toString(run.state)},
                        {"model", run.modelKind},
                        {"data", run.data},
                        {"created_at", isoTime(run.createdAt)},
                        {"metrics", values},
                        {"error", run.error}});
        table.add(
            {run.name, toString(run.state), run.experiment, run.modelKind, run.data, localTime(run.createdAt), shown});
    }
    session.output.result(json, table.empty() ? "No runs yet. Start one: lathe run start CONFIG" : table.text());
    return Done;
}

struct CompareArguments {
    std::vector<std::string> runs;
};

Result<int> compareRuns(const Session& session, const CompareArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const RunStore store(*project);
    std::vector<std::string> header{""};
    std::vector<Json> runs;
    std::set<std::string> metricKeys;
    std::set<std::string> parameterKeys;
    for (const auto& name : arguments.runs) {
        LATHE_TRY(const auto run, store.find(name));
        LATHE_TRY(Json json, runJson(store, run));
        header.push_back(run.name);
        for (const auto& [key, value] : json["metrics"].items()) metricKeys.insert(key);
        for (const auto& [key, value] : json["parameters"].items()) parameterKeys.insert(key);
        runs.push_back(std::move(json));
    }
    TextTable table(header);
    const auto addRow = [&](const std::string& group, const std::string& key, bool onlyDifferent) {
        std::vector<std::string> row{key};
        for (const auto& run : runs) {
            const Json value = run[group].value(key, Json());
            row.push_back(value.is_null()     ? "–"
                          : value.is_number() ? shortNumber(value.get<double>(), 6)
                                              : value.get<std::string>());
        }
        if (!onlyDifferent || std::adjacent_find(row.begin() + 1, row.end(), std::not_equal_to<>()) != row.end())
            table.add(row);
    };
    for (const auto& key : metricKeys) addRow("metrics", key, false);
    for (const auto& key : parameterKeys) addRow("parameters", key, true);
    session.output.result(Json(runs), table.text());
    return Done;
}

Result<int> showLog(const Session& session, const OneRun& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    const RunStore store(*project);
    LATHE_TRY(const auto run, store.find(arguments.run));
    LATHE_TRY(const std::string text, store.logTail(run.id));
    session.output.result(Json{{"log", text}}, text);
    return Done;
}

Result<int> removeRun(const Session& session, const OneRun& arguments) {
    LATHE_TRY(const auto project, session.open());
    const RunStore store(*project);
    LATHE_TRY(const auto run, store.find(arguments.run));
    LATHE_CHECK(store.remove(run.id));
    session.output.result(Json{{"removed", run.id.str()}}, fmt::format("{} is in the trash", run.name));
    return Done;
}

} // namespace

void addRunCommands(CLI::App& app, Session& session) {
    auto* runs = app.add_subcommand("run", "Start, follow and compare training runs");
    runs->require_subcommand(1);
    const auto started =
        addCommand(*runs, session, "start", "Train as a configuration file says, and wait for the end", start);
    started->add_option("CONFIG", started.values().config, "Run configuration (YAML)")->required();
    started->add_option("--set", started.values().settings,
                        "Change a key of the configuration: model.depth=4 (may be repeated)");
    started->add_flag("--detach", started.values().detach, "Return at once; the run goes on");
    const auto listed = addCommand(*runs, session, "list", "List runs, newest first", list);
    listed->add_option("EXPERIMENT", listed.values().experiment, "Only this experiment");
    const auto compared =
        addCommand(*runs, session, "compare", "Metrics side by side, and the parameters that differ", compareRuns);
    compared->add_option("RUN", compared.values().runs, "Two or more runs")->required()->expected(2, 100);
    const auto oneRun = [&](const char* name, const char* help, Result<int> (*work)(const Session&, const OneRun&)) {
        const auto command = addCommand(*runs, session, name, help, work);
        command->add_option("RUN", command.values().run, "Name or id of a run")->required();
        return command;
    };
    oneRun("show", "Everything about one run", show);
    oneRun("watch", "Follow a run until it ends; Ctrl+C leaves it running", watch);
    oneRun("log", "The end of a run's log", showLog);
    oneRun("stop", "Stop a run at its next checkpoint", stop);
    const auto resumed = oneRun("resume", "Go on from the last checkpoint", resume);
    resumed->add_flag("--detach", resumed.values().detach, "Return at once; the run goes on");
    oneRun("reproduce", "Run it again and compare the outcome bit for bit", reproduce);
    oneRun("remove", "Move a run to the trash", removeRun);
}

} // namespace lathe::cli
