// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/data/columns/table.h"

namespace lathe::images {

/// The columns of an image dataset's table. Only the hash is needed to find the picture; recipes may drop the others.
namespace columns {
inline constexpr const char* path = "path";
inline constexpr const char* label = "label";
inline constexpr const char* split = "split";
inline constexpr const char* status = "status";
inline constexpr const char* reason = "reason";
inline constexpr const char* format = "format";
inline constexpr const char* width = "width";
inline constexpr const char* height = "height";
inline constexpr const char* channels = "channels";
inline constexpr const char* bitDepth = "bit_depth";
inline constexpr const char* bytes = "bytes";
inline constexpr const char* sharpness = "sharpness";
inline constexpr const char* brightness = "brightness";
inline constexpr const char* contrast = "contrast";
inline constexpr const char* dark = "dark_share";
inline constexpr const char* bright = "bright_share";
inline constexpr const char* perceptualHash = "phash";
inline constexpr const char* sha256 = "sha256";
} // namespace columns

/// True when the table has the hash column that leads to pictures.
[[nodiscard]] inline bool isImageDataset(const std::vector<ColumnSchema>& schema) {
    const auto has = [&](const char* name, bool textual) {
        return std::any_of(schema.begin(), schema.end(), [&](const ColumnSchema& column) {
            return column.name == name && (!textual || isTextual(column.type));
        });
    };
    return has(columns::sha256, true) && has(columns::path, false);
}

/// Whether the import of pictures made this column of an image dataset; the label is its owner's.
[[nodiscard]] inline bool isMadeByImport(std::string_view column) {
    using namespace columns;
    constexpr std::string_view made[] = {path,     split,    status,   reason,         format,    width,
                                         height,   channels, bitDepth, bytes,          sharpness, brightness,
                                         contrast, dark,     bright,   perceptualHash, sha256};
    return std::find(std::begin(made), std::end(made), column) != std::end(made);
}

} // namespace lathe::images
