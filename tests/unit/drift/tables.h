// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/columns/table.h"
#include "tests/unit/stats/samples.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace lathe::test {

inline Column realColumn(const std::string& name, std::vector<double> values) {
    Column column;
    column.schema = {name, ColumnType::Real};
    column.reals = std::move(values);
    for (size_t i = 0; i < column.reals.size(); ++i) {
        if (!std::isnan(column.reals[i])) continue;
        column.missing.resize(column.reals.size());
        column.missing[i] = 1;
    }
    return column;
}

inline Column integerColumn(const std::string& name, std::vector<int64_t> values,
                            ColumnType type = ColumnType::Integer) {
    Column column;
    column.schema = {name, type};
    column.integers = std::move(values);
    return column;
}

inline Column categoryColumn(const std::string& name, const std::vector<std::string>& values) {
    Column column;
    column.schema = {name, ColumnType::Category};
    std::map<std::string, uint32_t> codes;
    for (const std::string& value : values) {
        const auto [known, fresh] = codes.emplace(value, static_cast<uint32_t>(column.dictionary.size()));
        if (fresh) column.dictionary.push_back(value);
        column.codes.push_back(known->second);
    }
    return column;
}

inline Column textColumn(const std::string& name, const std::vector<std::string>& values) {
    Column column;
    column.schema = {name, ColumnType::Text};
    for (const std::string& value : values) column.texts.push(value);
    return column;
}

/// Labels "a", "b", "c"… drawn with these probabilities.
inline Column drawnCategories(const std::string& name, uint64_t seed, size_t rows,
                              const std::vector<double>& probabilities) {
    Generator generator(seed);
    std::vector<std::string> values;
    for (size_t i = 0; i < rows; ++i)
        values.emplace_back(1, static_cast<char>('a' + generator.category(probabilities)));
    return categoryColumn(name, values);
}

inline Column drawnIntegers(const std::string& name, uint64_t seed, size_t rows, int64_t below) {
    Generator generator(seed);
    std::vector<int64_t> values(rows);
    for (int64_t& value : values) value = static_cast<int64_t>(generator.uniform() * static_cast<double>(below));
    return integerColumn(name, values);
}

} // namespace lathe::test
