// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/registry/registry.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <system_error>

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/process.h"
#include "core/base/text.h"
#include "core/registry/lineage.h"
#include "core/registry/package_files.h"

namespace lathe {

namespace fs = std::filesystem;

namespace {

constexpr size_t longestName = 100;

Result<void> checkName(const std::string& what, const std::string& name) {
    const auto allowed = [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
               c == '.';
    };
    if (!name.empty() && name.size() <= longestName && std::all_of(name.begin(), name.end(), allowed) &&
        name[0] != '.' && name[0] != '-')
        return {};
    return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is not a {} name", name, what),
                    "Use 1 to 100 letters, digits, '-', '_' and '.', beginning with a letter, a digit or '_'.");
}

Result<void> checkAlias(const std::string& alias) {
    LATHE_CHECK(checkName("alias", alias));
    if (alias == "latest" || parseInteger(alias))
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("'{}' cannot be an alias: it means a version already", alias),
                        "Choose a word such as 'champion'.");
    return {};
}

std::string modelObject(const std::string& name) { return "model " + name; }
std::string modelFolder(const std::string& model) { return "models/" + model; }
std::string versionFolder(const std::string& model, int number) { return fmt::format("models/{}/{}", model, number); }

/// The last value of each metric; those that are not finite have no JSON form and stand as null.
Result<std::string> finalMetrics(const RunStore& runs, const RunId& run) {
    LATHE_TRY(const auto summaries, runs.metrics(run));
    Json metrics = Json::object();
    for (const auto& summary : summaries)
        metrics[summary.key] = std::isfinite(summary.last) ? Json(summary.last) : Json(nullptr);
    return metrics.dump();
}

Result<RunInfo> finishedRun(const RunStore& runs, const RunId& run) {
    LATHE_TRY(const RunInfo info, runs.find(run.str()));
    if (info.state != RunState::Finished)
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("run '{}' is {}: it has no finished model", info.name, toString(info.state)),
                        "Only the model of a finished run can be registered.");
    return info;
}

Result<std::vector<std::string>> activeNames(Database& database) {
    LATHE_TRY(auto query, database.prepare("SELECT name FROM model WHERE deleted = 0 ORDER BY name"));
    std::vector<std::string> names;
    for (;;) {
        LATHE_TRY(const bool more, query.step());
        if (!more) return names;
        names.push_back(query.text(0));
    }
}

enum class Presence { Absent, Active, Deleted };

Result<Presence> presenceOf(Database& database, const std::string& model) {
    LATHE_TRY(auto query, database.prepare("SELECT deleted FROM model WHERE name = ?"));
    LATHE_TRY(const bool found, query.bind(model).step());
    if (!found) return Presence::Absent;
    return query.integer(0) == 0 ? Presence::Active : Presence::Deleted;
}

Result<void> requireModel(Database& database, const std::string& model) {
    LATHE_TRY(const Presence presence, presenceOf(database, model));
    if (presence == Presence::Active) return {};
    LATHE_TRY(const auto names, activeNames(database));
    const auto hint =
        presence == Presence::Deleted ? std::string("It is in the trash: restore it first.") : suggestion(model, names);
    return failHint(ErrorKind::NotFound, fmt::format("there is no model '{}'", model), hint);
}

Result<std::map<std::string, int>> aliasesOf(Database& database, const std::string& model) {
    LATHE_TRY(auto query, database.prepare("SELECT alias, number FROM model_alias WHERE model = ? ORDER BY alias"));
    query.bind(model);
    std::map<std::string, int> aliases;
    for (;;) {
        LATHE_TRY(const bool more, query.step());
        if (!more) return aliases;
        aliases[query.text(0)] = static_cast<int>(query.integer(1));
    }
}

/// Removes folders below models/<model> that no row stands for: what a process left that died between publishing its
/// package and committing the row. REQUIRES the write lock (inside a transaction), so that no other process is there.
Result<void> removeOrphans(const Project& project, const std::string& model) {
    LATHE_TRY(auto query, project.database().prepare("SELECT folder FROM model_version WHERE model = ?"));
    query.bind(model);
    std::set<std::string> known;
    for (;;) {
        LATHE_TRY(const bool more, query.step());
        if (!more) break;
        known.insert(query.text(0));
    }
    std::error_code code;
    std::vector<Path> orphans;
    for (fs::directory_iterator it(project.folder() / modelFolder(model), code), end; !code && it != end;
         it.increment(code))
        if (!known.contains(modelFolder(model) + "/" + it->path().filename().string())) orphans.push_back(it->path());
    if (code && code != std::errc::no_such_file_or_directory)
        return fail(ErrorKind::Io, "cannot read '{}': {}", (project.folder() / modelFolder(model)).string(),
                    code.message());
    for (const auto& orphan : orphans) {
        fs::remove_all(orphan, code);
        if (code) return fail(ErrorKind::Io, "cannot remove the unfinished '{}': {}", orphan.string(), code.message());
    }
    return {};
}

