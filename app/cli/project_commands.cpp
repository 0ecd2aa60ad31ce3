// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/samples.h"
#include "core/project/garbage.h"
#include "core/registry/registry.h"
#include "core/runs/run_store.h"
#include "core/serve/deployments.h"

namespace lathe::cli {

namespace {

struct NewArguments {
    std::string folder;
    std::string sample;
};

Result<int> makeProject(const Session& session, const NewArguments& arguments) {
    LATHE_CHECK(arguments.sample.empty() ? Result<void>() : checkSample(arguments.sample));
    LATHE_TRY(const auto project, Project::create(arguments.folder));
    std::string text = fmt::format("New project in {}", project->folder().string());
    if (!arguments.sample.empty()) {
        LATHE_CHECK(writeSample(arguments.sample, *project, session.job()));
        text += fmt::format("\nThe sample's files are in {}", (project->folder() / "sample").string());
    }
    session.output.result(Json{{"project", project->folder().string()}, {"sample", arguments.sample}}, text);
    return Done;
}

Result<int> info(const Session& session, const NoArguments&) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    LATHE_TRY(const auto datasets, Datasets(*project).list());
    LATHE_TRY(const auto runs, RunStore(*project).list());
    LATHE_TRY(const auto models, Registry(*project).list());
    LATHE_TRY(const auto deployments, Deployments(*project).list());
    const auto running =
        std::count_if(runs.begin(), runs.end(), [](const auto& run) { return run.state == RunState::Running; });
    const auto serving = std::count_if(deployments.begin(), deployments.end(),
                                       [](const auto& d) { return d.state == DeploymentState::Ready; });
    const auto holder = Project::sessionHolder(project->folder());
    const Json json{{"name", project->name()},
                    {"folder", project->folder().string()},
                    {"schema_version", Project::schemaVersion},
                    {"datasets", datasets.size()},
                    {"runs", runs.size()},
                    {"running", running},
                    {"models", models.size()},
                    {"serving", serving},
                    {"held_by", holder ? Json(holder->describe()) : Json()}};
    session.output.result(
        json, fmt::format("{}\n{} datasets, {} runs ({} running), {} models, {} serving\n{}",
                          project->folder().string(), datasets.size(), runs.size(), running, models.size(), serving,
                          holder ? "open in the window of " + holder->describe() : "not open in a window"));
    return Done;
}

Result<int> check(const Session& session, const NoArguments&) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    LATHE_TRY(const auto problems, project->check(session.job()));
    LATHE_TRY(const auto leftovers, leftoverFiles(*project));
    Json json{{"clean", problems.empty()}, {"problems", Json::array()}, {"leftovers", Json::array()}};
    std::string text = problems.empty() ? "The project is clean: database, audit chain and all checksums." : "";
    for (const auto& problem : problems) {
        json["problems"].push_back(
            {{"object", problem.object}, {"message", problem.message}, {"consequence", problem.consequence}});
        text += fmt::format("{}: {}\n  {}\n", problem.object, problem.message, problem.consequence);
    }
    for (const auto& file : leftovers) {
        json["leftovers"].push_back({{"path", file.object}, {"bytes", file.bytes}});
        text += fmt::format("\n{}: left over by work that was killed ({})", file.object,
                            byteSize(static_cast<double>(file.bytes)));
    }
    if (!leftovers.empty()) text += "\nLeftovers do no harm; remove them with: lathe project gc --apply";
    session.output.result(json, text);
    return problems.empty() ? Done : Failed;
}

struct AuditArguments {
    size_t limit = 30;
    std::string filter;
};

Result<int> audit(const Session& session, const AuditArguments& arguments) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    LATHE_TRY(const auto records, project->audit(arguments.limit, INT64_MAX, arguments.filter));
    TextTable table({"NUMBER", "WHEN", "WHO", "ACTION", "OBJECT"});
    Json json = Json::array();
    for (const auto& record : records) {
        json.push_back({{"sequence", record.sequence},
                        {"time", isoTime(record.time)},
                        {"who", record.who},
                        {"host", record.host},
                        {"program", record.program},
                        {"action", record.entry.action},
                        {"object", record.entry.object},
                        {"before", record.entry.before},
                        {"after", record.entry.after},
                        {"hash", record.hash}});
        table.add({std::to_string(record.sequence), localTime(record.time), record.who, record.entry.action,
                   record.entry.object});
    }
    session.output.result(json, table.text());
    return Done;
}

Result<int> showTrash(const Session& session, const NoArguments&) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    LATHE_TRY(const auto items, project->trash());
    TextTable table({"ID", "KIND", "NAME", "DELETED", "BY"});
    Json json = Json::array();
    for (const auto& item : items) {
        json.push_back({{"id", item.id},
                        {"kind", item.kind},
                        {"name", item.name},
                        {"deleted_at", isoTime(item.deletedAt)},
                        {"deleted_by", item.deletedBy}});
        table.add({std::to_string(item.id), item.kind, item.name, localTime(item.deletedAt), item.deletedBy});
    }
    session.output.result(json, table.empty() ? "The trash is empty." : table.text());
    return Done;
}

Result<int> restore(const Session& session, const OneName& arguments) {
    LATHE_TRY(const auto project, session.open());
    LATHE_TRY(const auto items, project->trash());
    std::vector<std::string> names;
    for (const auto& item : items) {
        names.push_back(item.name);
        if (item.name != arguments.name && std::to_string(item.id) != arguments.name) continue;
        LATHE_CHECK(project->restore(item.id));
        session.output.result(Json{{"restored", item.name}, {"kind", item.kind}},
                              fmt::format("{} {} is back", item.kind, item.name));
        return Done;
    }
    return failHint(ErrorKind::NotFound, fmt::format("there is no '{}' in the trash", arguments.name),
                    suggestion(arguments.name, names));
}

} // namespace

void addProjectCommands(CLI::App& app, Session& session) {
    const auto made = addCommand(app, session, "new", "Make a project folder", makeProject);
    made->add_option("DIR", made.values().folder, "Folder to make")->required();
    made->add_option("--sample", made.values().sample, "Put a sample into it: weather or bikes");
    auto* projects = app.add_subcommand("project", "The project folder itself");
    projects->require_subcommand(1);
    addCommand(*projects, session, "info", "What is in the project", info);
    addCommand(*projects, session, "check", "Verify the database, the audit chain and every checksum", check);
    const auto audited = addCommand(*projects, session, "audit", "The audit trail, newest first", audit);
    audited->add_option("-n,--limit", audited.values().limit, "How many entries (default 30)")
        ->check(CLI::NonNegativeNumber);
    audited->add_option("--filter", audited.values().filter, "Only entries with this text in action or object");
    addCommand(*projects, session, "trash", "What was deleted", showTrash);
    const auto restored = addCommand(*projects, session, "restore", "Bring a deleted object back", restore);
    restored->add_option("NAME", restored.values().name, "Its name, or its number in the trash")->required();
}

} // namespace lathe::cli
