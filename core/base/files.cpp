// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ids.h"
#include "core/base/parallel.h"
#include "core/base/remove_folder.h"
#include "core/base/stoppable_publish.h"

namespace lathe {

namespace fs = std::filesystem;

namespace {

Result<void> syncDescriptor(const Path& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0) return failure(errnoError("open", path.string()));
    // Some file systems refuse fsync on a folder (EINVAL); there is nothing more to do for durability then.
    const bool ok = ::fsync(file) == 0 || errno == EINVAL;
    auto error = ok ? Error{} : errnoError("make durable", path.string());
    ::close(file);
    if (!ok) return failure(std::move(error));
    return {};
}

Result<void> writeAll(int file, std::string_view content, const Path& path) {
    while (!content.empty()) {
        const ssize_t count = ::write(file, content.data(), content.size());
        if (count < 0) {
            if (errno == EINTR) continue;
            return failure(errnoError("write", path.string()));
        }
        content.remove_prefix(static_cast<size_t>(count));
    }
    return {};
}

/// Where a file lies; a bare name lies in the current folder.
Path folderOf(const Path& path) { return path.has_parent_path() ? path.parent_path() : Path("."); }

} // namespace

Result<std::string> readTextFile(const Path& path, size_t limit) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return failure(errnoError("open", path.string()));
    std::string content;
    char buffer[65536];
    for (;;) {
        const ssize_t count = ::read(file, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            auto error = errnoError("read", path.string());
            ::close(file);
            return failure(std::move(error));
        }
        if (count == 0) break;
        content.append(buffer, static_cast<size_t>(count));
        if (content.size() > limit) {
            ::close(file);
            return fail(ErrorKind::InvalidInput, "'{}' is larger than {} bytes", path.string(), limit);
        }
    }
    ::close(file);
    return content;
}

Result<void> syncFile(const Path& path) { return syncDescriptor(path, O_RDONLY); }
Result<void> syncFolder(const Path& path) { return syncDescriptor(path, O_RDONLY | O_DIRECTORY); }

Result<void> writeFileAtomic(const Path& path, std::string_view content) {
    const Path folder = folderOf(path);
    const Path beside = folder / newIdText("." + path.filename().string());
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file < 0) return failure(errnoError("create", beside.string()));
    auto written = writeAll(file, content, beside);
    if (written && ::fsync(file) != 0) written = failure(errnoError("make durable", beside.string()));
    ::close(file);
    if (written && ::rename(beside.c_str(), path.c_str()) != 0) written = failure(errnoError("replace", path.string()));
    if (!written) {
        ::unlink(beside.c_str());
        return written;
    }
    return syncFolder(folder);
}

Result<void> publishFolder(const Path& root, const Path& target) {
    std::error_code code;
    if (fs::exists(target, code)) return fail(ErrorKind::Conflict, "'{}' exists already", target.string());
    return publishFolder(root, target, {});
}

Result<void> publishFolder(const Path& root, const Path& target, const JobContext& job) {
    std::error_code code;
    for (fs::recursive_directory_iterator it(root, code), end; !code && it != end; it.increment(code)) {
        LATHE_CHECK(job.checkStop());
        if (it->is_directory()) {
            LATHE_CHECK(syncFolder(it->path()));
        } else if (it->is_regular_file()) {
            LATHE_CHECK(syncFile(it->path()));
            job.addDone(1);
        }
    }
    if (code) return fail(ErrorKind::Io, "cannot read '{}': {}", root.string(), code.message());
    LATHE_CHECK(syncFolder(root));
    if (::rename(root.c_str(), target.c_str()) != 0) return failure(errnoError("rename to", target.string()));
    return syncFolder(folderOf(target));
}

Result<void> publishFile(const Path& file, const Path& target) {
    LATHE_CHECK(syncFile(file));
    if (::rename(file.c_str(), target.c_str()) != 0) return failure(errnoError("rename to", target.string()));
    return syncFolder(folderOf(target));
}

Result<void> copyFolder(const Path& from, const Path& to) {
    std::error_code code;
    if (fs::exists(to, code)) return fail(ErrorKind::Conflict, "'{}' exists already", to.string());
    fs::copy(from, to, fs::copy_options::recursive, code);
    if (code) return fail(ErrorKind::Io, "cannot copy '{}' to '{}': {}", from.string(), to.string(), code.message());
    return {};
}

Result<void> createFolders(const Path& path) {
    std::error_code code;
    fs::create_directories(path, code);
    if (code) {
        errno = code.value();
        return failure(errnoError("create folder", path.string()));
    }
    return {};
}

std::error_code removeFolder(const Path& folder) {
    std::vector<Path> files;
    std::error_code code;
    for (fs::recursive_directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
        std::error_code ignored;
        if (!it->is_directory(ignored)) files.push_back(it->path());
    }
    // A file that is on the disk already makes its removal wait for the disk: such waits pass side by side.
    constexpr size_t many = 500;
    constexpr size_t threads = 8;
    parallelFor(
        files.size(), [&](size_t i) { ::unlink(files[i].c_str()); }, files.size() < many ? 1 : threads);
    fs::remove_all(folder, code);
    return code;
}

Result<ScopedFolder> ScopedFolder::create(const Path& parent, std::string_view prefix) {
    LATHE_CHECK(createFolders(parent));
    const Path path = parent / newIdText(prefix);
    if (::mkdir(path.c_str(), 0755) != 0) return failure(errnoError("create folder", path.string()));
    return ScopedFolder(path);
}

ScopedFolder::ScopedFolder(ScopedFolder&& other) noexcept : m_path(other.release()) {}

ScopedFolder& ScopedFolder::operator=(ScopedFolder&& other) noexcept {
    std::swap(m_path, other.m_path);
    return *this;
}

ScopedFolder::~ScopedFolder() {
    if (!m_path.empty()) removeFolder(m_path);
}

Path ScopedFolder::release() { return std::exchange(m_path, Path()); }

Path programFolder() {
    std::error_code code;
    const Path self = fs::read_symlink("/proc/self/exe", code);
    return code ? fs::current_path(code) : self.parent_path();
}

} // namespace lathe
