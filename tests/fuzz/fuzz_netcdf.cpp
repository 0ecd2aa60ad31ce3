// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as the image of a netCDF file, classic or netCDF-4, and as the units of a time.
#include "core/data/readers/netcdf.h"
#include "core/data/readers/netcdf_variable.h"
#include "tests/fuzz/fuzz_readers.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace lathe::fuzz;
    (void)lathe::readers::parseTimeUnits(bytesOf(data, size));
    preview(lathe::readers::openNetCdfImage(bytesOf(data, size), {}));
    return 0;
}
