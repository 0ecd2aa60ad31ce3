// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as the image of an HDF5 file.
#include "core/data/readers/hdf5.h"
#include "tests/fuzz/fuzz_readers.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace lathe::fuzz;
    preview(lathe::readers::openHdf5Image(bytesOf(data, size), {}));
    return 0;
}
