// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/database.h"

#include <functional>
#include <span>
#include <vector>

namespace lathe {

/// The step from one schema version to the next. Runs inside the migration's transaction.
struct Migration {
    int from = 0;
    std::function<Result<void>(Database&)> apply;
};

/// The steps of Lathe's own schemas, one per released version that is not the newest.
const std::vector<Migration>& projectMigrations();

/// project.sqlite says so in its header (PRAGMA application_id): "Lath".
constexpr int64_t applicationId = 0x4C617468;

/// The schema version of a project database. Errors: Corrupt when it is not one of ours.
Result<int> storedSchemaVersion(Database& database);
Result<void> markSchemaVersion(Database& database, int version);

/// Brings a database to \p target: copies it to "<file>.v<version>.backup", then runs all steps in one
/// transaction. Does nothing when it is there already; of several processes that try at once, one does it.
/// Errors: Unsupported (newer than \p target, or no step leads there), those of a step (nothing is changed
/// then).
Result<void> migrate(Database& database, const Path& file, std::span<const Migration> steps, int target);

} // namespace lathe
