// SPDX-License-Identifier: GPL-3.0-or-later
// Which spellings belong together.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>

#include "core/base/text.h"
#include "core/data/text/spelling.h"

namespace lathe {

namespace {

constexpr size_t compareAllUpTo = 3000;
constexpr size_t mostSpellings = 200'000;
constexpr size_t gramLength = 3;
constexpr size_t gramsPerText = 4; ///< the rarest of each text find its neighbours
constexpr size_t checkEvery = 256; ///< texts between two looks for a stop

std::string keyOf(std::string_view text, const SpellingOptions& options) {
    switch (options.method) {
    case SpellingMethod::NgramFingerprint: return spelling::ngramFingerprint(text, options.ngram);
    case SpellingMethod::Metaphone: return spelling::metaphone(text);
    case SpellingMethod::Cologne: return spelling::colognePhonetic(text);
    default: return spelling::fingerprint(text);
    }
}

bool isDistance(SpellingMethod method) {
    return method == SpellingMethod::Levenshtein || method == SpellingMethod::JaroWinkler;
}

/// Groups by number of the value that stands for them.
using Groups = std::map<size_t, std::vector<size_t>>;

bool frequentEnough(const SpellingCount& center, const SpellingCount& other, double ratio) {
    return static_cast<double>(center.rows) >= ratio * static_cast<double>(other.rows);
}

Result<Groups> groupByKey(const std::vector<SpellingCount>& values, const SpellingOptions& options,
                          const JobContext& job) {
    Groups groups;
    std::unordered_map<std::string, size_t> centers;
    for (size_t i = 0; i < values.size(); ++i) {
        if (i % checkEvery == 0) LATHE_CHECK(job.checkStop());
        std::string key = keyOf(values[i].text, options);
        if (key.empty()) continue; // punctuation only: nothing says they are the same
        const auto [center, isNew] = centers.try_emplace(std::move(key), i);
        if (!isNew && frequentEnough(values[center->second], values[i], options.ratio))
            groups[center->second].push_back(i);
    }
    return groups;
}

/// Centers that may be near a text.
class Neighbours {
public:
    explicit Neighbours(const std::vector<SpellingCount>& values)
        : m_values(values), m_all(values.size() <= compareAllUpTo) {
        if (m_all) return;
        for (const SpellingCount& value : values)
            for (const std::string_view gram : grams(value.text)) ++m_frequency[gram];
    }

    void add(size_t center) {
        m_centers.push_back(center);
        if (m_all) return;
        for (const std::string_view gram : rarest(m_values[center].text)) m_byGram[gram].push_back(center);
    }

    [[nodiscard]] std::vector<size_t> of(size_t value) const {
        if (m_all) return m_centers;
        std::vector<size_t> found;
        for (const std::string_view gram : rarest(m_values[value].text))
            if (const auto list = m_byGram.find(gram); list != m_byGram.end())
                found.insert(found.end(), list->second.begin(), list->second.end());
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }

private:
    static std::vector<std::string_view> grams(std::string_view text) {
        std::vector<std::string_view> list;
        if (text.size() <= gramLength) return {text};
        for (size_t i = 0; i + gramLength <= text.size(); ++i) list.push_back(text.substr(i, gramLength));
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
        return list;
    }

    /// The rarest that at least one other text has: those are no slips.
    [[nodiscard]] std::vector<std::string_view> rarest(std::string_view text) const {
        std::vector<std::string_view> list = grams(text);
        std::erase_if(list, [&](std::string_view gram) { return m_frequency.at(gram) < 2; });
        std::stable_sort(list.begin(), list.end(),
                         [&](std::string_view a, std::string_view b) { return m_frequency.at(a) < m_frequency.at(b); });
        if (list.size() > gramsPerText) list.resize(gramsPerText);
        return list;
    }

