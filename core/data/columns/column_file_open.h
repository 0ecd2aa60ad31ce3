// SPDX-License-Identifier: GPL-3.0-or-later
// A column file opened for reading: its descriptor and its checked index.
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/data/columns/column_file_format.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace lathe::columns {

/// A file descriptor closed when the object ends.
class Descriptor {
public:
    explicit Descriptor(int file = -1) : m_file(file) {}
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;
    [[nodiscard]] int get() const { return m_file; }

private:
    int m_file;
};

struct OpenedColumnFile {
    std::string name; ///< for messages
    Descriptor file;
    FileIndex index;
};

/// Reads header and index. Errors: NotFound, Corrupt, Unsupported, Io.
Result<OpenedColumnFile> openColumnFile(const Path& path);

/// Reads exactly \p target. Errors: Io, Corrupt (the file is shorter).
Result<void> readAt(int file, uint64_t offset, std::span<std::byte> target, const std::string& name);

/// An error with what to do about a column file that cannot be trusted.
[[nodiscard]] Failure unreadableColumnFile(const std::string& name, Error error);

} // namespace lathe::columns
