// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/column_file_open.h"

#include "core/data/columns/column_file_codec.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <utility>
#include <vector>

namespace lathe::columns {

Descriptor::~Descriptor() {
    if (m_file >= 0) ::close(m_file);
}
Descriptor::Descriptor(Descriptor&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}
Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(m_file, other.m_file);
    return *this;
}

Result<void> readAt(int file, uint64_t offset, std::span<std::byte> target, const std::string& name) {
    while (!target.empty()) {
        const ssize_t count = ::pread(file, target.data(), target.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failure(errnoError("read", name));
        if (count == 0) return fail(ErrorKind::Corrupt, "'{}' is shorter than it should be", name);
        offset += static_cast<uint64_t>(count);
        target = target.subspan(static_cast<size_t>(count));
    }
    return {};
}

Failure unreadableColumnFile(const std::string& name, Error error) {
    error.message = fmt::format("cannot read '{}': {}", name, error.message);
    error.hint = "Restore the file from a copy, or import the dataset again.";
    return failure(std::move(error));
}

Result<OpenedColumnFile> openColumnFile(const Path& path) {
    OpenedColumnFile opened;
    opened.name = path.string();
    opened.file = Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    const int file = opened.file.get();
    if (file < 0) {
        if (errno == ENOENT) return fail(ErrorKind::NotFound, "'{}' does not exist", opened.name);
        return failure(errnoError("open", opened.name));
    }
    struct stat status {};
    if (::fstat(file, &status) != 0) return failure(errnoError("read", opened.name));
    const auto fileSize = static_cast<uint64_t>(status.st_size);
    const auto unreadable = [&](std::string message) {
        return unreadableColumnFile(opened.name, {ErrorKind::Corrupt, std::move(message), {}, {}});
    };
    if (!S_ISREG(status.st_mode) || fileSize < userBlockSize) return unreadable("it is not a column file");
    std::array<std::byte, userBlockSize> block;
    LATHE_CHECK(readAt(file, 0, block, opened.name));
    auto header = decodeHeader(block);
    if (!header) return unreadableColumnFile(opened.name, std::move(header.error()));
    if (header->fileSize != fileSize)
        return unreadable(fmt::format("it has {} bytes where {} were written", fileSize, header->fileSize));
    std::vector<std::byte> bytes(header->indexSize);
    LATHE_CHECK(readAt(file, header->indexOffset, bytes, opened.name));
    if (checksum(bytes) != header->indexCrc) return unreadable("its index is damaged");
    auto index = decodeIndex(bytes, fileSize, header->version);
    if (!index) return unreadableColumnFile(opened.name, std::move(index.error()));
    opened.index = std::move(*index);
    return opened;
}

} // namespace lathe::columns