Result<void> recordFiles(const Project& project, const Path& package, const ModelVersionInfo& version) {
    LATHE_TRY(auto insert,
              project.database().prepare("INSERT INTO file(path, bytes, sha256, owner) VALUES(?, ?, ?, ?)"));
    std::error_code code;
    for (fs::recursive_directory_iterator it(package, code), end; !code && it != end; it.increment(code)) {
        if (!it->is_regular_file()) continue;
        const std::string path = version.folder + "/" + it->path().lexically_relative(package).generic_string();
        LATHE_TRY(const auto digest, sha256File(it->path()));
        LATHE_CHECK(insert.bind(path)
                        .bind(static_cast<int64_t>(it->file_size()))
                        .bind(digest)
                        .bind("model " + version.reference())
                        .run());
    }
    if (code) return fail(ErrorKind::Io, "cannot read '{}': {}", package.string(), code.message());
    return {};
}

Result<void> recordVersion(Database& database, const ModelVersionInfo& version) {
    LATHE_TRY(auto model,
              database.prepare("INSERT INTO model(name, created_at) VALUES(?, ?) ON CONFLICT(name) DO NOTHING"));
    LATHE_CHECK(model.bind(version.model).bind(version.createdAt).run());
    LATHE_TRY(
        auto insert,
        database.prepare("INSERT INTO model_version(model, number, run, folder, package_hash, metrics, signature, "
                         "lineage, note, created_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    insert.bind(version.model)
        .bind(version.number)
        .bind(version.run.str())
        .bind(version.folder)
        .bind(version.packageHash);
    insert.bind(version.metrics)
        .bind(version.signature)
        .bind(version.lineage)
        .bind(version.note)
        .bind(version.createdAt);
    return insert.run();
}

Result<int> nextNumber(Database& database, const std::string& model) {
    LATHE_TRY(auto query, database.prepare("SELECT COALESCE(MAX(number), 0) + 1 FROM model_version WHERE model = ?"));
    LATHE_CHECK(query.bind(model).step());
    return static_cast<int>(query.integer(0));
}

/// Numbers the version, moves its package into place and records it; runs inside the transaction.
Result<void> publishVersion(const Project& project, const Path& package, ModelVersionInfo& version, AuditEntry& entry) {
    Database& database = project.database();
    LATHE_TRY(const Presence presence, presenceOf(database, version.model));
    if (presence == Presence::Deleted)
        return failHint(ErrorKind::Conflict, fmt::format("a model named '{}' lies in the trash", version.model),
                        "Restore it to add a version to it, or choose another name.");
    LATHE_CHECK(removeOrphans(project, version.model));
    LATHE_TRY(version.number, nextNumber(database, version.model));
    version.folder = versionFolder(version.model, version.number);
    LATHE_CHECK(recordVersion(database, version));
    LATHE_CHECK(recordFiles(project, package, version));
    const Path target = project.folder() / version.folder;
    LATHE_CHECK(createFolders(target.parent_path()));
    LATHE_CHECK(syncFolder(target.parent_path().parent_path()));
    entry.object = "model " + version.reference();
    entry.after = Json({{"run", version.run.str()}, {"package", version.packageHash}, {"note", version.note}}).dump();
    return publishFolder(package, target);
}

ModelVersionInfo versionFromRow(const Statement& row) {
    ModelVersionInfo version;
    version.model = row.text(0);
    version.number = static_cast<int>(row.integer(1));
    version.run = RunId(row.text(2));
    version.folder = row.text(3);
    version.packageHash = row.text(4);
    version.metrics = row.text(5);
    version.signature = row.text(6);
    version.lineage = row.text(7);
    version.note = row.text(8);
    version.createdAt = row.integer(9);
    return version;
}

Result<std::vector<ModelVersionInfo>> versionsFromStore(Database& database, const std::string& model) {
    LATHE_TRY(const auto aliases, aliasesOf(database, model));
    LATHE_TRY(auto query,
              database.prepare("SELECT model, number, run, folder, package_hash, metrics, signature, lineage, note, "
                               "created_at FROM model_version WHERE model = ? ORDER BY number DESC"));
    query.bind(model);
    std::vector<ModelVersionInfo> versions;
    for (;;) {
        LATHE_TRY(const bool more, query.step());
        if (!more) return versions;
        versions.push_back(versionFromRow(query));
        for (const auto& [alias, number] : aliases)
            if (number == versions.back().number) versions.back().aliases.push_back(alias);
    }
}

/// Which of the versions a selector ("3", "latest", "champion") means; `versions` are newest first.
Result<ModelVersionInfo> selectVersion(const std::string& model, const std::string& selector,
                                       const std::vector<ModelVersionInfo>& versions) {
    if (versions.empty()) return fail(ErrorKind::NotFound, "model '{}' has no version", model);
    if (selector == "latest") return versions.front();
    const auto number = parseInteger(selector);
    std::vector<std::string> known;
    for (const auto& version : versions) {
        if (number && *number == version.number) return version;
        for (const auto& alias : version.aliases) {
            if (alias == selector) return version;
            known.push_back(alias);
        }
    }
    if (number)
        return failHint(ErrorKind::NotFound, fmt::format("model '{}' has no version {}", model, selector),
                        fmt::format("Its versions go from {} to {}.", versions.back().number, versions.front().number));
    known.push_back("latest");
    return failHint(ErrorKind::NotFound, fmt::format("model '{}' has no alias '{}'", model, selector),
                    suggestion(selector, known));
}

/// The name of a running deployment of the model, if there is one.
Result<std::optional<std::string>> runningDeployment(Database& database, const std::string& model) {
    LATHE_TRY(auto query,
              database.prepare(
                  "SELECT name, pid, pid_ticks FROM deployment WHERE model = ? AND state IN ('starting', 'ready')"));
    query.bind(model);
    for (;;) {
        LATHE_TRY(const bool more, query.step());
        if (!more) return std::nullopt;
        if (!query.isNull(1) && isProcessAlive(static_cast<int>(query.integer(1)), query.integer(2)))
            return query.text(0);
    }
}

} // namespace

Result<ModelVersionInfo> Registry::registerRun(const RunId& run, const std::string& model,
                                               const std::string& note) const {
    LATHE_CHECK(checkName("model", model));
    const RunStore runs(*m_project);
    LATHE_TRY(const RunInfo info, finishedRun(runs, run));

    LATHE_TRY(const auto workplace, m_project->temporaryFolder("register"));
    const Path package = workplace.path() / "package";
    LATHE_TRY(const auto sourceHash, verifyPackage(runs.folder(info.id) / "model"));
    LATHE_CHECK(copyFolder(runs.folder(info.id) / "model", workplace.path() / "copy"));
    // Made durable before the write lock is taken, so that the lock is held for a rename only.
    LATHE_CHECK(publishFolder(workplace.path() / "copy", package));

    ModelVersionInfo version;
    version.model = model;
    version.run = info.id;
    version.note = note;
    version.createdAt = nowMicros();
    LATHE_TRY(version.packageHash, verifyPackage(package));
    if (version.packageHash != sourceHash)
        return fail(ErrorKind::Conflict, "the model package of run '{}' changed while it was copied", info.name);
    LATHE_TRY(const Json manifest, readPackageManifest(package));
    if (!manifest.contains("signature") || !manifest["signature"].is_object())
        return fail(ErrorKind::Corrupt, "model.json of run '{}' has no signature", info.name);
    version.signature = manifest["signature"].dump();
    LATHE_TRY(version.metrics, finalMetrics(runs, info.id));
    LATHE_TRY(const auto steps, lineageOfRun(*m_project, info));
    version.lineage = lineageToJson(steps).dump();

    AuditEntry entry{"model.register", modelObject(model), {}, {}};
    const auto published = m_project->change(
        entry, [&](AuditEntry& audit) { return publishVersion(*m_project, package, version, audit); });
    if (published) return version;
    // The package may be in place already when the commit failed (disk full): nothing half-done stays behind.
    Error error = published.error();
    if (auto cleaned = m_project->database().transact([&] { return removeOrphans(*m_project, model); }); !cleaned)
        error.context.push_back(cleaned.error().message);
    return failure(std::move(error));
}

Result<std::vector<ModelInfo>> Registry::list() const {
    Database& database = m_project->database();
    LATHE_TRY(
        auto query,
        database.prepare("SELECT name, description, created_at, (SELECT COALESCE(MAX(number), 0) FROM model_version "
                         "WHERE model = name) FROM model WHERE deleted = 0 ORDER BY name"));
    std::vector<ModelInfo> models;
    for (;;) {
        LATHE_TRY(const bool more, query.step());
        if (!more) break;
        models.push_back({query.text(0), query.text(1), static_cast<int>(query.integer(3)), {}, query.integer(2)});
    }
    for (auto& model : models) {
        LATHE_TRY(model.aliases, aliasesOf(database, model.name));
    }
    return models;
}

Result<std::vector<ModelVersionInfo>> Registry::versions(const std::string& model) const {
    LATHE_CHECK(requireModel(m_project->database(), model));
    return versionsFromStore(m_project->database(), model);
}

Result<ModelVersionInfo> Registry::resolve(const std::string& reference) const {
    const auto at = reference.find('@');
    const std::string model = reference.substr(0, at);
    const std::string selector = at == std::string::npos ? "latest" : reference.substr(at + 1);
    LATHE_TRY(const auto all, versions(model));
    return selectVersion(model, selector, all);
}

Result<void> Registry::setAlias(const std::string& model, const std::string& alias, int number) const {
    LATHE_CHECK(checkAlias(alias));
    const AuditEntry entry{"model.alias",
                           fmt::format("model {}@{}", model, number),
                           {},
                           Json({{"alias", alias}, {"version", number}}).dump()};
    return m_project->change(entry, [&](AuditEntry& audit) -> Result<void> {
        Database& database = m_project->database();
        LATHE_CHECK(requireModel(database, model));
        LATHE_TRY(const auto all, versionsFromStore(database, model));
        LATHE_CHECK(selectVersion(model, std::to_string(number), all));
        LATHE_TRY(const auto aliases, aliasesOf(database, model));
        if (const auto old = aliases.find(alias); old != aliases.end())
            audit.before = Json({{"alias", alias}, {"version", old->second}}).dump();
        LATHE_TRY(auto set,
                  database.prepare(
                      "INSERT INTO model_alias(model, alias, number, set_at) VALUES(?, ?, ?, ?) "
                      "ON CONFLICT(model, alias) DO UPDATE SET number = excluded.number, set_at = excluded.set_at"));
        return set.bind(model).bind(alias).bind(number).bind(nowMicros()).run();
    });
}

Result<void> Registry::removeAlias(const std::string& model, const std::string& alias) const {
    return m_project->change({"model.unalias", modelObject(model), {}, {}}, [&](AuditEntry& audit) -> Result<void> {
        Database& database = m_project->database();
        LATHE_CHECK(requireModel(database, model));
        LATHE_TRY(const auto aliases, aliasesOf(database, model));
        const auto old = aliases.find(alias);
        if (old == aliases.end()) {
            std::vector<std::string> known;
            for (const auto& [name, number] : aliases) known.push_back(name);
            return failHint(ErrorKind::NotFound, fmt::format("model '{}' has no alias '{}'", model, alias),
                            suggestion(alias, known));
        }
        audit.before = Json({{"alias", alias}, {"version", old->second}}).dump();
        LATHE_TRY(auto remove, database.prepare("DELETE FROM model_alias WHERE model = ? AND alias = ?"));
        return remove.bind(model).bind(alias).run();
    });
}

Result<std::vector<LineageStep>> Registry::lineage(const ModelVersionInfo& version) const {
    LATHE_TRY(auto steps, lineageFromJson(version.lineage));
    steps.push_back({"model", version.reference(), version.note, version.packageHash, version.createdAt});
    LATHE_TRY(auto query,
              m_project->database().prepare("SELECT name, state, started_at, id FROM deployment WHERE model = ? AND "
                                            "model_version = ? ORDER BY started_at, id"));
    query.bind(version.model).bind(version.number);
    for (;;) {
        LATHE_TRY(const bool more, query.step());
        if (!more) return steps;
        steps.push_back({"deployment", query.text(0), query.text(1) + ", " + query.text(3), {}, query.integer(2)});
    }
}

Result<void> Registry::verify(const ModelVersionInfo& version) const {
    LATHE_TRY(const auto hash, verifyPackage(packageFolder(version)));
    if (hash == version.packageHash) return {};
    return failHint(ErrorKind::Corrupt,
                    fmt::format("{}/checksums.txt is not the one that was registered", version.folder),
                    "The package was replaced after registration: register the run anew.");
}

Path Registry::packageFolder(const ModelVersionInfo& version) const { return m_project->folder() / version.folder; }

Result<void> Registry::remove(const std::string& model) const {
    Database& database = m_project->database();
    LATHE_CHECK(requireModel(database, model));
    LATHE_TRY(const auto deployment, runningDeployment(database, model));
    if (deployment)
        return failHint(ErrorKind::Conflict,
                        fmt::format("model '{}' is being served by deployment '{}'", model, *deployment),
                        fmt::format("Stop it first: lathe serve stop {}", *deployment));
    return m_project->moveToTrash("model", model, model);
}

} // namespace lathe
