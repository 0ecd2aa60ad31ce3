// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as a Parquet file.
#include "core/data/readers/parquet.h"
#include "tests/fuzz/fuzz_readers.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace lathe::fuzz;
    preview(lathe::readers::openParquetImage(bytesOf(data, size)));
    return 0;
}
