// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as the image of a netCDF file, classic or netCDF-4, read apart; and as the units of a time.
#include "core/data/readers/netcdf.h"
#include "core/data/readers/netcdf_variable.h"
#include "tests/fuzz/fuzz_apart.h"
#include "tests/fuzz/fuzz_readers.h"

using namespace lathe;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    (void)readers::parseTimeUnits(fuzz::bytesOf(data, size));
    fuzz::runApart(fuzz::bytesOf(data, size),
                   [](std::string_view bytes) { fuzz::preview(readers::openNetCdfImage(bytes, {})); });
    return 0;
}
