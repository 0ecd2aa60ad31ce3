// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/garbage.h"

#include "core/base/clock.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

namespace lathe {

namespace fs = std::filesystem;

namespace {

constexpr int64_t microsPerDay = 86'400'000'000;

struct TrashRow {
    int64_t id = 0;
    std::string kind;
    std::string object;
    std::string name;
};

Result<void> run(Database& database, std::string_view sql, const std::vector<std::string>& parameters) {
    LATHE_TRY(auto statement, database.prepare(sql));
    for (const auto& parameter : parameters) statement.bind(parameter);
    return statement.run();
}

Result<bool> any(Database& database, std::string_view sql, const std::vector<std::string>& parameters) {
    LATHE_TRY(auto statement, database.prepare(sql));
    for (const auto& parameter : parameters) statement.bind(parameter);
    return statement.step();
}

Result<std::vector<std::pair<std::string, uint64_t>>> files(Database& database, std::string_view sql,
                                                            const std::vector<std::string>& parameters = {}) {
    LATHE_TRY(auto statement, database.prepare(sql));
    for (const auto& parameter : parameters) statement.bind(parameter);
    std::vector<std::pair<std::string, uint64_t>> found;
    for (;;) {
        LATHE_TRY(const bool more, statement.step());
        if (!more) return found;
        found.emplace_back(statement.text(0), static_cast<uint64_t>(statement.integer(1)));
    }
}

// ---- Trash ----------------------------------------------------------------------------------------------------

/// Why an object must stay in the trash; empty when it may go.
Result<std::string> neededBy(Database& database, const TrashRow& row) {
    if (row.kind != "dataset") return std::string();
    LATHE_TRY(const bool trained, any(database,
                                      "SELECT 1 FROM run WHERE deleted = 0 AND data_hash IN "
                                      "(SELECT content_hash FROM dataset_version WHERE dataset = ?)",
                                      {row.object}));
    if (trained) return std::string("a run was trained on it");
    LATHE_TRY(
        const bool parent,
        any(database,
            "SELECT 1 FROM dataset_version v JOIN dataset d ON d.id = v.dataset WHERE d.deleted = 0 AND v.parent_hash IN "
            "(SELECT content_hash FROM dataset_version WHERE dataset = ?)",
            {row.object}));
    return std::string(parent ? "another dataset was made from it" : "");
}

/// Deletes the rows of an object. What refers to it from elsewhere makes this fail with Conflict.
Result<void> deleteRows(Database& database, const TrashRow& row) {
    const auto each = [&](std::initializer_list<const char*> statements) -> Result<void> {
        for (const char* sql : statements) LATHE_CHECK(run(database, sql, {row.object}));
        return {};
    };
    if (row.kind == "dataset")
        return each({"DELETE FROM version_tag WHERE dataset = ?", "DELETE FROM dataset_version WHERE dataset = ?",
                     "DELETE FROM dataset WHERE id = ?"});
    if (row.kind == "run")
        return each({"DELETE FROM run_param WHERE run = ?",
                     "DELETE FROM metric_point WHERE key IN (SELECT id FROM metric_key WHERE run = ?)",
                     "DELETE FROM metric_chunk WHERE key IN (SELECT id FROM metric_key WHERE run = ?)",
                     "DELETE FROM metric_key WHERE run = ?", "DELETE FROM run_artifact WHERE run = ?",
                     "DELETE FROM run WHERE id = ?"});
    if (row.kind == "model")
        return each({"DELETE FROM model_alias WHERE model = ?", "DELETE FROM model_version WHERE model = ?",
                     "DELETE FROM model WHERE name = ?"});
    return each({"DELETE FROM report WHERE id = ?"});
}

/// The files that are this object's alone; its column files may be others' too and are looked at later.
Result<std::vector<std::pair<std::string, uint64_t>>> ownFiles(Database& database, const TrashRow& row) {
    const auto below = [&](const std::string& folder) {
        return files(database, "SELECT path, bytes FROM file WHERE substr(path, 1, length(?1)) = ?1", {folder});
    };
    if (row.kind == "model") return below("models/" + row.object + "/");
    if (row.kind == "report") return below("reports/" + row.object + ".");
    if (row.kind == "run")
        return files(database, "SELECT 'runs/' || run || '/' || path, bytes FROM run_artifact WHERE run = ?",
                     {row.object});
    return std::vector<std::pair<std::string, uint64_t>>();
}

// ---- Files ----------------------------------------------------------------------------------------------------

/// data/<dataset>/<number>.h5: what a version, and nothing but versions and chunks, refers to.
bool isColumnFile(const std::string& path) {
    if (!path.starts_with("data/dataset-")) return false;
    const Path name = Path(path).filename();
    const std::string stem = name.stem().string();
    return name.extension() == ".h5" && !stem.empty() && stem.find_first_not_of("0123456789") == std::string::npos;
}

/// Files of data/ that no version and no other file refers to: column files, and what else lay beside those of a
/// dataset that is gone. Versions name their pictures by SHA-256, so image stores stay as long as any version may name
/// some.
constexpr auto unreferencedFiles = R"sql(
    SELECT path, bytes FROM file
    WHERE path GLOB 'data/*'
      AND NOT EXISTS (SELECT 1 FROM dataset_version v WHERE v.file = file.path)
      AND NOT EXISTS (SELECT 1 FROM file_source s WHERE s.source = file.path)
      AND NOT (path GLOB 'data/images/*' AND EXISTS (SELECT 1 FROM dataset_version v WHERE v.schema LIKE '%"sha256"%'))
    ORDER BY path)sql";

bool isOld(const Path& file) {
    std::error_code code;
    const auto changed = fs::last_write_time(file, code);
    return !code && fs::file_time_type::clock::now() - changed > std::chrono::minutes(10);
}

struct KnownPaths {
    std::set<std::string> files;
    std::set<std::string> runs;
};

Result<KnownPaths> knownPaths(Database& database) {
    KnownPaths known;
    LATHE_TRY(const auto published, files(database, "SELECT path, bytes FROM file"));
    for (const auto& [path, bytes] : published) known.files.insert(path);
    LATHE_TRY(const auto runs, files(database, "SELECT 'runs/' || id, 0 FROM run"));
    for (const auto& [path, bytes] : runs) known.runs.insert(path);
    return known;
}

/// Runs, servers and reports write their files before they say so; elsewhere files appear within transactions.
bool isLeftover(const Path& folder, const Path& file, const KnownPaths& known) {
    const Path relative = file.lexically_relative(folder);
    const std::string path = relative.generic_string();
    const std::string top = relative.begin()->string();
    if (top == "runs")
        return !known.runs.contains((Path("runs") / *std::next(relative.begin())).generic_string()) && isOld(file);
    if (top == "serving") return file.extension() == ".h5" && !known.files.contains(path) && isOld(file);
    return !known.files.contains(path) && (top != "reports" || isOld(file));
}

Result<std::vector<GarbageItem>> findLeftovers(const Project& project, const JobContext& job) {
    std::vector<Path> present;
    for (const char* top : {"data", "models", "reports", "runs", "serving"}) {
        std::error_code code;
        for (fs::recursive_directory_iterator it(project.folder() / top, code), end; !code && it != end;
             it.increment(code)) {
            LATHE_CHECK(job.checkStop());
            std::error_code ignored;
            if (!it->is_directory(ignored)) present.push_back(it->path());
        }
        if (code && code != std::errc::no_such_file_or_directory)
            return fail(ErrorKind::Io, "cannot read the folder '{}': {}", (project.folder() / top).string(),
                        code.message());
    }
    // Listed first and looked up after: what appeared in between is known.
    LATHE_TRY(const KnownPaths known, knownPaths(project.database()));
    std::vector<GarbageItem> found;
    for (const Path& file : present) {
        LATHE_CHECK(job.checkStop());
        if (!isLeftover(project.folder(), file, known)) continue;
        std::error_code code;
        const auto bytes = fs::file_size(file, code);
        found.push_back({GarbageItem::Kind::Leftover, file.lexically_relative(project.folder()).generic_string(),
                         code ? 0 : bytes});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.object < b.object; });
    return found;
}

