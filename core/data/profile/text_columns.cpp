// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>

#include "core/data/profile/column_scan.h"
#include "core/data/profile/frequent_texts.h"
#include "core/data/profile/sorted_sweep.h"
#include "core/data/text/unicode.h"

namespace lathe {

namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// What is counted of every text.
struct TextCounts {
    uint64_t least = UINT64_MAX;
    uint64_t greatest = 0;
    uint64_t total = 0;
    uint64_t count = 0;
    uint64_t empty = 0;
    uint64_t padded = 0;
    uint64_t bytes = 0;

    void add(std::string_view text, uint64_t times) {
        if (times == 0) return;
        const uint64_t length = utf8Length(text);
        least = std::min(least, length);
        greatest = std::max(greatest, length);
        total += length * times;
        count += times;
        bytes += text.size() * times;
        if (text.empty()) empty += times;
        else if (isBlank(text.front()) || isBlank(text.back())) padded += times;
    }

    void store(ColumnProfile& profile) const {
        profile.count = count;
        profile.emptyTexts = empty;
        profile.padded = padded;
        if (count == 0) return;
        profile.minLength = least;
        profile.maxLength = greatest;
        profile.meanLength = static_cast<double>(total) / static_cast<double>(count);
    }
};

void sortTopValues(std::vector<std::pair<std::string, uint64_t>>& values) {
    const auto before = [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    };
    if (values.size() > mostTopValues) {
        std::nth_element(values.begin(), values.begin() + mostTopValues, values.end(), before);
        values.resize(mostTopValues);
    }
    std::sort(values.begin(), values.end(), before);
}

struct RowHashHasher {
    size_t operator()(const RowHash& hash) const { return static_cast<size_t>(hash.low); }
};

/// Distinct texts and the most frequent ones, from hashes in ascending order.
struct HashOrder {
    uint64_t distinct = 0;
    TopRuns<RowHash> top;

    void sorted(std::span<const RowHash> hashes) {
        for (size_t begin = 0; begin < hashes.size();) {
            size_t end = begin + 1;
            while (end < hashes.size() && hashes[end] == hashes[begin]) ++end;
            repeated(hashes[begin], end - begin);
            begin = end;
        }
    }
    void repeated(const RowHash& hash, uint64_t times) {
        ++distinct;
        top.add(hash, times);
    }
};

/// Counts a column's texts as long as they are few; shows the hashes of the others. On the first time it also draws the
/// sample.
class TextScan {
public:
    TextScan(const ColumnScan& scan, ScannedColumn& column)
        : m_scan(scan), m_column(column), m_stride(scan.rows / sampledValues + 1) {}

    template <typename Take>
    Result<void> operator()(Take take) {
        std::vector<RowHash> hashes;
        LATHE_CHECK(m_scan.each([&](const Column& piece) {
            hashes.clear();
            if (m_first) first(piece, hashes);
            else again(piece, hashes);
            take(std::span<const RowHash>(hashes));
            return true;
        }));
        if (m_first) countFrequent();
        m_first = false;
        return {};
    }

    [[nodiscard]] const TextCounts& counts() const { return m_counts; }
    [[nodiscard]] const FrequentTexts& frequent() const { return m_frequent; }
    [[nodiscard]] const std::vector<std::string>& firstTexts() const { return m_firstTexts; }
    [[nodiscard]] bool sampledAll() const { return m_stride == 1; }

private:
    /// Calls use(row, text, hash) for every text, in the rows' order.
    template <typename Use>
    void eachText(const Column& piece, Use use) const {
        constexpr size_t ahead = 32; // hashes at hand while the processor fetches where they lead
        std::array<std::pair<std::string_view, RowHash>, ahead> batch;
        uint64_t begin = 0;
        for (size_t first = 0; first < piece.texts.ends.size(); first += ahead) {
            const size_t count = std::min(ahead, piece.texts.ends.size() - first);
            for (size_t i = 0; i < count; ++i) {
                const uint64_t end = piece.texts.ends[first + i];
                const std::string_view text(piece.texts.bytes.data() + begin, end - begin);
                begin = end;
                batch[i] = {text, hashBytes(text, text.size() + piece.texts.bytes.size() - end)};
                m_frequent.prefetch(batch[i].second);
            }
            for (size_t i = 0; i < count; ++i)
                if (!piece.isMissing(first + i)) use(first + i, batch[i].first, batch[i].second);
        }
    }

    void first(const Column& piece, std::vector<RowHash>& hashes) {
        eachText(piece, [&](size_t row, std::string_view text, const RowHash& hash) {
            if (m_before + row >= m_nextDrawn) draw(row, text);
            ++m_texts;
            if (m_frequent.add(hash, text)) return;
            if (!m_judged) dissolve(hashes);
            m_counts.add(text, 1);
            hashes.push_back(hash);
        });
        m_before += piece.rows();
    }

    void again(const Column& piece, std::vector<RowHash>& hashes) const {
        eachText(piece, [&](size_t, std::string_view, const RowHash& hash) {
            if (!m_frequent.find(hash)) hashes.push_back(hash);
        });
    }

