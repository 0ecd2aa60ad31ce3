// SPDX-License-Identifier: GPL-3.0-or-later
// The rows that expressions, recipes and filters are tried on: every type with its extremes and a missing value.
#pragma once

#include "core/data/columns/table.h"

#include <cstdint>

namespace lathe::fuzz {

inline Table fuzzRows() {
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
    for (const char* text : {"", "$1,2 a b",
                             "Gr\xC3\xB6\xC3\x9F"
                             "e",
                             "\xFF"})
        table.columns[3].texts.push(text);
    table.columns[4].schema = {"d", ColumnType::Date};
    table.columns[4].integers = {-1, 0, 15340, 20000};
    for (Column& column : table.columns) column.missing = {0, 0, 1, 0};
    return table;
}

} // namespace lathe::fuzz
