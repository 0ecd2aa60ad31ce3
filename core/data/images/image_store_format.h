// SPDX-License-Identifier: GPL-3.0-or-later
// Header and index of an image store, byte by byte as docs/column-file.md describes them.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace lathe::images {

inline constexpr size_t storeChunkBytes = size_t{1} << 20; ///< HDF5 chunk of the bytes
inline constexpr size_t storeHeaderBytes = 48;

using Digest = std::array<uint8_t, 32>;

/// One picture within the bytes.
struct StoredImage {
    Digest digest{};
    uint64_t start = 0;
    uint64_t size = 0;
};

struct StoreIndex {
    uint64_t bytes = 0;              ///< of all pictures
    std::vector<uint64_t> chunks;    ///< where each chunk of storeChunkBytes lies in the file
    std::vector<StoredImage> images; ///< ascending by digest
};

struct StoreHeader {
    uint64_t fileSize = 0;
    uint64_t indexOffset = 0;
    uint64_t indexSize = 0;
    uint32_t indexCrc = 0;
};

[[nodiscard]] std::string encodeStoreHeader(const StoreHeader& header);
/// Errors: Corrupt (message without the file's name), Unsupported for a newer version.
Result<StoreHeader> decodeStoreHeader(std::span<const uint8_t> bytes);

[[nodiscard]] std::string encodeStoreIndex(const StoreIndex& index);
/// Checks every count and place against the bytes there are and \p fileSize. Errors: Corrupt.
Result<StoreIndex> decodeStoreIndex(std::span<const uint8_t> bytes, uint64_t fileSize);

/// 64 hexadecimal digits; none when \p text is not that.
bool digestFromText(const std::string& text, Digest& digest);

[[nodiscard]] uint32_t crc32(std::span<const uint8_t> bytes);

} // namespace lathe::images
