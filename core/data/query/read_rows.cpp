// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "core/data/columns/column_file_codec.h"
#include "core/data/query/chunk_work.h"
#include "core/data/query/row_order.h"

namespace lathe {

using namespace query;

namespace {

/// Rows closer than this are read with those between them.
constexpr uint64_t nearRows = chunkRows / columns::blocksPerChunk;

/// Collects one column; groups may come from several threads, each writes places of its own.
class ColumnCollector {
public:
    ColumnCollector(const ColumnFile& file, size_t index, size_t rows, size_t groups) : m_file(file), m_index(index) {
        m_column.schema = file.schema()[index];
        switch (m_column.schema.type) {
        case ColumnType::Real: m_column.reals.resize(rows); break;
        case ColumnType::Category: m_column.codes.resize(rows); break;
        case ColumnType::Text:
            m_texts.resize(groups);
            m_sources.resize(rows);
            break;
        default: m_column.integers.resize(rows);
        }
        m_column.missing.resize(rows);
    }

    /// Few rows of a chunk are read run by run, so that only the blocks they lie in are decoded.
    Result<void> add(std::span<const uint64_t> rows, const ChunkGroup& group, size_t number) {
        const bool scattered = group.places.size() < columns::blocksPerChunk;
        for (size_t begin = 0; begin < group.places.size();) {
            size_t end = scattered ? begin + 1 : group.places.size();
            while (end < group.places.size() && rows[group.places[end]] - rows[group.places[end - 1]] < nearRows) ++end;
            LATHE_CHECK(addRun(rows, group.places.subspan(begin, end - begin), number));
            begin = end;
        }
        return {};
    }

    Result<void> addRun(std::span<const uint64_t> rows, std::span<const uint32_t> places, size_t number) {
        const uint64_t first = rows[places.front()];
        LATHE_TRY(const Column values, m_file.read(m_index, first, rows[places.back()] - first + 1, false));
        for (const uint32_t place : places) {
            const auto from = static_cast<size_t>(rows[place] - first);
            m_column.missing[place] = values.isMissing(from) ? 1 : 0;
            switch (m_column.schema.type) {
            case ColumnType::Real: m_column.reals[place] = values.reals[from]; break;
            case ColumnType::Category: m_column.codes[place] = values.codes[from]; break;
            case ColumnType::Text:
                m_sources[place] = {static_cast<uint32_t>(number), static_cast<uint32_t>(m_texts[number].size())};
                m_texts[number].push(values.texts.at(from));
                break;
            default: m_column.integers[place] = values.integers[from];
            }
        }
        return {};
    }

    Column finish(bool withDictionary) {
        for (const TextSource& source : m_sources) m_column.texts.push(m_texts[source.group].at(source.text));
        if (withDictionary) m_column.dictionary = m_file.dictionary(m_index);
        if (std::find(m_column.missing.begin(), m_column.missing.end(), 1) == m_column.missing.end())
            m_column.missing.clear();
        return std::move(m_column);
    }

private:
    struct TextSource {
        uint32_t group = 0;
        uint32_t text = 0;
    };
    const ColumnFile& m_file;
    size_t m_index;
    Column m_column;
    std::vector<TextValues> m_texts; ///< one per group
    std::vector<TextSource> m_sources;
};

} // namespace

Result<Table> readRows(const ColumnFile& file, std::span<const uint64_t> rows, const std::vector<size_t>& columns,
                       const JobContext& job, bool withDictionary, size_t threads) {
    std::vector<size_t> chosen = columns;
    if (chosen.empty()) {
        chosen.resize(file.columns());
        std::iota(chosen.begin(), chosen.end(), size_t{0});
    }
    const RowGroups grouped(rows);
    const std::vector<ChunkGroup>& groups = grouped.groups();
    std::vector<ColumnCollector> collectors;
    for (const size_t column : chosen) collectors.emplace_back(file, column, rows.size(), groups.size());

    LATHE_CHECK(forEachTask(groups.size() * chosen.size(), job, threads, [&](size_t task) {
        const size_t group = task % groups.size();
        return collectors[task / groups.size()].add(rows, groups[group], group);
    }));
    Table table;
    for (ColumnCollector& collector : collectors) table.columns.push_back(collector.finish(withDictionary));
    return table;
}

} // namespace lathe
