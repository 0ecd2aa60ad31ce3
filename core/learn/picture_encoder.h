// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/base/json.h"
#include "core/base/result.h"

namespace lathe {

/// Turns an encoded picture into the pixels that a network takes: upright, stretched to a square, grey (ITU-R BT.601)
/// or colour, transparent parts white; rows from the top, samples interleaved. The same code in training and in
/// prediction. Thread safe.
class PictureEncoder {
public:
    static constexpr int64_t smallestSide = 8;
    static constexpr int64_t largestSide = 1024;

    PictureEncoder() = default;
    PictureEncoder(int64_t side, int64_t channels) : m_side(side), m_channels(channels) {}

    [[nodiscard]] int64_t side() const { return m_side; }
    [[nodiscard]] int64_t channels() const { return m_channels; } ///< 1 grey, 3 colour
    /// Samples of a picture.
    [[nodiscard]] size_t width() const { return static_cast<size_t>(m_side * m_side * m_channels); }

    /// Writes width() samples. Errors: those of images::Pixels::decode(), and NotFound without the pictures' module.
    Result<void> encode(std::span<const uint8_t> bytes, uint8_t* samples) const;

    /// model.json's section "preprocessing".
    [[nodiscard]] Json toJson() const;
    /// Whether a section "preprocessing" is about pictures.
    [[nodiscard]] static bool describes(const Json& preprocessing);
    /// Errors: Corrupt.
    static Result<PictureEncoder> fromJson(const Json& preprocessing);

private:
    int64_t m_side = 32;
    int64_t m_channels = 3;
};

} // namespace lathe
