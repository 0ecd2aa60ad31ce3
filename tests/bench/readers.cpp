// SPDX-License-Identifier: GPL-3.0-or-later
//
// readers: JSON lines into a compressed, durable column file.
//
//   bench_readers [--rows N] [--threads T] [--repeats R] [--python PYTHON]
//   bench_readers --preview FILE
//
// The second form takes a file of any format and says how long its preview takes, which shall not depend on its size.
//
// The file is made first (always the same bytes for the same N): integers, reals, categories, a timestamp, a nested
// object and texts with escapes; now and then a null. Each import runs in a process of its own, so that its peak memory
// is its own. With --python the peers that this Python has (pandas, Polars, DuckDB) read the same file.
#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/data/readers/import.h"
#include "tests/bench/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <random>

using namespace lathe;
using namespace lathe::bench;

namespace {

void writeLines(const Path& path, int64_t rows) {
    std::ofstream out(path, std::ios::binary);
    std::mt19937_64 random{20260301};
    constexpr const char* cities[] = {"Amsterdam", "Berlin", "Copenhagen", "Dublin", "Essen", "Florence"};
    std::string buffer;
    for (int64_t row = 0; row < rows; ++row) {
        const double reading = static_cast<double>(random() >> 11) * 0x1p-53 * 1000;
        fmt::format_to(
            std::back_inserter(buffer),
            R"({{"id":{},"quantity":{},"price":{:.2f},"reading":{:.17g},"city":"{}","seen":"{}","where":{{"lat":{:.5f},"lon":{:.5f}}},)",
            row, random() % 500, static_cast<double>(random() % 1000000) / 100, reading,
            cities[random() % std::size(cities)],
            isoTimestamp((int64_t{1325376000} + static_cast<int64_t>(random() % 126230400)) * 1000000),
            static_cast<double>(random() % 180) - 90, static_cast<double>(random() % 360) - 180);
        if (random() % 25 == 0) buffer += "\"comment\":null,\"open\":true}\n";
        else
            fmt::format_to(std::back_inserter(buffer),
                           R"("comment":"box {} \"late\" again\n","open":{}}})"
                           "\n",
                           random() % 100000, random() % 2 == 0);
        if (buffer.size() < (size_t{1} << 20)) continue;
        out << buffer;
        buffer.clear();
    }
    out << buffer;
    if (!out.flush()) giveUp("cannot write " + path.string());
}

Measured importOnce(const Path& source, const Path& target, size_t threads) {
    std::filesystem::remove(target);
    return measureAlone([&]() -> Result<void> {
        ImportOptions options;
        options.csv.threads = threads;
        LATHE_CHECK(importSource(source, target, options, JobContext()));
        return {};
    });
}

void measurePreview(const Path& file) {
    constexpr size_t rows = 200; // as the window shows
    const Measured spent = measureAlone([&]() -> Result<void> {
        LATHE_CHECK(previewSource(file, {}, rows));
        return {};
    });
    print({{"bench", "readers"},
           {"workload", "preview"},
           {"file", file.filename().string()},
           {"MB", static_cast<double>(std::filesystem::file_size(file)) / 1e6},
           {"ours", spent.seconds},
           {"cpu_s", spent.processorSeconds},
           {"peak_MB", spent.peakMegabytes},
           {"unit", "s"}});
}

} // namespace

int main(int argc, char** argv) {
    int64_t rows = 1'000'000;
    int64_t repeats = 3;
    size_t threads = 0;
    Path python;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        if (name == "--rows") rows = parseInteger(argv[i + 1]).value_or(rows);
        if (name == "--repeats") repeats = std::max<int64_t>(1, parseInteger(argv[i + 1]).value_or(3));
        if (name == "--threads") threads = static_cast<size_t>(parseInteger(argv[i + 1]).value_or(0));
        if (name == "--python") python = argv[i + 1];
        if (name == "--preview") return measurePreview(argv[i + 1]), 0;
    }
    const auto folder = must(ScopedFolder::create(programFolder(), "bench-readers"));
    const Path source = folder.path() / "rows.jsonl";
    writeLines(source, rows);
    const auto megabytes = static_cast<double>(std::filesystem::file_size(source)) / 1e6;
    std::vector<Measured> runs;
    for (int64_t i = 0; i < repeats; ++i) runs.push_back(importOnce(source, folder.path() / "rows.h5", threads));
    const Measured ours = median(runs);
    const Json heading{{"bench", "readers"}, {"workload", "JSON lines"}};
    Json line = heading;
    line.update({{"ours", ours.seconds},
                 {"cpu_s", ours.processorSeconds},
                 {"unit", "s"},
                 {"source_MB", megabytes},
                 {"MB_per_s", megabytes / ours.seconds},
                 {"peak_MB", ours.peakMegabytes}});
    print(line);
    if (!python.empty()) compareReaders(python, "json_readers.py", source, heading, ours);
}
