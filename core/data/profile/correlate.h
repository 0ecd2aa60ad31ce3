// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/base/job.h"
#include "core/data/profile/profile.h"
#include "core/data/profile/sort_space.h"

/// Inside of the profile: pairs of columns.
namespace lathe {

/// Rows [64 Ki · chunk, 64 Ki · (chunk + 1)) of some columns. Thread safe.
struct ChunkReader {
    uint64_t rows = 0;
    uint64_t chunks = 0;
    std::function<Result<Table>(uint64_t chunk, const std::vector<size_t>& columns)> read;
    std::function<size_t(size_t column)> dictionarySize;
};

/// \p columns are the columns' finished profiles: their means centre the sums, their counts choose what is compared.
Result<Correlations> correlate(const ChunkReader& reader, const std::vector<ColumnProfile>& columns,
                               const JobContext& job, const ProfileOptions& options, SortSpace& space);

/// Average ranks over pairwise-complete rows for Correlations::spearman. \p numeric are column numbers.
Result<void> correlateRanks(const ChunkReader& reader, const std::vector<size_t>& numeric, const JobContext& job,
                            const ProfileOptions& options, SortSpace& space, Correlations& result);

} // namespace lathe