// ---- Collecting -----------------------------------------------------------------------------------------------

class Collector {
public:
    Collector(const Project& project, const GarbageOptions& options) : m_project(project), m_options(options) {}

    Result<void> deleteFromDatabase(const JobContext& job);
    Result<void> deleteLeftovers(const JobContext& job);
    Garbage& garbage() { return m_garbage; }
    /// Relative paths of what no row names any more.
    [[nodiscard]] const std::vector<std::string>& freed() const { return m_freed; }

private:
    Result<void> purge(const TrashRow& row);
    Result<void> deleteUnreferenced(const JobContext& job);
    Result<void> free(const std::string& path);
    void add(GarbageItem::Kind kind, std::string object, uint64_t bytes) {
        m_garbage.items.push_back({kind, std::move(object), bytes});
        m_garbage.bytes += bytes;
    }

    const Project& m_project;
    const GarbageOptions& m_options;
    Garbage m_garbage;
    std::vector<std::string> m_freed;
};

Result<void> Collector::free(const std::string& path) {
    LATHE_CHECK(run(m_project.database(), "DELETE FROM file_source WHERE path = ?", {path}));
    LATHE_CHECK(run(m_project.database(), "DELETE FROM file WHERE path = ?", {path}));
    m_freed.push_back(path);
    return {};
}

