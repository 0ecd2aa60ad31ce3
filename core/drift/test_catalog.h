// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drift/column_pair.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace lathe::drift {

/// How a score is held against its threshold to say "drifted".
enum class Edge {
    Below,   ///< score < threshold (p-values)
    AtMost,  ///< score ≤ threshold (ks, cramer_von_mises)
    AtLeast, ///< score ≥ threshold (distances)
    Above,   ///< score > threshold (ed)
};

/// The score, or why there is none.
using Score = std::variant<double, std::string>;

/// A test that a column can be compared by. The words are stable: people write them in pipelines.
struct DriftTest {
    const char* name;
    const char* title; ///< for people
    bool numbers;      ///< applies to numbers
    bool categories;   ///< applies to categories
    bool pValue;
    Edge edge;
    double threshold; ///< when none is given
    Score (*score)(const ColumnPair&);
    /// The threshold when none is given, where it depends on the sizes; null for the constant above.
    double (*thresholdFor)(const ColumnPair&) = nullptr;

    [[nodiscard]] bool drifted(double score, double limit) const;
};

[[nodiscard]] std::span<const DriftTest> allTests();
[[nodiscard]] const DriftTest* findTest(std::string_view name);

} // namespace lathe::drift
