// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/columns/row_hash.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>

#include <hwy/contrib/sort/vqsort.h>

namespace lathe {

namespace {

constexpr RowHash missingHash{0x6C62272E07BB0142ULL, 0x62B821756295C58DULL};

uint64_t mixed(uint64_t value) {
    value = (value ^ (value >> 33U)) * 0xFF51AFD7ED558CCDULL;
    value = (value ^ (value >> 33U)) * 0xC4CEB9FE1A85EC53ULL;
    return value ^ (value >> 33U);
}

/// Both halves are one-to-one in the value, so different numbers never share a hash.
RowHash hashNumber(uint64_t bits) {
    return {mixed(bits + 0x9E3779B97F4A7C15ULL), mixed((bits ^ 0xD1B54A32D192ED03ULL) * 0xA0761D6478BD642FULL)};
}

void combine(RowHash& row, const RowHash& value) {
    row.low = std::rotl(row.low ^ value.low, 27) * 0x87C37B91114253D5ULL + value.high;
    row.high = std::rotl(row.high ^ value.high, 31) * 0x4CF5AD432745937FULL + row.low;
}

void combineColumn(std::vector<RowHash>& rows, const Column& column) {
    const auto combineWith = [&](auto hashOf) {
        for (size_t row = 0; row < rows.size(); ++row)
            combine(rows[row], column.isMissing(row) ? missingHash : hashOf(row));
    };
    switch (column.schema.type) {
    case ColumnType::Real:
        combineWith([&](size_t row) { return hashNumber(std::bit_cast<uint64_t>(column.reals[row] + 0.0)); });
        break;
    case ColumnType::Category: {
        std::vector<RowHash> entries;
        for (const std::string& entry : column.dictionary) entries.push_back(hashBytes(entry));
        combineWith([&](size_t row) { return entries[column.codes[row]]; });
        break;
    }
    case ColumnType::Text: combineWith([&](size_t row) { return hashBytes(column.texts.at(row)); }); break;
    default: combineWith([&](size_t row) { return hashNumber(static_cast<uint64_t>(column.integers[row])); });
    }
}

/// The up to 15 bytes from \p data on as two words, without a call for so few.
struct Tail {
    uint64_t low = 0;
    uint64_t high = 0;
};

template <typename Word>
uint64_t load(const char* data) {
    Word word;
    std::memcpy(&word, data, sizeof word);
    return word;
}

Tail loadTail(const char* data, size_t count) {
    static_assert(std::endian::native == std::endian::little);
    if (count > 8) return {load<uint64_t>(data), load<uint64_t>(data + count - 8) >> (8 * (16 - count))};
    if (count >= 4) return {load<uint32_t>(data) | load<uint32_t>(data + count - 4) << (8 * (count - 4)), 0};
    if (count == 0) return {};
    // Of one byte all three are the same, of two the last two.
    return {load<uint8_t>(data) | load<uint8_t>(data + count / 2) << (8 * (count / 2)) |
                load<uint8_t>(data + count - 1) << (8 * (count - 1)),
            0};
}

/// The same without a branch, where 16 bytes can be read.
Tail cutTail(const char* data, size_t count) {
    static constexpr auto masks = [] {
        std::array<unsigned char, 32> bytes{};
        std::fill_n(bytes.begin(), 16, 0xFF);
        return bytes;
    }();
    const char* mask = reinterpret_cast<const char*>(masks.data()) + 16 - count;
    return {load<uint64_t>(data) & load<uint64_t>(mask), load<uint64_t>(data + 8) & load<uint64_t>(mask + 8)};
}

} // namespace

RowHash hashBytes(std::string_view bytes) { return hashBytes(bytes, bytes.size()); }

RowHash hashBytes(std::string_view bytes, size_t readable) {
    constexpr uint64_t c1 = 0x87C37B91114253D5ULL;
    constexpr uint64_t c2 = 0x4CF5AD432745937FULL;
    uint64_t h1 = 0;
    uint64_t h2 = 0;
    const char* data = bytes.data();
    size_t left = bytes.size();
    for (; left >= 16; left -= 16, data += 16) {
        uint64_t k1 = 0;
        uint64_t k2 = 0;
        std::memcpy(&k1, data, 8);
        std::memcpy(&k2, data + 8, 8);
        h1 ^= std::rotl(k1 * c1, 31) * c2;
        h1 = (std::rotl(h1, 27) + h2) * 5 + 0x52DCE729U;
        h2 ^= std::rotl(k2 * c2, 33) * c1;
        h2 = (std::rotl(h2, 31) + h1) * 5 + 0x38495AB5U;
    }
    const size_t taken = bytes.size() - left;
    const Tail tail = readable - taken >= 16 ? cutTail(data, left) : loadTail(data, left);
    h2 ^= std::rotl(tail.high * c2, 33) * c1;
    h1 ^= std::rotl(tail.low * c1, 31) * c2;
    h1 ^= bytes.size();
    h2 ^= bytes.size();
    h1 += h2;
    h2 += h1;
    h1 = mixed(h1);
    h2 = mixed(h2);
    h1 += h2;
    return {h1, h2 + h1};
}

std::vector<RowHash> hashRows(const Table& table, const std::vector<size_t>& columns) {
    std::vector<size_t> chosen = columns;
    if (chosen.empty()) {
        chosen.resize(table.columns.size());
        std::iota(chosen.begin(), chosen.end(), size_t{0});
    }
    std::vector<RowHash> rows(table.rows());
    for (const size_t column : chosen) combineColumn(rows, table.columns[column]);
    return rows;
}

void sortHashes(std::span<RowHash> hashes) {
    static_assert(sizeof(RowHash) == sizeof(hwy::uint128_t) && alignof(RowHash) == alignof(hwy::uint128_t));
    hwy::Sorter()(reinterpret_cast<hwy::uint128_t*>(hashes.data()), hashes.size(), hwy::SortAscending());
}

namespace {

/// The place of \p hash, or the free one where it belongs.
RowHash& slotOf(std::vector<RowHash>& slots, const RowHash& hash) {
    const size_t mask = slots.size() - 1;
    size_t slot = hash.low & mask;
    while (!(slots[slot] == RowHash{}) && !(slots[slot] == hash)) slot = (slot + 1) & mask;
    return slots[slot];
}

} // namespace

bool RowHashSet::insert(const RowHash& hash) {
    if (hash == RowHash{}) {
        if (m_hasZero) return false;
        m_hasZero = true;
        ++m_size;
        return true;
    }
    Part& part = m_parts[partOfHash(hash)];
    if ((part.used + 1) * 3 > part.slots.size() * 2) grow(part);
    RowHash& slot = slotOf(part.slots, hash);
    if (slot == hash) return false;
    slot = hash;
    ++part.used;
    ++m_size;
    return true;
}

void RowHashSet::grow(Part& part) {
    constexpr size_t smallest = 16; // a power of two, as all sizes are
    const std::vector<RowHash> old = std::move(part.slots);
    part.slots.assign(std::max(smallest, old.size() * 2), RowHash{});
    for (const RowHash& hash : old)
        if (!(hash == RowHash{})) slotOf(part.slots, hash) = hash;
}

} // namespace lathe
