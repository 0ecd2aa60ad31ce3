// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as JSON and as JSON lines; the first byte chooses. What the reader takes as one document, the strict parser
// must take too.
#include "core/data/readers/json.h"
#include "tests/fuzz/fuzz_readers.h"

using namespace lathe;
using namespace lathe::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes = bytesOf(data + 1, size - 1);
    (void)readers::parseJsonStrictly(bytes);
    ImportOptions options;
    if ((data[0] & 2) != 0) options.recordPath = "a.b";
    if ((data[0] & 4) != 0) options.csv.header = (data[0] & 8) != 0;
    if ((data[0] & 16) != 0) options.csv.types["a"] = ColumnType::Integer;
    preview(readers::openJsonRows(again(bytes), "fuzz", (data[0] & 1) != 0, options), options);
    return 0;
}
