// SPDX-License-Identifier: GPL-3.0-or-later
// B9: bench_drift [--rows N] [--columns N] [--threads N] [--scipy PYTHON] [--evidently PYTHON]
// Compares two sets of rows with Evidently's defaults and prints one JSON line per figure:
//   tables  statistics of tables in memory        report  column files in, HTML and JSON out
//   scipy   its bare statistics of the same numbers, one line with the ratio and the largest difference of a
//   value evidently  its report with HTML, likewise
// Each of ours is the median of five runs; a peer runs once. Exits 1 when a value differs by more than 1e-9
// (relative to values above 1).
#include "core/base/clock.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/drift/comparison.h"
#include "tests/bench/bench.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <optional>
#include <random>

namespace {

using namespace lathe;
using namespace lathe::bench;

struct Arguments {
    size_t rows = 1'000'000, columns = 20, threads = 0;
    std::string scipy, evidently;
};

std::optional<Arguments> parse(int count, char** words) {
    Arguments arguments;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string name = words[i], value = words[i + 1];
        const size_t number = static_cast<size_t>(parseInteger(value).value_or(0));
        if (name == "--rows") arguments.rows = number;
        else if (name == "--columns") arguments.columns = number;
        else if (name == "--threads") arguments.threads = number;
        else if (name == "--scipy") arguments.scipy = value;
        else if (name == "--evidently") arguments.evidently = value;
        else return std::nullopt;
    }
    return arguments;
}

/// Normal, skewed and rounded columns; every second one drifts a little more than the one before.
Table makeSide(const Arguments& arguments, uint64_t seed, double move) {
    Table table;
    table.columns.resize(arguments.columns);
    parallelFor(arguments.columns, [&](size_t i) {
        std::mt19937_64 random(seed + i);
        std::normal_distribution<double> normal(0, 1);
        Column& column = table.columns[i];
        column.schema = {"x" + std::to_string(i), ColumnType::Real};
        column.reals.resize(arguments.rows);
        for (double& value : column.reals) {
            value = normal(random) + (i % 2 == 1 ? move * static_cast<double>(i) * 0.01 : 0);
            if (i % 4 == 2) value = std::exp(value);
            if (i % 4 == 3) value = std::round(value * 100) / 100;
        }
    });
    return table;
}

struct Timing {
    double wall = 0, processor = 0; ///< medians; the second is what a busy machine does not distort
};

template <typename Work>
Timing timed(Work work) {
    std::vector<double> wall, processor;
    for (int run = 0; run < 5; ++run) {
        const double begin = monotonicSeconds(), used = processorSeconds();
        work();
        wall.push_back(monotonicSeconds() - begin);
        processor.push_back(processorSeconds() - used);
    }
    std::sort(wall.begin(), wall.end());
    std::sort(processor.begin(), processor.end());
    return {wall[2], processor[2]};
}

void writeRaw(const Path& folder, const char* side, const Table& table) {
    for (size_t i = 0; i < table.columns.size(); ++i) {
        const std::vector<double>& values = table.columns[i].reals;
        std::string bytes(values.size() * sizeof(double), '\0');
        std::memcpy(bytes.data(), values.data(), bytes.size());
        must(writeFileAtomic(folder / fmt::format("{}_{}.f64", side, i), bytes));
    }
}

std::shared_ptr<const ColumnFile> writeColumnFile(const Path& path, const Table& table) {
    auto writer = must(ColumnFileWriter::create(path, table.schema()));
    must(writer->append(table));
    must(writer->finish());
    return must(ColumnFile::open(path));
}

/// The largest difference between the peer's values and ours, relative to values above 1.
double largestDifference(const Json& peer, const DriftResult& ours) {
    double largest = 0;
    for (size_t i = 0; i < ours.columns.size(); ++i) {
        const ColumnDrift& column = ours.columns[i];
        for (const auto& [name, value] : peer["columns"][i].items()) {
            const double mine = name == "score" ? column.score : column.statistics.at(name),
                         theirs = value.get<double>();
            largest = std::max(largest, std::abs(mine - theirs) / std::max(1.0, std::abs(theirs)));
        }
    }
    return largest;
}

bool reportPeer(const char* name, const Json& peer, const Timing& ours, const DriftResult& result) {
    const double theirs = peer["seconds"], used = peer["processor_seconds"],
                 difference = largestDifference(peer, result);
    const Json line{{"bench", "B9"},
                    {"peer", name},
                    {"ours_seconds", ours.wall},
                    {"peer_seconds", theirs},
                    {"ratio", theirs / ours.wall},
                    {"ours_processor_seconds", ours.processor},
                    {"peer_processor_seconds", used},
                    {"processor_ratio", used / ours.processor},
                    {"largest_difference", difference}};
    std::printf("%s\n", line.dump().c_str());
    std::fflush(stdout);
    return difference <= 1e-9;
}

} // namespace

int main(int count, char** words) {
    const auto arguments = parse(count, words);
    if (!arguments || count % 2 == 0) {
        std::fprintf(stderr, "usage: bench_drift [--rows N] [--columns N] [--threads N] [--scipy PYTHON] "
                             "[--evidently PYTHON]\n");
        return 2;
    }
    const Table reference = makeSide(*arguments, 1, 0), current = makeSide(*arguments, 1001, 1);
    DriftOptions options;
    options.defaults = "evidently";
    options.threads = arguments->threads;
    const size_t threads = arguments->threads == 0 ? availableThreads() : arguments->threads;

    DriftResult result;
    const Timing tables = timed([&] { result = must(compare(reference, current, options, JobContext())); });
    std::printf("%s\n", Json{{"bench", "B9"},
                             {"ours", "tables"},
                             {"rows", arguments->rows},
                             {"columns", arguments->columns},
                             {"threads", threads},
                             {"seconds", tables.wall},
                             {"processor_seconds", tables.processor}}
                            .dump()
                            .c_str());

    const ScopedFolder folder = must(ScopedFolder::create(std::filesystem::temp_directory_path(), "bench-drift"));
    const auto referenceFile = writeColumnFile(folder.path() / "reference.h5", reference),
               currentFile = writeColumnFile(folder.path() / "current.h5", current);
    size_t bytes = 0;
    const Timing report = timed([&] {
        const DriftResult fromFiles = must(compare(*referenceFile, *currentFile, options, JobContext()));
        bytes = toHtml(fromFiles).size() + fromFiles.toJson().dump().size();
    });
    std::printf("%s\n", Json{{"bench", "B9"},
                             {"ours", "report"},
                             {"rows", arguments->rows},
                             {"columns", arguments->columns},
                             {"threads", threads},
                             {"seconds", report.wall},
                             {"processor_seconds", report.processor},
                             {"bytes", bytes}}
                            .dump()
                            .c_str());
    std::fflush(stdout);

    bool equal = true;
    if (arguments->scipy.empty() && arguments->evidently.empty()) return 0;
    writeRaw(folder.path(), "reference", reference);
    writeRaw(folder.path(), "current", current);
    if (!arguments->scipy.empty())
        equal &= reportPeer("scipy", runPeer(arguments->scipy, "drift_scipy.py", folder.path()), tables, result);
    if (!arguments->evidently.empty())
        equal &=
            reportPeer("evidently", runPeer(arguments->evidently, "drift_evidently.py", folder.path()), report, result);
    return equal ? 0 : 1;
}
