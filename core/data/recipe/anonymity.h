// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/columns/column_file.h"
#include "core/data/columns/row_hash_numbers.h"

namespace lathe {

/// What is asked of a version: that nobody who knows the quasi identifiers of a person can tell the person from fewer
/// than k rows (L. Sweeney, 2002), nor learn a sensitive value because the rows share it (distinct l-diversity, A.
/// Machanavajjhala et al., 2007).
struct AnonymityRequest {
    std::vector<std::string> quasi;     ///< columns that somebody may know: age, postal code
    std::vector<std::string> sensitive; ///< columns that nobody should learn; needed for l > 1
    uint64_t k = 5;
    uint64_t l = 1;
};

/// Rows that are alike in the quasi identifiers.
struct AnonymityGroup {
    uint64_t firstRow = 0;
    uint64_t rows = 0;
    uint64_t diversity =
        0;       ///< different values of the sensitive column that has the fewest; 0 without sensitive columns
    Json values; ///< of the quasi identifiers, as shown; null where missing
};

struct AnonymityReport {
    uint64_t rows = 0;
    uint64_t groups = 0;         ///< different combinations of the quasi identifiers; missing is a value
    uint64_t smallestGroup = 0;  ///< the k that holds
    uint64_t leastDiversity = 0; ///< the l that holds; 0 without sensitive columns
    uint64_t rowsAtRisk = 0;     ///< rows of groups with fewer than k rows or l values
    uint64_t groupsAtRisk = 0;
    std::vector<AnonymityGroup> riskiest; ///< groups at risk, the smallest first, at most mostGroupsNamed

    [[nodiscard]] bool holds() const { return groupsAtRisk == 0; }
    [[nodiscard]] Json toJson() const;
};

/// Counts the groups of rows that are shown piece by piece. Holds each group and each
/// different sensitive value in it. Not thread safe.
class AnonymityGroups {
public:
    AnonymityGroups(std::vector<size_t> quasi, std::vector<size_t> sensitive, uint64_t k, uint64_t l)
        : m_quasi(std::move(quasi)), m_sensitive(std::move(sensitive)), m_k(k), m_l(l), m_values(m_sensitive.size()),
          m_distinct(m_sensitive.size()) {}

    void observe(const Table& piece);
    /// For each row of \p piece whether its group is large and various enough. REQUIRES that all rows were observed.
    [[nodiscard]] std::vector<uint8_t> safe(const Table& piece) const;
    /// Without the values of the riskiest groups.
    [[nodiscard]] AnonymityReport report() const;

private:
    struct Group {
        uint64_t firstRow = 0;
        uint64_t rows = 0;
    };
    [[nodiscard]] uint64_t diversity(size_t group) const;
    [[nodiscard]] bool isSafe(size_t group) const;

    std::vector<size_t> m_quasi;
    std::vector<size_t> m_sensitive;
    uint64_t m_k;
    uint64_t m_l;
    uint64_t m_observed = 0;
    RowHashNumbers m_numbers; ///< of the groups
    std::vector<Group> m_groups;
    std::vector<RowHashSet> m_values;              ///< per sensitive column: what occurs in which group
    std::vector<std::vector<uint32_t>> m_distinct; ///< per sensitive column and group
};

constexpr size_t mostGroupsNamed = 1000;

/// Errors: InvalidInput for a column that is not there (with the nearest) and for l without sensitive columns;
/// Cancelled.
Result<AnonymityReport> checkAnonymity(const ColumnFile& data, const AnonymityRequest& request, const JobContext& job);

/// The numbers of the rows at risk, ascending, \p most at most; with \p alike only those that are alike that row in the
/// quasi identifiers. Errors: as checkAnonymity().
Result<std::vector<uint64_t>> rowsAtRisk(const ColumnFile& data, const AnonymityRequest& request,
                                         std::optional<uint64_t> alike, size_t most, const JobContext& job);

} // namespace lathe
