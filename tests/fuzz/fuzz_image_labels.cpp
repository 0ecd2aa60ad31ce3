// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as the label file of a folder of pictures, or as a pair of IDX files; the first byte chooses.
#include <algorithm>

#include "core/data/images/decode.h"
#include "core/data/images/image_sources.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/fuzz/fuzz_readers.h"

using namespace lathe;
using namespace lathe::images;

namespace {

/// Makes PNG files without the module that programs load.
class LinkedPixels final : public Pixels {
public:
    Result<Decoded> decode(std::span<const uint8_t> bytes, const DecodeOptions& options) const override {
        return images::decode(bytes, options);
    }
    Quality measure(const Raster& raster) const override { return images::measure(raster); }
    Raster resized(const Raster& raster, int width, int height) const override {
        return images::resized(raster, width, height);
    }
    Raster augmented(const Raster& raster, const Augmentation& augmentation, uint64_t seed) const override {
        return images::augmented(raster, augmentation, seed);
    }
    std::vector<float> features(const Raster& raster) const override { return images::features(raster); }
    std::vector<uint8_t> encodePng(const Raster& raster) const override { return images::encodePng(raster); }
};

void check(const Result<std::unique_ptr<PictureSource>>& source) {
    if (!source) {
        if (source.error().message.empty()) std::abort();
        return;
    }
    for (size_t i = 0; i < std::min<size_t>((*source)->count(), 10); ++i) {
        if ((*source)->picture(i).path.empty()) std::abort();
        const auto bytes = (*source)->read(i);
        if (bytes && (*source)->layout == "idx" && formatOf(*bytes) != Format::Png) std::abort();
    }
}

const Path& pictureFolder() {
    static const Path folder = [] {
        const std::string png("\x89PNG\r\n\x1a\n", 8);
        for (const char* name : {"a", "b"})
            std::filesystem::create_directories(fuzz::scratchFolder() / "pictures" / name);
        for (const char* name : {"pictures/a/1.png", "pictures/a/2.png", "pictures/b/1.png"})
            fuzz::writeScratch(name, png);
        return fuzz::scratchFolder() / "pictures";
    }();
    return folder;
}

void readLabels(std::string_view bytes, const char* name) {
    FolderOptions options;
    options.labelFile = fuzz::writeScratch(name, bytes);
    const auto target = ScopedFolder::create(fuzz::scratchFolder(), "labels");
    if (!target) std::abort();
    check(openFolder(pictureFolder(), options, target->path(), {}));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const LinkedPixels pixels;
    if (size == 0) return 0;
    const std::string_view bytes = fuzz::bytesOf(data + 1, size - 1);
    switch (data[0] % 4) {
    case 0: readLabels(bytes, "labels.csv"); break;
    case 1: readLabels(bytes, "labels.jsonl"); break;
    case 2: check(openIdx(fuzz::writeScratch("images.idx", bytes), {}, pixels)); break;
    default: {
        const size_t labels = std::min(bytes.size(), size_t{data[0]} / 4);
        check(openIdx(fuzz::writeScratch("images.idx", bytes.substr(labels)),
                      fuzz::writeScratch("labels.idx", bytes.substr(0, labels)), pixels));
    }
    }
    return 0;
}
