// SPDX-License-Identifier: GPL-3.0-or-later
// Any text given as a recipe is refused with a message, or is written back as it was read, and does what it says to a
// small table or is refused.
#include <cstdint>
#include <cstdlib>

#include "core/data/recipe/pandas_export.h"
#include "core/data/recipe/recipe.h"
#include "tests/fuzz/fuzz_table.h"

using namespace lathe;

namespace {

void checkColumns(const Table& table) {
    for (const Column& column : table.columns)
        if (column.rows() != table.rows() || (!column.missing.empty() && column.missing.size() != table.rows()))
            std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const Table table = fuzz::fuzzRows();
    const auto recipe = Recipe::parseText({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (!recipe) {
        if (recipe.error().message.empty()) std::abort();
        return 0;
    }
    const std::string yaml = recipe->toYaml();
    const auto again = Recipe::parseText(yaml, "again");
    if (!again || again->toYaml() != yaml) std::abort();
    if (recipe->steps().size() > 6) return 0;
    if (const auto after = recipe->apply(table)) checkColumns(*after);
    else if (after.error().message.empty()) std::abort();
    static_cast<void>(pandasScript(*recipe, table.schema()));
    return 0;
}
