// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lathe {

/// How columns hang together, each pair over the rows where both have a value (and a finite one). NaN where a figure
/// is not defined: fewer than two such rows, or a constant side.
struct Correlations {
    std::vector<std::string> numeric;     ///< boolean, integer and real columns, the first 64
    std::vector<std::string> categorical; ///< category and boolean columns of 2 to 100 values, the first 40
    uint64_t omitted = 0;                 ///< columns left out because there are so many
    std::vector<double> pearson;          ///< numeric × numeric, row by row
    std::vector<double> spearman;         ///< the same of average ranks
    uint64_t spearmanRows = 0;            ///< rows whose ranks were taken: all, or evenly spaced ones
    /// categorical × categorical: Cramér's V corrected for bias (Bergsma, "A bias-correction for Cramér's V and
    /// Tschuprow's T", 2013), 0…1.
    std::vector<double> cramersV;
    /// categorical × numeric: the correlation ratio η, the root of the share of the number's variance that lies
    /// between the categories (Pearson 1905), 0…1.
    std::vector<double> correlationRatio;

    bool operator==(const Correlations&) const = default;
};

} // namespace lathe
