// SPDX-License-Identifier: GPL-3.0-or-later
#include <gif_lib.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "core/data/images/decode.h"

namespace lathe::images {

namespace {

struct Delete {
    void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, Delete>;

struct Source {
    Bytes bytes;
    size_t at = 0;
};

int onRead(GifFileType* gif, GifByteType* target, int count) {
    auto* source = static_cast<Source*>(gif->UserData);
    const size_t given = std::min(static_cast<size_t>(std::max(count, 0)), source->bytes.size() - source->at);
    std::memcpy(target, source->bytes.data() + source->at, given);
    source->at += given;
    return static_cast<int>(given);
}

Failure damaged(const Gif& gif) {
    const char* text = gif ? GifErrorString(gif->Error) : nullptr;
    return fail(ErrorKind::Corrupt, "the GIF data are damaged: {}", text != nullptr ? text : "the file ends too early");
}

/// Reads up to the first frame's description; remembers which colour index is transparent (-1: none).
Result<int> findFirstFrame(const Gif& gif) {
    int transparent = -1;
    for (;;) {
        GifRecordType record = UNDEFINED_RECORD_TYPE;
        if (DGifGetRecordType(gif.get(), &record) == GIF_ERROR || record == TERMINATE_RECORD_TYPE) return damaged(gif);
        if (record == IMAGE_DESC_RECORD_TYPE) break;
        int code = 0;
        GifByteType* block = nullptr;
        if (DGifGetExtension(gif.get(), &code, &block) == GIF_ERROR) return damaged(gif);
        while (block != nullptr) {
            if (code == GRAPHICS_EXT_FUNC_CODE && block[0] >= 4 && (block[1] & 1) != 0) transparent = block[4];
            if (DGifGetExtensionNext(gif.get(), &block) == GIF_ERROR) return damaged(gif);
        }
    }
    if (DGifGetImageHeader(gif.get()) == GIF_ERROR) return damaged(gif);
    return transparent;
}

/// The line of the frame that comes as the \p index-th when lines are interlaced (GIF89a appendix E).
std::vector<int> lineOrder(int height, bool interlaced) {
    std::vector<int> order;
    if (!interlaced)
        for (int y = 0; y < height; ++y) order.push_back(y);
    else
        for (const auto& [first, step] : {std::pair{0, 8}, {4, 8}, {2, 4}, {1, 2}})
            for (int y = first; y < height; y += step) order.push_back(y);
    return order;
}

void paintLine(Raster& canvas, const GifImageDesc& frame, int line, const std::vector<GifPixelType>& indices,
               const ColorMapObject& colours, int transparent) {
    const int y = frame.Top + line;
    if (y < 0 || y >= canvas.height) return;
    for (int i = 0; i < frame.Width; ++i) {
        const int x = frame.Left + i;
        const int index = indices[static_cast<size_t>(i)];
        if (x < 0 || x >= canvas.width || index == transparent || index >= colours.ColorCount) continue;
        uint8_t* pixel = canvas.row(y) + static_cast<size_t>(x) * static_cast<size_t>(canvas.channels);
        const GifColorType& colour = colours.Colors[index];
        pixel[0] = colour.Red;
        pixel[1] = colour.Green;
        pixel[2] = colour.Blue;
        if (canvas.channels == 4) pixel[3] = 255;
    }
}

} // namespace

Result<Decoded> decodeGif(Bytes bytes, const DecodeOptions& options) {
    Source source{bytes, 0};
    int error = 0;
    const Gif gif(DGifOpen(&source, onRead, &error));
    if (!gif) return damaged(gif);
    LATHE_TRY(const int transparent, findFirstFrame(gif));
    const GifImageDesc& frame = gif->Image;
    LATHE_CHECK(checkSize(gif->SWidth, gif->SHeight));
    LATHE_CHECK(checkSize(frame.Width, frame.Height));
    const ColorMapObject* colours = frame.ColorMap != nullptr ? frame.ColorMap : gif->SColorMap;
    if (colours == nullptr) return fail(ErrorKind::Corrupt, "the GIF data are damaged: there is no table of colours");
    Decoded decoded;
    decoded.header.width = gif->SWidth;
    decoded.header.height = gif->SHeight;
    const bool covers = frame.Left == 0 && frame.Top == 0 && frame.Width >= gif->SWidth && frame.Height >= gif->SHeight;
    decoded.header.channels = transparent >= 0 || !covers ? 4 : 3;
    decoded.header.bitDepth = 8;
    decoded.raster = Raster(gif->SWidth, gif->SHeight, decoded.header.channels);
    std::vector<GifPixelType> indices(static_cast<size_t>(frame.Width));
    bool any = false;
    for (const int line : lineOrder(frame.Height, frame.Interlace)) {
        if (options.stop.stop_requested()) return fail(ErrorKind::Cancelled, "decoding was stopped");
        if (DGifGetLine(gif.get(), indices.data(), frame.Width) == GIF_ERROR) {
            if (!any) return damaged(gif);
            decoded.damage = "the file ends too early";
            break;
        }
        any = true;
        paintLine(decoded.raster, frame, line, indices, *colours, transparent);
    }
    return decoded;
}

} // namespace lathe::images
