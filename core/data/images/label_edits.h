// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/data/datasets.h"

namespace lathe::images {

/// What people decided about one row.
struct LabelEdit {
    std::optional<std::string> label; ///< none: no label
    bool exclude = false;             ///< the row is left out of the new version
    bool operator==(const LabelEdit&) const = default;
};

/// Decisions by row of a version.
using LabelEdits = std::map<uint64_t, LabelEdit>;

/// Publishes \p parent with other labels, and without the excluded rows, as the next version of its dataset. Works on
/// any dataset: \p column becomes a Category when it was not textual before. Pictures are not copied: rows keep their
/// hashes. The version's note counts the changes. One chunk of rows is in memory at a time. Errors: NotFound (no such
/// column), InvalidInput (a row beyond the end), Io, Cancelled.
Result<VersionInfo> applyLabelEdits(const Project& project, const VersionInfo& parent, const std::string& column,
                                    const LabelEdits& edits, const JobContext& job);

} // namespace lathe::images
