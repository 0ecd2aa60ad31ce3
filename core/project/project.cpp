// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project.h"

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/ids.h"
#include "core/base/log.h"
#include "core/base/process.h"
#include "core/project/audit.h"
#include "core/project/integrity.h"
#include "core/project/migrations.h"
#include "core/project/schema.h"
#include "core/project/session_lock.h"
#include "core/project/temporary.h"

#include <unistd.h>

#include <algorithm>
#include <array>

namespace lathe {

namespace fs = std::filesystem;

struct Project::State {
    Path folder;
    std::string name;
    std::unique_ptr<SessionLock> lock;
    std::unique_ptr<Database> database;
};

namespace {

constexpr auto databaseName = "project.sqlite";
constexpr auto unfinishedPrefix = ".project-";
constexpr std::array<const char*, 6> subfolders{"data", "runs", "models", "serving", "reports", "tmp"};

bool isOurSubfolder(const std::string& name) {
    return std::find(subfolders.begin(), subfolders.end(), name) != subfolders.end();
}

/// True when nothing lies in the folder but what a create() that was killed may have left.
bool isFree(const Path& folder) {
    std::error_code code;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
        const std::string name = it->path().filename().string();
        std::error_code ignored;
        const bool leftover =
            name.starts_with(unfinishedPrefix) || (isOurSubfolder(name) && fs::is_empty(it->path(), ignored));
        if (!leftover) return false;
    }
    return !code;
}

void removeLeftovers(const Path& folder) {
    std::error_code code;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
        std::error_code ignored;
        if (it->path().filename().string().starts_with(unfinishedPrefix)) fs::remove(it->path(), ignored);
    }
}

Result<void> fillDatabase(const Path& file, const std::string& name) {
    LATHE_TRY(auto database, Database::open(file, Database::Mode::Create));
    LATHE_CHECK(markSchemaVersion(*database, Project::schemaVersion));
    return database->transact([&]() -> Result<void> {
        LATHE_CHECK(database->execute(schemaVersion1));
        for (const Migration& step : projectMigrations()) LATHE_CHECK(step.apply(*database));
        LATHE_TRY(auto insert, database->prepare("INSERT INTO meta(key, value) VALUES(?, ?)"));
        LATHE_CHECK(insert.bind("id").bind(newIdText("project")).run());
        LATHE_CHECK(insert.bind("name").bind(name).run());
        LATHE_CHECK(insert.bind("created_at").bind(std::to_string(nowMicros())).run());
        return appendAudit(*database, {"project.create", "project " + name, "", ""});
    });
}

std::string defaultName(const Path& folder) {
    const Path absolute = fs::absolute(folder).lexically_normal();
    const Path last = absolute.has_filename() ? absolute : absolute.parent_path();
    return last.extension() == ".lathe" ? last.stem().string() : last.filename().string();
}

Result<std::string> storedName(Database& database) {
    LATHE_TRY(auto query, database.prepare("SELECT value FROM meta WHERE key = 'name'"));
    LATHE_TRY(const bool row, query.step());
    return row ? query.text(0) : std::string();
}

/// Names the table and key of each kind of object that can go to the trash.
struct TrashKind {
    const char* kind;
    const char* table;
    const char* key;
    bool uniqueName; // the name is taken while the object is there
};
constexpr std::array<TrashKind, 5> trashKinds{{{"dataset", "dataset", "id", true},
                                               {"run", "run", "id", false},
                                               {"model", "model", "name", false},
                                               {"report", "report", "id", false},
                                               {"suite", "suite", "id", true}}};

Result<TrashKind> trashKind(const std::string& kind) {
    for (const auto& each : trashKinds)
        if (each.kind == kind) return each;
    return fail(ErrorKind::InvalidInput, "a {} cannot be put into the trash", kind);
}

