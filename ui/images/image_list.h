// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "core/data/images/image_checks.h"
#include "core/data/images/image_store.h"
#include "ui/images/label_decisions.h"

namespace lathe::ui {

/// A version's pictures with what the checks found; immutable.
struct ImageSet {
    VersionInfo version;
    std::shared_ptr<const images::ImageTable> table;
    images::CheckLimits limits; ///< of the checks
    images::ImageReport report;
    std::shared_ptr<images::ImageStores> stores;

    /// The issues of one picture.
    [[nodiscard]] const std::vector<images::Issue>& issuesOf(size_t index) const { return issues[index]; }
    std::vector<std::vector<images::Issue>> issues; ///< by picture
};

/// Reads a version's pictures and checks them. Errors: those of readImages() and checkImages().
Result<std::shared_ptr<const ImageSet>> openImageSet(const Project& project, const VersionInfo& version,
                                                     const images::CheckLimits& limits, const JobContext& job);

/// The same pictures checked with other limits. Errors: those of checkImages().
Result<std::shared_ptr<const ImageSet>> checkedAnew(const ImageSet& set, const images::CheckLimits& limits,
                                                    const JobContext& job);

enum class ImageOrder { Path, Label, Sharpness, Brightness, Size, Unlabelled, Duplicates };

/// What is shown of them.
struct ImageFilter {
    std::optional<std::string> label; ///< empty text: those without one
    std::optional<images::Issue> issue;
    QString text; ///< a part of the path
    ImageOrder order = ImageOrder::Path;
    bool operator==(const ImageFilter&) const = default;
};

/// The first group of duplicates that each picture is in; SIZE_MAX: none.
std::vector<size_t> groupNumbers(const ImageSet& set);

/// The label of a picture after \p edits; none when it has none.
std::optional<std::string> labelAfter(const ImageSet& set, const LabelDecisions& edits, size_t index);

/// Positions in the table of what the filter lets through, in its order. The filter sees the labels after the edits,
/// the order those before them: a decision must not move pictures under one's eyes.
std::vector<size_t> filteredImages(const ImageSet& set, const LabelDecisions& edits, const ImageFilter& filter);

} // namespace lathe::ui