Result<void> Collector::purge(const TrashRow& row) {
    Database& database = m_project.database();
    const std::string object = row.kind + " " + row.name;
    LATHE_TRY(const std::string reason, neededBy(database, row));
    if (!reason.empty()) {
        m_garbage.kept.push_back({object, reason});
        return {};
    }
    LATHE_TRY(const auto own, ownFiles(database, row));
    // What else refers to the object says so by a foreign key; then all of it stays.
    LATHE_CHECK(database.execute("SAVEPOINT purge"));
    const size_t before = m_freed.size();
    const auto deleted = [&]() -> Result<void> {
        LATHE_CHECK(deleteRows(database, row));
        for (const auto& [path, bytes] : own) LATHE_CHECK(free(path));
        LATHE_TRY(auto statement, database.prepare("DELETE FROM trash WHERE id = ?"));
        return statement.bind(row.id).run();
    }();
    if (!deleted) {
        LATHE_CHECK(database.execute("ROLLBACK TO purge; RELEASE purge"));
        m_freed.resize(before);
        if (deleted.error().kind != ErrorKind::Conflict) return failure(deleted.error());
        m_garbage.kept.push_back({object, "something else refers to it"});
        return {};
    }
    LATHE_CHECK(database.execute("RELEASE purge"));
    uint64_t bytes = 0;
    for (const auto& file : own) bytes += file.second;
    add(GarbageItem::Kind::Trash, object, bytes);
    return {};
}

/// A file that goes may have been the last to need another: repeated until nothing more goes.
Result<void> Collector::deleteUnreferenced(const JobContext& job) {
    for (bool more = true; more;) {
        more = false;
        LATHE_TRY(const auto candidates, files(m_project.database(), unreferencedFiles));
        for (const auto& [path, bytes] : candidates) {
            LATHE_CHECK(job.checkStop());
            const bool pictures = path.starts_with("data/images/"); // of no version: the query leaves others out
            if (!isColumnFile(path) && !pictures) continue;
            LATHE_CHECK(m_project.database().execute("SAVEPOINT release_file"));
            const auto freed = free(path);
            if (!freed) {
                LATHE_CHECK(m_project.database().execute("ROLLBACK TO release_file; RELEASE release_file"));
                if (freed.error().kind != ErrorKind::Conflict) return failure(freed.error());
                continue;
            }
            LATHE_CHECK(m_project.database().execute("RELEASE release_file"));
            add(GarbageItem::Kind::Unreferenced, path, bytes);
            more = true;
        }
    }
    return {};
}

