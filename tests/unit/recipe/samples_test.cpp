// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/samples.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/data/datasets.h"
#include "core/data/recipe/leakage.h"
#include "tests/unit/recipe/tables.h"

using namespace lathe;

namespace {

ScopedFolder scratch() { return ScopedFolder::create(std::filesystem::temp_directory_path(), "samples").value(); }

TEST(Samples, filesAreThoseOfTheRepository) {
    const auto folder = scratch();
    for (const SampleInfo& sample : samples()) {
        const Path target = folder.path() / sample.name;
        const auto written = writeSample(sample.name, target);
        ASSERT_TRUE(written) << written.error().describe();
        size_t files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(Path(LATHE_RESOURCES) / "samples" / sample.name)) {
            EXPECT_EQ(*readTextFile(target / entry.path().filename()), *readTextFile(entry.path())) << entry.path();
            ++files;
        }
        EXPECT_GE(files, 4U);
        EXPECT_EQ(writeSample(sample.name, target).error().kind, ErrorKind::Conflict);
    }
    EXPECT_NE(writeSample("wether", folder.path() / "x").error().hint.find("weather"), std::string::npos);
}

class SampleProjects : public testing::TestWithParam<std::string> {};

TEST_P(SampleProjects, dataAndRecipeFitTogether) {
    const auto folder = scratch();
    const auto project = Project::create(folder.path() / "p.lathe").value();
    const auto written = writeSample(GetParam(), *project, {});
    ASSERT_TRUE(written) << written.error().describe();
    const Datasets datasets(*project);
    const auto raw = datasets.resolve(GetParam());
    ASSERT_TRUE(raw) << raw.error().describe();
    EXPECT_EQ(raw->rejectedRows, 0U);
    const auto recipe = readTextFile(project->folder() / "sample" / "recipe.yaml");
    const auto tidy = datasets.clean(*raw, *recipe, GetParam() + "-tidy", {});
    ASSERT_TRUE(tidy) << tidy.error().describe();
    EXPECT_EQ(tidy->rows, GetParam() == "weather" ? 1461U : 17'520U);
    // The runs of the sample are tested on rows that nothing was learned from.
    const auto run = ConfigNode::readFile(project->folder() / "sample" / "boosted.yaml");
    ASSERT_TRUE(run) << run.error().describe();
    const auto leaks =
        findLeakage(datasets, *tidy, *run->require("target")->text(), *SplitSpec::parse(*run->require("split")), {});
    ASSERT_TRUE(leaks) << leaks.error().describe();
    EXPECT_TRUE(leaks->empty());
}

INSTANTIATE_TEST_SUITE_P(All, SampleProjects, testing::Values("weather", "bikes"));

// ---- The simulator --------------------------------------------------------------------------------------------

Column columnOf(const Table& table, const std::string& name) { return table.columns[*table.find(name)]; }

double meanOf(const Table& table, const std::string& name, size_t from, size_t to) {
    const Column column = columnOf(table, name);
    double sum = 0;
    size_t count = 0;
    for (size_t row = from; row < to; ++row) {
        if (column.isMissing(row)) continue;
        sum += column.number(row);
        ++count;
    }
    return sum / static_cast<double>(count);
}

double shareOf(const Table& table, const std::string& weather, size_t from, size_t to) {
    const Column column = columnOf(table, "weather");
    size_t hits = 0;
    for (size_t row = from; row < to; ++row) hits += column.text(row) == weather ? 1 : 0;
    return static_cast<double>(hits) / static_cast<double>(to - from);
}

TEST(Bikes, rowsDependOnTheOptionsAlone) {
    BikesOptions options;
    options.rows = 200'000;
    const auto folder = scratch();
    const auto hash = simulateBikesToFile(options, folder.path() / "a.h5", {});
    ASSERT_TRUE(hash) << hash.error().describe();
    const Table whole = simulateBikes(options);
    EXPECT_EQ(writeAndOpen(whole, folder.path() / "b.h5")->contentHash(), *hash);
    const Table part = simulateBikes(options, 150'000, 10);
    ASSERT_EQ(part.rows(), 10U);
    for (size_t c = 0; c < part.columns.size(); ++c)
        for (size_t row = 0; row < 10; ++row)
            EXPECT_EQ(part.columns[c].display(row), whole.columns[c].display(150'000 + row));
    EXPECT_EQ(simulateBikes(options, 199'990, 100).rows(), 10U);
    options.seed = 2;
    EXPECT_NE(simulateBikes(options, 0, 10).columns[5].reals, simulateBikes(BikesOptions(), 0, 10).columns[5].reals);
}

TEST(Bikes, theCsvHoldsTheSameRows) {
    const auto folder = scratch();
    BikesOptions options;
    options.rows = 500;
    ASSERT_TRUE(simulateBikesToCsv(options, folder.path() / "b.csv", {}));
    const auto project = Project::create(folder.path() / "p.lathe").value();
    const auto version = Datasets(*project).importCsv(folder.path() / "b.csv", "bikes", {}, {});
    ASSERT_TRUE(version) << version.error().describe();
    const Table read = Datasets(*project).open(*version).value()->readTable(0, 500).value();
    const Table made = simulateBikes(options);
    ASSERT_EQ(read.rows(), made.rows());
    for (size_t c = 0; c < made.columns.size(); ++c)
        for (size_t row = 0; row < 500; ++row)
            ASSERT_EQ(read.columns[c].display(row), made.columns[c].display(row)) << c;
}

TEST(Bikes, demandFollowsSeasonWeatherAndGrowth) {
    BikesOptions options;
    options.rows = 4 * 8766;
    const Table table = simulateBikes(options);
    const Column season = columnOf(table, "season");
    const Column weather = columnOf(table, "weather");
    const Column count = columnOf(table, "count");
    const auto meanWhere = [&](const Column& column, const std::string& value) {
        double sum = 0;
        size_t rows = 0;
        for (size_t row = 0; row < table.rows(); ++row)
            if (column.text(row) == value) {
                sum += count.number(row);
                ++rows;
            }
        return sum / static_cast<double>(rows);
    };
    EXPECT_GT(meanWhere(season, "summer"), 1.2 * meanWhere(season, "winter"));
    EXPECT_GT(meanWhere(weather, "clear"), 1.5 * meanWhere(weather, "rain"));
    EXPECT_GT(shareOf(table, "rain", 0, table.rows()), 0.05);
    EXPECT_GT(shareOf(table, "snow", 0, table.rows()), 0.001);
    const double ratio = meanOf(table, "count", 3 * 8766, 4 * 8766) / meanOf(table, "count", 0, 8766);
    EXPECT_NEAR(ratio, (1 + 3.5 * 0.15) / (1 + 0.5 * 0.15), 0.08);
    EXPECT_NEAR(static_cast<double>(columnOf(table, "humidity").missingCount()) / static_cast<double>(table.rows()),
                0.01, 0.003);
    options.growth = 0;
    const Table flat = simulateBikes(options);
    EXPECT_NEAR(meanOf(flat, "count", 3 * 8766, 4 * 8766) / meanOf(flat, "count", 0, 8766), 1.0, 0.05);
}

TEST(Bikes, driftIsWhereItWasPutAndNowhereElse) {
    BikesOptions plain;
    plain.rows = 2 * 8766;
    const Table before = simulateBikes(plain);
    const size_t half = plain.rows / 2;
    const auto drifted = [&](BikesDrift drift, double strength = 1) {
        BikesOptions options = plain;
        options.drift = drift;
        options.driftStrength = strength;
        return simulateBikes(options);
    };
    const auto firstChange = [&](const Table& table) {
        for (size_t row = 0; row < plain.rows; ++row)
            for (size_t c = 0; c < table.columns.size(); ++c)
                if (table.columns[c].display(row) != before.columns[c].display(row)) return row;
        return static_cast<size_t>(plain.rows);
    };
    const auto changedColumns = [&](const Table& table) {
        std::vector<std::string> names;
        for (size_t c = 0; c < table.columns.size(); ++c)
            for (size_t row = 0; row < plain.rows; ++row)
                if (table.columns[c].display(row) != before.columns[c].display(row)) {
                    names.push_back(table.columns[c].schema.name);
                    break;
                }
        return names;
    };
    EXPECT_EQ(firstChange(drifted(BikesDrift::None)), plain.rows);

    const Table shift = drifted(BikesDrift::Shift);
    EXPECT_EQ(firstChange(shift), half);
    EXPECT_NEAR(meanOf(shift, "temperature", half, plain.rows) - meanOf(before, "temperature", half, plain.rows), 5,
                1e-9);
    EXPECT_EQ(meanOf(shift, "wind", half, plain.rows), meanOf(before, "wind", half, plain.rows));

    const Table scale = drifted(BikesDrift::Scale, 0.5);
    EXPECT_GE(firstChange(scale), half);
    EXPECT_NEAR(meanOf(scale, "wind", half, plain.rows) / meanOf(before, "wind", half, plain.rows), 1.5, 0.01);

    const Table fog = drifted(BikesDrift::NewCategory);
    EXPECT_EQ(shareOf(fog, "fog", 0, half), 0);
    EXPECT_NEAR(shareOf(fog, "fog", half, plain.rows), 0.2, 0.02);

    const Table habits = drifted(BikesDrift::Concept);
    EXPECT_EQ(changedColumns(habits), (std::vector<std::string>{"count"}));
    EXPECT_GE(firstChange(habits), half);
    EXPECT_LT(meanOf(habits, "count", half, plain.rows), 0.85 * meanOf(before, "count", half, plain.rows));
}

} // namespace
