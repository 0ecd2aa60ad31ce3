// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/columns/table.h"

#include <compare>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

namespace lathe::ui {

/// A page: the rows [page * n, (page + 1) * n) of one column; n is the source's.
struct PageKey {
    uint64_t page = 0;
    uint32_t column = 0;
    auto operator<=>(const PageKey&) const = default;
};

/// Decoded pages of a column file, at most \p capacity bytes of them; the least recently used go first. Pages
/// that were asked for last (keep()) stay whatever they weigh: what is on screen must never push itself out.
/// Thread safe; no call waits for anything but another call.
class PageCache {
public:
    explicit PageCache(size_t capacity) : m_capacity(capacity) {}

    /// The page, now the most recently used; null when it is not here.
    [[nodiscard]] std::shared_ptr<const Column> find(PageKey key);
    [[nodiscard]] bool contains(PageKey key) const;

    /// Adds or replaces a page and makes room for it.
    void insert(PageKey key, std::shared_ptr<const Column> values);

    /// Replaces the set of pages that must stay.
    void keep(const std::vector<PageKey>& keys);

    [[nodiscard]] size_t bytes() const;
    [[nodiscard]] size_t pages() const;

private:
    struct Entry {
        PageKey key;
        std::shared_ptr<const Column> values;
        size_t bytes = 0;
    };
    using Order = std::list<Entry>;

    void makeRoom();

    const size_t m_capacity;
    mutable std::mutex m_mutex;
    Order m_order; // most recent first
    std::map<PageKey, Order::iterator> m_index;
    std::set<PageKey> m_kept;
    size_t m_bytes = 0;
};

/// What a column occupies in memory, without its dictionary.
[[nodiscard]] size_t residentBytes(const Column& column);

} // namespace lathe::ui
