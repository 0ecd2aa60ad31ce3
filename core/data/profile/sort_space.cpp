// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/sort_space.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <utility>

#include <sys/mman.h>

namespace lathe {

namespace {

constexpr size_t keyBytes = 16;
constexpr size_t pageBytes = size_t{2} << 20U; ///< of a huge page: one fault instead of 512

} // namespace

SortSpace::SortSpace(uint64_t rows)
    : m_bytes(static_cast<size_t>(std::clamp<uint64_t>(rows, 1, mostBytes / keyBytes)) * keyBytes) {
    if (m_bytes > pageBytes) m_bytes = (m_bytes + pageBytes - 1) / pageBytes * pageBytes;
}

void SortSpace::Buffer::Free::operator()(std::byte* memory) const { std::free(memory); }

SortSpace::Buffer::Memory SortSpace::take() {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_free.empty()) {
            auto memory = std::move(m_free.back());
            m_free.pop_back();
            return memory;
        }
    }
    const bool large = m_bytes >= pageBytes;
    Buffer::Memory memory(
        static_cast<std::byte*>(large ? std::aligned_alloc(pageBytes, m_bytes) : std::malloc(m_bytes)));
    if (!memory) throw std::bad_alloc();
    if (large) ::madvise(memory.get(), m_bytes, MADV_HUGEPAGE); // without huge pages it is slower, no worse
    return memory;
}

void SortSpace::give(Buffer::Memory memory) {
    const std::lock_guard lock(m_mutex);
    m_free.push_back(std::move(memory));
}

} // namespace lathe
