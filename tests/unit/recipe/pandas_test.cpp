// SPDX-License-Identifier: GPL-3.0-or-later
// The exported script, run by python3 with pandas, gives the rows that the recipe gives.
#include "core/data/recipe/pandas_export.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/base/process.h"
#include "core/data/csv/csv.h"
#include "core/data/datasets.h"
#include "tests/unit/recipe/shown.h"

using namespace lathe;

namespace {

const double nan = std::nan("");

Table orders() {
    Table table;
    table.columns = {
        textColumn("town",
                   {" New  York", "new york", "Boston", std::nullopt, "Z\xC3\xBCrich", "Boston", "new york", "Boston"}),
        categoryColumn("size", {"mid", "low", "high", "mid", std::nullopt, "low", "mid", "low"}),
        integerColumn("n", {3, 1, 2, std::nullopt, 5, 2, 9, 1}),
        realColumn("x", {1.5, nan, 2.25, -4, 100, 0.5, nan, 2.25}),
        integerColumn("day", {19723, 19724, std::nullopt, 19725, 19800, 19724, 19730, 19723}, ColumnType::Date),
        textColumn("price", {"$1,200", "5%", "12 oz", std::nullopt, "(3)", "a", "1.234,5", "7"}),
        textColumn("when", {"31.01.2024", "2024/02/01", "x", std::nullopt, "01.02.2024", "29.02.2024", "30.02.2024",
                            "2023/12/31"}),
        integerColumn("flag", {1, 0, 1, std::nullopt, 0, 1, 0, 1}, ColumnType::Boolean),
    };
    return table;
}

/// What python3 makes of the table, read back with the types that ours has.
Table byPandas(const Recipe& recipe, const Table& input, const Table& ours, const Path& folder) {
    const auto script = pandasScript(recipe, input.schema());
    EXPECT_TRUE(script) << script.error().describe();
    EXPECT_TRUE(script->unsupported.empty());
    EXPECT_TRUE(writeFileAtomic(folder / "script.py", script->text));
    const auto file = writeAndOpen(input, folder / "in.h5");
    EXPECT_TRUE(exportCsv(*file, folder / "in.csv", {}));
    ProcessOptions options;
    options.program = LATHE_PYTHON;
    options.arguments = {(folder / "script.py").string(), (folder / "in.csv").string(), (folder / "out.csv").string()};
    options.outputFile = folder / "log.txt";
    auto python = ChildProcess::start(options);
    EXPECT_TRUE(python) << python.error().describe();
    EXPECT_EQ(python->wait(), 0) << readTextFile(options.outputFile).value_or("") << "\n"
                                 << script->text.substr(script->text.find("def clean"));
    CsvOptions csv;
    csv.missingMarks = {""};
    csv.delimiter = ",";
    csv.quote = '"';
    csv.header = true;
    for (const Column& column : ours.columns) csv.types[column.schema.name] = column.schema.type;
    return previewCsv(folder / "out.csv", csv, 1000).value_or(Table());
}

void expectEqual(const Table& ours, const Table& theirs, const std::string& yaml) {
    ASSERT_EQ(ours.columns.size(), theirs.columns.size()) << yaml;
    ASSERT_EQ(ours.rows(), theirs.rows()) << yaml;
    for (size_t c = 0; c < ours.columns.size(); ++c) {
        const Column& a = ours.columns[c];
        const Column& b = theirs.columns[c];
        EXPECT_EQ(a.schema.name, b.schema.name) << yaml;
        for (size_t row = 0; row < ours.rows(); ++row) {
            const bool emptyText =
                isTextual(a.schema.type) && !a.isMissing(row) && a.text(row).empty(); // CSV cannot tell it from missing
            EXPECT_EQ(a.isMissing(row) || emptyText, b.isMissing(row))
                << yaml << " " << a.schema.name << " row " << row;
            if (a.isMissing(row) || b.isMissing(row)) continue;
            if (a.schema.type == ColumnType::Real)
                EXPECT_NEAR(a.reals[row], b.reals[row], 1e-9 * std::max(1.0, std::fabs(a.reals[row]))) << yaml;
            else EXPECT_EQ(a.display(row), b.display(row)) << yaml << " " << a.schema.name << " row " << row;
        }
    }
}

class PandasExport : public testing::TestWithParam<const char*> {};

TEST_P(PandasExport, givesTheSameRows) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "pandas").value();
    const Recipe recipe = steps(GetParam());
    const auto ours = recipe.apply(orders());
    ASSERT_TRUE(ours) << ours.error().describe();
    expectEqual(*ours, byPandas(recipe, orders(), *ours, folder.path()), GetParam());
}

