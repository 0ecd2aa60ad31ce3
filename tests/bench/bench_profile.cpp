// SPDX-License-Identifier: GPL-3.0-or-later
//
// B3: the full exact profile of a version.
//
//   bench_profile [--rows N] [--threads T] [--repeats R] [--memory MiB] [--python PYTHON]
//
// 3 whole numbers, 3 reals (one with a value of its own in nearly every row), 3 categories, date, timestamp and free
// text; 4 in 100 values of three columns missing. Ours reads the compressed file; peers have the table in memory
// already. Each profile runs in a process of its own, so that its peak memory is its own. With --python pandas, Polars
// and DuckDB do the same over the same rows, and what pandas finds is compared with ours.
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/profile/profile.h"
#include "tests/bench/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

using namespace lathe;
using namespace lathe::bench;

namespace {

struct Settings {
    uint64_t rows = 5'000'000;
    uint64_t memoryMiB = 1024;
    size_t threads = 0;
    int64_t repeats = 3;
    Path python;
};

constexpr const char* words[] = {"delivery", "late",  "again", "the",  "box",   "was",
                                 "open",     "thank", "you",   "fine", "never", "broken"};

Column emptyColumn(const char* name, ColumnType type) {
    Column column;
    column.schema = {name, type};
    return column;
}

std::vector<Column> emptyColumns() {
    std::vector<Column> columns{
        emptyColumn("id", ColumnType::Integer),       emptyColumn("quantity", ColumnType::Integer),
        emptyColumn("code", ColumnType::Integer),     emptyColumn("price", ColumnType::Real),
        emptyColumn("reading", ColumnType::Real),     emptyColumn("share", ColumnType::Real),
        emptyColumn("city", ColumnType::Category),    emptyColumn("state", ColumnType::Category),
        emptyColumn("product", ColumnType::Category), emptyColumn("day", ColumnType::Date),
        emptyColumn("seen", ColumnType::Timestamp),   emptyColumn("comment", ColumnType::Text)};
    columns[6].dictionary = {"Amsterdam", "Berlin", "Copenhagen", "Dublin", "Essen", "Florence", "Geneva", "Helsinki"};
    columns[7].dictionary = {"open", "closed", "pending"};
    for (int i = 0; i < 2000; ++i) columns[8].dictionary.push_back(fmt::format("product-{:04}", i));
    return columns;
}

Table makeRows(uint64_t first, uint64_t count, Random& random) {
    Table table;
    table.columns = emptyColumns();
    auto& c = table.columns;
    for (const size_t some : {1U, 3U, 5U}) c[some].missing.assign(count, 0);
    const auto missing = [&](size_t column, uint64_t row) {
        return c[column].missing[row] = random.below(25) == 0 ? 1 : 0;
    };
    for (uint64_t row = 0; row < count; ++row) {
        c[0].integers.push_back(static_cast<int64_t>(first + row + 1));
        c[1].integers.push_back(missing(1, row) ? 0 : static_cast<int64_t>(random.below(500)));
        c[2].integers.push_back(static_cast<int64_t>(1'000'000 + random.below(9'000'000)));
        c[3].reals.push_back(missing(3, row) ? std::nan("") : static_cast<double>(random.below(1'000'000)) / 100);
        c[4].reals.push_back(random.uniform() * 1000);
        c[5].reals.push_back(missing(5, row) ? std::nan("") : static_cast<double>(random.below(1'000'000)) / 1e6);
        c[6].codes.push_back(static_cast<uint32_t>(random.below(8)));
        c[7].codes.push_back(static_cast<uint32_t>(random.below(3)));
        c[8].codes.push_back(static_cast<uint32_t>(random.below(2000)));
        c[9].integers.push_back(15340 + static_cast<int64_t>(random.below(1461)));
        c[10].integers.push_back((int64_t{1325376000} + static_cast<int64_t>(random.below(126230400))) * 1'000'000);
        std::string comment;
        for (uint64_t i = 1 + random.below(4); i > 0; --i)
            comment += std::string(comment.empty() ? "" : " ") + words[random.below(std::size(words))];
        c[11].texts.push(comment);
    }
    return table;
}

void writeFile(const Path& path, uint64_t rows) {
    Random random(20260301);
    auto writer = must(ColumnFileWriter::create(path, Table{emptyColumns()}.schema()));
    for (uint64_t first = 0; first < rows; first += chunkRows) {
        must(writer->append(makeRows(first, std::min(chunkRows, rows - first), random)));
    }
    must(writer->finish());
}

/// One profile in a process of its own, which writes what it found.
Measured profileOnce(const Path& path, const ProfileOptions& options, const Path& found) {
    return measureAlone([&]() -> Result<void> {
        LATHE_TRY(const auto file, ColumnFile::open(path));
        LATHE_TRY(const auto result, profile(*file, JobContext(), options));
        return writeFileAtomic(found, result.toJson().dump());
    });
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// The medians of the times, and the largest memory.
Measured measure(const Settings& settings, const Path& path, const ProfileOptions& options, const Path& found) {
    std::vector<double> seconds;
    std::vector<double> processor;
    double peak = 0;
    for (int64_t i = 0; i < settings.repeats; ++i) {
        const Measured once = profileOnce(path, options, found);
        seconds.push_back(once.seconds);
        processor.push_back(once.processorSeconds);
        peak = std::max(peak, once.peakMegabytes);
    }
    return {median(seconds), median(processor), peak};
}

/// The largest relative difference to what pandas found; counts must agree.
double largestDifference(const Json& ours, const Json& theirs) {
    double largest = 0;
    for (const Json& column : ours.at("columns")) {
        const std::string name = column.at("name");
        if (!theirs.contains(name)) continue;
        for (const auto& [figure, value] : theirs.at(name).items()) {
            const double a = figure.starts_with("q")
                                 ? column.at("quantiles").at(std::stoul(figure.substr(1))).at("value").get<double>()
                                 : column.at(figure).get<double>();
            const double b = value.get<double>();
            largest = std::max(largest, std::fabs(a - b) / std::max(1.0, std::fabs(b)));
        }
    }
    return largest;
}

void comparePeers(const Settings& settings, const Path& csv, const Measured& columns, const Measured& all,
                  const Path& found) {
    const Json ours = Json::parse(must(readTextFile(found)));
    runPeers(settings.python, "profiles.py", csv, [&](const Json& peer) {
        const Measured& mine = peer["workload"] == "whole profile" ? all : columns;
        Json line{{"bench", "B3"},
                  {"workload", peer["workload"]},
                  {"ours", mine.seconds},
                  {"peer_name", peer["peer"]},
                  {"peer", peer["seconds"]},
                  {"peer_peak_MB", peer["peak_MB"]},
                  {"ratio", peer["seconds"].get<double>() / mine.seconds},
                  {"cpu_ratio", peer["cpu_s"].get<double>() / mine.processorSeconds},
                  {"unit", "s"}};
        if (peer.contains("figures")) line["largest_relative_difference"] = largestDifference(ours, peer["figures"]);
        print(line);
    });
}

Settings readSettings(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        const auto number = static_cast<uint64_t>(parseInteger(argv[i + 1]).value_or(0));
        if (name == "--rows") settings.rows = number;
        if (name == "--threads") settings.threads = number;
        if (name == "--memory") settings.memoryMiB = number;
        if (name == "--repeats") settings.repeats = std::max<int64_t>(1, static_cast<int64_t>(number));
        if (name == "--python") settings.python = argv[i + 1];
    }
    return settings;
}

} // namespace

int main(int argc, char** argv) {
    const Settings settings = readSettings(argc, argv);
    const auto folder = must(ScopedFolder::create(programFolder(), "bench-profile"));
    const Path path = folder.path() / "rows.h5";
    const Path found = folder.path() / "profile.json";
    writeFile(path, settings.rows);
    ProfileOptions options;
    options.threads = settings.threads;
    options.memoryBytes = settings.memoryMiB << 20U;
    const Measured all = measure(settings, path, options, found);
    print({{"bench", "B3"},
           {"workload", "whole profile"},
           {"ours", all.seconds},
           {"cpu_s", all.processorSeconds},
           {"peak_MB", all.peakMegabytes},
           {"unit", "s"}});
    options.duplicates = options.correlations = false;
    const Measured columns = measure(settings, path, options, found);
    print({{"bench", "B3"},
           {"workload", "columns"},
           {"ours", columns.seconds},
           {"cpu_s", columns.processorSeconds},
           {"peak_MB", columns.peakMegabytes},
           {"unit", "s"}});
    if (settings.python.empty()) return 0;
    const Path csv = folder.path() / "rows.csv";
    must(exportCsv(*must(ColumnFile::open(path)), csv, JobContext()));
    comparePeers(settings, csv, columns, all, found);
}
