// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "app/cli/cli.h"

namespace lathe::cli {

/// A command and the values its options are read into; both live as long as the parser.
template <typename Arguments>
struct Command {
    CLI::App* app;
    std::shared_ptr<Arguments> arguments;

    CLI::App* operator->() const { return app; }
    Arguments& values() const { return *arguments; }
};

/// Adds a command that calls \p work with its arguments when it is the chosen one.
template <typename Arguments>
Command<Arguments> addCommand(CLI::App& group, Session& session, const std::string& name, const std::string& help,
                              Result<int> (*work)(const Session&, const Arguments&)) {
    Command<Arguments> command{group.add_subcommand(name, help), std::make_shared<Arguments>()};
    command.app->callback([&session, arguments = command.arguments, work] {
        session.action = [&session, arguments, work] { return work(session, *arguments); };
    });
    return command;
}

/// The arguments of a command that names one thing.
struct OneName {
    std::string name;
};

struct NoArguments {};

} // namespace lathe::cli
