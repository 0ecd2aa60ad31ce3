// SPDX-License-Identifier: GPL-3.0-or-later
// What the fuzzers of the readers share: a source is sampled, decided about and previewed as an import would.
#pragma once

#include "core/data/readers/row_import.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace lathe::fuzz {

inline std::string_view bytesOf(const uint8_t* data, size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

inline readers::BytesAgain again(std::string_view bytes) {
    return [bytes] { return ByteSource::overBytes(bytes, "fuzz"); };
}

/// Every value can be shown, and every column is as long as the first.
inline void look(const Table& table) {
    for (const auto& column : table.columns) {
        if (column.rows() != table.rows()) std::abort();
        for (size_t row = 0; row < column.rows(); ++row)
            if (const std::string shown = column.display(row); column.isMissing(row) && !shown.empty()) std::abort();
    }
}

inline void preview(Result<std::unique_ptr<readers::RowSource>> source, const ImportOptions& options = {}) {
    if (!source) return;
    const auto reader = readers::openRows(std::move(*source), "fuzz", options);
    if (!reader) return;
    if (const auto table = (*reader)->preview(100)) look(*table);
}

} // namespace lathe::fuzz
