// SPDX-License-Identifier: GPL-3.0-or-later
// Between a Column in memory and the bytes a column file stores for one chunk of its rows.
#pragma once

#include "core/base/result.h"
#include "core/data/column_file.h"
#include "core/data/column_file_format.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace lathe::columns {

/// One chunk of one column, ready to be compressed. Values of missing rows are 0, NaN or empty whatever they
/// were.
struct StoredValues {
    ChunkStatistics statistics;
    std::vector<std::byte> values;  ///< rows × storedWidth, not padded; of Text the lengths as u32
    std::vector<std::byte> missing; ///< one byte per row; empty when no value is missing
    std::string texts;              ///< Text only
    uint64_t codesEnd = 0;          ///< Category only: one past the largest code
    std::string digest;             ///< SHA-256 over values, missing and texts, each preceded by its size
};

/// Errors: InvalidInput (a Date outside of ±5.8 million years, a text of 4 GiB).
Result<StoredValues> toStored(const Column& column);

/// The digest of a chunk from its parts.
[[nodiscard]] std::string chunkDigest(std::span<const std::byte> values, std::span<const std::byte> missing,
                                      std::string_view texts);

/// SHA-256 over the schema, the number of rows, the chunks' digests (by column, then chunk) and the
/// dictionaries.
[[nodiscard]] std::string contentDigest(const FileIndex& index,
                                        const std::vector<std::vector<std::string>>& chunkDigests);

/// Appends stored values of any type but Text to \p column. Returns false for a code without a text.
[[nodiscard]] bool appendStored(std::span<const std::byte> values, size_t dictionarySize, Column& column);

} // namespace lathe::columns
