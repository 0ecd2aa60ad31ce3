// SPDX-License-Identifier: GPL-3.0-or-later
//
// B1: a CSV file into a published dataset version (compressed, hashed, durable), and reading from it.
//
//   bench_csv_import [--rows N] [--threads T] [--repeats R] [--python PYTHON] [--file CSV]
//
// The file is made first (always the same bytes for the same N; 5 000 000 rows are about 600 MB): 3 integer,
// 3 real (one of 17 digits), 3 category, date, timestamp and free text with quotes, commas and line breaks; 4
// in 100 values missing. Each import goes into a new project, in a process of its own, so that its peak memory
// is its own. With --python the peers that this Python has (pandas, polars, duckdb) read the same file.
#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/data/columns/column_file.h"
#include "core/data/datasets.h"
#include "core/project/project.h"
#include "tests/bench/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <random>

using namespace lathe;
using namespace lathe::bench;

namespace {

struct Settings {
    int64_t rows = 5'000'000;
    size_t threads = 0;
    int64_t repeats = 3;
    Path python;
    Path file;
};

/// Numbers that do not depend on the standard library's distributions.
class Random {
public:
    uint64_t below(uint64_t limit) { return m_engine() % limit; }
    double unit() { return static_cast<double>(m_engine() >> 11) * 0x1p-53; }

private:
    std::mt19937_64 m_engine{20260301};
};

constexpr const char* cities[] = {"Amsterdam", "Berlin",   "Copenhagen", "Dublin",
                                  "Essen",     "Florence", "Geneva",     "Helsinki"};
constexpr const char* states[] = {"open", "closed", "pending"};
constexpr const char* words[] = {"delivery", "late",  "again", "the",  "box",   "was",
                                 "open",     "thank", "you",   "fine", "never", "broken"};

void appendText(std::string& line, Random& random) {
    const bool quoted = random.below(5) == 0;
    if (quoted) line += '"';
    const uint64_t count = 1 + random.below(4);
    for (uint64_t i = 0; i < count; ++i) {
        if (i > 0) line += quoted && random.below(4) == 0 ? ", " : quoted && random.below(20) == 0 ? "\n" : " ";
        if (quoted && random.below(12) == 0) line += "\"\"so\"\" ";
        line += words[random.below(std::size(words))];
    }
    if (quoted) line += '"';
}

void writeCsv(const Path& path, int64_t rows) {
    std::ofstream out(path, std::ios::binary);
    std::string buffer = "id,quantity,code,price,reading,share,city,state,product,day,seen,comment\n";
    Random random;
    for (int64_t row = 0; row < rows; ++row) {
        const auto missing = [&] { return random.below(25) == 0; };
        fmt::format_to(std::back_inserter(buffer), "{},", row + 1);
        if (!missing()) fmt::format_to(std::back_inserter(buffer), "{}", random.below(500));
        fmt::format_to(std::back_inserter(buffer), ",{},", 1000000 + random.below(9000000));
        if (!missing())
            fmt::format_to(std::back_inserter(buffer), "{:.2f}", static_cast<double>(random.below(1000000)) / 100);
        fmt::format_to(std::back_inserter(buffer), ",{:.17g},", random.unit() * 1000);
        if (!missing()) fmt::format_to(std::back_inserter(buffer), "{:.6f}", random.unit());
        fmt::format_to(std::back_inserter(buffer), ",{},{},product-{:04},", cities[random.below(std::size(cities))],
                       states[random.below(std::size(states))], random.below(2000));
        const uint64_t day = random.below(1461);
        buffer += isoDate(15340 + static_cast<int64_t>(day)) + ',';
        buffer += isoTimestamp((int64_t{1325376000} + static_cast<int64_t>(random.below(126230400))) * 1000000) + ',';
        appendText(buffer, random);
        buffer += '\n';
        if (buffer.size() < (size_t{1} << 20)) continue;
        out << buffer;
        buffer.clear();
    }
    out << buffer;
    if (!out.flush()) giveUp("cannot write " + path.string());
}

Measured importOnce(const Path& csv, const Path& folder, size_t threads) {
    std::filesystem::remove_all(folder);
    must(Project::create(folder));
    return measureAlone([&]() -> Result<void> {
        LATHE_TRY(const auto project, Project::open(folder, Project::Access::ReadWrite));
        ImportOptions options;
        options.csv.threads = threads;
        LATHE_CHECK(Datasets(*project).importFile(csv, "rows", options, JobContext()));
        return {};
    });
}

Path publishedFile(const Path& folder) {
    const auto project = must(Project::open(folder, Project::Access::ReadWrite));
    return folder / must(Datasets(*project).resolve("rows")).file;
}

/// Opening, and 1 000 rows of one column and 50 rows of all, at random places.
void benchReading(const Path& path) {
    const double start = monotonicSeconds();
    const auto file = must(ColumnFile::open(path));
    print({{"bench", "B1"}, {"workload", "open"}, {"ours", (monotonicSeconds() - start) * 1e3}, {"unit", "ms"}});
    Random random;
    const auto measure = [&](const char* workload, const auto& read) {
        std::vector<double> times;
        for (int i = 0; i < 2000; ++i) {
            const uint64_t first = random.below(file->rows());
            const double begin = monotonicSeconds();
            read(first);
            times.push_back((monotonicSeconds() - begin) * 1e3);
        }
        std::sort(times.begin(), times.end());
        print({{"bench", "B1"},
               {"workload", workload},
               {"ours", times[times.size() / 2]},
               {"p99", times[times.size() * 99 / 100]},
               {"unit", "ms"}});
    };
    measure("1000 rows of a column", [&](uint64_t first) { must(file->read(4, first, 1000)); });
    measure("50 rows of all columns", [&](uint64_t first) { must(file->readTable(first, 50)); });
    const double all = monotonicSeconds();
    for (uint64_t first = 0; first < file->rows(); first += chunkRows) must(file->readTable(first, chunkRows));
    print({{"bench", "B1"},
           {"workload", "read everything, one thread"},
           {"ours", monotonicSeconds() - all},
           {"unit", "s"}});
}

Settings readSettings(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        if (name == "--rows") settings.rows = parseInteger(argv[i + 1]).value_or(settings.rows);
        if (name == "--threads") settings.threads = static_cast<size_t>(parseInteger(argv[i + 1]).value_or(0));
        if (name == "--repeats") settings.repeats = std::max<int64_t>(1, parseInteger(argv[i + 1]).value_or(3));
        if (name == "--python") settings.python = argv[i + 1];
        if (name == "--file") settings.file = argv[i + 1];
    }
    return settings;
}

} // namespace

