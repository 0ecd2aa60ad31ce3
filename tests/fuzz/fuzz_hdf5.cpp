// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as the image of an HDF5 file, read apart.
#include "core/data/readers/hdf5.h"
#include "tests/fuzz/fuzz_apart.h"
#include "tests/fuzz/fuzz_readers.h"

using namespace lathe;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    fuzz::runApart(fuzz::bytesOf(data, size),
                   [](std::string_view bytes) { fuzz::preview(readers::openHdf5Image(bytes, {})); });
    return 0;
}
