// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace lathe::readers {

/// Makes the library unpack filter 32004 (LZ4), which column files have too, where its plug-in is not installed.
void registerLz4Filter();

/// Decoded bytes that the frame of filter 32004 promises; 0 when it is no such frame, or promises more than LZ4 can
/// pack into its bytes.
[[nodiscard]] size_t lz4FrameSize(std::span<const std::byte> frame);
/// Unpacks a frame: u64 decoded size, u32 size of a piece, then for each piece u32 size and bytes, packed unless they
/// fill the piece; big-endian. REQUIRES target.size() == lz4FrameSize(frame). False when the frame is damaged.
[[nodiscard]] bool unpackLz4Frame(std::span<const std::byte> frame, std::span<std::byte> target);

} // namespace lathe::readers
