// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/picture_encoder.h"

#include <algorithm>

#include "core/data/images/pixels.h"

namespace lathe {

namespace {

/// Elongated pictures keep this many pixels on the shorter side when their longer side is at most 4 times as long.
constexpr int spareSides = 4;

uint8_t onWhite(uint8_t sample, uint8_t alpha) {
    return static_cast<uint8_t>((sample * alpha + 255 * (255 - alpha) + 127) / 255);
}

uint8_t luma(const uint8_t* rgb) {
    return static_cast<uint8_t>((4899 * rgb[0] + 9617 * rgb[1] + 1868 * rgb[2] + 8192) >> 14);
}

images::Raster inChannels(const images::Raster& raster, int channels) {
    if (raster.channels == channels) return raster;
    images::Raster result(raster.width, raster.height, channels);
    const size_t pixels = static_cast<size_t>(raster.width) * static_cast<size_t>(raster.height);
    for (size_t i = 0; i < pixels; ++i) {
        const uint8_t* in = raster.samples.data() + i * static_cast<size_t>(raster.channels);
        uint8_t rgb[3] = {in[0], in[0], in[0]};
        if (raster.channels >= 3) std::copy_n(in, 3, rgb);
        if (raster.channels == 4)
            for (uint8_t& sample : rgb) sample = onWhite(sample, in[3]);
        uint8_t* out = result.samples.data() + i * static_cast<size_t>(channels);
        if (channels == 1) *out = luma(rgb);
        else std::copy_n(rgb, 3, out);
    }
    return result;
}

} // namespace

Result<void> PictureEncoder::encode(std::span<const uint8_t> bytes, uint8_t* samples) const {
    LATHE_TRY(const images::Pixels* pixels, images::pixels());
    const int side = static_cast<int>(m_side);
    LATHE_TRY(const images::Decoded decoded, pixels->decode(bytes, {side * spareSides, {}}));
    const images::Raster raster = pixels->resized(inChannels(decoded.raster, static_cast<int>(m_channels)), side, side);
    std::copy(raster.samples.begin(), raster.samples.end(), samples);
    return {};
}

Json PictureEncoder::toJson() const {
    return {{"picture", {{"side", m_side}, {"channels", m_channels}}}, {"features", width()}};
}

bool PictureEncoder::describes(const Json& preprocessing) {
    return preprocessing.is_object() && preprocessing.contains("picture");
}

Result<PictureEncoder> PictureEncoder::fromJson(const Json& preprocessing) {
    try {
        const Json& picture = preprocessing.at("picture");
        const PictureEncoder encoder(picture.at("side").get<int64_t>(), picture.at("channels").get<int64_t>());
        const bool grey = encoder.m_channels == 1;
        if (encoder.m_side >= smallestSide && encoder.m_side <= largestSide && (grey || encoder.m_channels == 3))
            return encoder;
        return fail(ErrorKind::Corrupt, "the model's preprocessing makes pictures of {0} × {0} pixels and {1} channels",
                    encoder.m_side, encoder.m_channels);
    } catch (const Json::exception& error) {
        return fail(ErrorKind::Corrupt, "the model's preprocessing is damaged: {}", error.what());
    }
}

} // namespace lathe
