// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace lathe {

/// Microseconds since 1970-01-01 00:00 UTC by the system clock. May go backwards; never used to order rows.
int64_t nowMicros();

/// "2026-03-01T12:34:56.789Z" for microseconds since the epoch, in UTC.
std::string isoTime(int64_t micros);

/// Seconds of a monotonic clock, for durations and rates.
double monotonicSeconds();

} // namespace lathe
