// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/row_order.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "core/base/text.h"
#include "core/data/query/order_store.h"

namespace lathe {

namespace {

constexpr uint64_t mostInMemory = uint64_t{16} << 20U;
constexpr uint64_t rowsAtOnce = 1U << 16U;

} // namespace

Result<std::shared_ptr<RowOrder::Store>> RowOrder::Store::create(uint64_t rows, uint64_t size, const Path& scratch) {
    std::shared_ptr<Store> store(new Store);
    store->m_size = size;
    store->m_width = rows <= UINT32_MAX ? 4 : 5;
    if (size <= mostInMemory) {
        store->m_bytes.resize(static_cast<size_t>(size) * store->m_width);
    } else {
        LATHE_TRY(store->m_file, NamelessFile::create(scratch));
    }
    return store;
}

Result<void> RowOrder::Store::write(uint64_t first, std::span<const uint64_t> rows) {
    std::vector<std::byte> buffer;
    while (!rows.empty()) {
        const size_t count = std::min<size_t>(rows.size(), rowsAtOnce);
        std::byte* target = m_bytes.data() + static_cast<size_t>(first) * m_width;
        if (m_file) {
            buffer.resize(count * m_width);
            target = buffer.data();
        }
        for (size_t i = 0; i < count; ++i) std::memcpy(target + i * m_width, &rows[i], m_width);
        if (m_file) LATHE_CHECK(m_file->write(first * m_width, buffer));
        first += count;
        rows = rows.subspan(count);
    }
    return {};
}

Result<void> RowOrder::Store::read(uint64_t first, std::span<uint64_t> rows) const {
    std::vector<std::byte> buffer;
    const std::byte* source = m_bytes.data() + static_cast<size_t>(first) * m_width;
    if (m_file) {
        buffer.resize(rows.size() * m_width);
        LATHE_CHECK(m_file->read(first * m_width, buffer));
        source = buffer.data();
    }
    for (size_t i = 0; i < rows.size(); ++i) {
        rows[i] = 0;
        std::memcpy(&rows[i], source + i * m_width, m_width);
    }
    return {};
}

RowOrder RowOrder::all(uint64_t rows) {
    RowOrder order;
    order.m_size = rows;
    return order;
}

RowOrder RowOrder::of(std::shared_ptr<const RowSelection> selection) {
    RowOrder order;
    order.m_size = selection->count();
    order.m_selection = std::move(selection);
    return order;
}

RowOrder::RowOrder(std::shared_ptr<const Store> store) : m_size(store->size()), m_store(std::move(store)) {}

Result<std::vector<uint64_t>> RowOrder::rows(uint64_t first, uint64_t count) const {
    first = std::min(first, m_size);
    std::vector<uint64_t> rows(static_cast<size_t>(std::min(count, m_size - first)));
    if (m_store) {
        LATHE_CHECK(m_store->read(first, rows));
    } else if (!m_selection) {
        std::iota(rows.begin(), rows.end(), first);
    } else if (!rows.empty()) {
        uint64_t row = m_selection->row(first);
        for (uint64_t& value : rows) {
            while (!m_selection->contains(row)) ++row;
            value = row++;
        }
    }
    return rows;
}

uint64_t RowOrder::positionOf(uint64_t row) const {
    return m_selection ? m_selection->rank(row) : std::min(row, m_size);
}

Result<std::optional<uint64_t>> RowOrder::find(uint64_t row, const JobContext& job) const {
    if (!m_store) return contains(row) ? std::optional(positionOf(row)) : std::nullopt;
    for (uint64_t first = 0; first < m_size; first += rowsAtOnce) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const auto some, rows(first, rowsAtOnce));
        if (const auto found = std::find(some.begin(), some.end(), row); found != some.end())
            return first + static_cast<uint64_t>(found - some.begin());
    }
    return std::optional<uint64_t>();
}

Result<std::vector<SortKey>> parseSortKeys(std::string_view text) {
    std::vector<SortKey> keys;
    for (size_t at = 0; at <= text.size();) {
        SortKey key;
        while (at < text.size() && text[at] == ' ') ++at;
        if (at < text.size() && text[at] == '-') {
            key.descending = true;
            ++at;
        }
        if (at < text.size() && text[at] == '`') {
            const size_t end = text.find('`', at + 1);
            if (end == std::string_view::npos)
                return failHint(ErrorKind::InvalidInput, fmt::format("'{}' has a backquote without its partner", text),
                                "Write column names with commas as `a, b`.");
            key.column = text.substr(at + 1, end - at - 1);
            at = std::min(text.find(',', end), text.size());
        } else {
            const size_t end = std::min(text.find(',', at), text.size());
            key.column = trimmed(text.substr(at, end - at));
            at = end;
        }
        if (key.column.empty())
            return failHint(
                ErrorKind::InvalidInput, fmt::format("'{}' does not name a column to sort by", text),
                "Write column names separated by commas, with a minus before those that descend: season,-count");
        keys.push_back(std::move(key));
        ++at;
    }
    return keys;
}

} // namespace lathe
