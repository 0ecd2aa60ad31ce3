// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/data/columns/column_file.h"
#include "core/data/columns/table.h"

namespace lathe {

inline Column column(const std::string& name, ColumnType type) {
    Column result;
    result.schema = {name, type};
    return result;
}

/// Boolean, Integer, Date or Timestamp values; none for missing.
inline Column integerColumn(const std::string& name, const std::vector<std::optional<int64_t>>& values,
                            ColumnType type = ColumnType::Integer) {
    Column result = column(name, type);
    bool anyMissing = false;
    for (const auto& value : values) {
        result.integers.push_back(value.value_or(0));
        result.missing.push_back(value ? 0 : 1);
        anyMissing |= !value;
    }
    if (!anyMissing) result.missing.clear();
    return result;
}

/// NaN for missing.
inline Column realColumn(const std::string& name, const std::vector<double>& values) {
    Column result = column(name, ColumnType::Real);
    result.reals = values;
    bool anyMissing = false;
    for (const double value : values) {
        result.missing.push_back(value == value ? 0 : 1);
        anyMissing |= value != value;
    }
    if (!anyMissing) result.missing.clear();
    return result;
}

inline Column textColumn(const std::string& name, const std::vector<std::optional<std::string>>& values) {
    Column result = column(name, ColumnType::Text);
    bool anyMissing = false;
    for (const auto& value : values) {
        result.texts.push(value.value_or(""));
        result.missing.push_back(value ? 0 : 1);
        anyMissing |= !value;
    }
    if (!anyMissing) result.missing.clear();
    return result;
}

inline Column categoryColumn(const std::string& name, const std::vector<std::optional<std::string>>& values) {
    Column result = column(name, ColumnType::Category);
    bool anyMissing = false;
    for (const auto& value : values) {
        size_t code = 0;
        if (value) {
            while (code < result.dictionary.size() && result.dictionary[code] != *value) ++code;
            if (code == result.dictionary.size()) result.dictionary.push_back(*value);
        }
        result.codes.push_back(static_cast<uint32_t>(code));
        result.missing.push_back(value ? 0 : 1);
        anyMissing |= !value;
    }
    if (!anyMissing) result.missing.clear();
    return result;
}

inline std::shared_ptr<const ColumnFile> writeAndOpen(const Table& table, const Path& path) {
    auto writer = ColumnFileWriter::create(path, table.schema()).value();
    if (const auto appended = writer->append(table); !appended) throw std::runtime_error(appended.error().describe());
    writer->finish().value();
    return ColumnFile::open(path).value();
}

} // namespace lathe
