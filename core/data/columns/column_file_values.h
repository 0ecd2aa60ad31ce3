// SPDX-License-Identifier: GPL-3.0-or-later
// Between a Column in memory and the bytes a column file stores for one chunk of its rows.
#pragma once

#include "core/base/hash.h"
#include "core/base/result.h"
#include "core/data/columns/column_file.h"
#include "core/data/columns/column_file_format.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace lathe::columns {

/// Rows of one column of one chunk as they are stored. Values of missing rows are 0, NaN or empty whatever they were.
struct StoredValues {
    ChunkStatistics statistics;
    std::vector<std::byte> values;  ///< rows × width, not padded; of Text the lengths as u32
    std::vector<std::byte> missing; ///< one byte per row; empty when no value is missing
    std::string texts;              ///< Text only
    uint64_t codesEnd = 0;          ///< Category only: one past the largest code

    [[nodiscard]] std::string digest() const;
};

/// Of no rows.
StoredValues emptyStored();

/// Rows [first, first + count) of a column. Errors: InvalidInput (a Date outside of ±5.8 million years, a text of 4
/// GiB).
Result<StoredValues> toStored(const Column& column, size_t first, size_t count);
/// The same into \p out, whose memory is used again.
Result<void> toStored(const Column& column, size_t first, size_t count, StoredValues& out);
inline Result<StoredValues> toStored(const Column& column) { return toStored(column, 0, column.rows()); }

/// Adds the rows of \p tail behind those of \p head.
void appendRows(StoredValues& head, const StoredValues& tail);

/// SHA-256 over the values, missing flags and texts of a chunk, each preceded by its size. Texts come in portions.
class ChunkDigest {
public:
    /// \p textBytes: of all texts that will be added.
    ChunkDigest(std::span<const std::byte> values, std::span<const std::byte> missing, uint64_t textBytes);
    void addTexts(std::string_view portion) { m_hash.update(portion); }
    [[nodiscard]] std::string finish() { return m_hash.finish(); }

private:
    Sha256 m_hash;
};

/// SHA-256 over the schema, the number of rows, the chunks' digests (by column, then chunk) and the
/// dictionaries.
[[nodiscard]] std::string contentDigest(const FileIndex& index,
                                        const std::vector<std::vector<std::string>>& chunkDigests);

/// Makes room for the values of rows of any type but Text; those that were there may stay, to be overwritten.
void resizeValues(Column& column, size_t rows);

/// The values of a column as bytes where files store them as memory holds them; empty for Boolean, Date and Text.
[[nodiscard]] std::span<std::byte> bytesAsStored(Column& column);

/// Puts stored values of any type but Text at the rows from \p row on, for which there must be room.
void putStored(std::span<const std::byte> values, Column& column, size_t row);

/// False when there is a code without a text.
[[nodiscard]] bool haveTexts(std::span<const uint32_t> codes, size_t dictionarySize);

} // namespace lathe::columns