    /// Every m_stride-th row is drawn if it has a text; the first texts are kept apart.
    void draw(size_t row, std::string_view text) {
        if (m_firstTexts.size() < mostTopValues) m_firstTexts.emplace_back(text);
        const uint64_t at = m_before + row;
        if (at % m_stride == 0) m_column.sample.texts.emplace_back(text, 1);
        m_nextDrawn = m_firstTexts.size() < mostTopValues ? at + 1 : (at / m_stride + 1) * m_stride;
    }

    /// When there is room for no more: texts that hardly repeat are not worth a look-up for every row.
    void dissolve(std::vector<RowHash>& hashes) {
        m_judged = true;
        if (m_texts > 4 * m_frequent.size()) return;
        countFrequent();
        m_frequent.each(
            [&](const FrequentTexts::Entry& entry) { hashes.insert(hashes.end(), entry.times, entry.hash); });
        m_frequent.close();
    }

    void countFrequent() {
        m_frequent.each([&](const FrequentTexts::Entry& entry) { m_counts.add(m_frequent.text(entry), entry.times); });
    }

    const ColumnScan& m_scan;
    ScannedColumn& m_column;
    uint64_t m_stride;
    uint64_t m_before = 0;    // rows of the pieces before
    uint64_t m_nextDrawn = 0; // no row before it is drawn
    uint64_t m_texts = 0;
    bool m_first = true;
    bool m_judged = false;
    FrequentTexts m_frequent;
    std::vector<std::string> m_firstTexts;
    TextCounts m_counts;
};

/// The texts of the most frequent hashes; those not counted by themselves are looked up. When no text occurs twice, the
/// first ones serve.
Result<void> findTopTexts(const ColumnScan& scan, const TextScan& texts, const HashOrder& order,
                          ColumnProfile& profile) {
    if (order.distinct == profile.count) {
        for (const std::string& text : texts.firstTexts()) profile.topValues.emplace_back(text, 1);
        return {};
    }
    std::unordered_map<RowHash, uint64_t, RowHashHasher> wanted;
    for (const auto& [hash, times] : order.top.runs()) {
        const FrequentTexts::Entry* entry = texts.frequent().find(hash);
        if (entry) profile.topValues.emplace_back(texts.frequent().text(*entry), times);
        else wanted[hash] = times;
    }
    if (wanted.empty()) return {};
    return scan.each([&](const Column& piece) {
        for (size_t row = 0; row < piece.rows() && !wanted.empty(); ++row) {
            if (piece.isMissing(row)) continue;
            const std::string_view text = piece.texts.at(row);
            const auto found = wanted.find(hashBytes(text));
            if (found == wanted.end()) continue;
            profile.topValues.emplace_back(text, found->second);
            wanted.erase(found);
        }
        return !wanted.empty();
    });
}

} // namespace

Result<void> profileCategory(const ColumnScan& scan, ScannedColumn& column) {
    std::unordered_map<std::string, uint64_t> counts;
    std::vector<uint64_t> ofCode(scan.dictionary ? scan.dictionary->size() : 0);
    const auto keep = [&](const std::vector<std::string>& dictionary) {
        for (size_t code = 0; code < ofCode.size(); ++code)
            if (ofCode[code] > 0) counts[dictionary[code]] += ofCode[code];
    };
    LATHE_CHECK(scan.each([&](const Column& piece) {
        if (!scan.dictionary) ofCode.assign(piece.dictionary.size(), 0);
        if (piece.missing.empty()) {
            for (const uint32_t code : piece.codes) ++ofCode[code];
        } else {
            for (size_t row = 0; row < piece.codes.size(); ++row)
                if (piece.missing[row] == 0) ++ofCode[piece.codes[row]];
        }
        if (!scan.dictionary) keep(piece.dictionary);
        return true;
    }));
    if (scan.dictionary) keep(*scan.dictionary);
    ColumnProfile& profile = column.profile;
    TextCounts texts;
    uint64_t dictionaryBytes = 0;
    for (const auto& [text, count] : counts) {
        texts.add(text, count);
        dictionaryBytes += text.size() + sizeof(std::string);
        profile.topValues.emplace_back(text, count);
    }
    texts.store(profile);
    profile.distinct = counts.size();
    profile.memoryBytes = scan.rows * sizeof(uint32_t) + dictionaryBytes;
    column.sample.texts = profile.topValues;
    column.sample.textsExamined = texts.count;
    sortTopValues(profile.topValues);
    return {};
}

/// Distinct values and counts: of few texts by counting, of many by sorting hashes of 16 bytes.
Result<void> profileTexts(const ColumnScan& scan, ScannedColumn& column) {
    ColumnProfile& profile = column.profile;
    TextScan texts(scan, column);
    HashOrder order;
    LATHE_CHECK(sweepSorted<RowHash>(
        {*scan.space, scan.rows, scan.memoryBytes, true}, scan.job, std::ref(texts), [] {}, order));
    texts.frequent().each([&](const FrequentTexts::Entry& entry) { order.repeated(entry.hash, entry.times); });
    texts.counts().store(profile);
    profile.distinct = order.distinct;
    profile.memoryBytes = scan.rows * sizeof(uint64_t) + texts.counts().bytes;
    column.sample.all = texts.sampledAll();
    column.sample.textsExamined = column.sample.texts.size();
    LATHE_CHECK(findTopTexts(scan, texts, order, profile));
    sortTopValues(profile.topValues);
    return {};
}

} // namespace lathe
