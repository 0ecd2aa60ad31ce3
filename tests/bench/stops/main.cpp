// SPDX-License-Identifier: GPL-3.0-or-later
//
// stops: how long jobs go on after they were asked to stop, which shall be 200 ms at most.
//
//   bench_stops [--rows N] [--instants K] [--only PART] [--folder FOLDER]
//
// Makes large inputs below FOLDER (default: the folder for temporary files), runs each job over them to its end and
// then K times (default 12) with a stop in between. --only takes the jobs whose name has PART in it.
#include "core/base/text.h"
#include "tests/bench/bench.h"
#include "tests/bench/stops/stops.h"

using namespace lathe;
using namespace lathe::bench;

int main(int argc, char** argv) {
    uint64_t rows = 4'000'000;
    int instants = 12;
    std::string only;
    Path place = std::filesystem::temp_directory_path();
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        if (name == "--rows") rows = static_cast<uint64_t>(parseInteger(argv[i + 1]).value_or(4'000'000));
        if (name == "--instants") instants = static_cast<int>(parseInteger(argv[i + 1]).value_or(12));
        if (name == "--only") only = argv[i + 1];
        if (name == "--folder") place = argv[i + 1];
    }
    const ScopedFolder folder = must(ScopedFolder::create(place, "bench-stops"));
    Stops stops(folder.path(), only, instants);
    writeRows(folder.path() / "rows.h5", rows);
    const auto file = must(ColumnFile::open(folder.path() / "rows.h5"));
    measureQueries(stops, *file);
    measureRecipes(stops, *file);
    measureReaders(stops, *file);
    measureVersions(stops, *file);
    measureChecks(stops, *file);
    measureImages(stops);
}
