// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/integrity.h"

#include "core/base/hash.h"
#include "core/project/audit.h"

#include <set>

namespace lathe {

namespace {

using Problems = std::vector<ProjectProblem>;

struct ListedFile {
    std::string path;
    uint64_t bytes = 0;
    std::string digest;
    std::string owner;
};

void append(Problems& all, Problems more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

Result<int64_t> countOf(Database& database, const char* table) {
    LATHE_TRY(auto query, database.prepare(fmt::format("SELECT count(*) FROM {}", table)));
    LATHE_TRY(const bool row, query.step());
    return row ? query.integer(0) : 0;
}

Result<std::vector<ListedFile>> filesOf(Database& database, const char* sql) {
    std::vector<ListedFile> files;
    LATHE_TRY(auto query, database.prepare(sql));
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) return files;
        files.push_back({query.text(0), static_cast<uint64_t>(query.integer(1)), query.text(2), query.text(3)});
    }
}

/// The content of files that a run still writes changes; only what an ended run left is fixed.
constexpr auto publishedFiles = R"sql(
    SELECT path, bytes, sha256,
           owner || coalesce((SELECT ', ' || group_concat(user.owner, ', ') FROM file_source s JOIN file user ON user.path = s.path
                              WHERE s.source = file.path), '')
    FROM file
    UNION ALL
    SELECT 'runs/' || a.run || '/' || a.path, a.bytes, a.sha256, 'run ' || r.name
    FROM run_artifact a JOIN run r ON r.id = a.run
    WHERE r.state = 'finished' AND a.kind NOT IN ('log', 'checkpoint')
    ORDER BY 1)sql";

Result<void> checkFile(const Path& folder, const ListedFile& file, Problems& problems, const JobContext& job) {
    const auto damaged = [&](std::string message) {
        problems.push_back({file.path, std::move(message),
                            fmt::format("{} cannot be used or reproduced; everything else still opens.", file.owner)});
    };
    std::error_code code;
    const auto bytes = std::filesystem::file_size(folder / file.path, code);
    if (code) {
        damaged(code == std::errc::no_such_file_or_directory ? "the file is missing"
                                                             : "the file cannot be read: " + code.message());
    } else if (bytes != file.bytes) {
        damaged(fmt::format("the file has {} bytes instead of {}", bytes, file.bytes));
    } else {
        const auto same = hasDigest(folder / file.path, file.digest, job.stopToken());
        if (!same && same.error().kind == ErrorKind::Cancelled) return failure(same.error());
        if (!same) {
            damaged(same.error().message);
        } else if (!*same) {
            damaged("the content was changed after it was published (its SHA-256 differs)");
        }
    }
    job.addDone(static_cast<double>(file.bytes));
    return {};
}

Result<Problems> fileProblems(Database& database, const Path& folder, const JobContext& job) {
    LATHE_TRY(const auto files, filesOf(database, publishedFiles));
    double total = 0;
    for (const auto& file : files) total += static_cast<double>(file.bytes);
    job.beginStage("checking files", total, "bytes");
    Problems problems;
    for (const auto& file : files) {
        LATHE_CHECK(job.checkStop());
        LATHE_CHECK(checkFile(folder, file, problems, job));
    }
    return problems;
}

struct Package {
    std::string folder;
    std::string name;
    std::string hash;
};

Result<std::vector<Package>> packagesOf(Database& database) {
    std::vector<Package> packages;
    LATHE_TRY(auto query,
              database.prepare("SELECT folder, model || '@' || number, package_hash FROM model_version ORDER BY 1"));
    for (;;) {
        LATHE_TRY(const bool row, query.step());
        if (!row) return packages;
        packages.push_back({query.text(0), query.text(1), query.text(2)});
    }
}

/// What is wrong with a package beyond its published files, which checkFile() looks at; empty when nothing
/// is.
std::string packageFault(const Path& folder, const Package& package, const std::set<std::string>& published) {
    std::error_code code;
    if (!std::filesystem::is_directory(folder / package.folder, code)) return "the folder is missing";
    const auto list = sha256File(folder / package.folder / "checksums.txt");
    if (!list) return list.error().message;
    if (*list != package.hash) return "its list of checksums is not the one that was registered";
    for (std::filesystem::recursive_directory_iterator it(folder / package.folder, code), end; !code && it != end;
         it.increment(code)) {
        const std::string path = it->path().lexically_relative(folder).generic_string();
        if (!it->is_directory() && !published.contains(path))
            return fmt::format("the file '{}' does not belong to it", path);
    }
    return code ? "it cannot be read: " + code.message() : std::string();
}

Result<Problems> packageProblems(Database& database, const Path& folder, const JobContext& job) {
    LATHE_TRY(const auto packages, packagesOf(database));
    LATHE_TRY(const auto files,
              filesOf(database, "SELECT path, bytes, sha256, owner FROM file WHERE path LIKE 'models/%'"));
    std::set<std::string> published;
    for (const auto& file : files) published.insert(file.path);
    job.beginStage("checking models", static_cast<double>(packages.size()), "models");
    Problems problems;
    for (const auto& package : packages) {
        LATHE_CHECK(job.checkStop());
        if (std::string fault = packageFault(folder, package, published); !fault.empty())
            problems.push_back(
                {package.folder, std::move(fault),
                 fmt::format("{} can neither be served nor used; register its run again.", package.name)});
        job.addDone(1);
    }
    return problems;
}

} // namespace

Result<std::vector<ProjectProblem>> projectProblems(Database& database, const Path& folder, const JobContext& job) {
    job.beginStage("checking the database", 1, "");
    LATHE_TRY(const auto messages, database.integrityProblems(job.stopToken()));
    Problems problems;
    for (const auto& message : messages)
        problems.push_back(
            {"project.sqlite", message, "Rows may be missing or wrong: restore project.sqlite from a backup."});
    const auto gather = [&problems](Result<Problems> found) -> Result<void> {
        if (found) {
            append(problems, std::move(*found));
            return {};
        }
        if (found.error().kind != ErrorKind::Corrupt) return failure(std::move(found.error()));
        problems.push_back({"project.sqlite", found.error().message, "What stands there cannot be read or checked."});
        return {};
    };
    const auto entries = countOf(database, "audit");
    job.beginStage("checking the audit trail", entries ? static_cast<double>(*entries) : 0, "entries");
    LATHE_CHECK(gather(auditProblems(database, job)));
    LATHE_CHECK(gather(fileProblems(database, folder, job)));
    LATHE_CHECK(gather(packageProblems(database, folder, job)));
    return problems;
}

} // namespace lathe
