// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/page_cache.h"

namespace lathe::ui {

size_t residentBytes(const Column& column) {
    return sizeof(Column) + column.integers.capacity() * sizeof(int64_t) + column.reals.capacity() * sizeof(double) +
           column.codes.capacity() * sizeof(uint32_t) + column.texts.bytes.capacity() +
           column.texts.ends.capacity() * sizeof(uint64_t) + column.missing.capacity();
}

std::shared_ptr<const Column> PageCache::find(PageKey key) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_index.find(key);
    if (found == m_index.end()) return nullptr;
    m_order.splice(m_order.begin(), m_order, found->second);
    return found->second->values;
}

bool PageCache::contains(PageKey key) const {
    const std::lock_guard lock(m_mutex);
    return m_index.contains(key);
}

void PageCache::insert(PageKey key, std::shared_ptr<const Column> values) {
    const size_t bytes = residentBytes(*values);
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_index.find(key); found != m_index.end()) {
        m_bytes -= found->second->bytes;
        m_order.erase(found->second);
    }
    m_order.push_front({key, std::move(values), bytes});
    m_index[key] = m_order.begin();
    m_bytes += bytes;
    makeRoom();
}

void PageCache::keep(const std::vector<PageKey>& keys) {
    const std::lock_guard lock(m_mutex);
    m_kept = {keys.begin(), keys.end()};
    makeRoom();
}

void PageCache::makeRoom() {
    for (auto entry = m_order.end(); m_bytes > m_capacity && entry != m_order.begin();) {
        --entry;
        if (entry == m_order.begin() || m_kept.contains(entry->key)) continue;
        m_bytes -= entry->bytes;
        m_index.erase(entry->key);
        entry = m_order.erase(entry);
    }
}

size_t PageCache::bytes() const {
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

size_t PageCache::pages() const {
    const std::lock_guard lock(m_mutex);
    return m_order.size();
}

} // namespace lathe::ui