int main(int argc, char** argv) {
    const Settings settings = readSettings(argc, argv);
    // Beside the program and not in /tmp, which may be memory: durable means on the disk.
    const auto folder = must(ScopedFolder::create(programFolder(), "bench-csv"));
    const Path csv = settings.file.empty() ? folder.path() / "rows.csv" : settings.file;
    if (!std::filesystem::exists(csv)) writeCsv(csv, settings.rows);
    const auto megabytes = static_cast<double>(std::filesystem::file_size(csv)) / 1e6;
    const Path project = folder.path() / "project";

    std::vector<Measured> runs;
    for (int64_t i = 0; i < settings.repeats; ++i) runs.push_back(importOnce(csv, project, settings.threads));
    const Measured ours = median(runs);
    const Json heading{{"bench", "B1"}, {"workload", "import"}};
    const Path target = publishedFile(project);
    Json line = heading;
    line.update({{"ours", ours.seconds},
                 {"cpu_s", ours.processorSeconds},
                 {"unit", "s"},
                 {"csv_MB", megabytes},
                 {"MB_per_s", megabytes / ours.seconds},
                 {"peak_MB", ours.peakMegabytes},
                 {"file_MB", static_cast<double>(std::filesystem::file_size(target)) / 1e6}});
    print(line);
    benchReading(target);
    if (!settings.python.empty()) compareReaders(settings.python, "csv_readers.py", csv, heading, ours);
}
