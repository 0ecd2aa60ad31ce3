// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/data/images/image_dataset.h"

namespace lathe::images {

/// What can be wrong with a picture. The words (toString) are used in options, JSON and filters; do not change them.
enum class Issue {
    Broken,
    Truncated,
    Blurred,
    Dark,
    Overexposed,
    LowContrast,
    OddSize,
    OddAspect,
    OddChannels,
    Unlabelled,
    Duplicate,     ///< the same bytes as an earlier picture
    NearDuplicate, ///< looks like an earlier picture
    LabelConflict, ///< in a group of duplicates whose labels differ
    Leakage,       ///< in a group of duplicates that lie in different splits
};
inline constexpr size_t issueCount = 14;
const char* toString(Issue issue); ///< "broken", "low-contrast", "near-duplicate"…
std::optional<Issue> issueFromText(std::string_view text);
const std::vector<std::string>& issueWords();

struct CheckLimits {
    double sharpness = 100; ///< below: blurred
    double dark = 0.15;     ///< brightness below: dark
    double bright = 0.9;    ///< brightness above: overexposed
    double contrast = 0.05; ///< below: low contrast
    double outlier = 3.5;   ///< robust z-score of the logarithm of area or aspect ratio above: odd
    double rare = 0.1;      ///< a number of channels that fewer pictures than this share have: odd
    int nearDistance = 4;   ///< bits of 64; 0 turns near duplicates off
};

/// Pictures that are the same.
struct DuplicateGroup {
    bool exact = true;        ///< same bytes; else alike
    std::vector<size_t> rows; ///< positions in ImageTable::rows, ascending
    int largestDistance = 0;  ///< bits between the first and the most different
    bool labelConflict = false;
    bool leakage = false;
};

struct ClassCount {
    std::string label; ///< empty: pictures without one
    uint64_t pictures = 0;
};

struct ImageReport {
    uint64_t pictures = 0;
    std::vector<ClassCount> classes;                     ///< most frequent first, pictures without a label last
    double imbalance = 1;                                ///< most frequent class to least frequent
    std::vector<std::pair<std::string, uint64_t>> sizes; ///< "100 × 100", most frequent first
    std::array<std::vector<size_t>, issueCount> found;   ///< by issue: positions in ImageTable::rows, ascending
    std::vector<DuplicateGroup> groups;

    [[nodiscard]] const std::vector<size_t>& of(Issue issue) const { return found[static_cast<size_t>(issue)]; }
    /// With the paths of at most \p examples pictures for each issue.
    [[nodiscard]] Json toJson(const ImageTable& images, size_t examples) const;
};

/// Looks for unusable, odd and duplicate pictures, from the table alone. Robust z-scores (Iglewicz and Hoaglin 1993):
/// |x − median| / max(1.4826 · MAD, 0.05), of ln(width · height) and ln(width / height); the floor keeps a few per cent
/// of difference from being odd where all others are equal. Flat pictures (contrast below 0.01) look like each other
/// and are no near duplicates. O(n log n). Errors: Cancelled.
Result<ImageReport> checkImages(const ImageTable& images, const CheckLimits& limits, const JobContext& job);

} // namespace lathe::images
