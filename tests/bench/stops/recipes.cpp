// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "core/data/recipe/anonymity.h"
#include "core/data/recipe/recipe.h"
#include "core/data/text/spelling.h"
#include "tests/bench/bench.h"
#include "tests/bench/stops/stops.h"

namespace lathe::bench {

namespace {

const std::pair<const char*, const char*> steps[] = {
    {"rename", "rename: {columns: {value: worth}}"},
    {"cast", "cast: {columns: {value: text, count: real}}"},
    {"split_rows", "split_rows: {column: name, separator: ' '}"},
    {"trim and case", "change_case: {columns: [name], to: title}"},
    {"normalise_text", "normalise_text: {columns: [name], form: NFD}"},
    {"replace_pattern", "replace_pattern: {columns: [code], pattern: '(\\w+) (\\d+)', with: '\\2 \\1'}"},
    {"parse_number", "parse_number: {columns: [code]}"},
    {"cluster, levenshtein", "cluster: {column: name, method: levenshtein}"},
    {"cluster, jaro_winkler", "cluster: {column: name, method: jaro_winkler}"},
    {"repair", "repair: {key: code, columns: [station]}"},
    {"fill by mean", "fill_missing: {columns: [level], with: mean}"},
    {"fill by median", "fill_missing: {columns: [level], with: median}"},
    {"fill by mode", "fill_missing: {columns: [level], with: mode}"},
    {"fill by median of groups", "fill_missing: {columns: [level], with: median, by: [station]}"},
    {"fill by median of many groups", "fill_missing: {columns: [level], with: median, by: [code]}"},
    {"fill forward", "fill_missing: {columns: [level], with: forward, by: [station], order: [value]}"},
    {"fill by neighbours", "fill_missing: {columns: [level], with: knn, using: [value, count]}"},
    {"outliers", "outliers: {columns: [value, level], method: mad}"},
    {"filter", "filter: {where: 'value > 0.2 and level < 50'}"},
    {"drop_duplicates", "drop_duplicates: {columns: [code]}"},
    {"drop_similar", "drop_similar: {columns: [name], method: levenshtein, radius: 1}"},
    {"drop_similar, fingerprint", "drop_similar: {columns: [name], method: fingerprint}"},
    {"sample", "sample: {share: 0.3, by: [code]}"},
    {"rebalance", "rebalance: {column: good, method: over}"},
    {"group_aggregate, few groups",
     "group_aggregate: {by: [station], values: {middle: median(value), kinds: distinct(code), often: mode(count)}}"},
    {"group_aggregate, many groups",
     "group_aggregate: {by: [code], values: {rows: count(), mean: mean(value), dev: std(level)}}"},
    {"join", "join: {with: other, on: [id], columns: [value]}"},
    {"derive", "derive: {column: more, as: 'value * 2 + length(name)'}"},
    {"bin by quantiles", "bin: {column: value, method: quantile, bins: 20, into: range}"},
    {"lag", "lag: {columns: [value], by: [station], order: [value]}"},
    {"rolling mean", "rolling: {columns: [value], window: 7, min_rows: 1, by: [station], order: [taken]}"},
    {"rolling median", "rolling: {columns: [value], window: 1000, min_rows: 1, function: median}"},
    {"one_hot", "one_hot: {columns: [station]}"},
    {"ordinal", "ordinal: {column: name}"},
    {"target_encode", "target_encode: {columns: [code], target: value}"},
    {"scale", "scale: {columns: [value, level], method: robust}"},
    {"hash", "hash: {columns: [code], salt: grain}"},
    {"suppress", "suppress: {quasi: [code], sensitive: [station], k: 2, l: 2}"},
};

} // namespace

void measureRecipes(Stops& stops, const ColumnFile& rows) {
    const auto other = std::shared_ptr<const ColumnFile>(&rows, [](const ColumnFile*) {});
    RecipeContext context;
    context.tables = [&](const std::string&) { return other; };
    for (const auto& [name, yaml] : steps) {
        const Recipe recipe = must(Recipe::parseText(std::string("steps:\n  - ") + yaml, name));
        stops.measure(std::string("recipe: ") + name, [&](const JobContext& job, const Path& scratch) -> Result<void> {
            LATHE_CHECK(recipe.applyToFile(rows, scratch / "out.h5", job, nullptr, context));
            return {};
        });
    }
    const Recipe dropping = must(
        Recipe::parseText("steps:\n  - filter: {where: value > 0.5}\n  - drop_duplicates: {columns: [code]}", "rows"));
    stops.measure("recipe: origins of rows", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(dropping.rowOrigins(rows, job, context));
        return {};
    });
    stops.measure("recipe: count of spellings", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(countSpellings(rows, "name", job));
        return {};
    });
    if (stops.wants("recipe: clusters")) {
        const auto spellings = must(countSpellings(rows, "name", JobContext()));
        for (const std::string& method : spellingMethodWords())
            stops.measure("recipe: clusters by " + method, [&](const JobContext& job, const Path&) -> Result<void> {
                SpellingOptions options;
                LATHE_TRY(options.method, spellingMethod(method));
                LATHE_CHECK(clusterSpellings(spellings, options, job));
                return {};
            });
    }
    const AnonymityRequest request{{"code", "day"}, {"station"}, 2, 2};
    stops.measure("recipe: anonymity", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(checkAnonymity(rows, request, job));
        return {};
    });
    stops.measure("recipe: rows at risk", [&](const JobContext& job, const Path&) -> Result<void> {
        LATHE_CHECK(rowsAtRisk(rows, request, std::nullopt, 1000, job));
        return {};
    });
}

} // namespace lathe::bench
