// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli.h"

#include <CLI/CLI.hpp>

#include "core/base/log.h"
#include "core/base/text.h"
#include "core/base/version.h"

namespace lathe::cli {

Result<std::unique_ptr<Project>> Session::open(Project::Access access) const {
    if (!projectFolder.empty()) return Project::open(projectFolder, access);
    const auto found = Project::find(std::filesystem::current_path());
    if (!found)
        return failHint(ErrorKind::NotFound, "there is no project here",
                        "Name one with --project DIR, or make one with: lathe new DIR");
    return Project::open(*found, access);
}

JobContext Session::job() const { return {interrupt ? interrupt->token() : std::stop_token{}, output.progress()}; }

namespace {

constexpr const char* description =
    "Lathe: the machine-learning lifecycle on one machine.\n"
    "Without a command the window opens. Exit status: 0 done, 1 failed, 2 wrong usage, 3 a check said no, 130 interrupted.";

int finish(const Session& session, Result<int> outcome) {
    if (outcome) {
        const auto flushed = Output::flushed();
        if (flushed) return *outcome;
        outcome = failure(flushed.error());
    }
    session.output.error(outcome.error());
    return outcome.error().kind == ErrorKind::Cancelled ? Interrupted : Failed;
}

/// CLI11 takes the first unknown word for the window's project; a slip in a command's name should not open a window.
Result<void> checkProjectWord(const CLI::App& app, const std::string& word) {
    if (word.empty()) return {};
    const CLI::App* group = &app;
    std::string path = app.get_name();
    while (!group->get_subcommands().empty()) {
        group = group->get_subcommands().front();
        path += " " + group->get_name();
    }
    std::vector<std::string> names;
    for (const auto* command : group->get_subcommands({})) names.push_back(command->get_name());
    if (group == &app && std::filesystem::exists(word)) return {};
    const std::string message = group == &app ? fmt::format("'{}' is neither a command nor a project folder", word)
                                              : fmt::format("'{}' is no command of '{}'", word, path);
    return names.empty() ? Result<void>() : failHint(ErrorKind::NotFound, message, suggestion(word, names));
}

int usage(const CLI::App& app, const Session& session, const CLI::ParseError& error, const std::string& word) {
    if (error.get_exit_code() == 0) return app.exit(error);
    if (const auto checked = checkProjectWord(app, word); !checked) {
        session.output.error(checked.error());
        return WrongUsage;
    }
    session.output.error(Error{ErrorKind::InvalidInput, error.what(), "Run with --help to see what is possible.", {}});
    return WrongUsage;
}

} // namespace

int run(int argc, char** argv, const WindowEntry& window) {
    Session session;
    CLI::App app(description, "lathe");
    app.set_version_flag("--version", std::string("lathe ") + versionText);
    app.require_subcommand(0, 1);
    std::string folder;
    std::string batch;
    std::vector<std::string> settings;
    app.add_option("PROJECT", folder, "Project folder to open in the window");
    app.add_option("--batch", batch, "Run a pipeline file without a window");
    app.add_option("--set", settings, "Set a pipeline variable: name=value (may be repeated)");
    app.add_option("-p,--project", session.projectFolder,
                   "Project folder (default: the one at or above the current folder)");
    app.add_flag("--json", session.output.json, "Print one JSON value on standard output");
    app.add_flag("-q,--quiet", session.output.quiet, "No progress and no remarks");
    app.add_option("--log-level", session.logLevel, "debug, info, warning, error or off");
    app.fallthrough();
    addDataCommands(app, session);
    addRunCommands(app, session);
    addModelCommands(app, session);
    addServeCommands(app, session);
    addDriftCommands(app, session);
    addPipelineCommands(app, session);
    addProjectCommands(app, session);
    addVersionCommands(app, session);
    addValidationCommands(app, session);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return usage(app, session, error, folder);
    }
    const auto level = parseLogLevel(session.logLevel);
    if (!level) {
        session.output.error(level.error());
        return WrongUsage;
    }
    setConsoleLogLevel(*level);
    if (!batch.empty()) session.action = [&] { return runBatch(session, batch, settings); };
    if (session.action) {
        session.interrupt = std::make_unique<Interrupt>([&session] {
            session.output.note("Stopping; what is unfinished is removed first. Ctrl+C again ends at once.");
        });
        return finish(session, session.action());
    }
    if (const auto checked = checkProjectWord(app, folder); !checked) {
        session.output.error(checked.error());
        return WrongUsage;
    }
    return window(folder.empty() ? session.projectFolder : folder);
}

} // namespace lathe::cli
