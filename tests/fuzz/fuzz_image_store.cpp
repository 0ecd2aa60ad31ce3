// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as the header and the index of an image store, and as an augmentation file.
#include <cstdlib>

#include "core/data/images/augmentation_file.h"
#include "core/data/images/image_store_format.h"

using namespace lathe::images;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    (void)decodeStoreHeader({data, size});
    const uint64_t fileSize = uint64_t{1} << 32;
    if (const auto index = decodeStoreIndex({data, size}, fileSize)) {
        for (const StoredImage& image : index->images)
            if (image.start + image.size > index->chunks.size() * storeChunkBytes) std::abort();
        const std::string again = encodeStoreIndex(*index);
        if (again != std::string(reinterpret_cast<const char*>(data), size)) std::abort();
    }
    if (const auto augmentation = parseAugmentation(std::string(reinterpret_cast<const char*>(data), size), "fuzz"))
        if (!(parseAugmentation(augmentationYaml(*augmentation), "again").value() == *augmentation)) std::abort();
    return 0;
}
