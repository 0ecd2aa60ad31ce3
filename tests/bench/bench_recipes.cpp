// SPDX-License-Identifier: GPL-3.0-or-later
// bench_recipes [--rows N] [--python PYTHON]: heavy steps, from column file to column file, beside the same steps by
// pandas on frames in memory (reading and writing files not counted there). Prints one JSON line per step: seconds,
// processor time of all threads, and the ratios of both to what pandas takes on its one thread.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>

#include "core/base/files.h"
#include "core/base/process.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/data/recipe/recipe.h"
#include "tests/bench/bench.h"

using namespace lathe;

namespace {

const std::pair<const char*, const char*> cases[] = {
    {"trim_case", "- trim: {columns: [town], inner: collapse}\n- change_case: {columns: [town], to: title}"},
    {"replace_pattern", "- replace_pattern: {columns: [code], pattern: '(\\d+)-(\\w+)', with: '\\2 \\1'}"},
    {"parse_date", "- parse_date: {columns: [when], forms: ['%d.%m.%Y'], type: date}"},
    {"fill_by_group", "- fill_missing: {columns: [x], with: median, by: [kind]}"},
    {"group_aggregate", "- group_aggregate: {by: [kind, n], values: {rows: count(), mean: mean(x), dev: std(x)}}"},
    {"lag_rolling",
     "- lag: {columns: [x], by: [kind], order: [n]}\n- rolling: {columns: [x], window: 7, min_rows: 1, by: [kind]}"},
    {"drop_duplicates", "- drop_duplicates: {columns: [code, n]}"},
    {"scale_one_hot", "- scale: {columns: [x]}\n- one_hot: {columns: [kind]}"},
};

/// A chunk of rows as people type them.
Table makeRows(Random& random, size_t rows) {
    Table table;
    for (const auto& [name, type] : {std::pair{"town", ColumnType::Text},
                                     {"code", ColumnType::Text},
                                     {"when", ColumnType::Text},
                                     {"kind", ColumnType::Category},
                                     {"n", ColumnType::Integer},
                                     {"x", ColumnType::Real}}) {
        Column column;
        column.schema = {name, type};
        table.columns.push_back(std::move(column));
    }
    table.columns[3].dictionary = {"sun", "rain", "fog", "snow", "drizzle"};
    table.columns[5].missing.resize(rows);
    for (size_t row = 0; row < rows; ++row) {
        table.columns[0].texts.push(fmt::format(" new  town {} ", random.below(5000)));
        table.columns[1].texts.push(fmt::format("{}-ab{}", random.below(100'000), random.below(9)));
        table.columns[2].texts.push(
            fmt::format("{:02}.{:02}.{}", random.below(28) + 1, random.below(12) + 1, 1990 + random.below(30)));
        table.columns[3].codes.push_back(static_cast<uint32_t>(random.below(5)));
        table.columns[4].integers.push_back(static_cast<int64_t>(random.below(1000)));
        const bool missing = random.below(10) == 0;
        table.columns[5].missing[row] = missing ? 1 : 0;
        table.columns[5].reals.push_back(missing ? std::nan("") : random.bell());
    }
    return table;
}

std::map<std::string, double> peerSeconds(const std::string& python, const Path& csv) {
    std::map<std::string, double> seconds;
    auto child = ChildProcess::start(
        {.program = python, .arguments = {LATHE_PEERS "/recipes_pandas.py", csv.string()}, .captureOutput = true});
    if (!child) return seconds;
    while (const auto line = child->readLine(std::chrono::minutes(10))) {
        const auto parts = splitText(*line, ' ');
        if (parts.size() == 2) seconds[parts[0]] = parseNumber(parts[1]).value_or(0);
    }
    return seconds;
}

} // namespace

int main(int count, char** words) {
    uint64_t rows = 2'000'000;
    std::string python;
    for (int i = 1; i + 1 < count; i += 2) {
        if (std::strcmp(words[i], "--rows") == 0) rows = static_cast<uint64_t>(parseInteger(words[i + 1]).value_or(0));
        else if (std::strcmp(words[i], "--python") == 0) python = words[i + 1];
    }
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "bench-recipes").value();
    Random random(1);
    const Path input = folder.path() / "in.h5";
    const Table first = makeRows(random, 1);
    auto writer = ColumnFileWriter::create(input, first.schema()).value();
    FILE* csv = std::fopen((folder.path() / "in.csv").c_str(), "w");
    std::fputs("town,code,when,kind,n,x\n", csv);
    for (uint64_t done = 0; done < rows; done += chunkRows) {
        const Table piece = makeRows(random, static_cast<size_t>(std::min(chunkRows, rows - done)));
        if (!writer->append(piece)) return 1;
        for (size_t row = 0; row < piece.rows(); ++row) {
            for (size_t c = 0; c < piece.columns.size(); ++c)
                std::fprintf(csv, "%s%s", c > 0 ? "," : "", piece.columns[c].display(row).c_str());
            std::fputc('\n', csv);
        }
    }
    std::fclose(csv);
    if (!writer->finish()) return 1;
    const auto peers = python.empty() ? std::map<std::string, double>() : peerSeconds(python, folder.path() / "in.csv");
    const auto file = ColumnFile::open(input).value();
    RecipeContext context;
    context.scratch = folder.path();
    context.input = input;
    for (const auto& [name, yaml] : cases) {
        const Recipe recipe = Recipe::parseText(std::string("steps:\n") + yaml, name).value();
        const Path target = folder.path() / (std::string(name) + ".h5");
        const auto started = std::chrono::steady_clock::now();
        const double spentBefore = bench::processorSeconds();
        const auto hash = recipe.applyToFile(*file, target, {}, nullptr, context);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        const double spent = bench::processorSeconds() - spentBefore;
        if (!hash) return std::fprintf(stderr, "%s: %s\n", name, hash.error().describe().c_str()), 1;
        std::filesystem::remove(target);
        const auto peer = peers.find(name);
        std::printf("{\"bench\":\"recipes\",\"step\":\"%s\",\"rows\":%llu,\"seconds\":%.3f,\"cpu_s\":%.3f", name,
                    static_cast<unsigned long long>(rows), seconds, spent);
        if (peer != peers.end())
            std::printf(",\"pandas_seconds\":%.3f,\"ratio\":%.2f,\"cpu_ratio\":%.2f", peer->second,
                        peer->second / seconds, peer->second / spent);
        std::printf("}\n");
        std::fflush(stdout);
    }
    return 0;
}
