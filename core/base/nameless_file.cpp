// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/nameless_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace lathe {

namespace {

constexpr const char* whatItIs = "a temporary file";

} // namespace

Result<NamelessFile> NamelessFile::create(const Path& folder) {
    std::error_code unknown;
    std::string name =
        ((folder.empty() ? std::filesystem::temp_directory_path(unknown) : folder) / "rows-XXXXXX").string();
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) return failure(errnoError("create", name).withHint("Check that the folder can be written to."));
    ::unlink(name.c_str());
    return NamelessFile(file);
}

NamelessFile::~NamelessFile() {
    if (m_file >= 0) ::close(m_file);
}
NamelessFile::NamelessFile(NamelessFile&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}
NamelessFile& NamelessFile::operator=(NamelessFile&& other) noexcept {
    std::swap(m_file, other.m_file);
    return *this;
}

Result<void> NamelessFile::write(uint64_t at, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::pwrite(m_file, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0)
            return failure(errnoError("write", whatItIs).withHint("Make room on the disk of temporary files."));
        at += static_cast<uint64_t>(count);
        bytes = bytes.subspan(static_cast<size_t>(count));
    }
    return {};
}

Result<void> NamelessFile::read(uint64_t at, std::span<std::byte> bytes) const {
    while (!bytes.empty()) {
        const ssize_t count = ::pread(m_file, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (count < 0 && errno == EINTR) continue;
        if (count == 0) errno = EIO; // what was written has an end before it
        if (count <= 0) return failure(errnoError("read", whatItIs));
        at += static_cast<uint64_t>(count);
        bytes = bytes.subspan(static_cast<size_t>(count));
    }
    return {};
}

} // namespace lathe
