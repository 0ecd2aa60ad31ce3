// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/job.h"
#include "core/data/columns/column_file.h"
#include "core/data/validation/suite.h"

namespace lathe {

struct InferOptions {
    double rangeTolerance = 0.1; ///< how far beyond the seen range numbers may go, as a share of its width
    double rowTolerance = 0.5;   ///< how far the number of rows may be from the seen one, as a share
    size_t mostSetValues = 50;   ///< a column of texts or whole numbers with at most so many values gets a value set
    size_t threads = 0;
};

/// What one good version tells about the next: its columns and their types, which values may be missing, ranges,
/// value sets, the form of texts, uniqueness, and a band for the number of rows. Ranges, row count and texts' forms
/// are warnings, the rest errors. The version itself meets every expectation.
/// Errors: Cancelled, Corrupt, Io.
Result<ExpectationSuite> inferSuite(const ColumnFile& file, const std::string& name, const InferOptions& options,
                                    const JobContext& job);

/// A regular expression that fits the form of all of \p texts: an e-mail address, a URL, a UUID, an ISO date, or a
/// sequence of letters, digits and signs such as "^[A-Z]{2}-[0-9]{3,5}$". Empty when they have no form in common.
[[nodiscard]] std::string commonForm(const std::vector<std::string>& texts);

} // namespace lathe
