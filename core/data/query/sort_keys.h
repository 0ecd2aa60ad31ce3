// SPDX-License-Identifier: GPL-3.0-or-later
// Inner header: the values of sort columns as numbers that stand in the order wanted.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "core/data/query/entry_sort.h"
#include "core/data/query/row_order.h"

namespace lathe::query {

/// One column to sort by. Of all types but Text a value is one number of \p bits bits: its distance from the smallest,
/// or from the greatest when descending; one more than the greatest distance when missing.
struct KeyColumn {
    size_t column = 0;
    ColumnType type = ColumnType::Integer;
    bool descending = false;
    unsigned bits = 0;
    uint64_t base = 0;           ///< ordered bits of the smallest value
    uint64_t range = 0;          ///< greatest distance
    std::vector<uint32_t> ranks; ///< Category: the place of each text among all

    [[nodiscard]] bool isText() const { return type == ColumnType::Text; }
    /// REQUIRES a column that is no Text.
    [[nodiscard]] Entry number(const Column& values, size_t row) const {
        if (values.isMissing(row)) return Entry{range} + 1;
        const uint64_t distance = ordered(values, row) - base;
        return descending ? range - distance : distance;
    }

private:
    [[nodiscard]] uint64_t ordered(const Column& values, size_t row) const {
        switch (type) {
        case ColumnType::Real: return orderedBits(values.reals[row]);
        case ColumnType::Category: return ranks[values.codes[row]];
        default: return orderedBits(values.integers[row]);
        }
    }
};

/// Errors: NotFound, InvalidInput.
Result<std::vector<KeyColumn>> keyColumns(const ColumnFile& file, const std::vector<SortKey>& keys);

/// How far rows are known to be equal: up to key \p key, and in that one, a Text, up to byte \p offset.
struct KeyPlace {
    size_t key = 0;
    uint64_t offset = 0;
    auto operator<=>(const KeyPlace&) const = default;
};

/// Which keys are packed into one entry, beginning at a place.
class KeyLayout {
public:
    KeyLayout(const std::vector<KeyColumn>& keys, KeyPlace begin, unsigned rowBits);

    /// Where comparing goes on for rows whose entries are equal but for the row; keys.size() when nowhere.
    [[nodiscard]] KeyPlace next() const { return m_next; }
    /// Whether rows whose entries equal \p entry but for the row may differ all the same.
    [[nodiscard]] bool undecided(Entry entry) const;
    /// The entries of the chosen rows of a chunk. Thread safe.
    Result<void> entries(const ColumnFile& file, const RowSelection* rows, uint64_t chunk,
                         std::vector<Entry>& out) const;

private:
    struct Piece {
        size_t key = 0;
        unsigned textBytes = 0; ///< of a Text
        uint64_t offset = 0;
    };
    const std::vector<KeyColumn>& m_keys;
    unsigned m_rowBits;
    std::vector<Piece> m_pieces;
    KeyPlace m_next;
};

} // namespace lathe::query
