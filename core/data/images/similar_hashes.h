// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/job.h"

namespace lathe::images {

/// Groups of hashes of which each is at most \p distance bits from the group's first: a hash, in the order given, joins
/// the earliest group whose first is near enough, so that groups do not creep through chains of small steps. Groups of
/// one are left out. Indices ascend within a group, groups by their first.
/// Of two hashes at most d bits apart, one of d + 1 parts is equal: only hashes that share a part are compared, which
/// makes a million hashes at distance 6 a matter of seconds. REQUIRES 0 ≤ distance ≤ 31. Errors: Cancelled.
Result<std::vector<std::vector<size_t>>> groupSimilar(const std::vector<uint64_t>& hashes, int distance,
                                                      const JobContext& job);

/// The members of each of \p groups groups, those of one left out; ascending within a group, groups by their first.
/// Errors: Cancelled.
Result<std::vector<std::vector<size_t>>> membersOf(const std::vector<uint32_t>& groupOf, size_t groups,
                                                   const JobContext& job);

} // namespace lathe::images
