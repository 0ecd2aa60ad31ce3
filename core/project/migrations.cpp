// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/migrations.h"

#include "core/base/log.h"
#include "core/project/audit.h"
#include "core/project/schema.h"

#include <algorithm>

namespace lathe {

namespace {

Result<int64_t> pragma(Database& database, const char* name) {
    LATHE_TRY(auto query, database.prepare(fmt::format("PRAGMA {}", name)));
    LATHE_TRY(const bool row, query.step());
    return row ? query.integer(0) : 0;
}

Result<void> backUp(Database& database, const Path& file, int version) {
    const Path backup = file.string() + fmt::format(".v{}.backup", version);
    const Path unfinished = backup.string() + ".part";
    std::error_code code;
    std::filesystem::remove(unfinished, code);
    LATHE_CHECK(database.backupTo(unfinished));
    LATHE_CHECK(publishFile(unfinished, backup));
    logInfo("kept the project's database of schema version {} as '{}'", version, backup.string());
    return {};
}

Error tooNew(const Path& file, int version, int target) {
    return {
        ErrorKind::Unsupported,
        fmt::format("'{}' has schema version {}, this Lathe knows versions up to {}", file.string(), version, target),
        "The project was used with a newer Lathe: open it with that one.",
        {}};
}

} // namespace

const std::vector<Migration>& projectMigrations() {
    static const std::vector<Migration> steps{
        {1, [](Database& database) { return database.execute(schemaVersion2); }},
        {2, [](Database& database) { return database.execute(schemaVersion3); }},
    };
    return steps;
}

Result<int> storedSchemaVersion(Database& database) {
    LATHE_TRY(const int64_t id, pragma(database, "application_id"));
    if (id != applicationId)
        return failHint(ErrorKind::Corrupt, "project.sqlite is not the database of a Lathe project",
                        "Restore it from a backup, or choose another folder.");
    LATHE_TRY(const int64_t version, pragma(database, "user_version"));
    return static_cast<int>(version);
}

Result<void> markSchemaVersion(Database& database, int version) {
    return database.execute(fmt::format("PRAGMA application_id={}; PRAGMA user_version={}", applicationId, version));
}

Result<void> migrate(Database& database, const Path& file, std::span<const Migration> steps, int target) {
    LATHE_TRY(const int found, storedSchemaVersion(database));
    if (found == target) return {};
    if (found > target) return failure(tooNew(file, found, target));
    return database.transact([&]() -> Result<void> {
        LATHE_TRY(int version, storedSchemaVersion(database)); // another process may have been quicker
        if (version == target) return {};
        const int before = version;
        LATHE_CHECK(backUp(database, file, before));
        for (; version < target; ++version) {
            const auto step =
                std::find_if(steps.begin(), steps.end(), [&](const Migration& each) { return each.from == version; });
            if (step == steps.end())
                return fail(ErrorKind::Unsupported, "'{}' has schema version {}, which cannot be migrated to {}",
                            file.string(), before, target);
            if (auto applied = step->apply(database); !applied)
                return failure(
                    std::move(applied.error())
                        .within(fmt::format("while migrating schema version {} to {}", version, version + 1)));
        }
        LATHE_CHECK(markSchemaVersion(database, target));
        return appendAudit(database, {"project.migrate", "project", fmt::format(R"({{"schema":{}}})", before),
                                      fmt::format(R"({{"schema":{}}})", target)});
    });
}

} // namespace lathe
