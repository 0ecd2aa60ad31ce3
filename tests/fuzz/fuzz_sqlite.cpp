// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as the image of an SQLite database.
#include "core/data/readers/sqlite.h"
#include "tests/fuzz/fuzz_readers.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace lathe::fuzz;
    preview(lathe::readers::openSqliteImage(bytesOf(data, size), {}));
    return 0;
}
