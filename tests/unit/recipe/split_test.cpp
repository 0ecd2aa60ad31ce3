// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/split.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/unit/recipe/tables.h"

using namespace lathe;

namespace {

/// 1000 rows: class a 70 %, b 25 %, c 5 %; day = row / 4 after 2012-01-01; rows 10 and 11 without target.
class SplitTest : public testing::Test {
protected:
    SplitTest() : m_folder(ScopedFolder::create(std::filesystem::temp_directory_path(), "split").value()) {
        constexpr size_t rows = 1000;
        Column kind = categoryColumn("kind", {});
        kind.dictionary = {"a", "b", "c"};
        Column day = column("day", ColumnType::Date);
        Column number = column("number", ColumnType::Integer);
        for (size_t row = 0; row < rows; ++row) {
            const size_t turn = row * 7 % 20;
            kind.codes.push_back(turn < 14 ? 0 : turn < 19 ? 1 : 2);
            day.integers.push_back(15340 + static_cast<int64_t>(row / 4));
            number.integers.push_back(static_cast<int64_t>(row));
        }
        kind.missing.assign(rows, 0);
        kind.missing[10] = kind.missing[11] = 1;
        kind.codes[10] = kind.codes[11] = 0;
        m_table.columns = {kind, day, number};
        m_file = writeAndOpen(m_table, m_folder.path() / "data.h5");
    }

    /// The data with a column of parts.
    void addParts(const std::vector<std::optional<std::string>>& words) {
        Column parts = column("part", ColumnType::Text);
        for (size_t row = 0; row < m_table.rows(); ++row) {
            const auto& word = words[row % words.size()];
            parts.texts.push(word.value_or(""));
            parts.missing.push_back(word ? 0 : 1);
        }
        m_table.columns.push_back(parts);
        m_file = writeAndOpen(m_table, m_folder.path() / "parts.h5");
    }

    Result<std::vector<SplitRows>> split(const std::string& yaml) {
        LATHE_TRY(const ConfigNode node, ConfigNode::parse(yaml, "split.yaml"));
        LATHE_TRY(const SplitSpec spec, SplitSpec::parse(node));
        return splitRows(*m_file, "kind", spec, {});
    }

    std::map<std::string, size_t> kinds(const std::vector<uint64_t>& rows) const {
        std::map<std::string, size_t> counts;
        for (const uint64_t row : rows) ++counts[std::string(m_table.columns[0].text(row))];
        return counts;
    }

    ScopedFolder m_folder;
    Table m_table;
    std::shared_ptr<const ColumnFile> m_file;
};

TEST_F(SplitTest, aStopEndsEveryMethod) {
    std::stop_source stop;
    stop.request_stop();
    for (const char* yaml :
         {"{}", "{method: stratified, by: kind}", "{method: time, by: day}", "{method: kfold, stratify: kind}"}) {
        const auto spec = SplitSpec::parse(ConfigNode::parse(yaml, "split.yaml").value());
        ASSERT_TRUE(spec) << yaml;
        EXPECT_EQ(splitRows(*m_file, "kind", *spec, JobContext(stop.get_token(), nullptr)).error().kind,
                  ErrorKind::Cancelled)
            << yaml;
    }
}

void expectDisjointAscending(const SplitRows& parts) {
    std::set<uint64_t> seen;
    for (const auto* part : {&parts.train, &parts.validation, &parts.test}) {
        EXPECT_TRUE(std::is_sorted(part->begin(), part->end()));
        for (const uint64_t row : *part) {
            EXPECT_TRUE(seen.insert(row).second) << row;
            EXPECT_NE(row, 10U);
            EXPECT_NE(row, 11U);
        }
    }
}

TEST_F(SplitTest, aColumnSaysThePart) {
    addParts({"train", "Training", "test", "val", std::nullopt});
    const auto found = split("method: column\nby: part");
    ASSERT_TRUE(found) << found.error().describe();
    ASSERT_EQ(found->size(), 1U);
    const SplitRows& parts = found->front();
    expectDisjointAscending(parts);
    // Rows 10 and 11, which say train, have no target.
    EXPECT_EQ(parts.train.size(), 398U);
    EXPECT_EQ(parts.test.size(), 200U);
    EXPECT_EQ(parts.validation.size(), 200U);
    EXPECT_EQ(parts.test[1], 7U);
    EXPECT_EQ(parts.validation[0], 3U);
    EXPECT_EQ(SplitSpec::parse(ConfigNode::parse("method: column\nby: part", "s").value())->toJson().dump(),
              R"({"method":"column","by":"part"})");
}

TEST_F(SplitTest, aColumnOfPartsMustSayParts) {
    addParts({"train", "tset"});
    const auto misspelt = split("method: column\nby: part");
    ASSERT_FALSE(misspelt);
    EXPECT_NE(misspelt.error().describe().find("row 1: 'tset'"), std::string::npos);
    EXPECT_FALSE(split("method: column\nby: day"));
    EXPECT_FALSE(split("method: column\nby: prat"));
    EXPECT_FALSE(split("method: column"));
    EXPECT_FALSE(split("method: column\nby: part\ntest: 0.2"));
}

TEST_F(SplitTest, randomPartsHaveTheSizesAskedForAndDependOnTheSeedOnly) {
    const auto first = split("{method: random, test: 0.2, validation: 0.1, seed: 7}");
    ASSERT_TRUE(first) << first.error().describe();
    ASSERT_EQ(first->size(), 1U);
    const SplitRows& parts = first->front();
    expectDisjointAscending(parts);
    EXPECT_EQ(parts.test.size(), 200U); // 998 known targets: round(199.6), round(99.8)
    EXPECT_EQ(parts.validation.size(), 100U);
    EXPECT_EQ(parts.train.size(), 698U);
    const auto again = split("{method: random, test: 0.2, validation: 0.1, seed: 7}");
    EXPECT_EQ(again->front().test, parts.test);
    EXPECT_EQ(again->front().validation, parts.validation);
    const auto other = split("{method: random, test: 0.2, validation: 0.1, seed: 8}");
    EXPECT_NE(other->front().test, parts.test);
}

TEST_F(SplitTest, partsAreTheSameOnEveryMachine) {
    // Computed apart with Python integers from the published xoshiro256** and SplitMix64. Should these rows change,
    // every stored split would silently change.
    const auto parts = split("{method: random, test: 0.01, seed: 1}");
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->front().test, (std::vector<uint64_t>{188, 253, 353, 411, 483, 498, 554, 562, 589, 907}));
}

