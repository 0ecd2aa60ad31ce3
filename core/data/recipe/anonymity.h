// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/column_file.h"
#include "core/data/row_hash.h"

namespace lathe {

/// What is asked of a version: that nobody who knows the quasi identifiers of a person can tell the person from fewer than
/// k rows (L. Sweeney, 2002), nor learn a sensitive value because the rows share it (distinct l-diversity,
/// A. Machanavajjhala et al., 2007).
struct AnonymityRequest {
    std::vector<std::string> quasi;     ///< columns that somebody may know: age, postal code
    std::vector<std::string> sensitive; ///< columns that nobody should learn; needed for l > 1
    uint64_t k = 5;
    uint64_t l = 1;
};

struct AnonymityReport {
    uint64_t rows = 0;
    uint64_t groups = 0;        ///< different combinations of the quasi identifiers; missing is a value
    uint64_t smallestGroup = 0; ///< the k that holds
    uint64_t leastDiversity = 0; ///< the l that holds; 0 without sensitive columns
    uint64_t rowsAtRisk = 0;    ///< rows of groups with fewer than k rows or l values
    uint64_t groupsAtRisk = 0;

    [[nodiscard]] bool holds() const { return groupsAtRisk == 0; }
    [[nodiscard]] Json toJson() const;
};

/// Counts the groups of rows that are shown piece by piece. Holds each group and each
/// different sensitive value in it. Not thread safe.
class AnonymityGroups {
public:
    AnonymityGroups(std::vector<size_t> quasi, std::vector<size_t> sensitive, uint64_t k, uint64_t l)
        : m_quasi(std::move(quasi)), m_sensitive(std::move(sensitive)), m_k(k), m_l(l) {}

    void observe(const Table& piece);
    /// For each row of \p piece whether its group is large and various enough. REQUIRES that all rows were observed.
    [[nodiscard]] std::vector<uint8_t> safe(const Table& piece) const;
    [[nodiscard]] AnonymityReport report() const;

private:
    struct HashOfRow {
        size_t operator()(const RowHash& hash) const { return static_cast<size_t>(hash.low); }
    };
    struct Group {
        uint64_t rows = 0;
        std::vector<std::unordered_set<RowHash, HashOfRow>> values; ///< per sensitive column
    };
    [[nodiscard]] uint64_t diversity(const Group& group) const;
    [[nodiscard]] bool isSafe(const Group& group) const;

    std::vector<size_t> m_quasi;
    std::vector<size_t> m_sensitive;
    uint64_t m_k;
    uint64_t m_l;
    std::unordered_map<RowHash, Group, HashOfRow> m_groups;
};

/// Errors: InvalidInput for a column that is not there (with the nearest) and for l without sensitive columns; Cancelled.
Result<AnonymityReport> checkAnonymity(const ColumnFile& data, const AnonymityRequest& request, const JobContext& job);

} // namespace lathe
