// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/data/sources/byte_source.h"

#include <memory>
#include <string>
#include <string_view>

namespace lathe {

/// A new file whose bytes are packed on the way, or an open descriptor. Memory is bounded by the packing's window. One
/// thread at a time.
class ByteSink {
public:
    /// \p packing: None, Gzip or Zstd. Errors: Io, Unsupported (other packings).
    static Result<std::unique_ptr<ByteSink>> create(const Path& path, Packing packing);
    /// Bytes for an open descriptor, which is called \p name in errors and stays open.
    static std::unique_ptr<ByteSink> forDescriptor(int descriptor, std::string name);
    virtual ~ByteSink() = default;
    ByteSink(const ByteSink&) = delete;
    ByteSink& operator=(const ByteSink&) = delete;

    /// Errors: Io.
    virtual Result<void> write(std::string_view bytes) = 0;
    /// Writes what the packing still holds and closes the file, which is not durable by that. Call once. Errors: Io.
    virtual Result<void> finish() = 0;

protected:
    ByteSink() = default;
};

} // namespace lathe
