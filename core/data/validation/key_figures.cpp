// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/validation/key_figures.h"

#include <cmath>

#include "core/data/validation/row_checks.h"

namespace lathe::validation {

namespace {

constexpr double noNumber = std::numeric_limits<double>::quiet_NaN();

/// The ranks whose values are asked for, ascending, and where each answer belongs.
struct WantedRank {
    uint64_t rank = 0;
    size_t question = 0;
    bool upper = false;
};

double keyNumber(ColumnType type, int64_t key) {
    return type == ColumnType::Real ? keyReal(key) : static_cast<double>(key);
}

/// Takes runs in ascending order, pass after pass, and answers a request.
template <typename Key>
class Answers {
public:
    Answers(KeyRequest& request, ColumnType type) : m_request(&request), m_type(type) {}

    /// Call once, when the number of values is known.
    void begin(uint64_t values) {
        m_request->values = values;
        m_request->neighbours.assign(m_request->probabilities.size(), {noNumber, noNumber});
        for (const auto& edges : m_request->binEdges)
            m_request->histograms.push_back({0, 0, std::vector<uint64_t>(edges.empty() ? 0 : edges.size() - 1)});
        m_request->allComplete = m_request->wantAll;
        if (values == 0) return;
        for (size_t i = 0; i < m_request->probabilities.size(); ++i) {
            const double place = m_request->probabilities[i] * static_cast<double>(values - 1);
            m_ranks.push_back({static_cast<uint64_t>(std::floor(place)), i, false});
            m_ranks.push_back({static_cast<uint64_t>(std::ceil(place)), i, true});
        }
        std::sort(m_ranks.begin(), m_ranks.end(), [](const auto& a, const auto& b) { return a.rank < b.rank; });
    }

    void take(const KeyRun<Key>& run) {
        ++m_request->distinct;
        if (run.count > 1) {
            m_request->repeatedRows += run.count;
            if (m_request->wantRepeated) note(repeated(), run.key, KeyRequest::mostRepeated);
        }
        if (m_request->wantModes) takeMode(run);
        if (m_request->wantAll) takeAll(run);
        if constexpr (std::is_same_v<Key, int64_t>) takeNumber(run);
        m_seen += run.count;
    }

private:
    static void note(std::vector<Key>& keys, const Key& key, size_t limit) {
        if (keys.size() < limit) keys.push_back(key);
    }
    auto& repeated() {
        if constexpr (std::is_same_v<Key, int64_t>) return m_request->repeatedNumbers;
        else return m_request->repeatedHashes;
    }
    auto& modes() {
        if constexpr (std::is_same_v<Key, int64_t>) return m_request->modeNumbers;
        else return m_request->modeHashes;
    }
    auto& all() {
        if constexpr (std::is_same_v<Key, int64_t>) return m_request->allNumbers;
        else return m_request->allHashes;
    }
    void takeMode(const KeyRun<Key>& run) {
        if (run.count > m_request->highestCount) {
            m_request->highestCount = run.count;
            m_request->modes = 0;
            modes().clear();
        }
        if (run.count == m_request->highestCount) {
            ++m_request->modes;
            note(modes(), run.key, KeyRequest::mostModes);
        }
    }
    void takeAll(const KeyRun<Key>& run) {
        if (all().size() < KeyRequest::mostKeys) all().push_back(run);
        else m_request->allComplete = false;
    }
    void takeNumber(const KeyRun<int64_t>& run) {
        const double value = keyNumber(m_type, run.key);
        for (; m_nextRank < m_ranks.size() && m_ranks[m_nextRank].rank < m_seen + run.count; ++m_nextRank) {
            auto& [below, above] = m_request->neighbours[m_ranks[m_nextRank].question];
            (m_ranks[m_nextRank].upper ? above : below) = value;
        }
        for (size_t i = 0; i < m_request->binEdges.size(); ++i) {
            const std::vector<double>& edges = m_request->binEdges[i];
            KeyRequest::Histogram& histogram = m_request->histograms[i];
            if (edges.size() < 2) continue;
            if (value < edges.front()) {
                histogram.below += run.count;
            } else if (value > edges.back()) {
                histogram.above += run.count;
            } else {
                const auto bin =
                    static_cast<size_t>(std::upper_bound(edges.begin(), edges.end(), value) - edges.begin()) - 1;
                histogram.counts[std::min(bin, histogram.counts.size() - 1)] += run.count;
            }
        }
    }

