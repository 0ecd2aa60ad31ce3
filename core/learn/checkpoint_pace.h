// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace lathe {

/// When a training keeps its state beside the checkpoints that it keeps anyway: a stop may end its process in the
/// middle of a slow round, which shall then have cost little.
class CheckpointPace {
public:
    /// So much was trained since the last checkpoint that writing one is little beside it.
    [[nodiscard]] bool isDue() const { return monotonicSeconds() - m_last >= std::max(seldom, 50 * m_cost); }

    /// \p write writes one.
    template <typename Write>
    Result<void> keep(Write write) {
        const double start = monotonicSeconds();
        LATHE_CHECK(write());
        m_last = monotonicSeconds();
        m_cost = m_last - start;
        return {};
    }

private:
    static constexpr double seldom = 2; ///< seconds
    double m_last = monotonicSeconds();
    double m_cost = 0;
};

} // namespace lathe