Result<void> Collector::deleteFromDatabase(const JobContext& job) {
    Database& database = m_project.database();
    std::vector<TrashRow> rows;
    {
        // Models before runs before datasets: each is needed by those before it.
        LATHE_TRY(auto statement,
                  database.prepare("SELECT id, kind, object, name FROM trash WHERE deleted_at <= ? ORDER BY CASE kind "
                                   "WHEN 'model' THEN 0 WHEN 'run' THEN 1 WHEN 'report' THEN 2 ELSE 3 END, id"));
        statement.bind(nowMicros() - m_options.retentionDays * microsPerDay);
        for (;;) {
            LATHE_TRY(const bool more, statement.step());
            if (!more) break;
            rows.push_back({statement.integer(0), statement.text(1), statement.text(2), statement.text(3)});
        }
    }
    for (const TrashRow& row : rows) {
        LATHE_CHECK(job.checkStop());
        LATHE_CHECK(purge(row));
    }
    return deleteUnreferenced(job);
}

void removeFile(const Project& project, const std::string& path) {
    std::error_code ignored;
    const Path file = project.folder() / path;
    fs::remove(file, ignored);
    // Folders that are empty now go too, up to those of the project itself.
    for (Path folder = file.parent_path(); folder.parent_path() != project.folder() && folder != project.folder();
         folder = folder.parent_path())
        if (!fs::remove(folder, ignored)) break;
}

/// Runs inside a transaction: nobody is between giving a file its place and saying so.
Result<void> Collector::deleteLeftovers(const JobContext& job) {
    LATHE_TRY(const auto leftovers, findLeftovers(m_project, job));
    const std::set<std::string> freed(m_freed.begin(), m_freed.end());
    for (const auto& item : leftovers) {
        LATHE_CHECK(job.checkStop());
        if (freed.contains(item.object)) continue; // counted already
        add(item.kind, item.object, item.bytes);
        if (m_options.apply) removeFile(m_project, item.object);
    }
    return {};
}

std::string summary(const Garbage& garbage) {
    Json json{{"items", garbage.items.size()}, {"bytes", garbage.bytes}, {"objects", Json::array()}};
    for (const auto& item : garbage.items)
        if (item.kind == GarbageItem::Kind::Trash) json["objects"].push_back(item.object);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

const char* toString(GarbageItem::Kind kind) {
    switch (kind) {
    case GarbageItem::Kind::Trash: return "trash";
    case GarbageItem::Kind::Unreferenced: return "unreferenced";
    case GarbageItem::Kind::Leftover: break;
    }
    return "leftover";
}

Result<std::vector<GarbageItem>> leftoverFiles(const Project& project) { return findLeftovers(project, {}); }

Result<Garbage> collectGarbage(const Project& project, const GarbageOptions& options, const JobContext& job) {
    if (project.readOnly())
        return failHint(ErrorKind::Unsupported, "the project is open read-only", "Open it for writing to clean it up.");
    job.beginStage("looking for what nobody needs", 1, "");
    Collector collector(project, options);
    bool found = false;
    const auto done =
        project.change({"project.gc", "project " + project.name(), "", ""}, [&](AuditEntry& entry) -> Result<void> {
            LATHE_CHECK(collector.deleteFromDatabase(job));
            LATHE_CHECK(collector.deleteLeftovers(job));
            found = !collector.garbage().items.empty();
            entry.after = summary(collector.garbage());
            // Taken back, so that a look changes nothing, and nothing found leaves no trace in the audit trail.
            if (!options.apply || !found) return fail(ErrorKind::Cancelled, "nothing is to be changed");
            return {};
        });
    const bool takenBack =
        !done && done.error().kind == ErrorKind::Cancelled && !job.stopRequested() && (!options.apply || !found);
    if (!done && !takenBack) return failure(done.error());
    if (done)
        for (const auto& path : collector.freed()) removeFile(project, path);
    return std::move(collector.garbage());
}

} // namespace lathe
