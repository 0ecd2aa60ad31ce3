// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "core/project/project.h"

namespace CLI {
class App;
}

namespace lathe::cli {

/// Exit statuses, as the manual promises them.
enum Status { Done = 0, Failed = 1, WrongUsage = 2, SaidNo = 3, Interrupted = 130 };

/// What all commands share: the options that stand before any of them, and what they make of those.
class Session {
public:
    Output output;
    std::string projectFolder;
    std::string logLevel = "warning";

    /// The project of --project, or the nearest one at or above the current folder.
    Result<std::unique_ptr<Project>> open(Project::Access access = Project::Access::ReadWrite) const;
    /// For the command's work: reports progress, stops on Ctrl+C.
    [[nodiscard]] JobContext job() const;

    /// Set by the chosen command while the arguments are read, run afterwards.
    std::function<Result<int>()> action;
    std::unique_ptr<Interrupt> interrupt;
};

/// Opens the window on a project folder (empty: the welcome page).
using WindowEntry = std::function<int(const std::string& folder)>;

/// Reads the arguments, runs the command, and returns the exit status. Without a command the window opens.
int run(int argc, char** argv, const WindowEntry& window);

void addDataCommands(CLI::App& app, Session& session);
/// `data profile`, below `data`.
void addProfileCommand(CLI::App& data, Session& session);
void addQueryCommands(CLI::App& data, Session& session);  ///< those of `data` that look at rows
void addRecipeCommands(CLI::App& data, Session& session); ///< those of `data` that clean and conceal
void addRunCommands(CLI::App& app, Session& session);
void addModelCommands(CLI::App& app, Session& session);
void addServeCommands(CLI::App& app, Session& session);
void addDriftCommands(CLI::App& app, Session& session);
void addPipelineCommands(CLI::App& app, Session& session);
void addProjectCommands(CLI::App& app, Session& session);
/// Further commands of `data` and `project`, which must be there.
void addVersionCommands(CLI::App& app, Session& session);
void addValidationCommands(CLI::App& app, Session& session);

/// `lathe --batch FILE`: the same as `lathe pipeline run FILE`.
Result<int> runBatch(const Session& session, const std::string& file, const std::vector<std::string>& settings);

} // namespace lathe::cli
