// SPDX-License-Identifier: GPL-3.0-or-later
// validation: bench_validation [--rows N] [--threads N] [--python PYTHON] [--peer-rows N]
// Runs 60 expectations over a column file of 12 columns and prints one JSON line; with a Python that has
// great_expectations also its time over the same rows (in memory, read beforehand) and the ratio. Ours is the median of
// five runs, the peer runs once. Exits 1 when the two do not agree on a success or a count.
#include <algorithm>
#include <cstdio>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/data/datasets.h"
#include "core/data/validation/validate.h"
#include "tests/bench/bench.h"

namespace {

using namespace lathe;
using namespace lathe::bench;

struct Arguments {
    size_t rows = 5'000'000;
    size_t peerRows = 0; ///< 0: as many
    size_t threads = 0;
    std::string python;
};

Table makeRows(size_t rows) {
    Random random(11);
    Table table;
    const auto add = [&](const char* name, ColumnType type) -> Column& {
        Column& column = table.columns.emplace_back();
        column.schema = {name, type};
        return column;
    };
    table.columns.reserve(12);
    Column& id = add("id", ColumnType::Integer);
    Column& city = add("city", ColumnType::Category);
    city.dictionary = {"Berlin", "Paris", "Rome", "Oslo", "Lima", "Cairo", "Quito", "Delhi"};
    Column& mail = add("mail", ColumnType::Text);
    for (size_t row = 0; row < rows; ++row) {
        id.integers.push_back(static_cast<int64_t>(row) * 3);
        city.codes.push_back(static_cast<uint32_t>(random.below(8)));
        mail.texts.push("user" + std::to_string(random.below(900'000'000)) + "@example.org");
    }
    for (int i = 0; i < 5; ++i) {
        Column& real = add(("real" + std::to_string(i)).c_str(), ColumnType::Real);
        for (size_t row = 0; row < rows; ++row) real.reals.push_back(50 + 10 * random.bell());
    }
    for (int i = 0; i < 4; ++i) {
        Column& whole = add(("whole" + std::to_string(i)).c_str(), ColumnType::Integer);
        for (size_t row = 0; row < rows; ++row) whole.integers.push_back(static_cast<int64_t>(random.below(1000)));
    }
    return table;
}

ExpectationSuite makeSuite() {
    ExpectationSuite suite;
    suite.name = "bench";
    const auto add = [&](const std::string& type, Json kwargs) {
        Expectation& expectation = suite.expectations.emplace_back();
        expectation.type = "expect_" + type;
        expectation.kwargs = std::move(kwargs);
    };
    const std::vector<std::string> reals{"real0", "real1", "real2", "real3", "real4"};
    const std::vector<std::string> wholes{"whole0", "whole1", "whole2", "whole3"};
    for (const auto* group : {&reals, &wholes})
        for (const std::string& column : *group) {
            add("column_values_to_not_be_null", {{"column", column}});
            add("column_values_to_be_between",
                {{"column", column}, {"min_value", 20}, {"max_value", 800}, {"mostly", 0.9}});
            add("column_mean_to_be_between", {{"column", column}, {"min_value", 0}, {"max_value", 1000}});
            add("column_stdev_to_be_between", {{"column", column}, {"min_value", 0}, {"max_value", 1000}});
            add("column_max_to_be_between", {{"column", column}, {"max_value", 2000}});
        }
    add("column_median_to_be_between", {{"column", "real0"}, {"min_value", 49}, {"max_value", 51}});
    add("column_value_z_scores_to_be_less_than", {{"column", "real1"}, {"threshold", 3}, {"double_sided", true}});
    add("column_unique_value_count_to_be_between", {{"column", "whole0"}, {"min_value", 1000}, {"max_value", 1000}});
    add("column_values_to_be_in_set",
        {{"column", "city"}, {"value_set", {"Berlin", "Paris", "Rome", "Oslo", "Lima", "Cairo", "Quito"}}});
    add("column_distinct_values_to_contain_set", {{"column", "city"}, {"value_set", {"Delhi"}}});
    add("column_values_to_not_be_null", {{"column", "city"}});
    add("column_value_lengths_to_be_between", {{"column", "city"}, {"min_value", 4}, {"max_value", 6}});
    add("column_values_to_match_regex", {{"column", "mail"}, {"regex", R"(^[a-z0-9]+@example\.org$)"}});
    add("column_value_lengths_to_be_between", {{"column", "mail"}, {"min_value", 15}, {"max_value", 25}});
    add("column_values_to_be_unique", {{"column", "id"}});
    add("column_values_to_be_unique", {{"column", "mail"}});
    add("column_values_to_be_increasing", {{"column", "id"}});
    add("column_pair_values_a_to_be_greater_than_b", {{"column_A", "real2"}, {"column_B", "real3"}});
    add("table_row_count_to_be_between", {{"min_value", 1}});
    add("column_quantile_values_to_be_between",
        {{"column", "real4"},
         {"quantile_ranges", {{"quantiles", {0.1, 0.9}}, {"value_ranges", {{30, 45}, {55, 70}}}}}});
    return suite;
}

double medianSeconds(const ColumnFile& file, const ExpectationSuite& suite, const ValidationOptions& options,
                     ValidationResult& result) {
    std::vector<double> seconds;
    for (int run = 0; run < 5; ++run) {
        result = must(validate(file, suite, options, JobContext()));
        seconds.push_back(result.seconds);
    }
    std::sort(seconds.begin(), seconds.end());
    return seconds[2];
}

bool agrees(const ValidationResult& ours, const Json& theirs) {
    bool all = true;
    for (const ExpectationResult& each : ours.results) {
        const std::string key = each.expectation.type + " " +
                                each.expectation.kwargs.value("column", each.expectation.kwargs.value("column_A", ""));
        const Json peer = theirs.value(key, Json());
        const bool same = peer.is_object() && peer["success"] == each.success &&
                          (!each.counted || peer["unexpected_count"] == each.unexpectedCount);
        if (!same)
            std::fprintf(stderr, "differs: %s: ours %s, theirs %s\n", key.c_str(),
                         each.toJson()["result"].dump().substr(0, 200).c_str(), peer.dump().c_str());
        all = all && same;
    }
    return all;
}

std::shared_ptr<const ColumnFile> write(const Path& path, const Table& table) {
    const auto writer = must(ColumnFileWriter::create(path, table.schema()));
    if (const auto done = writer->append(table); !done) std::exit(1);
    must(writer->finish());
    return must(ColumnFile::open(path));
}

} // namespace

