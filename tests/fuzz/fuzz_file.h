// SPDX-License-Identifier: GPL-3.0-or-later
// Inputs as files, for what can be reached through a path only.
#pragma once

#include "core/base/files.h"

#include <cstdlib>
#include <fstream>
#include <string_view>

namespace lathe::fuzz {

/// A folder that lives as long as the fuzzer, in memory where the machine has such a place.
inline const Path& scratchFolder() {
    static const auto folder = [] {
        std::error_code none;
        const Path memory("/dev/shm");
        auto made = ScopedFolder::create(
            std::filesystem::is_directory(memory, none) ? memory : std::filesystem::temp_directory_path(),
            "lathe-fuzz");
        if (!made) std::abort();
        return std::move(*made);
    }();
    return folder.path();
}

inline Path writeScratch(const Path& name, std::string_view bytes) {
    const Path path = scratchFolder() / name;
    std::ofstream stream(path, std::ios::binary | std::ios::trunc);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!stream.flush()) std::abort();
    return path;
}

} // namespace lathe::fuzz
