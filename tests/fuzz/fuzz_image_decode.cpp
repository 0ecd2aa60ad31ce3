// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as a picture, at full size and small, as an import and a thumbnail would decode it.
#include <cstdlib>

#include "core/data/images/decode.h"

using namespace lathe::images;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    // Large pictures take long and show nothing that small ones do not.
    const auto small = decode({data, size}, {32, {}});
    if (!small) return 0;
    const auto& raster = small->raster;
    if (raster.samples.size() != raster.stride() * static_cast<size_t>(raster.height)) std::abort();
    if (std::max(raster.width, raster.height) > 32) std::abort();
    const Quality quality = measure(raster);
    if (!(quality.brightness >= 0 && quality.brightness <= 1)) std::abort();
    return 0;
}
