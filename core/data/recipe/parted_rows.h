// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: rows that do not fit into memory, parted so that each part does.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/nameless_file.h"
#include "core/data/columns/file_dictionaries.h"
#include "core/data/columns/table.h"

namespace lathe::recipe {

/// Rows in a nameless file, each in one of some parts; a few megabytes of them wait in memory.
class PartedRows {
public:
    static constexpr size_t parts = 256;

    /// \p scratch: the folder of the file; empty: the system's. Errors: Io.
    static Result<PartedRows> create(const std::vector<ColumnSchema>& schema, const Path& scratch);

    /// Adds the rows of \p rows, each to the part that \p partOfRow says. Errors: Io.
    Result<void> add(Table rows, std::span<const uint8_t> partOfRow);
    /// Writes what waits; nothing may be added afterwards. Errors: Io.
    Result<void> finish();
    /// The rows of a part, in the order in which they came. Call after finish(). Errors: Io.
    Result<Table> read(size_t part) const;

private:
    struct Block {
        uint64_t place = 0;
        size_t bytes = 0;
        size_t rows = 0;
    };
    PartedRows(const std::vector<ColumnSchema>& schema, NamelessFile file);
    [[nodiscard]] Table emptyTable() const;
    Result<void> write();

    std::vector<ColumnSchema> m_schema;
    NamelessFile m_file;
    uint64_t m_end = 0; ///< of the file
    size_t m_waitingBytes = 0;
    std::vector<Table> m_waiting;             ///< by part
    std::vector<std::vector<Block>> m_blocks; ///< by part
    FileDictionaries m_dictionaries;
    std::vector<std::vector<std::string>> m_texts; ///< after finish(), by column
};

} // namespace lathe::recipe