TEST_F(SplitTest, stratifiedPartsKeepTheSharesByLargestRemainder) {
    const auto result = split("{method: stratified, test: 0.2, validation: 0.1}");
    ASSERT_TRUE(result) << result.error().describe();
    const SplitRows& parts = result->front();
    expectDisjointAscending(parts);
    EXPECT_EQ(parts.test.size(), 200U);
    EXPECT_EQ(parts.validation.size(), 100U);
    std::vector<uint64_t> all = parts.train;
    all.insert(all.end(), parts.test.begin(), parts.test.end());
    all.insert(all.end(), parts.validation.begin(), parts.validation.end());
    const auto whole = kinds(all);
    const auto test = kinds(parts.test);
    for (const auto& [kind, count] : whole)
        EXPECT_NEAR(static_cast<double>(test.at(kind)), static_cast<double>(count) * 200.0 / 998.0, 1.0) << kind;
}

TEST_F(SplitTest, timeSplitCutsAtADate) {
    const auto result = split("{method: time, by: day, before: 2012-06-01}");
    ASSERT_TRUE(result) << result.error().describe();
    const SplitRows& parts = result->front();
    expectDisjointAscending(parts);
    const int64_t boundary = *parseIsoDate("2012-06-01");
    for (const uint64_t row : parts.train) EXPECT_LT(m_table.columns[1].integers[row], boundary);
    for (const uint64_t row : parts.test) EXPECT_GE(m_table.columns[1].integers[row], boundary);
    EXPECT_EQ(parts.train.size(), 152U * 4 - 2);
    EXPECT_EQ(parts.train.size() + parts.test.size(), 998U);
}

TEST_F(SplitTest, timeSplitNeverPartsRowsOfOneInstant) {
    const auto result = split("{method: time, by: day, test: 0.1, validation: 0.1}");
    ASSERT_TRUE(result) << result.error().describe();
    const SplitRows& parts = result->front();
    expectDisjointAscending(parts);
    const auto dayOf = [&](uint64_t row) { return m_table.columns[1].integers[row]; };
    EXPECT_LT(dayOf(parts.train.back()), dayOf(parts.validation.front()));
    EXPECT_LT(dayOf(parts.validation.back()), dayOf(parts.test.front()));
    EXPECT_EQ(parts.test.size(), 100U); // 25 days of 4 rows
    EXPECT_EQ(parts.validation.size(), 100U);
}

TEST_F(SplitTest, timeSplitByANumber) {
    const auto result = split("{method: time, by: number, before: 500}");
    ASSERT_TRUE(result) << result.error().describe();
    EXPECT_EQ(result->front().train.size(), 498U);
    EXPECT_EQ(result->front().test.front(), 500U);
}