    const std::vector<SpellingCount>& m_values;
    bool m_all;
    std::vector<size_t> m_centers;
    std::unordered_map<std::string_view, size_t> m_frequency;
    std::unordered_map<std::string_view, std::vector<size_t>> m_byGram;
};

/// Smaller is nearer; none when too far.
std::optional<double> distanceOf(std::string_view a, std::string_view b, const SpellingOptions& options) {
    if (options.method == SpellingMethod::Levenshtein) {
        const size_t edits = spelling::levenshtein(a, b, options.radius);
        return edits <= options.radius ? std::optional(static_cast<double>(edits)) : std::nullopt;
    }
    const double similarity = spelling::jaroWinkler(a, b);
    return similarity >= options.similarity ? std::optional(1 - similarity) : std::nullopt;
}

std::optional<size_t> nearestCenter(const std::vector<SpellingCount>& values, size_t value,
                                    const std::vector<size_t>& centers, const SpellingOptions& options) {
    std::optional<size_t> nearest;
    double least = HUGE_VAL;
    bool tie = false;
    for (const size_t center : centers) {
        if (!frequentEnough(values[center], values[value], options.ratio)) continue;
        const auto distance = distanceOf(values[center].text, values[value].text, options);
        if (!distance || *distance > least) continue;
        tie = *distance == least;
        least = *distance;
        nearest = center;
    }
    return tie ? std::nullopt : nearest;
}

Result<Groups> groupByDistance(const std::vector<SpellingCount>& values, const SpellingOptions& options,
                               const JobContext& job) {
    Groups groups;
    Neighbours neighbours(values);
    for (size_t i = 0; i < values.size(); ++i) {
        if (i % 16 == 0) LATHE_CHECK(job.checkStop());
        if (const auto center = nearestCenter(values, i, neighbours.of(i), options)) groups[*center].push_back(i);
        else neighbours.add(i);
    }
    return groups;
}

} // namespace

const std::vector<std::string>& spellingMethodWords() {
    static const std::vector<std::string> words = {"fingerprint", "ngram",       "metaphone",
                                                   "cologne",     "levenshtein", "jaro_winkler"};
    return words;
}

Result<SpellingMethod> spellingMethod(const std::string& word) {
    const auto& words = spellingMethodWords();
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
        return failHint(ErrorKind::InvalidInput, fmt::format("there is no method '{}' for spellings", word),
                        suggestion(word, words));
    return static_cast<SpellingMethod>(found - words.begin());
}

Result<std::vector<SpellingCount>> countSpellings(const ColumnFile& data, const std::string& column,
                                                  const JobContext& job) {
    std::vector<std::string> names;
    for (const ColumnSchema& known : data.schema()) names.push_back(known.name);
    const auto index = data.find(column);
    if (!index)
        return failHint(ErrorKind::InvalidInput, fmt::format("there is no column '{}'", column),
                        suggestion(column, names));
    if (!isTextual(data.schema()[*index].type))
        return failHint(ErrorKind::InvalidInput, fmt::format("column '{}' holds no texts", column),
                        "Spellings are those of texts.");
    std::map<std::string, uint64_t, std::less<>> counts;
    job.beginStage("counting spellings", static_cast<double>(data.chunks()), "chunks");
    for (uint64_t chunk = 0; chunk < data.chunks(); ++chunk) {
        LATHE_CHECK(job.checkStop());
        LATHE_TRY(const Column piece, data.read(*index, chunk * chunkRows, chunkRows));
        for (size_t row = 0; row < piece.rows(); ++row) {
            if (piece.isMissing(row)) continue;
            const auto found = counts.find(piece.text(row));
            if (found != counts.end()) ++found->second;
            else counts.emplace(piece.text(row), 1);
        }
        if (counts.size() > mostSpellings)
            return failHint(ErrorKind::InvalidInput,
                            fmt::format("column '{}' has more than {} different texts", column, mostSpellings),
                            "Cluster columns of names and categories; free text has no spellings to merge.");
        job.setDone(static_cast<double>(chunk + 1));
    }
    std::vector<SpellingCount> values;
    for (const auto& [text, rows] : counts) values.push_back({text, rows});
    return values;
}

Result<std::vector<SpellingCluster>> clusterSpellings(std::vector<SpellingCount> values, const SpellingOptions& options,
                                                      const JobContext& job) {
    std::sort(values.begin(), values.end(), [](const SpellingCount& a, const SpellingCount& b) {
        return a.rows != b.rows ? a.rows > b.rows : a.text < b.text;
    });
    LATHE_TRY(const Groups groups,
              isDistance(options.method) ? groupByDistance(values, options, job) : groupByKey(values, options, job));
    std::vector<SpellingCluster> clusters;
    for (const auto& [center, others] : groups) {
        SpellingCluster cluster;
        cluster.chosen = values[center].text;
        cluster.members.push_back(values[center]);
        for (const size_t other : others) cluster.members.push_back(values[other]);
        clusters.push_back(std::move(cluster));
    }
    return clusters;
}

} // namespace lathe
