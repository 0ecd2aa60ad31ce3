// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/coded_numbers.h"

#include <algorithm>
#include <limits>

namespace lathe {

namespace {

constexpr uint64_t mostCounted = uint64_t{1} << 20U;
constexpr uint64_t mostRows = std::numeric_limits<uint32_t>::max(); ///< so often may one code occur

} // namespace

bool CodedNumbers::begin(std::span<const int64_t> keys) {
    m_codes = NumberCodes::find(m_scan, keys);
    if (!m_codes) return false;
    const bool few = m_codes->size() <= std::min(mostCounted, 4 * m_scan.rows + 4096) && m_scan.rows <= mostRows;
    if (few) m_counts.resize(m_codes->size());
    else if (m_scan.rows <= m_scan.memoryBytes / sizeof(uint32_t)) m_runs.emplace(*m_scan.space);
    else return false;
    return true;
}

bool CodedNumbers::encode(std::span<const int64_t> keys) {
    if (!m_codes && !begin(keys)) return false;
    m_block.resize(std::max(m_block.size(), keys.size()));
    if (!m_codes->encode(keys, m_block)) return false;
    const std::span<const uint32_t> codes = std::span(m_block).first(keys.size());
    if (m_runs) m_runs->add(codes);
    else
        for (const uint32_t code : codes) ++m_counts[code];
    return true;
}

} // namespace lathe
