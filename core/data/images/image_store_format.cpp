// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/image_store_format.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "core/data/images/byte_order.h"

namespace lathe::images {

namespace {

constexpr std::string_view magic = "LATHEIMG";
constexpr uint32_t formatVersion = 1;
constexpr size_t imageBytes = sizeof(Digest) + 16;

void put(std::string& out, uint64_t value, size_t width) {
    for (size_t i = 0; i < width; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

uint64_t u64(const ByteView& view, size_t at) { return view.u32(at) | static_cast<uint64_t>(view.u32(at + 4)) << 32U; }

Failure damaged(const char* what) { return fail(ErrorKind::Corrupt, "the image store is damaged: {}", what); }

} // namespace

uint32_t crc32(std::span<const uint8_t> bytes) {
    return static_cast<uint32_t>(::crc32_z(0, bytes.data(), bytes.size()));
}

std::string encodeStoreHeader(const StoreHeader& header) {
    std::string out(magic);
    put(out, formatVersion, 4);
    put(out, 0, 4);
    put(out, header.fileSize, 8);
    put(out, header.indexOffset, 8);
    put(out, header.indexSize, 8);
    put(out, header.indexCrc, 4);
    put(out, crc32({reinterpret_cast<const uint8_t*>(out.data()), out.size()}), 4);
    return out;
}

Result<StoreHeader> decodeStoreHeader(std::span<const uint8_t> bytes) {
    const ByteView view(bytes);
    if (bytes.size() < storeHeaderBytes || std::memcmp(bytes.data(), magic.data(), magic.size()) != 0)
        return damaged("it was not finished, or is something else");
    if (view.u32(44) != crc32(bytes.first(44))) return damaged("the checksum of its header differs");
    if (view.u32(8) > formatVersion)
        return failHint(ErrorKind::Unsupported, "the image store was written by a newer Lathe",
                        "Open the project with that one.");
    return StoreHeader{u64(view, 16), u64(view, 24), u64(view, 32), view.u32(40)};
}

std::string encodeStoreIndex(const StoreIndex& index) {
    std::string out;
    put(out, index.bytes, 8);
    put(out, index.chunks.size(), 8);
    put(out, index.images.size(), 8);
    for (const uint64_t chunk : index.chunks) put(out, chunk, 8);
    for (const StoredImage& image : index.images) {
        out.append(reinterpret_cast<const char*>(image.digest.data()), image.digest.size());
        put(out, image.start, 8);
        put(out, image.size, 8);
    }
    return out;
}

Result<StoreIndex> decodeStoreIndex(std::span<const uint8_t> bytes, uint64_t fileSize) {
    const ByteView view(bytes);
    const uint64_t chunks = u64(view, 8);
    const uint64_t images = u64(view, 16);
    if (bytes.size() < 24 || chunks > bytes.size() / 8 || images > bytes.size() / imageBytes ||
        bytes.size() != 24 + 8 * chunks + imageBytes * images)
        return damaged("its index has a wrong size");
    StoreIndex index;
    index.bytes = u64(view, 0);
    if (index.bytes > chunks * storeChunkBytes) return damaged("its index names chunks that are not there");
    for (size_t i = 0; i < chunks; ++i) {
        index.chunks.push_back(u64(view, 24 + 8 * i));
        if (index.chunks.back() > fileSize || storeChunkBytes > fileSize - index.chunks.back())
            return damaged("a chunk lies behind its end");
    }
    for (size_t i = 0; i < images; ++i) {
        const size_t at = 24 + 8 * chunks + imageBytes * i;
        StoredImage image;
        std::copy_n(bytes.data() + at, image.digest.size(), image.digest.begin());
        image.start = u64(view, at + image.digest.size());
        image.size = u64(view, at + image.digest.size() + 8);
        if (image.start > index.bytes || image.size > index.bytes - image.start)
            return damaged("a picture lies behind its end");
        if (!index.images.empty() && !(index.images.back().digest < image.digest))
            return damaged("its pictures are out of order");
        index.images.push_back(image);
    }
    return index;
}

bool digestFromText(const std::string& text, Digest& digest) {
    if (text.size() != 2 * digest.size()) return false;
    const auto value = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
    for (size_t i = 0; i < digest.size(); ++i) {
        const int high = value(text[2 * i]);
        const int low = value(text[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        digest[i] = static_cast<uint8_t>(high << 4 | low);
    }
    return true;
}

} // namespace lathe::images