Result<void> setDeleted(Database& database, const TrashKind& kind, const std::string& id, bool deleted) {
    LATHE_TRY(auto update, database.prepare(fmt::format("UPDATE {} SET deleted = ? WHERE {} = ? AND deleted = ?",
                                                        kind.table, kind.key)));
    LATHE_CHECK(update.bind(deleted).bind(id).bind(!deleted).run());
    if (database.changes() == 1) return {};
    return fail(ErrorKind::NotFound, "there is no {} '{}'{}", kind.kind, id, deleted ? "" : " in the trash");
}

} // namespace

Project::Project(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Project::~Project() = default;

Result<std::unique_ptr<Project>> Project::create(const Path& folder, const std::string& name) {
    LATHE_CHECK(createFolders(folder));
    if (!isFree(folder))
        return failHint(ErrorKind::Conflict, fmt::format("the folder '{}' is not empty", folder.string()),
                        fs::exists(folder / databaseName) ? "There is a project in it: open it."
                                                          : "Choose a new or an empty folder.");
    removeLeftovers(folder);
    for (const char* each : subfolders) LATHE_CHECK(createFolders(folder / each));
    const Path unfinished = folder / newIdText(".project");
    LATHE_CHECK(fillDatabase(unfinished, name.empty() ? defaultName(folder) : name));
    LATHE_CHECK(publishFile(unfinished, folder / databaseName));
    return open(folder, Access::ReadWrite);
}

Result<std::unique_ptr<Project>> Project::open(const Path& folder, Access access) {
    const Path file = folder / databaseName;
    std::error_code code;
    if (!fs::is_regular_file(file, code))
        return failHint(ErrorKind::NotFound, fmt::format("there is no project in '{}'", folder.string()),
                        "Make one with: lathe new DIR");
    auto state = std::make_unique<State>();
    state->folder = fs::absolute(folder).lexically_normal();
    if (access == Access::Session) {
        LATHE_TRY(state->lock, SessionLock::acquire(state->folder));
    }
    const bool readOnly = access == Access::ReadOnly;
    const auto opened = [&]() -> Result<void> {
        LATHE_TRY(state->database,
                  Database::open(file, readOnly ? Database::Mode::ReadOnly : Database::Mode::ReadWrite));
        if (!readOnly) LATHE_CHECK(migrate(*state->database, file, projectMigrations(), schemaVersion));
        LATHE_TRY(const int version, storedSchemaVersion(*state->database));
        if (version > schemaVersion) return migrate(*state->database, file, {}, schemaVersion);
        if (version < schemaVersion)
            return failHint(ErrorKind::Unsupported,
                            fmt::format("the project was made by an older Lathe (schema version {})", version),
                            "Open it for writing once: that brings it up to date after a backup copy.");
        LATHE_TRY(state->name, storedName(*state->database));
        return {};
    };
    if (auto done = opened(); !done)
        return failure(std::move(done.error()).within(fmt::format("while opening the project '{}'", folder.string())));
    if (!readOnly) {
        for (const char* each : subfolders)
            LATHE_CHECK(createFolders(state->folder / each)); // archives drop empty folders
        if (const size_t swept = sweepTemporaryFolders(state->folder / "tmp"); swept > 0)
            logInfo("removed {} unfinished pieces of work from '{}'", swept, (state->folder / "tmp").string());
    }
    return std::unique_ptr<Project>(new Project(std::move(state)));
}

std::optional<Path> Project::find(const Path& start) {
    std::error_code code;
    for (Path folder = fs::absolute(start, code).lexically_normal();; folder = folder.parent_path()) {
        if (fs::is_regular_file(folder / databaseName, code))
            return folder.has_filename() ? folder : folder.parent_path();
        if (folder == folder.parent_path()) return std::nullopt;
    }
}

std::optional<LockHolder> Project::sessionHolder(const Path& folder) { return SessionLock::holder(folder); }

const Path& Project::folder() const { return m_state->folder; }
std::string Project::name() const { return m_state->name; }
bool Project::readOnly() const { return m_state->database->readOnly(); }
Database& Project::database() const { return *m_state->database; }

Result<void> Project::change(AuditEntry entry, const std::function<Result<void>(AuditEntry&)>& work) const {
    return database().transact([&]() -> Result<void> {
        LATHE_CHECK(work(entry));
        return appendAudit(database(), entry);
    });
}

Result<ScopedFolder> Project::temporaryFolder(std::string_view purpose) const {
    if (readOnly())
        return failHint(ErrorKind::Unsupported, "the project is open read-only", "Open it for writing to change it.");
    return ownedTemporaryFolder(folder() / "tmp", purpose);
}

Result<void> Project::recordFile(const PublishedFile& file) const {
    LATHE_TRY(auto insert, database().prepare("INSERT INTO file(path, bytes, sha256, owner) VALUES(?, ?, ?, ?)"));
    return insert.bind(file.path).bind(static_cast<int64_t>(file.bytes)).bind(file.digest).bind(file.owner).run();
}

Result<void> Project::recordFile(const std::string& path, const std::string& owner) const {
    LATHE_TRY(std::string digest, sha256File(folder() / path));
    std::error_code code;
    const uintmax_t bytes = fs::file_size(folder() / path, code);
    if (code) return fail(ErrorKind::Io, "cannot read '{}': {}", path, code.message());
    return recordFile(PublishedFile{path, bytes, std::move(digest), owner});
}

Result<std::vector<AuditRecord>> Project::audit(size_t limit, int64_t beforeSequence, const std::string& filter) const {
    return readAudit(database(), limit, beforeSequence, filter);
}

Result<void> Project::moveToTrash(const std::string& kind, const std::string& id, const std::string& name) const {
    LATHE_TRY(const TrashKind known, trashKind(kind));
    return change({kind + ".delete", kind + " " + name, "", ""}, [&](AuditEntry&) -> Result<void> {
        LATHE_CHECK(setDeleted(database(), known, id, true));
        LATHE_TRY(
            auto insert,
            database().prepare("INSERT INTO trash(kind, object, name, deleted_at, deleted_by) VALUES(?, ?, ?, ?, ?)"));
        return insert.bind(kind).bind(id).bind(name).bind(nowMicros()).bind(userName()).run();
    });
}

Result<std::vector<TrashItem>> Project::trash() const {
    LATHE_TRY(auto query,
              database().prepare("SELECT id, kind, name, deleted_at, deleted_by FROM trash ORDER BY id DESC"));
    std::vector<TrashItem> items;
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) return items;
        items.push_back({query.integer(0), query.text(1), query.text(2), query.integer(3), query.text(4)});
    }
}

Result<void> Project::restore(int64_t trashId) const {
    return change({}, [&](AuditEntry& entry) -> Result<void> {
        LATHE_TRY(auto query, database().prepare("SELECT kind, object, name FROM trash WHERE id = ?"));
        LATHE_TRY(const bool found, query.bind(trashId).step());
        if (!found) return fail(ErrorKind::NotFound, "there is nothing number {} in the trash", trashId);
        const std::string kind = query.text(0), id = query.text(1), name = query.text(2);
        LATHE_TRY(const TrashKind known, trashKind(kind));
        entry = {kind + ".restore", kind + " " + name, "", ""};
        if (auto restored = setDeleted(database(), known, id, false); !restored) {
            if (!known.uniqueName || restored.error().kind != ErrorKind::Conflict) return restored;
            return failHint(ErrorKind::Conflict, fmt::format("another {} is called '{}' by now", kind, name),
                            fmt::format("Delete that one first, then restore this {}.", kind));
        }
        LATHE_TRY(auto remove, database().prepare("DELETE FROM trash WHERE id = ?"));
        return remove.bind(trashId).run();
    });
}

Result<std::vector<ProjectProblem>> Project::check(const JobContext& job) const {
    return projectProblems(database(), folder(), job);
}

} // namespace lathe
