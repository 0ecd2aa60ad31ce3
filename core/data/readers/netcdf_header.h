// SPDX-License-Identifier: GPL-3.0-or-later
// The header of netCDF's classic formats, as far as it must be known to be harmless.
// https://docs.unidata.ucar.edu/nug/current/file_format_specifications.html
#pragma once

#include "core/data/sources/byte_source.h"

#include <cstdint>

namespace lathe::readers {

/// Walks through the header of a classic file (CDF-1, 2 or 5) of \p fileBytes from its first byte on: every name,
/// count, type and dimension must be within the format's limits and every list within the file. The library believes
/// all of them: it takes memory for names of gigabytes, and copies names that are too long past the end of its caller's
/// buffers. Passes over files that do not begin as a classic one. O(header). Errors: Corrupt, Io.
Result<void> checkClassicHeader(ByteSource& source, uint64_t fileBytes);

} // namespace lathe::readers
