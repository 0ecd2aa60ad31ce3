// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/project/database.h"

namespace lathe {

/// One change of state, as it goes into the audit trail.
struct AuditEntry {
    std::string action; ///< "dataset.import", "run.start", "model.alias"…: object kind, dot, verb
    std::string object; ///< what it happened to: "dataset weather@2", "run run-3f…"
    std::string before; ///< JSON text, or empty
    std::string after;  ///< JSON text, or empty
};

/// An entry as stored. \p hash = SHA-256 over the previous entry's hash and this entry's fields; the exact
/// bytes are written down in docs/project-format.md.
struct AuditRecord {
    int64_t sequence = 0;
    int64_t time = 0; ///< microseconds UTC
    std::string who;
    std::string host;
    std::string program;
    AuditEntry entry;
    std::string previousHash;
    std::string hash;
};

/// Who holds a project's session lock.
struct LockHolder {
    std::string user;
    std::string host;
    int pid = 0;
    std::string program;
    int64_t since = 0;                          ///< microseconds UTC
    [[nodiscard]] std::string describe() const; ///< "anna on lab-3 (lathe, process 4711) since 2026-03-01 12:30"
};

/// A deleted object that can come back.
struct TrashItem {
    int64_t id = 0;
    std::string kind; ///< "dataset", "run", "model"…
    std::string name;
    int64_t deletedAt = 0;
    std::string deletedBy;
};

/// A file below the project folder that is complete and never changes again, as Project::check() verifies it.
struct PublishedFile {
    std::string path; ///< relative to the project folder
    uint64_t bytes = 0;
    std::string digest; ///< of sha256File() or treeHashFile()
    std::string owner;  ///< whose it is, for people: "dataset weather@2"
};

struct ProjectProblem {
    std::string object; ///< what is damaged: "data/ab12…/3.h5", "audit entry 17", "table run"
    std::string message;
    std::string consequence; ///< what no longer works, and what still does
};

/// A project folder: project.sqlite and the files beside it (design: docs/project-format.md).
///
/// Any number of processes may have a project open and write at the same time: each change is one short
/// transaction. The *session lock* is for the workbench alone: the second window is told who holds it and may
/// open read-only. Thread safe.
class Project {
public:
    static constexpr int schemaVersion = 3;

    enum class Access {
        ReadOnly,  ///< no change is possible, not even to the lock
        ReadWrite, ///< for commands, workers and servers: no session lock
        Session,   ///< ReadWrite and the session lock, held until the object ends
    };

    /// Makes the folder (which must not exist, or be empty) with an empty project. Errors: Conflict, Io.
    static Result<std::unique_ptr<Project>> create(const Path& folder, const std::string& name = {});

    /// Opens the project, migrating an older schema in one transaction after a backup copy, and sweeping tmp/ of
    /// work whose process is gone. Errors: NotFound (no project there), Unsupported (newer schema),
    /// Locked (Session only; the message names the holder), Corrupt, Io.
    static Result<std::unique_ptr<Project>> open(const Path& folder, Access access);

    ~Project();

    /// The nearest folder at or above \p start that holds a project.sqlite.
    static std::optional<Path> find(const Path& start);

    /// Who holds the session lock of a project, if anybody does.
    static std::optional<LockHolder> sessionHolder(const Path& folder);

    [[nodiscard]] const Path& folder() const;
    [[nodiscard]] std::string name() const;
    [[nodiscard]] bool readOnly() const;
    [[nodiscard]] Database& database() const;

    /// Runs \p change in one transaction together with its audit entry (which it may fill in as it goes).
    /// Errors: those of \p change, Unsupported when read-only, Io.
    Result<void> change(AuditEntry entry, const std::function<Result<void>(AuditEntry&)>& work) const;

    /// A fresh folder below tmp/ for unfinished work of this process; removed when the object ends or, should the
    /// process die, on the next open.
    Result<ScopedFolder> temporaryFolder(std::string_view purpose) const;

    /// Enters a published file into the table of files; call inside change(), after the file is in place and durable.
    /// Errors: Conflict (the path is entered already), NotFound, Io.
    Result<void> recordFile(const PublishedFile& file) const;
    /// The same, with size and SHA-256 taken from the file at \p path (relative to the project folder).
    Result<void> recordFile(const std::string& path, const std::string& owner) const;

    /// Newest first; \p filter is a part of the object or the action, empty for all.
    Result<std::vector<AuditRecord>> audit(size_t limit, int64_t beforeSequence = INT64_MAX,
                                           const std::string& filter = {}) const;

    /// Deletes into the trash: marks the row of \p kind ("dataset", "run", "model", "report", "suite") as deleted. Its
    /// files stay. \p id is the row's key (a model's is its name), \p name what people call it. Errors: NotFound,
    /// InvalidInput (kind).
    Result<void> moveToTrash(const std::string& kind, const std::string& id, const std::string& name) const;
    Result<std::vector<TrashItem>> trash() const;
    /// Brings an object back under its name. Errors: NotFound, Conflict (the name is in use again).
    Result<void> restore(int64_t trashId) const;

    /// Verifies SQLite's own integrity, foreign keys, the audit chain, and the checksum of every published file.
    /// Returns what is damaged; an empty list means clean. Errors: Cancelled, Io.
    Result<std::vector<ProjectProblem>> check(const JobContext& job) const;

private:
    struct State;
    explicit Project(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace lathe
