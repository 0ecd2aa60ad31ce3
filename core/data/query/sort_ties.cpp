// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/sort_ties.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>

#include "core/data/query/chunk_work.h"

namespace lathe::query {

namespace {

constexpr size_t sliceMemory = size_t{64} << 20U;
constexpr size_t shortestSlice = 16;
constexpr size_t longestSlice = 4096;
constexpr size_t markBytes = 4; ///< after a text's bytes: how many there were, or the mark of a longer one

constexpr uint32_t longerMark = UINT32_MAX - 1;

void storeBigEndian(std::byte* target, Entry value, size_t width) {
    for (size_t i = width; i-- > 0; value >>= 8U) target[i] = static_cast<std::byte>(static_cast<uint8_t>(value));
}

/// Rows of several runs, and what they are compared by in one round.
class Ties {
public:
    Ties(const ColumnFile& file, const std::vector<KeyColumn>& keys, const JobContext& job, size_t threads)
        : m_file(file), m_keys(keys), m_job(job), m_threads(threads) {}

    Result<void> load(const std::vector<TiedRun>& runs, const RowOrder::Store& order, KeyPlace place) {
        for (const TiedRun& run : runs) {
            const size_t begin = m_rows.size();
            m_rows.resize(begin + static_cast<size_t>(run.count));
            LATHE_CHECK(order.read(run.position, std::span(m_rows).subspan(begin)));
            m_open[place].push_back({begin, m_rows.size()});
        }
        return {};
    }
    Result<void> settle() {
        while (!m_open.empty()) {
            const auto next = m_open.begin();
            const KeyPlace place = next->first;
            const std::vector<Part> parts = std::move(next->second);
            m_open.erase(next);
            LATHE_CHECK(round(place, parts));
        }
        return {};
    }
    Result<void> save(const std::vector<TiedRun>& runs, RowOrder::Store& order) const {
        size_t begin = 0;
        for (const TiedRun& run : runs) {
            LATHE_CHECK(order.write(run.position, std::span(m_rows).subspan(begin, static_cast<size_t>(run.count))));
            begin += static_cast<size_t>(run.count);
        }
        return {};
    }

private:
    struct Part { ///< of m_rows: rows that are equal so far
        size_t begin = 0;
        size_t end = 0;
    };

    Result<void> round(KeyPlace place, const std::vector<Part>& parts);
    Result<void> readSlices(KeyPlace place, std::span<const uint64_t> rows);
    void sliceOf(const Column& values, size_t row, KeyPlace place, std::byte* target) const;
    void sortPart(const Part& part, size_t slices);
    [[nodiscard]] bool equal(size_t a, size_t b) const {
        return std::memcmp(m_slices.data() + a * m_width, m_slices.data() + b * m_width, m_width) == 0;
    }
    [[nodiscard]] bool continues(size_t slice, bool descending) const;
    void openNewParts(KeyPlace place, const Part& part, size_t slices);