// Several steps to a script: starting python and pandas is what takes time.
INSTANTIATE_TEST_SUITE_P(
    Steps, PandasExport,
    testing::Values(
        "- rename: {columns: {n: count}}\n- drop: {columns: [flag]}\n- reorder: {columns: [x, size]}\n- cast: {columns: {count: text, day: text}}\n- keep: {columns: [x, count, day]}",
        "- split_column: {column: town, separator: ' ', into: [a, b]}\n- join_columns: {columns: [size, n], separator: '-', into: j}\n- split_rows: {column: price, separator: ','}",
        "- trim: {columns: [town], inner: collapse}\n- change_case: {columns: [town], to: title}\n- change_case: {columns: [size], to: upper}\n- normalise_text: {columns: [town], strip_accents: true}",
        "- replace: {columns: [size], map: {mid: middle, low: ~}}\n- replace: {columns: [town], map: {o: '0', k: ''}, part: true}\n"
        "- replace_pattern: {columns: [price], pattern: '(\\d+)', with: '<\\1>'}\n- extract: {column: when, pattern: '(\\d+)[./](\\d+)', into: [p, q]}",
        "- parse_number: {columns: [price]}\n- parse_date: {columns: [when], forms: ['%d.%m.%Y', '%Y/%m/%d'], type: date}\n- date_parts: {column: when, parts: [year, week, weekday, quarter]}",
        "- cluster: {column: town, map: {new york: NY}}\n- repair: {key: [n], columns: [size]}\n- ordinal: {column: size, order: [low, mid, high]}",
        "- fill_missing: {columns: [x], with: mean}\n- fill_missing: {columns: [n], with: median}\n- fill_missing: {columns: [size, town], with: mode}\n- fill_missing: {columns: [day], with: constant, value: '2024-01-01'}",
        "- fill_missing: {columns: [x], with: mean, by: [size]}\n- fill_missing: {columns: [town, day], with: forward}\n- fill_missing: {columns: [n], with: backward, by: [size], order: [day]}",
        "- drop_missing: {columns: [x, n]}\n- drop_duplicates: {columns: [town, n]}\n- outliers: {columns: [x], action: clip}\n- outliers: {columns: [n], method: z, factor: 1, action: flag}",
        "- filter: {where: \"x > 0 and (town != 'Boston' or n in [1, 2]) or size is missing\"}\n- outliers: {columns: [x], method: mad, factor: 1, action: missing}",
        "- group_aggregate: {by: [size], values: {rows: count(), known: count(x), total: sum(n), m: mean(x), mid: median(n), dev: std(x), last_town: last(town), least: min(town), kinds: distinct(n), usual: mode(n)}}",
        "- derive: {column: a, as: \"if(x is missing, 0, round(x * 2 + n / 3, 2))\"}\n- derive: {column: b, as: \"coalesce(town, size)\"}\n- derive: {column: c, as: \"year(day) * 100 + month(day)\"}\n"
        "- derive: {column: d, as: \"not flag or x between 0 and 3\"}\n- derive: {column: e, as: \"day > '2024-01-02' and size like 'm%'\"}\n- derive: {column: f, as: \"max(x, n, 2) % 2\"}\n"
        "- derive: {column: g, as: \"length(upper(town)) + position(town, 'o')\"}\n- derive: {column: h, as: \"days_between('2024-01-01', day + 3)\"}\n- derive: {column: i, as: \"sqrt(x) + log(n) + abs(x) + floor(x)\"}",
        "- bin: {column: x, method: quantile, bins: 3}\n- bin: {column: n, edges: [0, 2, 6], labels: [few, many]}\n- scale: {columns: [x], method: robust}\n- scale: {columns: [n]}\n- one_hot: {columns: [size]}",
        "- lag: {columns: [n, town], by: [size], order: [day]}\n- rolling: {columns: [x], window: 3, min_rows: 1, by: [size]}\n- rolling: {columns: [n], function: max, window: 2, order: [day]}",
        "- hash: {columns: [town], salt: s}\n- mask: {columns: [size], keep_first: 1}\n- generalise: {columns: [n], width: 2}\n- generalise: {columns: [day], period: quarter}\n- generalise: {columns: [price], prefix: 2}\n"
        "- suppress: {quasi: [size], k: 2}"));

TEST(PandasExport, saysWhatItCannot) {
    const auto script = pandasScript(
        steps("- sample: {share: 0.5}\n- trim: {columns: [town]}\n  enabled: false\n- parse_date: {columns: [when]}"),
        orders().schema());
    ASSERT_TRUE(script) << script.error().describe();
    EXPECT_EQ(script->unsupported, (std::vector<size_t>{0, 2}));
    EXPECT_NE(script->text.find("raise NotImplementedError(\"step 1, sample: the random choice is Lathe's own\")"),
              std::string::npos);
    EXPECT_NE(script->text.find("# step 2, trim (switched off)"), std::string::npos);
    const auto refused = pandasScript(steps("- trim: {columns: [twn]}"), orders().schema());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().hint.find("town"), std::string::npos);
}

} // namespace
