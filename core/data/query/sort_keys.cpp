// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/sort_keys.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/data/query/chunk_work.h"

namespace lathe::query {

namespace {

constexpr unsigned entryBits = 128;
constexpr unsigned mostTextBytes = 12; // so that the length below them fits into 4 bits
constexpr unsigned lengthBits = 4;
constexpr double exactIntegers = 9007199254740992.0; // 2⁵³: statistics of larger ones are rounded

/// What the chunks' statistics say of a column.
struct Extent {
    double min = HUGE_VAL;
    double max = -HUGE_VAL;
    bool missing = false;
};

Extent extentOf(const ColumnFile& file, size_t column) {
    Extent extent;
    for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) {
        const ChunkStatistics known = file.statistics(column, chunk);
        extent.missing = extent.missing || known.missing > 0;
        if (known.missing == known.rows) continue;
        extent.min = std::min(extent.min, known.min);
        extent.max = std::max(extent.max, known.max);
    }
    return extent;
}

/// The place of each text among all different ones.
std::vector<uint32_t> textRanks(const std::vector<std::string>& texts) {
    std::vector<uint32_t> order(texts.size());
    std::iota(order.begin(), order.end(), uint32_t{0});
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return texts[a] < texts[b]; });
    std::vector<uint32_t> ranks(texts.size());
    for (size_t i = 1; i < order.size(); ++i)
        ranks[order[i]] = ranks[order[i - 1]] + (texts[order[i]] == texts[order[i - 1]] ? 0 : 1);
    return ranks;
}

void setRange(KeyColumn& key, const ColumnFile& file) {
    const Extent extent = extentOf(file, key.column);
    if (key.type == ColumnType::Category) {
        key.ranks = textRanks(file.dictionary(key.column));
        if (!key.ranks.empty()) key.range = *std::max_element(key.ranks.begin(), key.ranks.end());
    } else if (extent.min > extent.max) {
        key.range = 0; // no value at all
    } else if (key.type == ColumnType::Real) {
        key.base = orderedBits(extent.min);
        key.range = orderedBits(extent.max) - key.base;
    } else if (extent.min > -exactIntegers && extent.max < exactIntegers) {
        key.base = orderedBits(static_cast<int64_t>(extent.min));
        key.range = orderedBits(static_cast<int64_t>(extent.max)) - key.base;
    } else {
        key.range = UINT64_MAX;
    }
    const Entry greatest = Entry{key.range} + (extent.missing ? 1 : 0);
    key.bits = static_cast<unsigned>(greatest > UINT64_MAX ? 65 : std::bit_width(static_cast<uint64_t>(greatest)));
}

/// \p count bytes of a text from \p offset on, zeros after its end, and below them how many there were (count + 1 for
/// more), plus one. All ones when missing.
Entry textNumber(const Column& values, size_t row, uint64_t offset, unsigned count, bool descending) {
    const unsigned bits = 8 * count + lengthBits;
    const Entry ones = bits == entryBits ? ~Entry{0} : (Entry{1} << bits) - 1;
    if (values.isMissing(row)) return ones;
    std::string_view text = values.texts.at(row);
    text.remove_prefix(std::min<size_t>(offset, text.size()));
    Entry number = 0;
    for (unsigned i = 0; i < count; ++i)
        number = number << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    number = number << lengthBits | (std::min<size_t>(text.size(), count + 1) + 1);
    return descending ? ones ^ number : number;
}

} // namespace

Result<std::vector<KeyColumn>> keyColumns(const ColumnFile& file, const std::vector<SortKey>& keys) {
    if (keys.empty()) return fail(ErrorKind::InvalidInput, "there is no column to sort by");
    std::vector<KeyColumn> columns;
    for (const SortKey& key : keys) {
        KeyColumn column;
        LATHE_TRY(column.column, columnNamed(file.schema(), key.column));
        for (const KeyColumn& other : columns)
            if (other.column == column.column)
                return failHint(ErrorKind::InvalidInput,
                                fmt::format("column '{}' comes twice among those to sort by", key.column),
                                "Name each column once.");
        column.type = file.schema()[column.column].type;
        column.descending = key.descending;
        if (!column.isText()) setRange(column, file);
        columns.push_back(std::move(column));
    }
    return columns;
}

KeyLayout::KeyLayout(const std::vector<KeyColumn>& keys, KeyPlace begin, unsigned rowBits)
    : m_keys(keys), m_rowBits(rowBits), m_next(begin) {
    unsigned left = entryBits - rowBits;
    while (m_next.key < keys.size()) {
        const KeyColumn& key = keys[m_next.key];
        if (key.isText()) {
            const unsigned bytes = left < lengthBits ? 0 : std::min(mostTextBytes, (left - lengthBits) / 8);
            if (bytes == 0) return;
            m_pieces.push_back({m_next.key, bytes, m_next.offset});
            m_next.offset += bytes;
            return; // what comes after the text's end must not be compared before it
        }
        if (key.bits > left) return;
        m_pieces.push_back({m_next.key, 0, 0});
        left -= key.bits;
        m_next = {m_next.key + 1, 0};
    }
}

bool KeyLayout::undecided(Entry entry) const {
    if (m_pieces.empty() || m_pieces.back().textBytes == 0) return m_next.key < m_keys.size();
    constexpr unsigned missing = (1U << lengthBits) - 1;
    const Piece& piece = m_pieces.back();
    const auto mark = static_cast<unsigned>(entry >> m_rowBits) & missing;
    const unsigned length = m_keys[piece.key].descending ? missing ^ mark : mark; // see textNumber()
    const bool longer = mark != missing && length == piece.textBytes + 2;
    return longer || piece.key + 1 < m_keys.size();
}

Result<void> KeyLayout::entries(const ColumnFile& file, const RowSelection* rows, uint64_t chunk,
                                std::vector<Entry>& out) const {
    const size_t before = out.size();
    out.resize(before + static_cast<size_t>(chosenIn(file, rows, chunk)));
    for (const Piece& piece : m_pieces) {
        const KeyColumn& key = m_keys[piece.key];
        LATHE_TRY(const Column values, file.read(key.column, chunk * chunkRows, chunkRows, false));
        Entry* entry = out.data() + before;
        if (key.isText()) {
            const unsigned bits = 8 * piece.textBytes + lengthBits;
            forEachRow(file, rows, chunk, [&](size_t row) {
                *entry = *entry << bits | textNumber(values, row, piece.offset, piece.textBytes, key.descending);
                ++entry;
            });
        } else {
            forEachRow(file, rows, chunk, [&](size_t row) {
                *entry = *entry << key.bits | key.number(values, row);
                ++entry;
            });
        }
    }
    Entry* entry = out.data() + before;
    forEachRow(file, rows, chunk, [&](size_t row) {
        *entry = *entry << m_rowBits | (chunk * chunkRows + row);
        ++entry;
    });
    return {};
}

} // namespace lathe::query
