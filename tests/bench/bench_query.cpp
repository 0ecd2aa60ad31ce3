// SPDX-License-Identifier: GPL-3.0-or-later
// Queries over a column file: bench_query [--python PYTHON]
// LATHE_BENCH_ROWS sets the number of rows (default two million; B2 is stated for 100 million), LATHE_BENCH_FOLDER
// where the file goes, LATHE_BENCH_FILE names one that stays and is taken as it is when it is there. Writes 12 mixed
// columns, then prints one JSON line per figure: opening, the first page, random pages and the memory held by then;
// sorting, filtering, finding, facets and grouping, with processor time and how long a stop takes; each beside what the
// peers of PYTHON need.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <stop_token>
#include <string>
#include <thread>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/data/columns/column_file.h"
#include "core/data/query/facet.h"
#include "core/data/query/find.h"
#include "core/data/query/group.h"
#include "core/data/query/row_order.h"

namespace {

using namespace lathe;
using Clock = std::chrono::steady_clock;

constexpr size_t stations = 64;
constexpr uint64_t pageRows = 40;
constexpr int jumps = 300;

uint64_t scrambled(uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

std::vector<ColumnSchema> benchSchema() {
    return {{"id", ColumnType::Integer},    {"value", ColumnType::Real},      {"level", ColumnType::Real},
            {"speed", ColumnType::Real},    {"humidity", ColumnType::Real},   {"count", ColumnType::Integer},
            {"day", ColumnType::Date},      {"taken", ColumnType::Timestamp}, {"station", ColumnType::Category},
            {"kind", ColumnType::Category}, {"good", ColumnType::Boolean},    {"note", ColumnType::Text}};
}

std::vector<std::string> words(const char* prefix, size_t count) {
    std::vector<std::string> list;
    for (size_t i = 0; i < count; ++i) list.push_back(prefix + std::to_string(i));
    return list;
}

Table benchRows(uint64_t first, uint64_t count) {
    Table table;
    for (const ColumnSchema& schema : benchSchema()) {
        table.columns.emplace_back();
        table.columns.back().schema = schema;
    }
    auto& columns = table.columns;
    columns[8].dictionary = words("station ", stations);
    columns[9].dictionary = words("kind ", 5);
    for (uint64_t row = first; row < first + count; ++row) {
        const uint64_t noise = scrambled(row);
        const uint64_t more = scrambled(noise);
        columns[0].integers.push_back(static_cast<int64_t>(row));
        columns[1].reals.push_back(static_cast<double>(noise >> 11U) * 0x1p-53);
        columns[2].reals.push_back(std::round(static_cast<double>(more % 100'000)) / 100);
        columns[3].reals.push_back(noise % 97 == 0 ? std::nan("") : static_cast<double>(more % 1000) / 10);
        columns[4].reals.push_back(static_cast<double>(noise % 101));
        columns[5].integers.push_back(static_cast<int64_t>(more % 10'000));
        columns[6].integers.push_back(10'000 + static_cast<int64_t>(row / 20'000));
        columns[7].integers.push_back(static_cast<int64_t>(row) * 1'000'000);
        columns[8].codes.push_back(static_cast<uint32_t>(noise % stations));
        columns[9].codes.push_back(static_cast<uint32_t>(more % 5));
        columns[10].integers.push_back(static_cast<int64_t>(noise >> 7U & 1U));
        columns[11].texts.push("reading " + std::to_string(noise % 1'000'000));
    }
    return table;
}

Result<void> writeBenchFile(const Path& path, uint64_t rows) {
    LATHE_TRY(auto writer, ColumnFileWriter::create(path, benchSchema()));
    std::atomic<bool> failed{false};
    parallelFor(static_cast<size_t>((rows + chunkRows - 1) / chunkRows), [&](size_t chunk) {
        const uint64_t first = chunk * chunkRows;
        if (!writer->writeRows(first, benchRows(first, std::min(chunkRows, rows - first)))) failed = true;
    });
    if (failed) return fail(ErrorKind::Io, "cannot write '{}'", path.string());
    writer->setDictionary(8, words("station ", stations));
    writer->setDictionary(9, words("kind ", 5));
    LATHE_CHECK(writer->finish());
    return {};
}

/// What the peers load: plain arrays of the columns they work on.
void writePeerColumns(const Path& folder, uint64_t rows) {
    std::ofstream value(folder / "value.f64", std::ios::binary);
    std::ofstream count(folder / "count.i64", std::ios::binary);
    std::ofstream station(folder / "station.i32", std::ios::binary);
    for (uint64_t first = 0; first < rows; first += chunkRows) {
        const Table table = benchRows(first, std::min(chunkRows, rows - first));
        const auto put = [](std::ofstream& stream, const auto& values) {
            stream.write(reinterpret_cast<const char*>(values.data()),
                         static_cast<std::streamsize>(values.size() * sizeof(values[0])));
        };
        put(value, table.columns[1].reals);
        put(count, table.columns[5].integers);
        put(station, table.columns[8].codes);
    }
}

double milliseconds(Clock::time_point since) {
    return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

/// Megabytes of memory held now, or the most so far.
double residentNow() {
    std::ifstream status("/proc/self/statm");
    uint64_t pages = 0;
    uint64_t resident = 0;
    status >> pages >> resident;
    return static_cast<double>(resident) * 4096 / 1e6;
}
double residentPeak() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024 / 1e6;
}

void report(const char* figure, uint64_t rows, Json values) {
    Json line{{"bench", "B2"}, {"figure", figure}, {"rows", rows}};
    line.update(values);
    line["resident_MB"] = std::round(residentNow());
    line["peak_MB"] = std::round(residentPeak());
    std::printf("%s\n", line.dump().c_str());
    std::fflush(stdout);
}

/// Processor time of all threads so far.
double cpuMilliseconds() {
    timespec spent{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}
double rounded(double milliseconds) { return std::round(milliseconds * 10) / 10; }

/// How long \p work goes on after it is asked to stop half way; negative when it was done before.
template <typename Work>
double stopMilliseconds(const Work& work, double whole) {
    std::stop_source stop;
    const JobContext job(stop.get_token(), nullptr);
    bool cancelled = false;
    std::jthread worker([&] {
        const auto outcome = work(job);
        cancelled = !outcome && outcome.error().kind == ErrorKind::Cancelled;
    });
    std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(whole / 2));
    const auto asked = Clock::now();
    stop.request_stop();
    worker.join();
    return cancelled ? milliseconds(asked) : -1;
}

/// \p work takes the job it runs under.
template <typename Work>
void timed(const char* figure, uint64_t rows, const Work& work) {
    const char* only = std::getenv("LATHE_BENCH_ONLY"); // part of a figure's name
    if (only && std::string_view(figure).find(only) == std::string_view::npos) return;
    const auto start = Clock::now();
    const double before = cpuMilliseconds();
    const auto outcome = work(JobContext());
    const double took = milliseconds(start);
    const double cpu = cpuMilliseconds() - before;
    if (!outcome) {
        std::fprintf(stderr, "%s: %s\n", figure, outcome.error().describe().c_str());
        std::exit(1);
    }
    report(figure, rows,
           {{"ms", rounded(took)}, {"cpu_ms", rounded(cpu)}, {"stop_ms", rounded(stopMilliseconds(work, took))}});
}

/// Pages of \p read at random places: the time each takes.
template <typename Read>
void timedPages(const char* figure, uint64_t rows, const Read& read) {
    std::vector<double> pages;
    std::vector<double> cpu;
    for (int i = 0; i < jumps; ++i) {
        const auto begin = Clock::now();
        const double before = cpuMilliseconds();
        if (!read(scrambled(static_cast<uint64_t>(i)) % rows)) std::exit(1);
        pages.push_back(milliseconds(begin));
        cpu.push_back(cpuMilliseconds() - before);
    }
    std::sort(pages.begin(), pages.end());
    std::sort(cpu.begin(), cpu.end());
    report(figure, rows,
           {{"p50_ms", pages[jumps / 2]},
            {"p99_ms", pages[jumps * 99 / 100]},
            {"cpu_p50_ms", cpu[jumps / 2]},
            {"cpu_p99_ms", cpu[jumps * 99 / 100]}});
}

void benchPages(const Path& path, uint64_t rows) {
    const auto start = Clock::now();
    const auto file = ColumnFile::open(path);
    const double opened = milliseconds(start);
    if (!file || !(*file)->readTable(0, pageRows)) std::exit(1);
    report("open", rows, {{"open_ms", opened}, {"first_page_ms", milliseconds(start)}});
    timedPages("random page, 12 columns", rows,
               [&](uint64_t first) { return (*file)->readTable(first, pageRows).has_value(); });
}

void benchQueries(const Path& path, const Path& scratch, uint64_t rows) {
    const auto file = *ColumnFile::open(path);
    RowOrder order;
    const auto sorted = [&](const char* keys) {
        return [&, keys](const JobContext& job) -> Result<void> {
            LATHE_TRY(const auto parsed, parseSortKeys(keys));
            LATHE_TRY(order, sortRows(*file, parsed, nullptr, scratch, job));
            return {};
        };
    };
    const auto filtered = [&](FilterCondition condition) {
        return [&, condition](const JobContext& job) { return selectRows(*file, {{condition}}, job); };
    };
    const auto grouped = [&](const char* key, Aggregate aggregate) {
        return [&, key, aggregate](const JobContext& job) {
            return groupRows(*file, {key}, {{"value", aggregate}}, nullptr, SIZE_MAX, scratch, job);
        };
    };
    timed("filter range", rows, filtered(RangeCondition{"value", 0.25, 0.5, false}));
    timed("filter expression", rows, filtered(ExpressionCondition{"value > 0.5 and count < 100"}));
    timed("filter computed expression", rows, filtered(ExpressionCondition{"value * 2 > level + 0.5"}));
    timed("filter clustered range", rows, filtered(RangeCondition{"id", int64_t{1000}, int64_t{2000}, false}));
    timed("filter clustered expression", rows, filtered(ExpressionCondition{"id < 1000 or id > 99999000"}));
    FindQuery query;
    query.pattern.text = "reading 999999";
    query.pattern.wholeCell = true;
    query.columns = {11};
    timed("find in texts", rows, [&](const JobContext& job) { return matchingRows(*file, query, nullptr, job); });
    timed("facet of a category", rows, [&](const JobContext& job) { return valueFacet(*file, 8, nullptr, {}, job); });
    timed("histogram", rows, [&](const JobContext& job) { return numberFacet(*file, 1, nullptr, {}, job); });
    timed("group mean", rows, grouped("station", Aggregate::Mean));
    timed("group median", rows, grouped("station", Aggregate::Median));
    timed("group mean, a million groups", rows, grouped("note", Aggregate::Mean));
    timed("duplicates", rows, filtered(DuplicatesCondition{{"note"}}));
    timed("sort by a real", rows, sorted("value"));
    if (order.size() > 0) // it was sorted
        timedPages("random page of sorted rows, 12 columns", rows, [&](uint64_t first) {
            const auto page = order.rows(first, pageRows);
            return page && readRows(*file, *page, {}, JobContext()).has_value();
        });
    timed("sort by two", rows, sorted("station,-count"));
    timed("sort by a text", rows, sorted("note"));
}

} // namespace

int main(int argc, char** argv) {
    const char* wanted = std::getenv("LATHE_BENCH_ROWS");
    const char* place = std::getenv("LATHE_BENCH_FOLDER");
    const auto rows = static_cast<uint64_t>(parseInteger(wanted ? wanted : "2000000").value_or(2'000'000));
    auto folder = ScopedFolder::create(place ? Path(place) : std::filesystem::temp_directory_path(), "bench-query");
    if (!folder) return 1;
    const char* lasting = std::getenv("LATHE_BENCH_FILE");
    const Path path = lasting ? Path(lasting) : folder->path() / "rows.h5";
    if (!std::filesystem::exists(path)) {
        if (const auto written = writeBenchFile(path, rows); !written) {
            std::fprintf(stderr, "%s\n", written.error().describe().c_str());
            return 1;
        }
    }
    benchPages(path, rows);
    benchQueries(path, folder->path(), rows);
    if (argc == 3 && std::string(argv[1]) == "--python") {
        writePeerColumns(folder->path(), rows);
        const std::string command =
            fmt::format("'{}' '{}/queries.py' '{}'", argv[2], LATHE_BENCH_PEERS, folder->path().string());
        return std::system(command.c_str()) == 0 ? 0 : 1;
    }
    return 0;
}
