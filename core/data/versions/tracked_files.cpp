// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/versions/tracked_files.h"

#include <algorithm>
#include <atomic>
#include <ctime>
#include <mutex>
#include <span>

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/data/versions/folder_scan.h"

namespace lathe {

namespace fs = std::filesystem;

namespace {

/// File systems stamp with the kernel's coarse clock, which is at most this much behind.
constexpr int64_t clockTick = 10'000'000; // nanoseconds

struct Known {
    std::string path;
    std::string md5;
    uint64_t bytes = 0;
    uint64_t inode = 0;
    int64_t modified = 0;
    int64_t hashedAt = 0; ///< nanoseconds, before the file was read

    [[nodiscard]] bool vouchesFor(const FileStamp& stamp) const {
        return bytes == stamp.bytes && inode == stamp.inode && modified == stamp.modified &&
               modified + clockTick < hashedAt;
    }
};

int64_t nowNanos() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * int64_t{1'000'000'000} + now.tv_nsec;
}

Result<std::vector<Known>> knownFiles(Database& database, int64_t id) {
    LATHE_TRY(
        Statement statement,
        database.prepare(
            "SELECT path, md5, bytes, inode, mtime, hashed_at FROM tracked_file WHERE tracked = ? ORDER BY path"));
    statement.bind(id);
    std::vector<Known> known;
    for (;;) {
        LATHE_TRY(const bool more, statement.step());
        if (!more) return known;
        known.push_back({statement.text(0), statement.text(1), static_cast<uint64_t>(statement.integer(2)),
                         static_cast<uint64_t>(statement.integer(3)), statement.integer(4), statement.integer(5)});
    }
}

Result<std::vector<FileStamp>> presentFiles(const Path& place, bool isFolder, const JobContext& job) {
    if (isFolder) {
        std::error_code code;
        if (!fs::is_directory(place, code)) return std::vector<FileStamp>();
        return scanFolder(place, job);
    }
    auto one = stampOf(place);
    if (one) return std::vector<FileStamp>{*one};
    if (one.error().kind == ErrorKind::NotFound) return std::vector<FileStamp>();
    return failure(std::move(one.error()));
}

Path fileAt(const Path& place, const std::string& path) { return path.empty() ? place : place / path; }

/// Reads the files that \p stamps say, in parallel.
Result<std::vector<Known>> hashed(const Path& place, const std::vector<FileStamp>& stamps, const JobContext& job) {
    std::vector<Known> files(stamps.size());
    std::mutex mutex;
    Result<void> outcome;
    std::atomic<bool> failed = false;
    job.beginStage("hashing files", static_cast<double>(stamps.size()), "files");
    parallelFor(stamps.size(), [&](size_t i) {
        if (failed) return;
        const FileStamp& stamp = stamps[i];
        const int64_t before = nowNanos();
        auto digest = job.checkStop().and_then([&] { return md5File(fileAt(place, stamp.path), job.stopToken()); });
        job.addDone(1);
        if (digest) {
            files[i] = {stamp.path, std::move(*digest), stamp.bytes, stamp.inode, stamp.modified, before};
            return;
        }
        failed = true;
        const std::lock_guard lock(mutex);
        if (outcome) outcome = failure(std::move(digest.error()));
    });
    LATHE_CHECK(outcome);
    return files;
}

Result<void> store(Database& database, int64_t id, std::span<const Known> files, const JobContext& job) {
    LATHE_TRY(
        Statement insert,
        database.prepare("INSERT OR REPLACE INTO tracked_file(tracked, path, md5, bytes, inode, mtime, hashed_at) "
                         "VALUES(?, ?, ?, ?, ?, ?, ?)"));
    for (const Known& file : files) {
        LATHE_CHECK(job.checkStop());
        insert.bind(id)
            .bind(file.path)
            .bind(file.md5)
            .bind(static_cast<int64_t>(file.bytes))
            .bind(static_cast<int64_t>(file.inode));
        LATHE_CHECK(insert.bind(file.modified).bind(file.hashedAt).run());
    }
    return {};
}

Result<void> forget(Database& database, int64_t id, const std::vector<std::string>& paths, const JobContext& job) {
    LATHE_TRY(Statement remove, database.prepare("DELETE FROM tracked_file WHERE tracked = ? AND path = ?"));
    for (const std::string& path : paths) {
        LATHE_CHECK(job.checkStop());
        LATHE_CHECK(remove.bind(id).bind(path).run());
    }
    return {};
}

/// What is there beside what is known: both sorted by path.
struct Comparison {
    std::vector<FileStamp> doubtful; ///< known, but the stat cache does not vouch for it
    std::vector<const Known*> doubtfulKnown;
    std::vector<FileStamp> added;
    std::vector<std::string> missing;
};

Comparison compare(const std::vector<Known>& known, const std::vector<FileStamp>& present) {
    Comparison result;
    size_t k = 0;
    for (const FileStamp& stamp : present) {
        while (k < known.size() && known[k].path < stamp.path) result.missing.push_back(known[k++].path);
        if (k == known.size() || known[k].path != stamp.path) {
            result.added.push_back(stamp);
        } else if (known[k].vouchesFor(stamp)) {
            ++k;
        } else {
            result.doubtfulKnown.push_back(&known[k++]);
            result.doubtful.push_back(stamp);
        }
    }
    while (k < known.size()) result.missing.push_back(known[k++].path);
    return result;
}

Result<std::string> relativePath(const Project& project, const Path& path) {
    const Path whole = fs::absolute(path).lexically_normal();
    const Path relative = (whole.has_filename() ? whole : whole.parent_path()).lexically_relative(project.folder());
    if (relative.empty() || *relative.begin() != "..")
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' lies in the project itself", path.string()),
                        "Track what lies outside; the project's own files are checked by: lathe project check");
    return relative.generic_string();
}

Result<std::optional<int64_t>> trackedId(Database& database, const std::string& path) {
    LATHE_TRY(Statement statement, database.prepare("SELECT id FROM tracked WHERE path = ?"));
    LATHE_TRY(const bool found, statement.bind(path).step());
    return found ? std::optional(statement.integer(0)) : std::nullopt;
}

} // namespace

