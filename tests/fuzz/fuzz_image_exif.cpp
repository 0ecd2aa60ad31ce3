// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as the headers in which an orientation may stand, and as a file's name.
#include <cstdlib>

#include "core/base/text.h"
#include "core/data/images/exif.h"
#include "core/data/images/image_sources.h"

using namespace lathe::images;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    for (const Format format : {formatOf({data, size}), Format::Jpeg, Format::Png, Format::WebP, Format::Tiff}) {
        const int orientation = exifOrientation(format, {data, size});
        if (orientation < 1 || orientation > 8) std::abort();
    }
    const std::string name = utf8Name(std::string(reinterpret_cast<const char*>(data), size));
    if (!lathe::isValidUtf8(name)) std::abort();
    for (const bool splits : {false, true}) {
        const auto picture = placed(name, splits);
        if (picture.path != name) std::abort();
    }
    return 0;
}
