// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/files.h"
#include "core/base/result.h"

namespace lathe {

/// A file for what does not fit into memory, which no other program sees and which is gone with the object, also when
/// the process dies.
class NamelessFile {
public:
    /// In \p folder; empty: the system's for temporary files. Errors: Io.
    static Result<NamelessFile> create(const Path& folder);
    ~NamelessFile();
    NamelessFile(NamelessFile&& other) noexcept;
    NamelessFile& operator=(NamelessFile&& other) noexcept;

    /// Thread safe for places that do not overlap. Errors: Io (a full disk).
    Result<void> write(uint64_t at, std::span<const std::byte> bytes);
    /// Exactly \p bytes. Thread safe. Errors: Io.
    Result<void> read(uint64_t at, std::span<std::byte> bytes) const;

private:
    explicit NamelessFile(int file) : m_file(file) {}
    int m_file;
};

} // namespace lathe
