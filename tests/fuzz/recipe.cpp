// SPDX-License-Identifier: GPL-3.0-or-later
// Any text given as a recipe is refused with a message, or is written back as it was read.
#include <cstdint>
#include <cstdlib>

#include "core/data/recipe/recipe.h"

using namespace lathe;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto recipe = Recipe::parseText({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (!recipe) {
        if (recipe.error().message.empty()) std::abort();
        return 0;
    }
    const std::string yaml = recipe->toYaml();
    const auto again = Recipe::parseText(yaml, "again");
    if (!again || again->toYaml() != yaml) std::abort();
    return 0;
}
