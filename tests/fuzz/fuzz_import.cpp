// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes as a file that is imported: its format is found out, or the first byte says it, and its first rows are
// read. The second byte chooses the name, which detection and the member of an archive depend on.
#include <array>

#include "core/data/readers/import.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/fuzz/fuzz_readers.h"

using namespace lathe;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 2) return 0;
    static constexpr std::array names{"a.csv",    "a.npz", "a.json", "a.jsonl", "a.arff",
                                      "a.idx.gz", "a.tsv", "a",      "a.zip"};
    const Path file = fuzz::writeScratch(names[data[1] % names.size()], fuzz::bytesOf(data + 2, size - 2));
    const auto guess = detectFormat(file);
    if (!guess) return 0;
    ImportOptions options;
    const size_t formats = sourceFormatWords().size();
    if (const size_t chosen = data[0] % (2 * formats); chosen < formats)
        options.format = static_cast<SourceFormat>(chosen);
    const SourceFormat format = options.format.value_or(guess->format);
    // What other libraries parse has fuzzers of its own.
    if (format == SourceFormat::Hdf5 || format == SourceFormat::NetCdf || format == SourceFormat::Sqlite) return 0;
    SourceDescription description;
    const auto table = previewSource(file, options, 100, &description);
    if (table) fuzz::look(*table);
    else if (table.error().message.empty()) std::abort();
    return 0;
}