    KeyRequest* m_request;
    ColumnType m_type;
    std::vector<WantedRank> m_ranks;
    size_t m_nextRank = 0;
    uint64_t m_seen = 0;
};

/// Calls \p use for each row of \p request that counts, in file order.
template <typename Use>
Result<void> eachCountedRow(const KeyRequest& request, const ColumnFile& file, const JobContext& job, Use use) {
    for (uint64_t chunk = 0; chunk < file.chunks(); ++chunk) {
        LATHE_CHECK(job.checkStop());
        ChunkRows rows(file, chunk);
        LATHE_TRY(const std::vector<uint8_t>* included, rows.included(request.condition.get()));
        std::vector<uint8_t> ignored(rows.rows());
        LATHE_CHECK(markIgnored(rows, request.columns,
                                request.columns.size() == 1 ? "any_value_is_missing" : request.ignoreRowIf, ignored));
        if (included)
            for (size_t row = 0; row < ignored.size(); ++row) ignored[row] |= (*included)[row] == 0 ? 1 : 0;
        LATHE_CHECK(use(rows, ignored));
    }
    return {};
}

template <typename Key, typename Use>
Result<void> countKeys(KeyRequest& request, const ColumnFile& file, const JobContext& job, Use eachChunk) {
    constexpr size_t lookEvery = size_t{1} << 16U;
    KeyCounter<Key> counter(job);
    Answers<Key> answers(request, file.schema()[request.columns.front()].type);
    bool first = true;
    do {
        uint64_t values = 0;
        const auto show = [&](ChunkRows& rows, const std::vector<uint8_t>& ignored) -> Result<void> {
            values += static_cast<uint64_t>(std::count(ignored.begin(), ignored.end(), uint8_t{0}));
            return eachChunk(rows, ignored, counter);
        };
        LATHE_CHECK(eachCountedRow(request, file, job, show));
        const auto& runs = counter.finishPass();
        LATHE_CHECK(job.checkStop());
        if (first) answers.begin(values);
        first = false;
        for (size_t i = 0; i < runs.size(); ++i) {
            if (i % lookEvery == 0) LATHE_CHECK(job.checkStop());
            answers.take(runs[i]);
        }
    } while (counter.again());
    return {};
}

/// A category's codes are counted, not sorted.
Result<void> countCodes(KeyRequest& request, const ColumnFile& file, const JobContext& job) {
    const size_t column = request.columns.front();
    std::vector<uint64_t> counts(file.dictionary(column).size());
    uint64_t values = 0;
    const auto show = [&](ChunkRows& rows, const std::vector<uint8_t>& ignored) -> Result<void> {
        LATHE_TRY(const Column* codes, rows.column(column));
        for (size_t row = 0; row < ignored.size(); ++row)
            if (ignored[row] == 0) ++counts[codes->codes[row]], ++values;
        return {};
    };
    LATHE_CHECK(eachCountedRow(request, file, job, show));
    Answers<int64_t> answers(request, ColumnType::Category);
    answers.begin(values);
    for (size_t code = 0; code < counts.size(); ++code)
        if (counts[code] > 0) answers.take({static_cast<int64_t>(code), counts[code]});
    return {};
}

} // namespace

bool KeyRequest::hashed(const ColumnFile& file) const {
    return columns.size() > 1 || file.schema()[columns.front()].type == ColumnType::Text;
}

Result<void> KeyRequest::compute(const ColumnFile& file, const JobContext& job) {
    if (hashed(file))
        return countKeys<RowHash>(
            *this, file, job,
            [&](ChunkRows& rows, const std::vector<uint8_t>& ignored, KeyCounter<RowHash>& counter) -> Result<void> {
                LATHE_TRY(const Table table, file.readTable(rows.firstRow(), rows.rows(), columns));
                const std::vector<RowHash> hashes = hashRows(table);
                for (size_t row = 0; row < ignored.size(); ++row)
                    if (ignored[row] == 0) counter.add(hashes[row]);
                return {};
            });
    if (file.schema()[columns.front()].type == ColumnType::Category) return countCodes(*this, file, job);
    return countKeys<int64_t>(
        *this, file, job,
        [&](ChunkRows& rows, const std::vector<uint8_t>& ignored, KeyCounter<int64_t>& counter) -> Result<void> {
            LATHE_TRY(const Column* column, rows.column(columns.front()));
            for (size_t row = 0; row < ignored.size(); ++row)
                if (ignored[row] == 0) counter.add(sortKey(*column, row));
            return {};
        });
}

Json numberJson(ColumnType type, double value) {
    if (std::isnan(value)) return nullptr;
    if (type == ColumnType::Date) {
        if (value == std::floor(value)) return isoDate(static_cast<int64_t>(value));
        return isoTimestamp(static_cast<int64_t>(value * 86'400'000'000.0));
    }
    if (type == ColumnType::Timestamp) return isoTimestamp(static_cast<int64_t>(value));
    if (type != ColumnType::Real && value == std::floor(value) && std::abs(value) < 9e15)
        return static_cast<int64_t>(value);
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    return value;
}

Json keyJson(const ColumnFile& file, size_t column, int64_t key) {
    const ColumnType type = file.schema()[column].type;
    switch (type) {
    case ColumnType::Real: return numberJson(type, keyReal(key));
    case ColumnType::Boolean: return key != 0;
    case ColumnType::Integer: return key;
    case ColumnType::Date: return isoDate(key);
    case ColumnType::Timestamp: return isoTimestamp(key);
    default: return file.dictionary(column).at(static_cast<size_t>(key));
    }
}

RowHash textHash(std::string_view text) {
    Column column;
    column.schema.type = ColumnType::Text;
    column.texts.push(text);
    Table table;
    table.columns.push_back(std::move(column));
    return hashRows(table).front();
}

Result<std::vector<std::pair<RowHash, std::string>>> textsOf(const ColumnFile& file, size_t column,
                                                             std::vector<RowHash> hashes, const JobContext& job) {
    sortKeys(hashes);
    std::vector<std::pair<RowHash, std::string>> found;
    std::vector<uint8_t> done(hashes.size());
    for (uint64_t chunk = 0; chunk < file.chunks() && found.size() < hashes.size(); ++chunk) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Table table, file.readTable(chunk * chunkRows, chunkRows, {column}));
        const std::vector<RowHash> rows = hashRows(table);
        for (size_t row = 0; row < rows.size(); ++row) {
            const auto place = std::lower_bound(hashes.begin(), hashes.end(), rows[row],
                                                [](const RowHash& a, const RowHash& b) { return keyLess(a, b); });
            if (place == hashes.end() || !(*place == rows[row])) continue;
            const auto index = static_cast<size_t>(place - hashes.begin());
            if (done[index] != 0 || table.columns.front().isMissing(row)) continue;
            done[index] = 1;
            found.emplace_back(rows[row], std::string(table.columns.front().texts.at(row)));
        }
    }
    return found;
}

} // namespace lathe::validation
