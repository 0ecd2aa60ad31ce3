// SPDX-License-Identifier: GPL-3.0-or-later
// The packings of ByteSource.
#pragma once

#include "core/data/sources/byte_source.h"

namespace lathe::packed {

/// The source itself, or one that unpacks it: gzip, zstd or bzip2.
Result<std::unique_ptr<ByteSource>> unpacked(std::unique_ptr<ByteSource> source, Packing packing);

Result<std::unique_ptr<ByteSource>> openZip(const Path& path, const std::string& member);
Result<std::unique_ptr<ByteSource>> openZip(std::string_view bytes, const std::string& name, const std::string& member);
Result<std::vector<std::string>> zipMembers(const Path& path);

} // namespace lathe::packed
