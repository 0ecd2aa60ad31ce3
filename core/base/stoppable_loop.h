// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/job.h"
#include "core/base/result.h"

namespace lathe {

/// Calls \p visit(i) for each i below \p count in order, with a look for a stop every few hundred thousand. \p visit
/// takes well below a microsecond. Errors: Cancelled.
template <typename Visit>
Result<void> forEachUnlessStopped(uint64_t count, const JobContext& job, const Visit& visit) {
    constexpr uint64_t piece = uint64_t{1} << 18U;
    for (uint64_t begin = 0; begin < count; begin += piece) {
        LATHE_CHECK(job.checkStop());
        for (uint64_t i = begin; i < std::min(begin + piece, count); ++i) visit(i);
    }
    return {};
}

} // namespace lathe
