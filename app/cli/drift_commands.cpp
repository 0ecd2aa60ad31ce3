// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/base/text.h"
#include "core/drift/reports.h"
#include "core/pipeline/drift_task.h"

namespace lathe::cli {

namespace {

struct ReportArguments {
    DriftTask task;
    std::string html;
    std::string json;
    std::vector<std::string> tests;
    bool failOnDrift = false;
    bool noSave = false;
};

std::string driftText(const DriftResult& drift) {
    std::string text = fmt::format("{} → {}: {}\n{} of {} columns drifted (share {})\n\n", drift.reference,
                                   drift.current, drift.drifted ? "the data drifted" : "no dataset drift",
                                   drift.driftedColumns, drift.columns.size(), shortNumber(drift.share, 3));
    TextTable table({"COLUMN", "ROLE", "TEST", "SCORE", "THRESHOLD", "DRIFT"});
    for (const auto& column : drift.columns)
        table.add({column.column, column.role, column.test.empty() ? "–" : column.test,
                   column.test.empty() ? "–" : shortNumber(column.score, 4),
                   column.test.empty() ? "–" : shortNumber(column.threshold, 4),
                   column.message.empty() ? (column.drifted ? "yes" : "no") : column.message});
    text += table.text();
    if (drift.performance.empty()) return text;
    TextTable quality({"METRIC OF " + drift.model, "REFERENCE", "CURRENT"});
    for (const auto& [metric, values] : drift.performance)
        quality.add({metric, shortNumber(values.first), shortNumber(values.second)});
    return text + "\n" + quality.text();
}

Result<int> report(const Session& session, const ReportArguments& arguments) {
    DriftTask task = arguments.task;
    for (const auto& entry : arguments.tests) {
        const auto equals = entry.rfind('=');
        if (equals == std::string::npos)
            return fail(ErrorKind::InvalidInput, "--test '{}' is not of the form column=test", entry);
        task.options.tests[entry.substr(0, equals)] = entry.substr(equals + 1);
    }
    LATHE_TRY(const auto project,
              session.open(arguments.noSave ? Project::Access::ReadOnly : Project::Access::ReadWrite));
    LATHE_TRY(const DriftResult drift, runDriftTask(*project, task, session.job()));
    Json json = drift.toJson();
    std::string text = driftText(drift);
    if (!arguments.noSave) {
        LATHE_TRY(const auto saved, Reports(*project).save(drift));
        json["report"] = {{"id", saved.id.str()},
                          {"html", (project->folder() / saved.html).string()},
                          {"json", (project->folder() / saved.json).string()}};
        text += "\nReport: " + (project->folder() / saved.html).string() + "\n";
    }
    if (!arguments.html.empty()) LATHE_CHECK(writeFileAtomic(arguments.html, toHtml(drift)));
    if (!arguments.json.empty()) LATHE_CHECK(writeFileAtomic(arguments.json, drift.toJson().dump(2)));
    session.output.result(json, text);
    return arguments.failOnDrift && (drift.drifted || drift.labelDrifted) ? SaidNo : Done;
}

Result<int> list(const Session& session, const NoArguments&) {
    LATHE_TRY(const auto project, session.open(Project::Access::ReadOnly));
    LATHE_TRY(const auto reports, Reports(*project).list());
    TextTable table({"REPORT", "REFERENCE", "CURRENT", "SHARE", "DRIFT", "MADE"});
    Json json = Json::array();
    for (const auto& item : reports) {
        json.push_back({{"id", item.id.str()},
                        {"title", item.title},
                        {"reference", item.reference},
                        {"current", item.current},
                        {"drifted", item.drifted},
                        {"share", item.share},
                        {"html", item.html},
                        {"json", item.json},
                        {"created_at", isoTime(item.createdAt)}});
        table.add({item.id.str(), item.reference, item.current, shortNumber(item.share, 3), item.drifted ? "yes" : "no",
                   localTime(item.createdAt)});
    }
    session.output.result(json, table.empty() ? "No reports yet. Make one: lathe drift report REFERENCE CURRENT"
                                              : table.text());
    return Done;
}

} // namespace

void addDriftCommands(CLI::App& app, Session& session) {
    auto* drift = app.add_subcommand("drift", "Compare two sets of rows");
    drift->require_subcommand(1);
    const auto command = addCommand(*drift, session, "report",
                                    "Compare two versions, or a version with a deployment's requests", report);
    auto& arguments = command.values();
    command->add_option("REFERENCE", arguments.task.reference, "Version, or requests:DEPLOYMENT")->required();
    command->add_option("CURRENT", arguments.task.current, "Version, or requests:DEPLOYMENT")->required();
    command->add_option("--defaults", arguments.task.options.defaults, "lathe (default) or evidently");
    command->add_option("--target", arguments.task.options.target, "Label column");
    command->add_option("--prediction", arguments.task.options.prediction, "Column of predictions");
    command->add_option("--columns", arguments.task.options.columns, "Only these columns, separated by commas")
        ->delimiter(',');
    command->add_option("--test", arguments.tests, "column=test (may be repeated)");
    command->add_option("--drift-share", arguments.task.options.driftShare,
                        "Share of columns from which the data counts as drifted (default 0.5)");
    command->add_option("--model", arguments.task.model, "Report this model's quality on both sides");
    command->add_option("--html", arguments.html, "Write the report as one HTML file");
    command->add_option("--report-json", arguments.json, "Write the report as JSON");
    command->add_flag("--fail-on-drift", arguments.failOnDrift, "Exit with 3 when the data or the label drifted");
    command->add_flag("--no-save", arguments.noSave, "Do not keep the report in the project");
    addCommand(*drift, session, "list", "List the reports kept in the project", list);
}

} // namespace lathe::cli
