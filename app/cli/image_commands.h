// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/cli.h"
#include "core/data/images/image_dataset.h"

namespace lathe::cli {

/// `lathe data images …`
void addImageCommands(CLI::App& data, Session& session);

/// `lathe data suspects` and what changes labels and pictures.
void addLabelCommands(CLI::App& data, CLI::App& images, Session& session);

/// Imports and says what came of it; `lathe data import` uses it for folders of pictures.
Result<int> importImageFolder(const Session& session, const Project& project, const Path& source,
                              const std::string& dataset, const images::ImageImportOptions& options);

} // namespace lathe::cli
