// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/hdf5_lz4.h"

#include <hdf5.h>
#include <lz4.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>

namespace lathe::readers {

namespace {

constexpr size_t headBytes = 12;  // u64 size, u32 size of a piece
constexpr size_t pieceBytes = 4;  // u32 size
constexpr size_t mostRatio = 255; // a byte of LZ4 stands for no more

uint64_t bigEndian(std::span<const std::byte> bytes) {
    uint64_t value = 0;
    for (const std::byte byte : bytes) value = value << 8U | static_cast<uint64_t>(byte);
    return value;
}

bool unpackPiece(std::span<const std::byte> piece, std::span<std::byte> target) {
    if (piece.size() == target.size()) {
        std::memcpy(target.data(), piece.data(), piece.size());
        return true;
    }
    constexpr size_t most = std::numeric_limits<int>::max();
    if (piece.size() > most || target.size() > most) return false;
    return LZ4_decompress_safe(reinterpret_cast<const char*>(piece.data()), reinterpret_cast<char*>(target.data()),
                               static_cast<int>(piece.size()),
                               static_cast<int>(target.size())) == static_cast<int>(target.size());
}

/// As H5Z_func_t: replaces the buffer by what it unpacks to. 0 is a failure.
size_t unpackChunk(unsigned flags, size_t, const unsigned*, size_t size, size_t* capacity, void** buffer) noexcept {
    if ((flags & H5Z_FLAG_REVERSE) == 0) return 0; // it is for reading only
    const std::span frame(static_cast<const std::byte*>(*buffer), size);
    const size_t unpacked = lz4FrameSize(frame);
    if (unpacked == 0) return 0;
    void* target = H5allocate_memory(unpacked, false);
    if (target == nullptr) return 0;
    if (!unpackLz4Frame(frame, {static_cast<std::byte*>(target), unpacked})) {
        H5free_memory(target);
        return 0;
    }
    H5free_memory(*buffer);
    *buffer = target;
    *capacity = unpacked;
    return unpacked;
}

} // namespace

void registerLz4Filter() {
    constexpr H5Z_filter_t lz4 = 32004; // registered with The HDF Group
    if (H5Zfilter_avail(lz4) > 0) return;
    // A filter that does not claim to pack keeps column files from being made, though those are written past it.
    constexpr unsigned packs = 1;
    const H5Z_class2_t filter{H5Z_CLASS_T_VERS, lz4, packs, 1, "LZ4", nullptr, nullptr, unpackChunk};
    H5Zregister(&filter);
}

size_t lz4FrameSize(std::span<const std::byte> frame) {
    if (frame.size() < headBytes) return 0;
    const uint64_t size = bigEndian(frame.first(8));
    return size > frame.size() * mostRatio ? 0 : size;
}

bool unpackLz4Frame(std::span<const std::byte> frame, std::span<std::byte> target) {
    const size_t whole = bigEndian(frame.subspan(8, pieceBytes));
    frame = frame.subspan(headBytes);
    while (!target.empty()) {
        const size_t length = std::min(whole, target.size());
        if (length == 0 || frame.size() < pieceBytes) return false;
        const size_t packed = bigEndian(frame.first(pieceBytes));
        frame = frame.subspan(pieceBytes);
        if (packed > frame.size() || !unpackPiece(frame.first(packed), target.first(length))) return false;
        frame = frame.subspan(packed);
        target = target.subspan(length);
    }
    return true;
}

} // namespace lathe::readers
