// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/group_index.h"

#include "core/data/query/group.h"

namespace lathe::query {

Result<ChunkGroups> GroupIndex::groupsOf(const RowSelection* rows, uint64_t chunk) const {
    ChunkGroups groups;
    groups.ofRow.reserve(static_cast<size_t>(chosenIn(m_file, rows, chunk)));
    std::vector<RowHash> hashes;
    if (!m_keys.empty()) {
        LATHE_TRY(const Table table, m_file.readTable(chunk * chunkRows, chunkRows, m_keys));
        hashes = hashRows(table);
    }
    std::unordered_map<RowHash, uint32_t, Hasher> numbers;
    RowHash last;
    uint32_t lastNumber = 0;
    forEachRow(m_file, rows, chunk, [&](size_t row) {
        const RowHash hash = hashes.empty() ? RowHash{} : hashes[row];
        if (groups.hashes.empty() || !(hash == last)) { // neighbours are often of one group
            const auto entry = numbers.try_emplace(hash, static_cast<uint32_t>(groups.hashes.size()));
            if (entry.second) {
                groups.hashes.push_back(hash);
                groups.firstRow.push_back(chunk * chunkRows + row);
            }
            last = hash;
            lastNumber = entry.first->second;
        }
        groups.ofRow.push_back(lastNumber);
    });
    return groups;
}

Result<std::vector<uint32_t>> GroupIndex::add(const ChunkGroups& groups) {
    std::vector<uint32_t> numbers;
    for (size_t i = 0; i < groups.hashes.size(); ++i) {
        const auto entry = m_numbers.try_emplace(groups.hashes[i], static_cast<uint32_t>(m_firstRows.size()));
        if (entry.second) m_firstRows.push_back(groups.firstRow[i]);
        numbers.push_back(entry.first->second);
    }
    if (m_firstRows.size() > mostGroups)
        return failHint(ErrorKind::InvalidInput, fmt::format("the rows fall into more than {} groups", mostGroups),
                        "Choose keys with fewer different values, or filter the rows first.");
    return numbers;
}

std::vector<uint32_t> GroupIndex::numbersOf(const ChunkGroups& groups) const {
    std::vector<uint32_t> numbers;
    for (const RowHash& hash : groups.hashes) numbers.push_back(m_numbers.at(hash));
    return numbers;
}

} // namespace lathe::query
