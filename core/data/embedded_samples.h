// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace lathe {

/// A file below resources/samples, built into the program (core/data/embed_samples.cmake).
struct EmbeddedFile {
    std::string_view sample; ///< "weather"
    std::string_view name;   ///< "recipe.yaml"
    std::string_view content;
};

std::span<const EmbeddedFile> embeddedSampleFiles();

} // namespace lathe
