// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/versions/version_files.h"

#include <system_error>

#include "core/base/hash.h"

namespace lathe {

namespace {

constexpr std::string_view dataFolder = "data/";

Result<std::vector<std::string>> texts(Database& database, std::string_view sql,
                                       const std::vector<std::string>& parameters) {
    LATHE_TRY(Statement statement, database.prepare(sql));
    for (const auto& parameter : parameters) statement.bind(parameter);
    std::vector<std::string> found;
    for (;;) {
        LATHE_TRY(const bool more, statement.step());
        if (!more) return found;
        found.push_back(statement.text(0));
    }
}

/// A file with this content whose size is still what it was when it was published.
Result<std::optional<PublishedFile>> fileWithContent(const Project& project, const std::string& contentHash) {
    LATHE_TRY(Statement statement,
              project.database().prepare(
                  "SELECT DISTINCT f.path, f.bytes, f.sha256 FROM dataset_version v JOIN file f ON f.path = v.file "
                  "WHERE v.content_hash = ? ORDER BY f.path"));
    statement.bind(contentHash);
    for (;;) {
        LATHE_TRY(const bool more, statement.step());
        if (!more) return std::optional<PublishedFile>();
        PublishedFile file{statement.text(0), static_cast<uint64_t>(statement.integer(1)), statement.text(2), {}};
        std::error_code failed;
        if (std::filesystem::file_size(project.folder() / file.path, failed) == file.bytes && !failed)
            return std::optional(std::move(file));
    }
}

/// The file whose chunks are most likely to be equal.
Result<std::optional<std::string>> baseFile(const Project& project, const VersionInfo& draft) {
    const char* byParent = "SELECT v.file FROM dataset_version v JOIN dataset d ON d.id = v.dataset "
                           "WHERE d.deleted = 0 AND v.content_hash = ? LIMIT 1";
    const char* latest = "SELECT v.file FROM dataset_version v JOIN dataset d ON d.id = v.dataset "
                         "WHERE d.deleted = 0 AND d.name = ? ORDER BY v.number DESC LIMIT 1";
    LATHE_TRY(const auto found, draft.parent.empty() ? texts(project.database(), latest, {draft.datasetName})
                                                     : texts(project.database(), byParent, {draft.parentHash}));
    if (found.empty() || !found.front().starts_with(dataFolder)) return std::optional<std::string>();
    return std::optional(found.front());
}

} // namespace

Result<VersionFile> chooseVersionFile(const Project& project, const Path& file, const VersionInfo& draft,
                                      const JobContext& job) {
    VersionFile chosen;
    LATHE_TRY(const auto existing, fileWithContent(project, draft.contentHash));
    if (existing) {
        chosen.exists = true;
        chosen.path = existing->path;
        chosen.bytes = existing->bytes;
        chosen.digest = existing->digest;
        return chosen;
    }
    chosen.file = file;
    LATHE_TRY(const auto base, baseFile(project, draft));
    if (base) {
        const Path target = file.parent_path() / "shared.h5";
        auto shared = shareChunks(file, project.folder() / *base, "../" + base->substr(dataFolder.size()), target, job);
        // A damaged base is no reason to refuse new data.
        if (!shared && shared.error().kind != ErrorKind::Corrupt && shared.error().kind != ErrorKind::NotFound)
            return failure(std::move(shared.error()));
        if (shared && *shared) {
            chosen.file = target;
            chosen.sharing = std::move(**shared);
        }
    }
    LATHE_TRY(chosen.digest, treeHashFile(chosen.file, job.stopToken()));
    std::error_code failed;
    chosen.bytes = std::filesystem::file_size(chosen.file, failed);
    if (failed) return fail(ErrorKind::Io, "cannot read the size of '{}': {}", chosen.file.string(), failed.message());
    return chosen;
}

Result<void> recordSources(Database& database, const std::string& path, const ChunkSharing& sharing) {
    for (const auto& source : sharing.sources) {
        LATHE_TRY(Statement insert, database.prepare("INSERT INTO file_source(path, source, bytes) VALUES(?, ?, ?)"));
        insert.bind(path)
            .bind(std::string(dataFolder) + source.path.substr(3))
            .bind(static_cast<int64_t>(source.bytes));
        if (auto entered = insert.run(); !entered)
            return failHint(
                ErrorKind::Conflict,
                fmt::format("'{}', which the new version shares rows with, was removed meanwhile", source.path),
                "Try again.");
    }
    return {};
}

Result<VersionStorage> versionStorage(const Project& project, const VersionInfo& version) {
    VersionStorage storage;
    storage.ownBytes = version.fileBytes;
    Database& database = project.database();
    LATHE_TRY(Statement shared, database.prepare("SELECT coalesce(sum(bytes), 0) FROM file_source WHERE path = ?"));
    LATHE_CHECK(shared.bind(version.file).step());
    storage.sharedBytes = static_cast<uint64_t>(shared.integer(0));
    LATHE_TRY(storage.sources,
              texts(database,
                    "SELECT f.owner FROM file_source s JOIN file f ON f.path = s.source WHERE s.path = ? ORDER BY 1",
                    {version.file}));
    LATHE_TRY(storage.dependents,
              texts(database,
                    "SELECT f.owner FROM file_source s JOIN file f ON f.path = s.path WHERE s.source = ? ORDER BY 1",
                    {version.file}));
    LATHE_TRY(storage.sameFile,
              texts(database,
                    "SELECT d.name || '@' || v.number FROM dataset_version v JOIN dataset d ON d.id = v.dataset "
                    "WHERE d.deleted = 0 AND v.file = ? AND d.name || '@' || v.number <> ? ORDER BY d.name, v.number",
                    {version.file, version.reference()}));
    return storage;
}

} // namespace lathe
