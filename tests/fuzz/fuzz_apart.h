// SPDX-License-Identifier: GPL-3.0-or-later
// Inputs for libraries that do not survive every file. Lathe reads such files in a process of its own
// (core/data/readers/reader_process.h); so does the fuzzer, in a child that is kept from input to input.
#pragma once

#include <string_view>

namespace lathe::fuzz {

/// Runs \p work, always the same, over the bytes in a child with as much memory as a reader has, and takes over the
/// coverage that it reached. A child that dies, or is stuck, inside libhdf5 or libnetcdf is what Lathe answers with an
/// error: another takes its place. Anything else that ends it (our code, a check, a leak) is a finding: its report is
/// printed and the fuzzer aborts. Reports name addresses only; with ASAN_OPTIONS=symbolize=1 they name functions.
/// Inputs beyond 1 MiB are passed over.
void runApart(std::string_view bytes, void (*work)(std::string_view));

} // namespace lathe::fuzz
