// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdio>

#include <jpeglib.h>

#include <jerror.h>

#include <algorithm>
#include <csetjmp>
#include <vector>

#include "core/data/images/decode.h"

namespace lathe::images {

namespace {

constexpr int mostScans = 500; // a progressive file may hold any number of scans of the whole picture

/// libjpeg's state with ours around it. libjpeg leaves by longjmp: nothing with a destructor lives on the way.
struct Reader {
    jpeg_decompress_struct info = {};
    jpeg_error_mgr errors = {};
    jpeg_progress_mgr progress = {};
    std::jmp_buf leave = {};
    const std::stop_token* stop = nullptr;
    char message[JMSG_LENGTH_MAX] = {};
    char warning[JMSG_LENGTH_MAX] = {};
    bool cancelled = false;
    JDIMENSION rows = 0; ///< decoded so far
};

Reader* readerOf(j_common_ptr info) { return static_cast<Reader*>(info->client_data); }

[[noreturn]] void onError(j_common_ptr info) {
    Reader* reader = readerOf(info);
    info->err->format_message(info, reader->message);
    std::longjmp(reader->leave, 1);
}

/// Warnings that mean lost pixels; others (odd headers, bytes between markers) do no harm.
bool losesPixels(int code) {
    return code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE || code == JWRN_JPEG_EOF || code == JWRN_MUST_RESYNC ||
           code == JWRN_BOGUS_PROGRESSION || code == JWRN_ARITH_BAD_CODE;
}

void onMessage(j_common_ptr info, int level) {
    Reader* reader = readerOf(info);
    if (level >= 0 || reader->warning[0] != '\0' || !losesPixels(info->err->msg_code)) return;
    info->err->format_message(info, reader->warning);
}

void onProgress(j_common_ptr info) {
    Reader* reader = readerOf(info);
    reader->cancelled = reader->stop->stop_requested();
    if (reader->cancelled) std::longjmp(reader->leave, 1);
    if (reader->info.input_scan_number <= mostScans) return;
    std::snprintf(reader->message, sizeof reader->message, "more than %d scans", mostScans);
    std::longjmp(reader->leave, 1);
}

void onOutput(j_common_ptr) {}

void setUp(Reader& reader, const std::stop_token& stop) {
    reader.info.err = jpeg_std_error(&reader.errors);
    reader.errors.error_exit = onError;
    reader.errors.emit_message = onMessage;
    reader.errors.output_message = onOutput;
    reader.info.client_data = &reader;
    reader.stop = &stop;
    reader.progress.progress_monitor = onProgress;
}

/// False when libjpeg gave up.
bool readHeader(Reader& reader, Bytes bytes) {
    if (setjmp(reader.leave) != 0) return false;
    jpeg_create_decompress(&reader.info);
    reader.info.client_data = &reader; // creation clears it
    jpeg_mem_src(&reader.info, bytes.data(), bytes.size());
    jpeg_read_header(&reader.info, TRUE);
    return true;
}

void chooseOutput(jpeg_decompress_struct& info, int longestSide) {
    const bool grey = info.jpeg_color_space == JCS_GRAYSCALE;
    const bool ink = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
    info.out_color_space = grey ? JCS_GRAYSCALE : ink ? JCS_CMYK : JCS_RGB;
    info.scale_num = 1;
    info.scale_denom = 1;
    const JDIMENSION longest = std::max(info.image_width, info.image_height);
    for (const unsigned part : {8U, 4U, 2U}) {
        if (longestSide <= 0 || longest / part < static_cast<JDIMENSION>(longestSide)) continue;
        info.scale_denom = part;
        break;
    }
}

bool readRows(Reader& reader, uint8_t* samples, size_t stride) {
    if (setjmp(reader.leave) != 0) return false;
    jpeg_start_decompress(&reader.info);
    while (reader.info.output_scanline < reader.info.output_height) {
        JSAMPROW row = samples + stride * reader.info.output_scanline;
        jpeg_read_scanlines(&reader.info, &row, 1);
        reader.rows = reader.info.output_scanline;
    }
    jpeg_finish_decompress(&reader.info);
    return true;
}

/// Adobe's files store inks inverted, and nobody else stores inks.
Raster fromInks(const Raster& inks) {
    Raster colours(inks.width, inks.height, 3);
    const uint8_t* in = inks.samples.data();
    for (size_t at = 0; at < colours.samples.size(); at += 3, in += 4)
        for (size_t channel = 0; channel < 3; ++channel)
            colours.samples[at + channel] = static_cast<uint8_t>(in[channel] * in[3] / 255);
    return colours;
}

Result<Decoded> decodeWith(Reader& reader, Bytes bytes, const DecodeOptions& options) {
    const auto refused = [&] { return fail(ErrorKind::Corrupt, "the JPEG data are damaged: {}", reader.message); };
    if (!readHeader(reader, bytes)) return refused();
    LATHE_CHECK(checkSize(reader.info.image_width, reader.info.image_height));
    chooseOutput(reader.info, options.longestSide);
    jpeg_calc_output_dimensions(&reader.info);
    Decoded decoded;
    decoded.header.width = static_cast<int>(reader.info.image_width);
    decoded.header.height = static_cast<int>(reader.info.image_height);
    decoded.header.channels = reader.info.num_components;
    decoded.header.bitDepth = reader.info.data_precision;
    decoded.raster = Raster(static_cast<int>(reader.info.output_width), static_cast<int>(reader.info.output_height),
                            reader.info.out_color_components);
    reader.info.progress = &reader.progress;
    const bool whole = readRows(reader, decoded.raster.samples.data(), decoded.raster.stride());
    if (reader.cancelled) return fail(ErrorKind::Cancelled, "decoding was stopped");
    if (!whole && reader.rows == 0) return refused();
    if (!whole) decoded.damage = reader.message;
    else if (reader.warning[0] != '\0') decoded.damage = reader.warning;
    if (decoded.raster.channels == 4) decoded.raster = fromInks(decoded.raster);
    return decoded;
}

} // namespace

Result<Decoded> decodeJpeg(Bytes bytes, const DecodeOptions& options) {
    Reader reader;
    setUp(reader, options.stop);
    auto decoded = decodeWith(reader, bytes, options);
    jpeg_destroy_decompress(&reader.info);
    return decoded;
}

} // namespace lathe::images
