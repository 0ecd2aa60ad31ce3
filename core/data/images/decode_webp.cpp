// SPDX-License-Identifier: GPL-3.0-or-later
#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <memory>

#include "core/data/images/decode.h"

namespace lathe::images {

namespace {

struct Delete {
    void operator()(WebPIDecoder* decoder) const { WebPIDelete(decoder); }
    void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};

/// The encoded first frame of an animation; the bytes themselves of a still picture.
Bytes firstFrame(Bytes bytes) {
    const WebPData data{bytes.data(), bytes.size()};
    const std::unique_ptr<WebPDemuxer, Delete> demuxer(WebPDemux(&data));
    WebPIterator frame;
    if (!demuxer || WebPDemuxGetFrame(demuxer.get(), 1, &frame) == 0) return {};
    const Bytes found(frame.fragment.bytes, frame.fragment.size);
    WebPDemuxReleaseIterator(&frame);
    return found;
}

constexpr size_t step = size_t{64} << 10; // between looks at the stop token

} // namespace

Result<Decoded> decodeWebP(Bytes bytes, const DecodeOptions& options) {
    const auto refused = [] { return fail(ErrorKind::Corrupt, "the WebP data are damaged"); };
    WebPDecoderConfig config;
    if (WebPInitDecoderConfig(&config) == 0)
        return fail(ErrorKind::Unsupported, "the WebP library has another version");
    if (WebPGetFeatures(bytes.data(), bytes.size(), &config.input) != VP8_STATUS_OK) return refused();
    if (config.input.has_animation != 0) {
        bytes = firstFrame(bytes);
        if (WebPGetFeatures(bytes.data(), bytes.size(), &config.input) != VP8_STATUS_OK) return refused();
    }
    LATHE_CHECK(checkSize(config.input.width, config.input.height));
    Decoded decoded;
    decoded.header.width = config.input.width;
    decoded.header.height = config.input.height;
    decoded.header.channels = config.input.has_alpha != 0 ? 4 : 3;
    decoded.header.bitDepth = 8;
    decoded.raster = Raster(config.input.width, config.input.height, decoded.header.channels);
    config.output.colorspace = decoded.header.channels == 4 ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = decoded.raster.samples.data();
    config.output.u.RGBA.stride = static_cast<int>(decoded.raster.stride());
    config.output.u.RGBA.size = decoded.raster.samples.size();
    const std::unique_ptr<WebPIDecoder, Delete> decoder(WebPIDecode(nullptr, 0, &config));
    if (!decoder) return refused();
    VP8StatusCode status = VP8_STATUS_SUSPENDED;
    for (size_t end = 0; status == VP8_STATUS_SUSPENDED && end < bytes.size();) {
        if (options.stop.stop_requested()) return fail(ErrorKind::Cancelled, "decoding was stopped");
        end = std::min(bytes.size(), end + step);
        status = WebPIUpdate(decoder.get(), bytes.data(), end);
    }
    if (status == VP8_STATUS_OK) return decoded;
    int rows = 0;
    if (WebPIDecGetRGB(decoder.get(), &rows, nullptr, nullptr, nullptr) == nullptr || rows == 0) return refused();
    decoded.damage = status == VP8_STATUS_SUSPENDED ? "the file ends too early" : "the data are damaged";
    return decoded;
}

} // namespace lathe::images
