// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/find.h"

#include <algorithm>
#include <numeric>

#include "core/base/parallel.h"
#include "core/data/query/chunk_work.h"
#include "core/data/query/filter_tests.h"

namespace lathe {

using namespace query;

namespace {

constexpr uint64_t positionsAtOnce = 1U << 16U;

/// A match in the data: a row and the place of its column in the list of columns searched.
struct Match {
    uint64_t row = 0;
    size_t place = 0;
    auto operator<=>(const Match&) const = default;
};

/// Matches in [first, last].
struct Bounds {
    Match first;
    Match last;
    [[nodiscard]] bool hold(const Match& match) const { return first <= match && match <= last; }
};

class Search {
public:
    Search(const ColumnFile& file, const RowOrder& order, const FindQuery& query, TextMatcher matcher, bool backward)
        : m_file(file), m_order(order), m_columns(query.columns), m_matcher(std::move(matcher)), m_backward(backward) {
        if (m_columns.empty()) {
            m_columns.resize(file.columns());
            std::iota(m_columns.begin(), m_columns.end(), size_t{0});
        }
        for (const size_t column : m_columns)
            m_cells.emplace_back(m_matcher, file.schema()[column], file.dictionary(column));
    }
    [[nodiscard]] const std::vector<size_t>& columns() const { return m_columns; }
    [[nodiscard]] size_t placeOf(size_t column) const {
        return static_cast<size_t>(std::find(m_columns.begin(), m_columns.end(), column) - m_columns.begin());
    }

    /// The first match within \p bounds, the last one when searching backward; rows that \p order lacks are passed
    /// over.
    Result<std::optional<Match>> inData(const Bounds& bounds, const JobContext& job, size_t threads) const;
    /// The matching cells of one row.
    Result<std::vector<size_t>> inRow(uint64_t row) const;

private:
    Result<std::optional<Match>> inChunk(uint64_t chunk, const Bounds& bounds) const;
    const ColumnFile& m_file;
    const RowOrder& m_order;
    std::vector<size_t> m_columns;
    TextMatcher m_matcher;
    std::vector<CellMatcher> m_cells;
    bool m_backward;
};

Result<std::optional<Match>> Search::inChunk(uint64_t chunk, const Bounds& bounds) const {
    std::optional<Match> best;
    const uint64_t base = chunk * chunkRows;
    const uint64_t first = std::max(base, bounds.first.row);
    const uint64_t end = std::min(base + rowsOf(m_file, chunk), bounds.last.row + 1);
    for (size_t place = 0; place < m_columns.size(); ++place) {
        if (!m_cells[place].possible() || first >= end) continue;
        LATHE_TRY(const Column values, m_file.read(m_columns[place], first, end - first, false));
        // Rows beyond the best match so far need not be looked at.
        uint64_t from = 0;
        uint64_t to = end - first;
        if (best && m_backward) from = best->row - first;
        else if (best) to = best->row - first + 1;
        for (uint64_t i = from; i < to; ++i) {
            const uint64_t at = m_backward ? from + to - 1 - i : i;
            const Match match{first + at, place};
            if (!m_cells[place].matches(values, static_cast<size_t>(at)) || !bounds.hold(match) ||
                !m_order.contains(match.row))
                continue;
            if (!best || (m_backward ? match > *best : match < *best)) best = match;
            break;
        }
    }
    return best;
}

Result<std::optional<Match>> Search::inData(const Bounds& bounds, const JobContext& job, size_t threads) const {
    if (bounds.first > bounds.last || m_file.rows() == 0) return std::nullopt;
    const uint64_t firstChunk = bounds.first.row / chunkRows;
    const uint64_t lastChunk = std::min(bounds.last.row, m_file.rows() - 1) / chunkRows;
    const uint64_t window = threads == 0 ? availableThreads() : threads;
    for (uint64_t done = 0; firstChunk + done <= lastChunk; done += window) {
        const uint64_t count = std::min(window, lastChunk - firstChunk - done + 1);
        const auto chunkAt = [&](uint64_t i) { return m_backward ? lastChunk - done - i : firstChunk + done + i; };
        std::vector<std::optional<Match>> found(static_cast<size_t>(count));
        const auto look = [&](size_t i) -> Result<void> {
            LATHE_TRY(found[i], inChunk(chunkAt(i), bounds));
            return {};
        };
        LATHE_CHECK(forEachTask(found.size(), job, threads, look));
        job.addDone(static_cast<double>(count * chunkRows));
        for (const auto& match : found)
            if (match) return match;
    }
    return std::nullopt;
}

Result<std::vector<size_t>> Search::inRow(uint64_t row) const {
    std::vector<size_t> places;
    for (size_t place = 0; place < m_columns.size(); ++place) {
        LATHE_TRY(const Column values, m_file.read(m_columns[place], row, 1, false));
        if (m_cells[place].matches(values, 0)) places.push_back(place);
    }
    return places;
}

/// Walks a sorted order over the rows known to match.
class SortedWalk {
public:
    SortedWalk(const Search& search, const RowOrder& order, const RowSelection& matches, bool backward,
               const JobContext& job)
        : m_search(search), m_order(order), m_matches(matches), m_backward(backward), m_job(job) {}