TEST_F(SplitTest, interleavedFoldsCountAllRows) {
    const auto result = split("{method: kfold, folds: 5, assign: interleaved}");
    ASSERT_TRUE(result) << result.error().describe();
    ASSERT_EQ(result->size(), 5U);
    for (size_t fold = 0; fold < 5; ++fold) {
        expectDisjointAscending((*result)[fold]);
        for (const uint64_t row : (*result)[fold].test) EXPECT_EQ(row % 5, fold);
        EXPECT_EQ((*result)[fold].test.size(), fold < 2 ? 199U : 200U); // rows 10 and 11 lack the target
        EXPECT_EQ((*result)[fold].train.size() + (*result)[fold].test.size(), 998U);
    }
}

TEST_F(SplitTest, blockedFoldsAreRunsOfRows) {
    const auto result = split("{method: kfold, folds: 4, assign: blocked}");
    ASSERT_TRUE(result) << result.error().describe();
    uint64_t next = 0;
    for (const SplitRows& fold : *result) {
        EXPECT_GE(fold.test.front(), next);
        next = fold.test.back() + 1;
        EXPECT_NEAR(static_cast<double>(fold.test.size()), 998.0 / 4, 1.0);
    }
    EXPECT_EQ(next, 1000U);
}

TEST_F(SplitTest, shuffledFoldsPartitionTheRowsAndStratify) {
    const auto result = split("{method: kfold, folds: 7, stratify: kind, seed: 3, validation: 0.2}");
    ASSERT_TRUE(result) << result.error().describe();
    std::set<uint64_t> tested;
    for (const SplitRows& fold : *result) {
        expectDisjointAscending(fold);
        tested.insert(fold.test.begin(), fold.test.end());
        EXPECT_NEAR(static_cast<double>(fold.test.size()), 998.0 / 7, 1.0);
        EXPECT_NEAR(static_cast<double>(kinds(fold.test).at("c")), 50.0 / 7, 1.0);
        EXPECT_NEAR(static_cast<double>(fold.validation.size()), 0.2 * static_cast<double>(998 - fold.test.size()),
                    1.0);
    }
    EXPECT_EQ(tested.size(), 998U);
}

TEST_F(SplitTest, mistakesAreNamed) {
    const auto message = [&](const std::string& yaml) {
        const auto result = split(yaml);
        return result ? std::string("accepted") : result.error().describe();
    };
    EXPECT_NE(message("{method: randm}").find("random"), std::string::npos);
    EXPECT_NE(message("{method: time, by: dya}").find("day"), std::string::npos);
    EXPECT_NE(message("{method: time, by: kind}").find("cannot order rows by time"), std::string::npos);
    EXPECT_NE(message("{method: time, by: day, before: soon}").find("'soon' is not a date"), std::string::npos);
    EXPECT_NE(message("{method: time, by: day, before: 2000-01-01}").find("training part empty"), std::string::npos);
    EXPECT_NE(message("{method: time, by: day, before: 2030-01-01}").find("test part empty"), std::string::npos);
    EXPECT_NE(message("{method: random, test: 1.5}").find("split.yaml:1:"), std::string::npos);
    EXPECT_NE(message("{method: random, test: 0.0001}").find("test part empty"), std::string::npos);
    EXPECT_NE(message("{method: kfold, folds: 1}").find("folds"), std::string::npos);
    EXPECT_NE(message("{method: kfold, assign: interleaved, stratify: kind}").find("cannot be stratified"),
              std::string::npos);
    EXPECT_NE(message("{method: stratified, by: number}").find("too many to stratify by"), std::string::npos);
    EXPECT_NE(message("{method: random, tset: 0.2}").find("test"), std::string::npos);
}

TEST(SplitSpecTest, isWrittenAsItIsRead) {
    for (const char* yaml : {"{method: random, test: 0.25, validation: 0.1, seed: 7}", "{method: stratified, by: kind}",
                             "{method: time, by: day, before: 2014-01-01}", "{method: time, by: day, test: 0.3}",
                             "{method: kfold, folds: 3, assign: blocked, stratify: kind}"}) {
        const auto spec = SplitSpec::parse(ConfigNode::parse(yaml, "a").value());
        ASSERT_TRUE(spec) << spec.error().describe();
        const auto again = SplitSpec::parse(ConfigNode::fromJson(spec->toJson(), "b"));
        ASSERT_TRUE(again) << again.error().describe();
        EXPECT_EQ(spec->toJson().dump(), again->toJson().dump());
    }
}

} // namespace