Result<TrackedPath> TrackedFiles::track(const Path& path, const JobContext& job) const {
    LATHE_TRY(const std::string relative, relativePath(*m_project, path));
    const Path place = (m_project->folder() / relative).lexically_normal();
    std::error_code code;
    const bool isFolder = fs::is_directory(place, code);
    if (!isFolder && !fs::is_regular_file(place, code))
        return failHint(ErrorKind::NotFound, fmt::format("'{}' is neither a file nor a folder", path.string()),
                        "Check the path.");
    LATHE_TRY(const auto before, trackedId(m_project->database(), relative));
    std::vector<Known> known;
    if (before) {
        LATHE_TRY(known, knownFiles(m_project->database(), *before));
    }
    LATHE_TRY(const auto present, presentFiles(place, isFolder, job));
    Comparison found = compare(known, present);
    found.added.insert(found.added.end(), found.doubtful.begin(), found.doubtful.end());
    LATHE_TRY(const std::vector<Known> fresh, hashed(place, found.added, job));

    TrackedPath tracked{0, relative, isFolder, nowMicros(), present.size(), 0};
    for (const FileStamp& file : present) tracked.bytes += file.bytes;
    const Json after{{"files", tracked.files}, {"bytes", tracked.bytes}};
    const auto enter = [&](AuditEntry&) -> Result<void> {
        Database& database = m_project->database();
        LATHE_TRY(Statement insert,
                  database.prepare(
                      "INSERT INTO tracked(path, folder, tracked_at) VALUES(?, ?, ?) ON CONFLICT(path) DO UPDATE SET "
                      "folder = excluded.folder, tracked_at = excluded.tracked_at"));
        LATHE_CHECK(insert.bind(relative).bind(isFolder).bind(tracked.trackedAt).run());
        LATHE_TRY(const auto id, trackedId(database, relative));
        tracked.id = id.value_or(0);
        LATHE_CHECK(forget(database, tracked.id, found.missing, job));
        return store(database, tracked.id, fresh, job);
    };
    LATHE_CHECK(m_project->change({"files.track", "files " + relative, "", after.dump()}, enter));
    return tracked;
}

Result<std::vector<TrackedPath>> TrackedFiles::list() const {
    LATHE_TRY(
        Statement statement,
        m_project->database().prepare(
            "SELECT t.id, t.path, t.folder, t.tracked_at, count(f.path), coalesce(sum(f.bytes), 0) FROM tracked t "
            "LEFT JOIN tracked_file f ON f.tracked = t.id GROUP BY t.id ORDER BY t.path"));
    std::vector<TrackedPath> paths;
    for (;;) {
        LATHE_TRY(const bool more, statement.step());
        if (!more) return paths;
        paths.push_back({statement.integer(0), statement.text(1), statement.integer(2) != 0, statement.integer(3),
                         static_cast<uint64_t>(statement.integer(4)), static_cast<uint64_t>(statement.integer(5))});
    }
}

Result<TrackedStatus> TrackedFiles::status(const TrackedPath& tracked, const JobContext& job) const {
    TrackedStatus status;
    status.tracked = tracked;
    const Path root = place(tracked);
    LATHE_TRY(const auto known, knownFiles(m_project->database(), tracked.id));
    LATHE_TRY(const auto present, presentFiles(root, tracked.isFolder, job));
    const Comparison found = compare(known, present);
    status.files = present.size();
    status.missing = found.missing;
    for (const FileStamp& stamp : found.added) status.added.push_back(stamp.path);
    LATHE_TRY(const auto fresh, hashed(root, found.doubtful, job));
    status.hashed = fresh.size();
    std::vector<Known> learned;
    for (size_t i = 0; i < fresh.size(); ++i) {
        if (fresh[i].md5 == found.doubtfulKnown[i]->md5) {
            learned.push_back(fresh[i]);
        } else {
            status.changed.push_back(fresh[i].path);
        }
    }
    // Not a change of state: what is recorded stays the same, it is only quicker to check.
    if (!learned.empty() && !m_project->readOnly())
        LATHE_CHECK(
            m_project->database().transact([&] { return store(m_project->database(), tracked.id, learned, job); }));
    return status;
}

Result<std::string> TrackedFiles::trackedName(const Path& path) const { return relativePath(*m_project, path); }

Result<void> TrackedFiles::untrack(const Path& path) const {
    LATHE_TRY(const std::string relative, relativePath(*m_project, path));
    LATHE_TRY(const auto id, trackedId(m_project->database(), relative));
    if (!id) {
        LATHE_TRY(const auto all, list());
        std::vector<std::string> known;
        for (const TrackedPath& each : all) known.push_back(each.path);
        return failHint(ErrorKind::NotFound, fmt::format("'{}' is not tracked", path.string()),
                        suggestion(relative, known));
    }
    return m_project->change({"files.untrack", "files " + relative, "", ""}, [&](AuditEntry&) -> Result<void> {
        for (const char* sql : {"DELETE FROM tracked_file WHERE tracked = ?", "DELETE FROM tracked WHERE id = ?"}) {
            LATHE_TRY(Statement remove, m_project->database().prepare(sql));
            LATHE_CHECK(remove.bind(*id).run());
        }
        return {};
    });
}

} // namespace lathe