    /// The nearest match at positions [first, end).
    Result<std::optional<ViewCell>> find(uint64_t first, uint64_t end) const {
        while (first < end) {
            LATHE_CHECK(m_job.checkStop());
            const uint64_t count = std::min(positionsAtOnce, end - first);
            const uint64_t begin = m_backward ? end - count : first;
            LATHE_TRY(const auto rows, m_order.rows(begin, count));
            for (uint64_t i = 0; i < count; ++i) {
                const uint64_t at = m_backward ? count - 1 - i : i;
                if (!m_matches.contains(rows[at])) continue;
                LATHE_TRY(const auto places, m_search.inRow(rows[at]));
                if (!places.empty()) return cell(begin + at, m_backward ? places.back() : places.front());
            }
            if (m_backward) end = begin;
            else first += count;
            m_job.addDone(static_cast<double>(count));
        }
        return std::nullopt;
    }
    /// The nearest match in the row of \p from, beyond it.
    Result<std::optional<ViewCell>> besides(const ViewCell& from) const {
        LATHE_TRY(const auto rows, m_order.rows(from.position, 1));
        if (rows.empty() || !m_matches.contains(rows.front())) return std::nullopt;
        LATHE_TRY(auto places, m_search.inRow(rows.front()));
        const size_t here = m_search.placeOf(from.column);
        if (m_backward) std::reverse(places.begin(), places.end());
        for (const size_t place : places)
            if (m_backward ? place < here : place > here) return cell(from.position, place);
        return std::nullopt;
    }

private:
    [[nodiscard]] ViewCell cell(uint64_t position, size_t place) const { return {position, m_search.columns()[place]}; }
    const Search& m_search;
    const RowOrder& m_order;
    const RowSelection& m_matches;
    bool m_backward;
    const JobContext& m_job;
};

Result<std::optional<ViewCell>> findSorted(const SortedWalk& walk, const RowOrder& order, std::optional<ViewCell> from,
                                           bool backward) {
    if (!from) return walk.find(0, order.size());
    LATHE_TRY(auto found, walk.besides(*from));
    if (found) return found;
    const uint64_t at = from->position;
    if (backward) {
        LATHE_TRY(found, walk.find(0, at));
        return found ? Result<std::optional<ViewCell>>(found) : walk.find(at, order.size());
    }
    LATHE_TRY(found, walk.find(at + 1, order.size()));
    return found ? Result<std::optional<ViewCell>>(found) : walk.find(0, at + 1);
}

Result<std::optional<ViewCell>> findInData(const Search& search, const RowOrder& order, std::optional<ViewCell> from,
                                           bool backward, const JobContext& job, size_t threads) {
    const Match lowest{0, 0};
    const Match highest{UINT64_MAX - 1, SIZE_MAX};
    std::vector<Bounds> parts{{lowest, highest}};
    if (from) {
        LATHE_TRY(const auto rows, order.rows(from->position, 1));
        const Match here{rows.empty() ? 0 : rows.front(), search.placeOf(from->column)};
        const Match before{here.place > 0 ? here.row : here.row - 1, here.place > 0 ? here.place - 1 : SIZE_MAX};
        const bool none = here == lowest;
        parts = backward ? std::vector<Bounds>{{none ? highest : lowest, none ? lowest : before}, {here, highest}}
                         : std::vector<Bounds>{{{here.row, here.place + 1}, highest}, {lowest, here}};
    }
    for (const Bounds& bounds : parts) {
        LATHE_TRY(const auto match, search.inData(bounds, job, threads));
        if (match) return ViewCell{order.positionOf(match->row), search.columns()[match->place]};
    }
    return std::nullopt;
}

} // namespace

Result<RowSelection> matchingRows(const ColumnFile& file, const FindQuery& query, const RowSelection* rows,
                                  const JobContext& job, size_t threads) {
    LATHE_TRY(TextMatcher matcher, TextMatcher::compile(query.pattern));
    std::vector<size_t> columns = query.columns;
    if (columns.empty()) {
        columns.resize(file.columns());
        std::iota(columns.begin(), columns.end(), size_t{0});
    }
    std::vector<std::unique_ptr<RowTest>> tests;
    tests.push_back(matchTest(file, columns, std::move(matcher)));
    return selectByTests(file, rows, tests, job, threads);
}

Result<std::optional<ViewCell>> findCell(const ColumnFile& file, const RowOrder& order, const FindQuery& query,
                                         std::optional<ViewCell> from, bool backward, const RowSelection* matches,
                                         const JobContext& job, size_t threads) {
    LATHE_TRY(TextMatcher matcher, TextMatcher::compile(query.pattern));
    const Search search(file, order, query, std::move(matcher), backward);
    if (!order.sorted()) {
        job.beginStage("searching", static_cast<double>(file.rows()), "rows");
        return findInData(search, order, from, backward, job, threads);
    }
    RowSelection found;
    if (!matches) {
        LATHE_TRY(found, matchingRows(file, query, nullptr, job, threads));
        matches = &found;
    }
    job.beginStage("searching", static_cast<double>(order.size()), "rows");
    return findSorted(SortedWalk(search, order, *matches, backward, job), order, from, backward);
}

Result<uint64_t> matchesBefore(const RowOrder& order, const RowSelection& matches, uint64_t position,
                               const JobContext& job) {
    if (order.size() == matches.rows() && !order.sorted())
        return matches.rank(position); // every row, in the order of the data
    uint64_t count = 0;
    for (uint64_t first = 0; first < position; first += positionsAtOnce) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const auto rows, order.rows(first, std::min(positionsAtOnce, position - first)));
        for (const uint64_t row : rows) count += matches.contains(row) ? 1 : 0;
    }
    return count;
}

} // namespace lathe
