// SPDX-License-Identifier: GPL-3.0-or-later
// liblathe_pixels.so: the one place that needs OpenCV and the picture formats' libraries.
#include <opencv2/core/utility.hpp>

#include <exception>

#include "core/data/images/decode.h"

namespace lathe::images {

namespace {

class OpenCvPixels : public Pixels {
public:
    /// One picture a thread: OpenCV's own threads would compete with ours.
    OpenCvPixels() { cv::setNumThreads(1); }

    Result<Decoded> decode(std::span<const uint8_t> bytes, const DecodeOptions& options) const override {
        try {
            return images::decode(bytes, options);
        } catch (const std::exception& problem) {
            return fail(ErrorKind::Unsupported, "the picture cannot be decoded: {}", problem.what());
        }
    }
    Quality measure(const Raster& raster) const override {
        return guarded(Quality{}, [&] { return images::measure(raster); });
    }
    Raster resized(const Raster& raster, int width, int height) const override {
        return guarded(raster, [&] { return images::resized(raster, width, height); });
    }
    Raster augmented(const Raster& raster, const Augmentation& augmentation, uint64_t seed) const override {
        return guarded(raster, [&] { return images::augmented(raster, augmentation, seed); });
    }
    std::vector<float> features(const Raster& raster) const override {
        return guarded(std::vector<float>(featureCount), [&] { return images::features(raster); });
    }
    std::vector<uint8_t> encodePng(const Raster& raster) const override { return images::encodePng(raster); }

private:
    /// OpenCV throws when memory ends; the caller then gets what it would for an empty picture.
    template <typename Value, typename Work>
    static Value guarded(const Value& otherwise, const Work& work) {
        try {
            return work();
        } catch (const std::exception&) {
            return otherwise;
        }
    }
};

} // namespace

} // namespace lathe::images

extern "C" __attribute__((visibility("default"))) const lathe::images::PixelsModule* lathe_pixels_module() {
    static const lathe::images::OpenCvPixels pixels;
    static const lathe::images::PixelsModule module{lathe::images::pixelsInterface, &pixels};
    return &module;
}
