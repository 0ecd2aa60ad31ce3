// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/versions/version_diff.h"

#include <map>

#include "core/base/random.h"
#include "tests/unit/versions/testing.h"

using namespace lathe;

namespace {

class DiffTest : public testing::Test {
protected:
    ScopedFolder m_folder = *ScopedFolder::create(std::filesystem::temp_directory_path(), "diff");
    int m_files = 0;

    std::shared_ptr<const ColumnFile> file(const std::vector<Column>& columns) {
        Table table;
        table.columns = columns;
        return writeAndOpen(table, m_folder.path() / fmt::format("{}.h5", m_files++));
    }
    static VersionDiff diff(const ColumnFile& before, const ColumnFile& after, DiffOptions options = {}) {
        auto result = diffVersions(before, after, options, {});
        EXPECT_TRUE(result) << result.error().describe();
        return result.value_or(VersionDiff());
    }
    static std::vector<std::string> kinds(const VersionDiff& diff) {
        std::vector<std::string> texts;
        for (const auto& row : diff.rows)
            texts.push_back(fmt::format("{} {} {}", toString(row.kind()), row.before, row.after));
        return texts;
    }
};

using Strings = std::vector<std::string>;

} // namespace

TEST_F(DiffTest, ByKeyRowsAreAddedRemovedAndChanged) {
    const auto before = file({integerColumn("id", {1, 2, 3, 4}), realColumn("x", {0.5, 1.5, std::nan(""), 4}),
                              categoryColumn("k", {"a", "b", "c", "d"})});
    const auto after = file({integerColumn("id", {4, 3, 5, 1}), realColumn("x", {4, 3.5, 5, 0.5}),
                             categoryColumn("k", {"d", "C", "e", "a"})});
    const VersionDiff result = diff(*before, *after, {.key = {"id"}});
    EXPECT_EQ(result.added, 1u);
    EXPECT_EQ(result.removed, 1u);
    EXPECT_EQ(result.changed, 1u);
    EXPECT_EQ(result.unchanged, 2u);
    EXPECT_EQ(result.changedCells, 2u);
    EXPECT_EQ(kinds(result), (Strings{"removed 1 -1", "changed 2 1", "added -1 2"}));
    const auto cells = readDifferences(*before, *after, result, result.rows);
    ASSERT_TRUE(cells) << cells.error().describe();
    EXPECT_TRUE(cells->isChanged(result.rows, result, 1, 1));
    EXPECT_FALSE(cells->isChanged(result.rows, result, 0, 1));
    EXPECT_TRUE(cells->before.columns[1].isMissing(1));
    EXPECT_EQ(cells->after.columns[1].display(1), "3.5");
    EXPECT_EQ(cells->after.columns[2].display(2), "e");
    EXPECT_TRUE(cells->before.columns[2].isMissing(2));
}

TEST_F(DiffTest, WithoutAKeyRowsAreAMultiset) {
    const auto before = file({textColumn("t", {"a", "a", "b", std::nullopt})});
    const auto after = file({textColumn("t", {"b", "a", "c", "a", "a"})});
    const VersionDiff result = diff(*before, *after);
    EXPECT_EQ(result.added, 2u);
    EXPECT_EQ(result.removed, 1u);
    EXPECT_EQ(result.changed, 0u);
    EXPECT_EQ(result.unchanged, 3u);
    EXPECT_EQ(result.repeatedKeys, 0u);
}

TEST_F(DiffTest, AMissingValueIsNotAnEmptyText) {
    const auto before = file({integerColumn("id", {1}), textColumn("t", {""})});
    const auto after = file({integerColumn("id", {1}), textColumn("t", {std::nullopt})});
    EXPECT_EQ(diff(*before, *after, {.key = {"id"}}).changedCells, 1u);
}

TEST_F(DiffTest, ColumnsComeAndGoAndChangeType) {
    const auto before = file({integerColumn("id", {1, 2}), integerColumn("n", {5, 6}), realColumn("gone", {1, 2})});
    const auto after = file({integerColumn("id", {1, 2}), realColumn("n", {5, 6.5}), textColumn("fresh", {"x", "y"})});
    const VersionDiff result = diff(*before, *after, {.key = {"id"}});
    EXPECT_TRUE(result.schemaChanged());
    EXPECT_EQ(result.changed, 1u) << "5 reads as 5 whatever its type";
    const Json json = result.toJson();
    EXPECT_EQ(json["columns"][1]["change"], "retyped");
    EXPECT_EQ(json["columns"][2]["change"], "added");
    EXPECT_EQ(json["columns"][3]["change"], "removed");
    const auto error = diffVersions(*before, *after, {.key = {"idd"}}, {});
    EXPECT_EQ(error.error().kind, ErrorKind::NotFound);
    EXPECT_NE(error.error().hint.find("id"), std::string::npos);
    EXPECT_EQ(diffVersions(*before, *after, {.key = {"gone"}}, {}).error().kind, ErrorKind::NotFound);
}

