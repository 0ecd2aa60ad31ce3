// SPDX-License-Identifier: GPL-3.0-or-later
// Any text given as a recipe is refused with a message, or is written back as it was read, and does what it says to a
// small table or is refused.
#include <cstdint>
#include <cstdlib>

#include "core/data/recipe/pandas_export.h"
#include "core/data/recipe/recipe.h"

using namespace lathe;

namespace {

Table fuzzRows() {
    Table table;
    table.columns.resize(5);
    table.columns[0].schema = {"n", ColumnType::Integer};
    table.columns[0].integers = {INT64_MIN, -1, 0, INT64_MAX};
    table.columns[1].schema = {"x", ColumnType::Real};
    table.columns[1].reals = {-1e308, 0.5, 0, 1e308};
    table.columns[2].schema = {"k", ColumnType::Category};
    table.columns[2].codes = {0, 1, 0, 1};
    table.columns[2].dictionary = {"sun", "3.1.2014"};
    table.columns[3].schema = {"t", ColumnType::Text};
    for (const char* text : {"", "$1,2 a b", "Gr\xC3\xB6\xC3\x9F" "e", "\xFF"}) table.columns[3].texts.push(text);
    table.columns[4].schema = {"d", ColumnType::Date};
    table.columns[4].integers = {-1, 0, 15340, 20000};
    for (Column& column : table.columns) column.missing = {0, 0, 1, 0};
    return table;
}

void checkColumns(const Table& table) {
    for (const Column& column : table.columns)
        if (column.rows() != table.rows() || (!column.missing.empty() && column.missing.size() != table.rows())) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const Table table = fuzzRows();
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
