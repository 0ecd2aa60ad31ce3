// SPDX-License-Identifier: GPL-3.0-or-later
// Any text given as a DVC pointer or a folder's list is refused, or is written back as it was read and stays inside its
// folder.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/text.h"
#include "core/data/versions/dvc.h"

using namespace lathe;

namespace {

void checkPointer(std::string_view text) {
    const auto pointer = parseDvcPointer(text, "fuzz");
    if (!pointer || !isValidUtf8(pointer->path)) return;
    const auto again = parseDvcPointer(pointer->toYaml(), "again");
    if (!again || again->md5 != pointer->md5 || again->path != pointer->path || again->files != pointer->files)
        std::abort();
}

void checkFolder(std::string_view text) {
    const auto entries = parseDvcFolder(text, "fuzz");
    if (!entries) return;
    for (const DvcEntry& entry : *entries) {
        const Path place = (Path("/folder") / entry.path).lexically_normal();
        if (!place.string().starts_with("/folder/")) std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    checkPointer(text);
    checkFolder(text);
    return 0;
}
