// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/versions/folder_scan.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>

#include "core/base/parallel.h"

namespace lathe {

namespace {

constexpr size_t namesAtOnce = 4096;

struct Closer {
    void operator()(DIR* folder) const { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, Closer>;

/// Names of one folder, whose descriptor serves stat(2): short names are looked up quicker than whole paths.
struct Listing {
    std::string prefix; ///< "" or "sub/folder/"
    Folder folder;
    std::vector<std::string> names;
};

FileStamp stamp(std::string path, const struct stat& status) {
    constexpr int64_t nanosPerSecond = 1'000'000'000;
    return {std::move(path), static_cast<uint64_t>(status.st_size), static_cast<uint64_t>(status.st_ino),
            status.st_mtim.tv_sec * nanosPerSecond + status.st_mtim.tv_nsec};
}

Result<void> statNames(const Listing& listing, std::vector<FileStamp>& stamps, const JobContext& job) {
    const size_t pieces = (listing.names.size() + namesAtOnce - 1) / namesAtOnce;
    std::vector<std::vector<FileStamp>> found(pieces);
    parallelFor(pieces, [&](size_t piece) {
        const size_t end = std::min(listing.names.size(), (piece + 1) * namesAtOnce);
        for (size_t i = piece * namesAtOnce; i < end && !job.stopRequested(); ++i) {
            struct stat status {};
            const bool there =
                ::fstatat(::dirfd(listing.folder.get()), listing.names[i].c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
            if (there && S_ISREG(status.st_mode))
                found[piece].push_back(stamp(listing.prefix + listing.names[i], status));
        }
    });
    LATHE_CHECK(job.checkStop());
    for (auto& piece : found) std::move(piece.begin(), piece.end(), std::back_inserter(stamps));
    return {};
}

} // namespace

Result<std::vector<FileStamp>> scanFolder(const Path& folder, const JobContext& job) {
    std::vector<FileStamp> stamps;
    std::vector<std::string> waiting{""};
    while (!waiting.empty()) {
        LATHE_CHECK(job.checkStop());
        Listing listing;
        listing.prefix = std::move(waiting.back());
        waiting.pop_back();
        const Path path = folder / listing.prefix;
        listing.folder = Folder(::opendir(path.c_str()));
        if (!listing.folder) {
            if (errno == ENOENT && !listing.prefix.empty()) continue;
            return failure(errnoError("read folder", path.string()));
        }
        while (const dirent* entry = ::readdir(listing.folder.get())) {
            const std::string name = entry->d_name;
            if (name == "." || name == "..") continue;
            bool isFolder = entry->d_type == DT_DIR;
            if (entry->d_type == DT_UNKNOWN) {
                struct stat status {};
                isFolder = ::fstatat(::dirfd(listing.folder.get()), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                           S_ISDIR(status.st_mode);
            }
            if (isFolder) {
                waiting.push_back(listing.prefix + name + "/");
            } else if (entry->d_type == DT_REG || entry->d_type == DT_UNKNOWN) {
                listing.names.push_back(name);
            }
        }
        LATHE_CHECK(statNames(listing, stamps, job));
    }
    std::sort(stamps.begin(), stamps.end(), [](const FileStamp& a, const FileStamp& b) { return a.path < b.path; });
    return stamps;
}

Result<FileStamp> stampOf(const Path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return fail(ErrorKind::NotFound, "'{}' does not exist", file.string());
        return failure(errnoError("look at", file.string()));
    }
    return stamp({}, status);
}

} // namespace lathe
