// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace lathe {

/// Processors this process may use (its affinity mask), at least 1.
size_t availableThreads();

/// Calls `work(i)` once for each i in [0, count) on up to `threads` threads (0: all available) and waits.
/// The order is not defined; `work` must not throw.
void parallelFor(size_t count, const std::function<void(size_t)>& work, size_t threads = 0);

} // namespace lathe
