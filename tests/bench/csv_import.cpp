// SPDX-License-Identifier: GPL-3.0-or-later
//
// B1: a CSV file into a compressed, durable column file, and reading from it.
//
//   bench_csv_import [--rows N] [--threads T] [--repeats R] [--python PYTHON] [--file CSV]
//
// The file is made first (always the same bytes for the same N; 5 000 000 rows are about 600 MB): 3 integer,
// 3 real (one of 17 digits), 3 category, date, timestamp and free text with quotes, commas and line breaks; 4
// in 100 values missing. Each import runs in a process of its own, so that its peak memory is its own. With
// --python the peers that this Python has (pandas, polars, duckdb) read the same file.
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/process.h"
#include "core/base/text.h"
#include "core/data/csv/csv.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <random>

using namespace lathe;

namespace {

struct Settings {
    int64_t rows = 5'000'000;
    size_t threads = 0;
    int64_t repeats = 3;
    Path python;
    Path file;
};

[[noreturn]] void giveUp(const std::string& text) {
    std::cerr << text << '\n';
    std::exit(1);
}

template <typename T>
T must(Result<T> result) {
    if (!result) giveUp(result.error().describe());
    return std::move(*result);
}

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
        if (i > 0)
            line += quoted && random.below(4) == 0 ? ", " : quoted && random.below(20) == 0 ? "\n" : " ";
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
            fmt::format_to(std::back_inserter(buffer), "{:.2f}",
                           static_cast<double>(random.below(1000000)) / 100);
        fmt::format_to(std::back_inserter(buffer), ",{:.17g},", random.unit() * 1000);
        if (!missing()) fmt::format_to(std::back_inserter(buffer), "{:.6f}", random.unit());
        fmt::format_to(std::back_inserter(buffer), ",{},{},product-{:04},",
                       cities[random.below(std::size(cities))], states[random.below(std::size(states))],
                       random.below(2000));
        const uint64_t day = random.below(1461);
        buffer += isoDate(15340 + static_cast<int64_t>(day)) + ',';
        buffer +=
            isoTimestamp((int64_t{1325376000} + static_cast<int64_t>(random.below(126230400))) * 1000000) +
            ',';
        appendText(buffer, random);
        buffer += '\n';
        if (buffer.size() < (size_t{1} << 20)) continue;
        out << buffer;
        buffer.clear();
    }
    out << buffer;
    if (!out.flush()) giveUp("cannot write " + path.string());
}

struct Measured {
    double seconds = 0;
    double peakMegabytes = 0;
};

/// One import in a process of its own.
Measured importOnce(const Path& csv, const Path& target, size_t threads) {
    std::filesystem::remove(target);
    const double start = monotonicSeconds();
    const pid_t child = ::fork();
    if (child < 0) giveUp("cannot fork");
    if (child == 0) {
        CsvOptions options;
        options.threads = threads;
        const auto outcome = importCsvFile(csv, target, options, JobContext());
        if (!outcome) std::cerr << outcome.error().describe() << '\n';
        ::_exit(outcome ? 0 : 1);
    }
    int status = 0;
    struct rusage usage {};
    if (::wait4(child, &status, 0, &usage) < 0 || status != 0) giveUp("the import failed");
    return {monotonicSeconds() - start, static_cast<double>(usage.ru_maxrss) * 1024 / 1e6};
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                     values.end());
    return values[values.size() / 2];
}

void print(const Json& line) {
    std::cout << line.dump() << std::endl;
}

/// Opening, and 1 000 rows of one column and 50 rows of all, at random places.
void benchReading(const Path& path) {
    const double start = monotonicSeconds();
    const auto file = must(ColumnFile::open(path));
    print({{"bench", "B1"},
           {"workload", "open"},
           {"ours", (monotonicSeconds() - start) * 1e3},
           {"unit", "ms"}});
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
    for (uint64_t first = 0; first < file->rows(); first += chunkRows)
        must(file->readTable(first, chunkRows));
    print({{"bench", "B1"},
           {"workload", "read everything, one thread"},
           {"ours", monotonicSeconds() - all},
           {"unit", "s"}});
}

void comparePeers(const Settings& settings, const Path& csv, double ours) {
    ProcessOptions options;
    options.program = settings.python;
    options.arguments = {std::string(LATHE_PEERS) + "/csv_readers.py", csv.string()};
    options.captureOutput = true;
    auto peers = must(ChildProcess::start(options));
    while (const auto line = peers.readLine(std::chrono::minutes(10))) {
        const Json json = Json::parse(*line, nullptr, false);
        if (!json.is_object()) continue;
        const double seconds = json["seconds"];
        print({{"bench", "B1"},
               {"workload", "import"},
               {"ours", ours},
               {"peer_name", json["peer"]},
               {"peer", seconds},
               {"peer_peak_MB", json["peak_MB"]},
               {"ratio", seconds / ours},
               {"unit", "s"}});
    }
    if (peers.wait() != 0) giveUp("a peer failed");
}

Settings readSettings(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        if (name == "--rows") settings.rows = parseInteger(argv[i + 1]).value_or(settings.rows);
        if (name == "--threads")
            settings.threads = static_cast<size_t>(parseInteger(argv[i + 1]).value_or(0));
        if (name == "--repeats")
            settings.repeats = std::max<int64_t>(1, parseInteger(argv[i + 1]).value_or(3));
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
    const Path target = folder.path() / "rows.h5";

    std::vector<double> seconds;
    double peak = 0;
    for (int64_t i = 0; i < settings.repeats; ++i) {
        const Measured measured = importOnce(csv, target, settings.threads);
        seconds.push_back(measured.seconds);
        peak = std::max(peak, measured.peakMegabytes);
    }
    const double ours = median(seconds);
    print({{"bench", "B1"},
           {"workload", "import"},
           {"ours", ours},
           {"best", *std::min_element(seconds.begin(), seconds.end())},
           {"unit", "s"},
           {"csv_MB", megabytes},
           {"MB_per_s", megabytes / ours},
           {"peak_MB", peak},
           {"file_MB", static_cast<double>(std::filesystem::file_size(target)) / 1e6}});
    benchReading(target);
    if (!settings.python.empty()) comparePeers(settings, csv, ours);
}