int main(int count, char** words) {
    Arguments arguments;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string name = words[i];
        const auto number = static_cast<size_t>(parseInteger(words[i + 1]).value_or(0));
        if (name == "--rows") arguments.rows = number;
        if (name == "--peer-rows") arguments.peerRows = number;
        if (name == "--threads") arguments.threads = number;
        if (name == "--python") arguments.python = words[i + 1];
    }
    const ExpectationSuite suite = makeSuite();
    ValidationOptions options;
    options.threads = arguments.threads;
    const ScopedFolder folder = must(ScopedFolder::create(std::filesystem::temp_directory_path(), "bench-validation"));
    ValidationResult result;
    double seconds = 0;
    {
        const auto file = write(folder.path() / "rows.h5", makeRows(arguments.rows));
        seconds = medianSeconds(*file, suite, options, result);
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("%s\n", Json{{"bench", "validation"},
                             {"rows", arguments.rows},
                             {"expectations", suite.expectations.size()},
                             {"met", result.met()},
                             {"seconds", seconds},
                             {"resident_mib_with_making_the_rows", usage.ru_maxrss / 1024}}
                            .dump()
                            .c_str());
    std::fflush(stdout);
    if (arguments.python.empty()) return 0;
    const size_t rows = arguments.peerRows > 0 ? arguments.peerRows : arguments.rows;
    const auto file = write(folder.path() / "peer.h5", makeRows(rows));
    const double ours = medianSeconds(*file, suite, options, result);
    if (!exportCsv(*file, folder.path() / "rows.csv", JobContext())) return 1;
    if (!writeFileAtomic(folder.path() / "suite.json", suite.toGreatExpectations().dump())) return 1;
    const Json peer = runPeer(arguments.python, "validation_ge.py", folder.path());
    const bool same = agrees(result, peer["results"]);
    std::printf("%s\n", Json{{"bench", "validation"},
                             {"peer", "great_expectations " + peer["version"].get<std::string>()},
                             {"rows", rows},
                             {"ours_seconds", ours},
                             {"peer_seconds", peer["seconds"]},
                             {"ratio", peer["seconds"].get<double>() / ours},
                             {"same", same}}
                            .dump()
                            .c_str());
    return same ? 0 : 1;
}
