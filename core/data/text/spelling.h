// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/data/columns/column_file.h"

namespace lathe {

/// Keys and distances that tell spellings of one thing from different things. All work on UTF-8 by characters and are
/// thread safe.
namespace spelling {

/// The words without accents, case and punctuation, sorted, each once: "Cruise, Tom" and "tom cruise" share it
/// (key collision as in OpenRefine's "fingerprint").
std::string fingerprint(std::string_view text);
/// The n-grams of the text without blanks, accents, case and punctuation, sorted, each once.
std::string ngramFingerprint(std::string_view text, size_t n);
/// English sound of each word: the Metaphone of L. Philips, Computer Language 7 (1990), no length limit.
std::string metaphone(std::string_view text);
/// German sound: the Kölner Phonetik of H. J. Postel, IBM-Nachrichten 19 (1969).
std::string colognePhonetic(std::string_view text);

/// Edits (insert, delete, change of one character) between two texts; \p limit + 1 when there are more.
/// O(length × limit).
size_t levenshtein(std::string_view a, std::string_view b, size_t limit);
/// 0 to 1; prefix weight 0.1 for at most 4 common first characters (W. E. Winkler, 1990).
double jaroWinkler(std::string_view a, std::string_view b);

} // namespace spelling

enum class SpellingMethod { Fingerprint, NgramFingerprint, Metaphone, Cologne, Levenshtein, JaroWinkler };

struct SpellingOptions {
    SpellingMethod method = SpellingMethod::Fingerprint;
    size_t ngram = 2;        ///< of NgramFingerprint
    size_t radius = 2;       ///< Levenshtein: most edits
    double similarity = 0.9; ///< Jaro-Winkler: least similarity
    double ratio = 1;        ///< a spelling joins one that is at least so many times as frequent
};

struct SpellingCount {
    std::string text;
    uint64_t rows = 0;
};

/// Spellings that are taken for the same, the most frequent first (of equally frequent the smallest text).
struct SpellingCluster {
    std::vector<SpellingCount> members;
    std::string chosen; ///< what all become: the most frequent
};

/// "fingerprint", "ngram", "metaphone", "cologne", "levenshtein", "jaro_winkler". Errors: InvalidInput with the
/// nearest.
Result<SpellingMethod> spellingMethod(const std::string& word);
const std::vector<std::string>& spellingMethodWords();

/// Every text of a column and how many rows have it, in the order of the texts. Holds the different texts, at most
/// 200 000. Errors: InvalidInput (no such column, not texts, too many), those of reading, Cancelled.
Result<std::vector<SpellingCount>> countSpellings(const ColumnFile& data, const std::string& column,
                                                  const JobContext& job);

/// Groups of two and more of \p values (each text once). Every spelling, in order of falling frequency, joins the
/// nearest more frequent one that stands for a group already, or stands for itself; nothing is joined through others.
/// With a distance, a spelling that is equally near to two of them joins neither. Up to 3000 values are compared each
/// with each; of more, only those that share one of their rarest three letters in a row. Errors: Cancelled.
Result<std::vector<SpellingCluster>> clusterSpellings(std::vector<SpellingCount> values, const SpellingOptions& options,
                                                      const JobContext& job);

} // namespace lathe
