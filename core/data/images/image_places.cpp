// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/data/images/image_sources.h"

namespace lathe::images {

std::string utf8Name(const std::string& bytes) {
    if (isValidUtf8(bytes)) return bytes;
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) text += c;
        else text += fmt::format("%{:02X}", byte);
    }
    return text;
}

PictureSource::Picture placed(const std::string& path, bool splitFolders) {
    PictureSource::Picture picture{path, std::nullopt, std::nullopt};
    std::vector<std::string> parts = splitText(path, '/');
    parts.pop_back();
    if (splitFolders && !parts.empty()) {
        const std::string name = lowered(parts.front());
        picture.split = name == "val" || name == "valid" || name == "dev" ? "validation" : name;
        parts.erase(parts.begin());
    }
    if (!parts.empty()) picture.label = parts.front();
    return picture;
}

} // namespace lathe::images
