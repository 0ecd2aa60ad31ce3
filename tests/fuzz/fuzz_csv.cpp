// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as a CSV file: decided about, read and decoded as an import would. The first byte chooses
// options.
#include "core/data/csv/csv_plan.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace lathe;
using namespace lathe::csv;

namespace {

CsvOptions optionsFrom(uint8_t choice) {
    CsvOptions options;
    if ((choice & 1) != 0) options.header = (choice & 2) != 0;
    if ((choice & 4) != 0) options.encoding = (choice & 8) != 0 ? "utf-16le" : "windows-1252";
    if ((choice & 16) != 0) options.quote = (choice & 32) != 0 ? '\0' : '\'';
    if ((choice & 64) != 0) options.skipRows = 1;
    return options;
}

/// Every value can be shown, and every column is as long as the first.
void look(const Table& table) {
    for (const auto& column : table.columns) {
        if (column.rows() != table.rows()) std::abort();
        for (size_t row = 0; row < column.rows(); ++row) {
            const std::string shown = column.display(row);
            if (column.isMissing(row) && !shown.empty()) std::abort();
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const CsvOptions options = optionsFrom(data[0]);
    const auto beginning = ByteSource::overBytes(bytes, "fuzz.csv");
    if (!beginning) return 0;
    auto plan = makePlan(**beginning, options);
    if (!plan) return 0;
    auto source = ByteSource::overBytes(bytes, "fuzz.csv");
    if (!source) std::abort();
    const auto table = previewRows(std::move(*source), *plan, options, 1000);
    if (table) look(*table);
    return 0;
}
