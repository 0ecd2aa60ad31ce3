// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/leakage.h"

#include "core/data/readers/append.h"
#include "tests/unit/recipe/scratch_project.h"
#include "tests/unit/recipe/tables.h"

using namespace lathe;

namespace {

class Leakage : public ScratchProject {
protected:
    Leakage() {
        // Twenty days in order; every fifth x is missing.
        Table table;
        table.columns.push_back(integerColumn("day", days(20)));
        std::vector<double> x;
        for (int i = 0; i < 20; ++i) x.push_back(i % 5 == 4 ? std::numeric_limits<double>::quiet_NaN() : i);
        table.columns.push_back(realColumn("x", x));
        table.columns.push_back(integerColumn("y", days(20)));
        m_raw = m_datasets.store("raw", table, "test").value();
    }

    static std::vector<std::optional<int64_t>> days(int count) {
        std::vector<std::optional<int64_t>> values;
        for (int i = 0; i < count; ++i) values.emplace_back(i);
        return values;
    }

    VersionInfo clean(const VersionInfo& parent, const std::string& recipe, const std::string& name = "tidy") {
        auto version = m_datasets.clean(parent, recipe, name, {});
        EXPECT_TRUE(version) << version.error().describe();
        return version.value_or(VersionInfo());
    }

    std::vector<LeakingStep> leaks(const VersionInfo& data,
                                   const std::string& split = "method: time, by: day, test: 0.25") {
        const auto spec = SplitSpec::parse(ConfigNode::parse("{" + split + "}", "split").value());
        EXPECT_TRUE(spec) << spec.error().describe();
        auto found = findLeakage(m_datasets, data, "y", *spec, {});
        EXPECT_TRUE(found) << found.error().describe();
        return found.value_or(std::vector<LeakingStep>());
    }

    VersionInfo m_raw;
};

const std::string fill = "steps: [{fill_missing: {columns: [x], with: mean}}]";
const std::string lastQuarter = "fit_on: {split: {method: time, by: day, test: 0.25}, target: y}\n";

} // namespace

TEST_F(Leakage, StepsThatLearnNothingAreFree) {
    EXPECT_TRUE(leaks(m_raw).empty());
    EXPECT_TRUE(
        leaks(
            clean(m_raw, "steps: [{fill_missing: {columns: [x], with: constant, value: 0}}, {filter: {where: x > 1}}]"))
            .empty());
    EXPECT_TRUE(leaks(clean(m_raw, "steps: [{scale: {columns: [x]}, enabled: false}]")).empty());
}

TEST_F(Leakage, AStepThatLearnedFromAllRowsIsNamed) {
    const auto found = leaks(clean(m_raw, "steps: [{rename: {columns: {x: z}}}, {scale: {columns: [z]}}]"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].version, "tidy@1");
    EXPECT_EQ(found[0].step, 2U);
    EXPECT_EQ(found[0].kind, "scale");
    EXPECT_EQ(found[0].rows, 5U);
    EXPECT_EQ(found[0].heldOut, 5U);
    const Error error = leakageError(found);
    EXPECT_EQ(error.kind, ErrorKind::Conflict);
    EXPECT_NE(error.message.find("step 2 of tidy@1 (scale z"), std::string::npos) << error.message;
    EXPECT_NE(error.message.find("from 5 of 5"), std::string::npos) << error.message;
}

TEST_F(Leakage, TheSplitOfTheRunIsTheOneThatCounts) {
    const VersionInfo kept = clean(m_raw, lastQuarter + fill);
    EXPECT_TRUE(leaks(kept).empty());
    EXPECT_TRUE(leaks(kept, "method: time, by: day, test: 0.1").empty()); // fewer rows are tested than were left out
    const auto earlier = leaks(kept, "method: time, by: day, test: 0.5");
    ASSERT_EQ(earlier.size(), 1U);
    EXPECT_EQ(earlier[0].rows, 5U); // of ten tested rows five were learned from
    EXPECT_EQ(earlier[0].heldOut, 10U);
    EXPECT_EQ(leaks(kept, "method: time, by: day, test: 0.25, validation: 0.1").size(),
              1U);                                                                    // validation rows count as well
    EXPECT_EQ(leaks(kept, "method: kfold, folds: 5").at(0).rows, 15U);                // every row is in some fold
    EXPECT_TRUE(leaks(clean(m_raw, fill, "all"), "method: random, test: 0").empty()); // nothing is held out
}

TEST_F(Leakage, RandomSplitsAreComparedRowByRow) {
    const std::string recipe = "fit_on: {split: {method: random, test: 0.3, seed: 4}, target: y}\n" + fill;
    const VersionInfo kept = clean(m_raw, recipe);
    EXPECT_TRUE(leaks(kept, "method: random, test: 0.3, seed: 4").empty());
    EXPECT_EQ(leaks(kept, "method: random, test: 0.3, seed: 5").size(), 1U);
}

TEST_F(Leakage, RowsAreFollowedThroughStepsThatDropSome) {
    // The split over what is left of the rows is another one than that over all of them.
    const VersionInfo dropped =
        clean(m_raw, lastQuarter + "steps: [{scale: {columns: [x]}}, {filter: {where: day < 16}}]");
    const auto found = leaks(dropped); // tests days 12 to 15; 15 was not learned from
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rows, 3U);
    EXPECT_EQ(found[0].heldOut, 4U);
    // Two versions: first what changes rows, then what learns.
    const VersionInfo first = clean(m_raw, "steps: [{filter: {where: day < 16}}]", "first");
    EXPECT_TRUE(leaks(clean(first, lastQuarter + fill, "second")).empty());
}

TEST_F(Leakage, TheWholeWayBackIsChecked) {
    const VersionInfo learned = clean(m_raw, lastQuarter + fill, "learned");
    const VersionInfo sorted =
        clean(learned, "steps: [{filter: {where: day is not missing}}, {derive: {column: z, as: x + 1}}]", "derived");
    EXPECT_TRUE(leaks(sorted).empty());
    const auto found = leaks(sorted, "method: time, by: day, test: 0.5");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].version, "learned@1");
    EXPECT_EQ(found[0].rows, 5U);
}

TEST_F(Leakage, AppendedRowsWereNotLearnedFrom) {
    clean(m_raw, fill, "learned");
    ASSERT_TRUE(writeFileAtomic(m_folder.path() / "more.csv", "day,x,y\n20,1.5,20\n21,2.5,21\n22,1.5,22\n23,1.5,23\n"));
    const auto more = appendFile(*m_project, m_folder.path() / "more.csv", "learned", {}, {});
    ASSERT_TRUE(more) << more.error().describe();
    EXPECT_TRUE(leaks(*more, "method: time, by: day, before: 20").empty());
    EXPECT_EQ(leaks(*more, "method: time, by: day, before: 18").at(0).rows, 2U);
}

TEST_F(Leakage, ARollBackIsFollowedToWhatItRestores) {
    const VersionInfo learned = clean(m_raw, fill, "raw");
    clean(learned, "steps: [{drop: {columns: [x]}}]", "raw");
    const auto restored = m_datasets.rollBack(learned);
    ASSERT_TRUE(restored) << restored.error().describe();
    EXPECT_EQ(leaks(*restored).at(0).version, learned.reference());
}

TEST_F(Leakage, WithoutTheParentNobodyCanTell) {
    const VersionInfo kept = clean(m_raw, lastQuarter + fill);
    ASSERT_TRUE(m_datasets.remove("raw"));
    EXPECT_EQ(leaks(kept).at(0).rows, 5U);
}
