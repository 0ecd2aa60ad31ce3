// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/versions/dvc.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <system_error>

#include <sys/stat.h>

#include "core/base/config.h"
#include "core/base/hash.h"
#include "core/base/ids.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/data/versions/folder_scan.h"

namespace lathe {

namespace fs = std::filesystem;

namespace {

constexpr size_t md5Length = 32;
constexpr std::string_view folderSuffix = ".dir";

bool isMd5(std::string_view text) {
    if (text.ends_with(folderSuffix)) text.remove_suffix(folderSuffix.size());
    return text.size() == md5Length && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// A relative path without ".." or empty parts.
bool staysInside(const std::string& path) {
    if (path.empty() || path.front() == '/' || path.find('\0') != std::string::npos) return false;
    const auto parts = splitText(path, '/');
    return std::none_of(parts.begin(), parts.end(),
                        [](const std::string& part) { return part.empty() || part == "." || part == ".."; });
}

/// The DVC repository at or above \p folder.
std::optional<Path> repositoryOf(const Path& folder) {
    std::error_code code;
    for (Path at = fs::absolute(folder, code).lexically_normal();; at = at.parent_path()) {
        if (fs::is_directory(at / ".dvc", code)) return at;
        if (at == at.parent_path()) return std::nullopt;
    }
}

/// The cache's folder: `.dvc/cache`, unless `[cache] dir` of the repository's configuration says otherwise.
Path cacheOf(const Path& repository) {
    Path cache = repository / ".dvc" / "cache";
    for (const char* name : {"config", "config.local"}) {
        const auto text = readTextFile(repository / ".dvc" / name, size_t{1} << 20);
        if (!text) continue;
        bool inCache = false;
        for (const std::string& raw : splitText(*text, '\n')) {
            const std::string_view line = trimmed(raw);
            if (line.starts_with('[')) inCache = line == "[cache]";
            const size_t equals = line.find('=');
            if (!inCache || equals == std::string_view::npos || trimmed(line.substr(0, equals)) != "dir") continue;
            // Relative to the folder the configuration lies in.
            cache = (repository / ".dvc" / Path(std::string(trimmed(line.substr(equals + 1))))).lexically_normal();
        }
    }
    return cache;
}

std::optional<Path> cached(const Path& cache, const std::string& md5) {
    std::error_code code;
    for (const Path& place :
         {cache / "files" / "md5" / md5.substr(0, 2) / md5.substr(2), cache / md5.substr(0, 2) / md5.substr(2)})
        if (fs::is_regular_file(place, code)) return place;
    return std::nullopt;
}

Result<bool> hasMd5(const Path& file, const std::string& md5, bool oldText, const JobContext& job) {
    LATHE_TRY(const std::string plain, md5File(file, job.stopToken()));
    if (plain == md5 || !oldText) return plain == md5;
    LATHE_TRY(const std::string text, md5File(file, job.stopToken(), true));
    return text == md5;
}

Failure notCached(const std::string& what, const std::string& md5) {
    return failHint(ErrorKind::NotFound, fmt::format("{} (MD5 {}) is neither in place nor in DVC's cache", what, md5),
                    "Fetch it with: dvc pull");
}

/// A verified file of the cache.
Result<Path> verifiedFromCache(const Path& cache, const std::string& md5, bool oldText, const std::string& what,
                               const JobContext& job) {
    const auto place = cached(cache, md5);
    if (!place) return notCached(what, md5);
    const bool isList = md5.ends_with(folderSuffix);
    LATHE_TRY(const bool right, hasMd5(*place, isList ? md5.substr(0, md5Length) : md5, oldText, job));
    if (right) return *place;
    return failHint(ErrorKind::Corrupt,
                    fmt::format("'{}' in DVC's cache does not have the MD5 it is named by", place->string()),
                    "Remove it there and fetch it again with: dvc pull");
}

Result<void> linkOrCopy(const Path& from, const Path& to) {
    LATHE_CHECK(createFolders(to.parent_path()));
    std::error_code code;
    fs::create_hard_link(from, to, code);
    if (code) fs::copy_file(from, to, code);
    if (!code) return {};
    return fail(ErrorKind::Io, "cannot copy '{}' to '{}': {}", from.string(), to.string(), code.message());
}

Result<bool> folderIsRight(const Path& folder, const std::vector<DvcEntry>& entries, bool oldText,
                           const JobContext& job) {
    std::error_code code;
    size_t present = 0;
    for (fs::recursive_directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
        present += it->is_regular_file();
    if (code || present != entries.size()) return false;
    for (const DvcEntry& entry : entries) {
        if (!fs::is_regular_file(folder / entry.path, code)) return false;
        LATHE_TRY(const bool right, hasMd5(folder / entry.path, entry.md5, oldText, job));
        if (!right) return false;
    }
    return true;
}

Result<Path> resolveFolder(const DvcPointer& pointer, const Path& place, const Path& cache, const Path& scratch,
                           const JobContext& job) {
    LATHE_TRY(const Path list,
              verifiedFromCache(cache, pointer.md5, false, fmt::format("the list of folder '{}'", pointer.path), job));
    LATHE_TRY(const std::string text, readTextFile(list, size_t{1} << 30));
    LATHE_TRY(const auto entries, parseDvcFolder(text, list.string()));
    std::error_code code;
    if (fs::is_directory(place, code)) {
        LATHE_TRY(const bool right, folderIsRight(place, entries, pointer.oldText, job));
        if (right) return place;
    }
    const Path folder = scratch / place.filename();
    job.beginStage("collecting files", static_cast<double>(entries.size()), "files");
    for (const DvcEntry& entry : entries) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Path file,
                  verifiedFromCache(cache, entry.md5, pointer.oldText, fmt::format("'{}'", entry.path), job));
        LATHE_CHECK(linkOrCopy(file, folder / entry.path));
        job.addDone(1);
    }
    return folder;
}

/// Puts a copy of \p file into the cache unless it is there; read-only, as DVC keeps it.
Result<void> putIntoCache(const Path& file, const Path& cache, const std::string& md5) {
    const Path place = cache / "files" / "md5" / md5.substr(0, 2) / md5.substr(2);
    std::error_code code;
    if (fs::exists(place, code)) return {};
    LATHE_CHECK(createFolders(place.parent_path()));
    const Path unfinished = place.parent_path() / newIdText("unfinished");
    if (!fs::copy_file(file, unfinished, code))
        return fail(ErrorKind::Io, "cannot copy '{}' into DVC's cache: {}", file.string(), code.message());
    ::chmod(unfinished.c_str(), 0444);
    return publishFile(unfinished, place);
}

Result<void> ignoreInGit(const Path& repository, const Path& file) {
    std::error_code code;
    if (!fs::exists(repository / ".git", code)) return {};
    const Path ignored = file.parent_path() / ".gitignore";
    const std::string line = "/" + file.filename().string();
    std::string text = readTextFile(ignored, size_t{1} << 20).value_or("");
    const auto lines = splitText(text, '\n');
    if (std::find(lines.begin(), lines.end(), line) != lines.end()) return {};
    if (!text.empty() && !text.ends_with('\n')) text += '\n';
    return writeFileAtomic(ignored, text + line + "\n");
}

Result<DvcPointer> addFile(const Path& file, const std::optional<Path>& cache, const JobContext& job) {
    DvcPointer pointer;
    LATHE_TRY(pointer.md5, md5File(file, job.stopToken()));
    std::error_code code;
    pointer.size = fs::file_size(file, code);
    if (code) return fail(ErrorKind::Io, "cannot read the size of '{}': {}", file.string(), code.message());
    if (cache) LATHE_CHECK(putIntoCache(file, *cache, pointer.md5));
    return pointer;
}

/// Hashes the files on all threads, and caches each under its hash.
Result<std::vector<DvcEntry>> addFilesOf(const Path& folder, const std::vector<FileStamp>& files,
                                         const std::optional<Path>& cache, const JobContext& job) {
    std::vector<DvcEntry> entries(files.size());
    std::mutex mutex;
    Result<void> outcome;
    std::atomic<bool> failed = false;
    job.beginStage("hashing files", static_cast<double>(files.size()), "files");
    parallelFor(files.size(), [&](size_t i) {
        if (failed) return;
        const auto added = job.checkStop().and_then([&] { return addFile(folder / files[i].path, cache, job); });
        job.addDone(1);
        if (added) {
            entries[i] = {added->md5, files[i].path};
            return;
        }
        failed = true;
        const std::lock_guard lock(mutex);
        if (outcome) outcome = failure(Error(added.error()));
    });
    LATHE_CHECK(outcome);
    return entries;
}

Result<DvcPointer> addFolder(const Path& folder, const std::optional<Path>& cache, const JobContext& job) {
    LATHE_TRY(std::vector<FileStamp> files, scanFolder(folder, job));
    std::erase_if(
        files, [](const FileStamp& file) { return file.path.starts_with(".git/") || file.path.starts_with(".dvc/"); });
    if (files.empty()) return fail(ErrorKind::InvalidInput, "there are no files in '{}'", folder.string());
    LATHE_TRY(auto entries, addFilesOf(folder, files, cache, job));
    LATHE_TRY(const ScopedFolder scratch, ScopedFolder::create(fs::temp_directory_path(), "lathe-dvc"));
    const Path list = scratch.path() / "list.dir";
    LATHE_CHECK(writeFileAtomic(list, dvcFolderText(std::move(entries))));
    DvcPointer pointer;
    LATHE_TRY(const std::string md5, md5File(list, job.stopToken()));
    pointer.md5 = md5 + std::string(folderSuffix);
    pointer.files = files.size();
    for (const FileStamp& file : files) pointer.size += file.bytes;
    if (cache) LATHE_CHECK(putIntoCache(list, *cache, pointer.md5));
    return pointer;
}

} // namespace

std::string DvcPointer::toYaml() const {
    std::string text = fmt::format("outs:\n- md5: {}\n  size: {}\n", md5, size);
    if (files) text += fmt::format("  nfiles: {}\n", *files);
    // A JSON text is a YAML text, and safe whatever the name; a name with a dot cannot be one of YAML's words, such as
    // null.
    const bool plain = !path.empty() &&
                       path.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./") ==
                           std::string::npos &&
                       std::isalpha(static_cast<unsigned char>(path.front())) != 0 &&
                       path.find('.') != std::string::npos;
    return text + fmt::format("  hash: md5\n  path: {}\n",
                              plain ? path : Json(path).dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<DvcPointer> parseDvcPointer(std::string_view text, const std::string& name) {
    LATHE_TRY(const ConfigNode root, ConfigNode::parse(text, name));
    LATHE_TRY(const ConfigNode outs, root.require("outs"));
    LATHE_TRY(const auto items, outs.items());
    if (items.empty()) return failure(outs.error("there is no output"));
    const ConfigNode& out = items.front();
    DvcPointer pointer;
    LATHE_TRY(const ConfigNode path, out.require("path"));
    LATHE_TRY(pointer.path, path.text());
    LATHE_TRY(const std::string folder, root.textOr("wdir", ""));
    if (pointer.path.empty()) return failure(path.error("the path is empty"));
    if (!folder.empty()) pointer.path = folder + "/" + pointer.path;
    LATHE_TRY(const auto md5, out.find("md5"));
    if (!md5)
        return failure(out.error(
            "the output has no MD5",
            "Lathe reads outputs named by MD5; it has not been saved yet, or comes from a cloud's own versions."));
    LATHE_TRY(pointer.md5, md5->text());
    if (!isMd5(pointer.md5)) return failure(md5->error(fmt::format("'{}' is not an MD5", pointer.md5)));
    LATHE_TRY(const int64_t size, out.integerOr("size", 0));
    pointer.size = static_cast<uint64_t>(std::max<int64_t>(size, 0));
    LATHE_TRY(const int64_t files, out.integerOr("nfiles", -1));
    if (files >= 0) pointer.files = static_cast<uint64_t>(files);
    LATHE_TRY(const std::string hash, out.textOr("hash", ""));
    pointer.oldText = hash.empty();
    return pointer;
}

Result<std::vector<DvcEntry>> parseDvcFolder(std::string_view text, const std::string& name) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_array()) return fail(ErrorKind::Corrupt, "'{}' is not DVC's list of a folder", name);
    std::vector<DvcEntry> entries;
    for (const Json& item : json) {
        const bool complete = item.is_object() && item.contains("md5") && item["md5"].is_string() &&
                              item.contains("relpath") && item["relpath"].is_string();
        if (!complete) return fail(ErrorKind::Corrupt, "'{}' has an entry without MD5 or path", name);
        DvcEntry entry{item["md5"].get<std::string>(), item["relpath"].get<std::string>()};
        if (!isMd5(entry.md5) || entry.md5.ends_with(folderSuffix) || !staysInside(entry.path))
            return fail(ErrorKind::Corrupt, "'{}' has an entry that cannot be: '{}'", name, entry.path);
        entries.push_back(std::move(entry));
    }
    return entries;
}

bool isDvcPointer(const Path& path) {
    return path.extension() == ".dvc" && path.stem().string() != "" && path.filename() != ".dvc";
}

Result<Path> resolveDvcPointer(const Path& pointerFile, const Path& scratch, const JobContext& job) {
    LATHE_TRY(const std::string text, readTextFile(pointerFile, size_t{1} << 20));
    LATHE_TRY(const DvcPointer pointer, parseDvcPointer(text, pointerFile.filename().string()));
    const Path folder = fs::absolute(pointerFile).lexically_normal().parent_path();
    const Path place = (folder / pointer.path).lexically_normal();
    std::error_code code;
    job.beginStage("verifying", 0, "");
    if (!pointer.isFolder() && fs::is_regular_file(place, code)) {
        LATHE_TRY(const bool right, hasMd5(place, pointer.md5, pointer.oldText, job));
        if (right) return place;
    }
    const auto repository = repositoryOf(folder);
    if (!repository) return notCached(fmt::format("'{}'", pointer.path), pointer.md5);
    const Path cache = cacheOf(*repository);
    if (pointer.isFolder()) return resolveFolder(pointer, place, cache, scratch, job);
    LATHE_TRY(const Path found,
              verifiedFromCache(cache, pointer.md5, pointer.oldText, fmt::format("'{}'", pointer.path), job));
    const Path named = scratch / place.filename(); // readers look at names too
    LATHE_CHECK(linkOrCopy(found, named));
    return named;
}

Result<ReadableSource> readableSource(const Project& project, const Path& given, const JobContext& job) {
    ReadableSource source{given, std::nullopt};
    if (!isDvcPointer(given)) return source;
    LATHE_TRY(source.scratch, project.temporaryFolder("dvc"));
    LATHE_TRY(source.path, resolveDvcPointer(given, source.scratch->path(), job));
    return source;
}

std::string dvcFolderText(std::vector<DvcEntry> entries) {
    std::sort(entries.begin(), entries.end(), [](const DvcEntry& a, const DvcEntry& b) { return a.path < b.path; });
    std::string text = "[";
    for (const DvcEntry& entry : entries) {
        if (text.size() > 1) text += ", ";
        text += fmt::format(R"({{"md5": "{}", "relpath": {}}})", entry.md5,
                            Json(entry.path).dump(-1, ' ', true, Json::error_handler_t::replace));
    }
    return text + "]";
}

Result<Path> writeDvcPointer(const Path& data, const JobContext& job) {
    Path whole = fs::absolute(data).lexically_normal();
    if (!whole.has_filename()) whole = whole.parent_path(); // a folder with a slash at its end
    const auto repository = repositoryOf(whole.parent_path());
    const std::optional<Path> cache = repository ? std::optional(cacheOf(*repository)) : std::nullopt;
    std::error_code code;
    LATHE_TRY(DvcPointer pointer,
              fs::is_directory(whole, code) ? addFolder(whole, cache, job) : addFile(whole, cache, job));
    pointer.path = whole.filename().string();
    if (repository) LATHE_CHECK(ignoreInGit(*repository, whole));
    const Path target = whole.string() + ".dvc";
    LATHE_CHECK(writeFileAtomic(target, pointer.toYaml()));
    return target;
}

} // namespace lathe