    const ColumnFile& m_file;
    const std::vector<KeyColumn>& m_keys;
    const JobContext& m_job;
    size_t m_threads;
    std::vector<uint64_t> m_rows;
    std::map<KeyPlace, std::vector<Part>> m_open;
    size_t m_width = 0;              ///< bytes of a slice
    std::vector<std::byte> m_slices; ///< of the round's rows, in the round's order
    std::vector<uint32_t> m_order;   ///< of the round's rows: numbers of slices
};

void Ties::sliceOf(const Column& values, size_t row, KeyPlace place, std::byte* target) const {
    const KeyColumn& key = m_keys[place.key];
    if (!key.isText()) {
        storeBigEndian(target, key.number(values, row), m_width);
        return;
    }
    const size_t bytes = m_width - markBytes;
    if (values.isMissing(row)) {
        std::fill_n(target, m_width, std::byte{0xFF});
        return;
    }
    std::string_view text = values.texts.at(row);
    text.remove_prefix(std::min<size_t>(place.offset, text.size()));
    const size_t taken = std::min(text.size(), bytes);
    std::fill_n(target, bytes, std::byte{0});
    if (taken > 0) std::memcpy(target, text.data(), taken);
    storeBigEndian(target + bytes, text.size() > bytes ? longerMark : static_cast<uint32_t>(taken) + 1, markBytes);
    if (key.descending)
        for (size_t i = 0; i < m_width; ++i) target[i] = ~target[i];
}

Result<void> Ties::readSlices(KeyPlace place, std::span<const uint64_t> rows) {
    const RowGroups grouped(rows);
    const size_t column = m_keys[place.key].column;
    return forEachTask(grouped.groups().size(), m_job, m_threads, [&](size_t number) -> Result<void> {
        const ChunkGroup& group = grouped.groups()[number];
        const uint64_t first = rows[group.places.front()];
        LATHE_TRY(const Column values, m_file.read(column, first, rows[group.places.back()] - first + 1, false));
        for (const uint32_t place32 : group.places)
            sliceOf(values, static_cast<size_t>(rows[place32] - first), place, m_slices.data() + place32 * m_width);
        return {};
    });
}

/// Rows with equal slices stay ascending by number, as they were.
void Ties::sortPart(const Part& part, size_t slices) {
    const auto begin = m_order.begin() + static_cast<std::ptrdiff_t>(slices);
    const auto end = begin + static_cast<std::ptrdiff_t>(part.end - part.begin);
    std::sort(begin, end, [&](uint32_t a, uint32_t b) {
        const int order = std::memcmp(m_slices.data() + a * m_width, m_slices.data() + b * m_width, m_width);
        return order != 0 ? order < 0 : a < b;
    });
}

bool Ties::continues(size_t slice, bool descending) const {
    std::byte mark[markBytes];
    storeBigEndian(mark, descending ? ~longerMark : longerMark, markBytes);
    return std::memcmp(m_slices.data() + (slice + 1) * m_width - markBytes, mark, markBytes) == 0;
}

void Ties::openNewParts(KeyPlace place, const Part& part, size_t slices) {
    const KeyColumn& key = m_keys[place.key];
    for (size_t begin = part.begin; begin < part.end;) {
        const size_t slice = m_order[slices + begin - part.begin];
        size_t end = begin + 1;
        while (end < part.end && equal(slice, m_order[slices + end - part.begin])) ++end;
        KeyPlace next{place.key + 1, 0};
        if (key.isText() && continues(slice, key.descending)) next = {place.key, place.offset + m_width - markBytes};
        if (end - begin > 1 && next.key < m_keys.size()) m_open[next].push_back({begin, end});
        begin = end;
    }
}

Result<void> Ties::round(KeyPlace place, const std::vector<Part>& parts) {
    std::vector<uint64_t> rows;
    std::vector<size_t> slices; // where each part's begin
    for (const Part& part : parts) {
        slices.push_back(rows.size());
        rows.insert(rows.end(), m_rows.begin() + static_cast<std::ptrdiff_t>(part.begin),
                    m_rows.begin() + static_cast<std::ptrdiff_t>(part.end));
    }
    m_width = m_keys[place.key].isText() ? std::clamp(sliceMemory / rows.size(), shortestSlice, longestSlice) : 9;
    m_slices.resize(rows.size() * m_width);
    LATHE_CHECK(readSlices(place, rows));
    m_order.resize(rows.size());
    std::iota(m_order.begin(), m_order.end(), uint32_t{0});
    constexpr size_t rowsPerTask = 1U << 16U; // a stop waits for no more, or for one part
    std::vector<size_t> ends;
    for (size_t i = 0, begin = 0; i < parts.size(); ++i) {
        const size_t end = slices[i] + parts[i].end - parts[i].begin;
        if (end - begin < rowsPerTask && i + 1 < parts.size()) continue;
        ends.push_back(i + 1);
        begin = end;
    }
    LATHE_CHECK(forEachTask(ends.size(), m_job, m_threads, [&](size_t task) -> Result<void> {
        for (size_t i = task == 0 ? 0 : ends[task - 1]; i < ends[task]; ++i) sortPart(parts[i], slices[i]);
        return {};
    }));
    for (size_t i = 0; i < parts.size(); ++i) {
        for (size_t at = 0; at < parts[i].end - parts[i].begin; ++at)
            m_rows[parts[i].begin + at] = rows[m_order[slices[i] + at]];
        openNewParts(place, parts[i], slices[i]);
    }
    return {};
}

} // namespace

Result<void> settleTies(const ColumnFile& file, const std::vector<KeyColumn>& keys, KeyPlace place,
                        const std::vector<TiedRun>& runs, RowOrder::Store& order, const JobContext& job,
                        size_t threads) {
    Ties ties(file, keys, job, threads);
    LATHE_CHECK(ties.load(runs, order, place));
    LATHE_CHECK(ties.settle());
    return ties.save(runs, order);
}

} // namespace lathe::query
