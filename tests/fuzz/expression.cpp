// SPDX-License-Identifier: GPL-3.0-or-later
// Any text given as an expression is refused with a message or evaluated; two ways to evaluate agree.
#include <cstdint>
#include <cstdlib>

#include "core/data/recipe/expression.h"

using namespace lathe;

namespace {

Table fuzzRows() {
    Table table;
    table.columns.resize(5);
    table.columns[0].schema = {"n", ColumnType::Integer};
    table.columns[0].integers = {INT64_MIN, -1, 0, INT64_MAX};
    table.columns[1].schema = {"x", ColumnType::Real};
    table.columns[1].reals = {-1e308, 0.5, 0, 1e308};
    table.columns[2].schema = {"kind", ColumnType::Category};
    table.columns[2].codes = {0, 1, 0, 1};
    table.columns[2].dictionary = {"sun", "rain"};
    table.columns[3].schema = {"note", ColumnType::Text};
    for (const char* text : {"", "a b", "Gr\xC3\xB6\xC3\x9F" "e", "\xFF"}) table.columns[3].texts.push(text);
    table.columns[4].schema = {"day", ColumnType::Date};
    table.columns[4].integers = {-1, 0, 15340, 20000};
    for (Column& column : table.columns) column.missing = {0, 0, 1, 0};
    return table;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const Table table = fuzzRows();
    const auto expression = Expression::parse({reinterpret_cast<const char*>(data), size}, table.schema());
    if (!expression) {
        if (expression.error().message.empty()) std::abort();
        return 0;
    }
    const auto whole = expression->evaluate(table, "e");
    if (!whole || whole->rows() != table.rows() || whole->schema.type != expression->type()) std::abort();
    // Row by row must give the same as all rows at once.
    for (uint64_t row = 0; row < table.rows(); ++row) {
        Table single;
        for (const Column& column : table.columns) single.columns.push_back(gather(column, {row}));
        const auto value = expression->evaluate(single, "e");
        if (!value || value->isMissing(0) != whole->isMissing(row) || value->display(0) != whole->display(row)) std::abort();
    }
    return 0;
}