TEST_F(DiffTest, RepeatedKeysAreMatchedInOrder) {
    const auto before = file({integerColumn("id", {1, 1, 1}), realColumn("x", {10, 20, 30})});
    const auto after = file({integerColumn("id", {1, 1}), realColumn("x", {20, 99})});
    const VersionDiff result = diff(*before, *after, {.key = {"id"}});
    EXPECT_EQ(result.repeatedKeys, 1u);
    EXPECT_EQ(result.unchanged, 1u);
    EXPECT_EQ(kinds(result), (Strings{"changed 0 1", "removed 2 -1"}));
}

TEST_F(DiffTest, EqualAndEmptyVersions) {
    const auto some = file({integerColumn("id", {1, 2})});
    const auto none = file({integerColumn("id", {})});
    EXPECT_TRUE(diff(*some, *some).isEqual());
    EXPECT_EQ(diff(*some, *none).removed, 2u);
    EXPECT_EQ(diff(*none, *some).added, 2u);
    EXPECT_EQ(diffVersions(*some, *file({integerColumn("other", {1})}), {}, {}).error().kind, ErrorKind::InvalidInput);
}

TEST_F(DiffTest, ManyRowsAgainstASimpleMapSpilledOrNot) {
    Random random(11);
    const auto rows = [&](size_t count, uint64_t keys) {
        std::vector<std::optional<int64_t>> ids;
        std::vector<double> values;
        std::map<int64_t, double> seen;
        while (seen.size() < count)
            seen.emplace(static_cast<int64_t>(random.below(keys)), static_cast<double>(random.below(3)));
        std::vector<std::pair<int64_t, double>> shuffled(seen.begin(), seen.end());
        for (size_t i = shuffled.size(); i > 1; --i) std::swap(shuffled[i - 1], shuffled[random.below(i)]);
        for (const auto& [id, value] : shuffled) {
            ids.emplace_back(id);
            values.push_back(value);
        }
        return std::pair(std::vector{integerColumn("id", ids), realColumn("x", values)}, seen);
    };
    const auto [columnsBefore, mapBefore] = rows(150'000, 200'000);
    const auto [columnsAfter, mapAfter] = rows(140'000, 200'000);
    uint64_t added = 0;
    uint64_t removed = 0;
    uint64_t changed = 0;
    for (const auto& [id, value] : mapAfter) added += !mapBefore.contains(id);
    for (const auto& [id, value] : mapBefore) {
        const auto other = mapAfter.find(id);
        removed += other == mapAfter.end();
        changed += other != mapAfter.end() && other->second != value;
    }
    const auto before = file(columnsBefore);
    const auto after = file(columnsAfter);
    const VersionDiff inMemory = diff(*before, *after, {.key = {"id"}});
    const VersionDiff spilled = diff(*before, *after, {.key = {"id"}, .memoryBytes = 0});
    for (const VersionDiff* result : {&inMemory, &spilled}) {
        EXPECT_EQ(result->added, added);
        EXPECT_EQ(result->removed, removed);
        EXPECT_EQ(result->changed, changed);
        EXPECT_EQ(result->changedCells, changed);
        EXPECT_EQ(result->rows.size(), added + removed + changed);
    }
    EXPECT_EQ(kinds(inMemory), kinds(spilled));
    const VersionDiff few = diff(*before, *after, {.key = {"id"}, .limit = 1000});
    EXPECT_EQ(few.added, added);
    EXPECT_FALSE(few.complete);
    auto first = kinds(inMemory);
    first.resize(1000);
    EXPECT_EQ(kinds(few), first);
}

TEST_F(DiffTest, TheCsvHasEveryDifference) {
    const auto before = file({integerColumn("id", {1, 2}), categoryColumn("k", {"a, b", "c"})});
    const auto after = file({integerColumn("id", {1, 3}), categoryColumn("k", {"a", "d"})});
    const VersionDiff result = diff(*before, *after, {.key = {"id"}});
    const Path target = m_folder.path() / "d.csv";
    ASSERT_TRUE(exportDifferences(*before, *after, result, target, {}));
    EXPECT_EQ(*readTextFile(target), "change,row_before,row_after,id (before),id (after),k (before),k (after)\r\n"
                                     "changed,0,0,1,1,\"a, b\",a\r\n"
                                     "removed,1,,2,,c,\r\n"
                                     "added,,1,,3,,d\r\n");
}

TEST_F(DiffTest, AStopIsHeeded) {
    std::stop_source stop;
    stop.request_stop();
    const auto before = file({integerColumn("id", {1})});
    const auto after = file({integerColumn("id", {2})});
    EXPECT_EQ(diffVersions(*before, *after, {}, JobContext(stop.get_token(), nullptr)).error().kind,
              ErrorKind::Cancelled);
}
