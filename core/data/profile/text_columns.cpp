// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <functional>
#include <unordered_map>

#include "core/data/profile/column_scan.h"
#include "core/data/profile/sorted_sweep.h"
#include "core/data/unicode.h"

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
    const auto before = [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; };
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

/// Shows the hashes of a column's texts; on the first time also counts them and draws the sample.
class TextScan {
public:
    TextScan(const ColumnScan& scan, ScannedColumn& column)
        : m_scan(scan), m_column(column), m_stride(scan.rows / sampledValues + 1) {}

    template <typename Take>
    Result<void> operator()(Take take) {
        uint64_t first = 0;
        std::vector<RowHash> hashes;
        LATHE_CHECK(m_scan.each([&](const Column& piece) {
            hashes.clear();
            hashes.reserve(piece.rows());
            for (size_t row = 0; row < piece.rows(); ++row) {
                if (piece.isMissing(row)) continue;
                const std::string_view text = piece.texts.at(row);
                hashes.push_back(hashBytes(text));
                if (!m_first) continue;
                m_counts.add(text, 1);
                if ((first + row) % m_stride == 0) m_column.sample.texts.emplace_back(text, 1);
            }
            first += piece.rows();
            take(std::span<const RowHash>(hashes));
        }));
        m_first = false;
        return {};
    }

    [[nodiscard]] const TextCounts& counts() const { return m_counts; }
    [[nodiscard]] bool sampledAll() const { return m_stride == 1; }

private:
    const ColumnScan& m_scan;
    ScannedColumn& m_column;
    uint64_t m_stride;
    bool m_first = true;
    TextCounts m_counts;
};

/// The texts of the most frequent hashes. When no text occurs twice, the first ones serve.
Result<void> findTopTexts(const ColumnScan& scan, const HashOrder& order, ColumnProfile& profile) {
    std::unordered_map<RowHash, uint64_t, RowHashHasher> wanted;
    const bool allDiffer = order.distinct == profile.count;
    for (const auto& [hash, times] : order.top.runs()) wanted[hash] = times;
    return scan.each([&](const Column& piece) {
        for (size_t row = 0; row < piece.rows() && !wanted.empty(); ++row) {
            if (piece.isMissing(row)) continue;
            const std::string_view text = piece.texts.at(row);
            const auto found = allDiffer ? wanted.begin() : wanted.find(hashBytes(text));
            if (found == wanted.end()) continue;
            profile.topValues.emplace_back(text, found->second);
            wanted.erase(found);
        }
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

/// Distinct values and counts by sorting hashes of 16 bytes; the most frequent texts are looked up afterwards.
Result<void> profileTexts(const ColumnScan& scan, ScannedColumn& column) {
    ColumnProfile& profile = column.profile;
    TextScan texts(scan, column);
    HashOrder order;
    LATHE_CHECK(sweepSorted<RowHash>(scan.rows, scan.memoryBytes, scan.job, std::ref(texts), [] {}, order));
    texts.counts().store(profile);
    profile.distinct = order.distinct;
    profile.memoryBytes = scan.rows * sizeof(uint64_t) + texts.counts().bytes;
    column.sample.all = texts.sampledAll();
    column.sample.textsExamined = column.sample.texts.size();
    LATHE_CHECK(findTopTexts(scan, order, profile));
    sortTopValues(profile.topValues);
    return {};
}

} // namespace lathe
