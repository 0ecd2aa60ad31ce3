// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as a NumPy array or, when they do not begin as one, as an IDX array.
#include "core/data/readers/idx.h"
#include "core/data/readers/numpy.h"
#include "tests/fuzz/fuzz_readers.h"

using namespace lathe;
using namespace lathe::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view bytes = bytesOf(data, size);
    auto group = bytes.starts_with("\x93NUMPY") ? readers::openNumpyArray(again(bytes), "value")
                                                : readers::openIdxArray(again(bytes), "value");
    if (!group) return 0;
    std::vector<std::unique_ptr<readers::ColumnGroup>> groups;
    groups.push_back(std::move(*group));
    preview(readers::openGroups(std::move(groups), {}, "fuzz"));
    return 0;
}
