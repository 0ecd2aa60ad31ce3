// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/registry/package_files.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <vector>

#include "core/base/hash.h"
#include "core/base/text.h"

namespace lathe {

namespace fs = std::filesystem;

namespace {

constexpr const char* checksumFile = "checksums.txt";
constexpr size_t digestLength = 64;

/// A path that stays below the package folder on every system and survives sha256sum's line format.
bool isSafePath(std::string_view path) {
    if (path.empty() || path.size() > 1000 || !isValidUtf8(path)) return false;
    for (const char c : path)
        if (static_cast<unsigned char>(c) < 0x20 || c == '\\' || c == ':' || c == 0x7f) return false;
    for (const auto& part : splitText(path, '/'))
        if (part.empty() || part == "." || part == "..") return false;
    return true;
}

bool isDigest(std::string_view text) {
    return text.size() == digestLength && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Paths of all files below the folder but the checksum list, sorted. Links, devices and sockets are refused: what
/// they lead to is not part of the package.
Result<std::vector<std::string>> packageFiles(const Path& folder) {
    std::error_code code;
    if (!fs::is_directory(folder, code))
        return fail(ErrorKind::NotFound, "there is no model package at '{}'", folder.string());
    std::vector<std::string> files;
    for (fs::recursive_directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
        const std::string path = it->path().lexically_relative(folder).generic_string();
        const auto type = it->symlink_status().type();
        if (type == fs::file_type::directory) continue;
        if (type != fs::file_type::regular)
            return failHint(ErrorKind::Corrupt,
                            fmt::format("'{}' in package '{}' is not a regular file", path, folder.string()),
                            "A package holds plain files only: replace links by what they point to.");
        if (!isSafePath(path))
            return fail(ErrorKind::Corrupt, "the file name '{}' is not allowed in package '{}'", path, folder.string());
        if (path != checksumFile) files.push_back(path);
    }
    if (code) return fail(ErrorKind::Io, "cannot read '{}': {}", folder.string(), code.message());
    std::sort(files.begin(), files.end());
    return files;
}

using Checksums = std::map<std::string, std::string>; // path → digest

Failure badList(const Path& folder, size_t line, const std::string& what) {
    return failHint(ErrorKind::Corrupt, fmt::format("{}:{}: {}", (folder / checksumFile).string(), line, what),
                    "Each line is a SHA-256 digest, two blanks and a path inside the package, as sha256sum writes it.");
}

Result<Checksums> parseChecksums(const Path& folder, std::string_view text) {
    Checksums list;
    size_t line = 0;
    while (!text.empty()) {
        ++line;
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return badList(folder, line, "the last line is cut off");
        const auto entry = text.substr(0, end);
        text.remove_prefix(end + 1);
        if (entry.size() < digestLength + 3 || !isDigest(entry.substr(0, digestLength)) ||
            entry.substr(digestLength, 2) != "  ")
            return badList(folder, line, "not a checksum line");
        const auto path = entry.substr(digestLength + 2);
        if (!isSafePath(path) || path == checksumFile)
            return badList(folder, line, fmt::format("the path '{}' is not allowed in a package", path));
        if (!list.emplace(path, entry.substr(0, digestLength)).second)
            return badList(folder, line, fmt::format("'{}' is listed twice", path));
    }
    return list;
}

Failure damaged(const Path& folder, const std::string& what) {
    return failHint(ErrorKind::Corrupt, fmt::format("model package '{}': {}", folder.string(), what),
                    "Copy the package again from where it came from, or register the run anew.");
}

} // namespace

Result<std::string> sealPackage(const Path& folder) {
    LATHE_TRY(const auto files, packageFiles(folder));
    std::string list;
    for (const auto& path : files) {
        LATHE_TRY(const auto digest, sha256File(folder / path));
        list += digest + "  " + path + "\n";
    }
    LATHE_CHECK(writeFileAtomic(folder / checksumFile, list));
    return sha256(list);
}

Result<std::string> verifyPackage(const Path& folder) {
    LATHE_TRY(const auto files, packageFiles(folder));
    auto text = readTextFile(folder / checksumFile);
    if (!text) {
        if (text.error().kind != ErrorKind::NotFound) return failure(std::move(text.error()));
        return damaged(folder, "checksums.txt is missing");
    }
    LATHE_TRY(const auto list, parseChecksums(folder, *text));
    for (const auto& path : files)
        if (!list.contains(path)) return damaged(folder, fmt::format("'{}' is not in checksums.txt", path));
    for (const auto& [path, digest] : list) {
        if (!std::binary_search(files.begin(), files.end(), path))
            return damaged(folder, fmt::format("'{}' is missing", path));
        LATHE_TRY(const auto actual, sha256File(folder / path));
        if (actual != digest) return damaged(folder, fmt::format("'{}' was changed: its checksum differs", path));
    }
    return sha256(*text);
}

Result<Json> readPackageManifest(const Path& folder) {
    auto text = readTextFile(folder / "model.json");
    if (!text) {
        if (text.error().kind != ErrorKind::NotFound) return failure(std::move(text.error()));
        return damaged(folder, "model.json is missing");
    }
    Json manifest = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
    if (!manifest.is_object()) return damaged(folder, "model.json is not a JSON object");
    return manifest;
}

} // namespace lathe
