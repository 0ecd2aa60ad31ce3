// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/cli.h"

namespace lathe::cli {

/// `lathe data import`, with the options of a pipeline's import step.
void addImportCommand(CLI::App& data, Session& session);

} // namespace lathe::cli
