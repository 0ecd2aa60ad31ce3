// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as a CSV file: decided about, read and decoded as an import would. The first two bytes
// choose options.
#include "core/data/csv/csv_plan.h"
#include "tests/fuzz/fuzz_readers.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace lathe;
using namespace lathe::csv;

namespace {

CsvOptions optionsFrom(uint8_t first, uint8_t second) {
    CsvOptions options;
    if ((first & 1) != 0) options.header = (first & 2) != 0;
    if ((first & 4) != 0) options.encoding = csvEncodings()[second % csvEncodings().size()];
    if ((first & 16) != 0) options.quote = (first & 32) != 0 ? '\0' : '\'';
    if ((first & 64) != 0) options.skipRows = 1;
    if ((first & 128) != 0) options.ragged = RaggedRows::PadShort;
    switch (second >> 4 & 7) {
    case 1: options.delimiter = blankRunDelimiter; break;
    case 2: options.delimiter = "||"; break;
    case 3: options.escape = '\\'; break;
    case 4: options.comment = '#'; break;
    case 5: options.fixedWidth = true; break;
    case 6: options.fields = {{"a", 1, 3}, {"b", 5, 2}, {"", 7, 0}}; break;
    default: break;
    }
    if ((second & 128) != 0)
        options.columns["column_1"].dateForm = (second & 1) != 0 ? "dmy" : "%d.%m.%Y %H:%M:%S.%f %p %z";
    return options;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 2) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
    const CsvOptions options = optionsFrom(data[0], data[1]);
    const auto beginning = ByteSource::overBytes(bytes, "fuzz.csv");
    if (!beginning) return 0;
    auto plan = makePlan(**beginning, options);
    if (!plan) return 0;
    auto source = ByteSource::overBytes(bytes, "fuzz.csv");
    if (!source) std::abort();
    std::vector<CsvRejectedRow> rejected;
    const auto table = previewRows(std::move(*source), *plan, 1000, rejected);
    if (table) fuzz::look(*table);
    return 0;
}
