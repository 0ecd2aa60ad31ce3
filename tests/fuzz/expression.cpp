// SPDX-License-Identifier: GPL-3.0-or-later
// Any text given as an expression is refused with a message or evaluated; two ways to evaluate agree.
#include <cstdint>
#include <cstdlib>

#include "core/data/expression/expression.h"
#include "tests/fuzz/fuzz_table.h"

using namespace lathe;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const Table table = fuzz::fuzzRows();
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
        if (!value || value->isMissing(0) != whole->isMissing(row) || value->display(0) != whole->display(row))
            std::abort();
    }
    return 0;
}
