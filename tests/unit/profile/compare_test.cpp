// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <gtest/gtest.h>

#include "core/data/profile/compare_profiles.h"
#include "core/data/profile/profile_cache.h"
#include "tests/unit/recipe/tables.h"

using namespace lathe;

namespace {

const ColumnComparison& of(const VersionComparison& comparison, const std::string& name) {
    for (const ColumnComparison& column : comparison.columns)
        if (column.name == name) return column;
    throw std::runtime_error("no column " + name);
}

// KS: scipy 1.10.1 ks_2samp. PSI of the categories: by hand, shares 4/6, 2/6 against 1/6, 2/6, 3/6 with 0.0001 for
// none.
TEST(CompareProfiles, columnByColumn) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "compare").value();
    Table before;
    before.columns = {realColumn("x", {1, 2, 3, 4, 5, 6}), categoryColumn("c", {"a", "a", "a", "a", "b", "b"}),
                      integerColumn("k", {1, 2, 3, 4, 5, 6}), realColumn("gone", {1, 2, 3, 4, 5, 6}),
                      textColumn("t", {"u", "v", "w", "x", "y", "z"})};
    Table after;
    after.columns = {realColumn("new", {1, 1, 1, 1, 1, 1}), realColumn("x", {4, 5, 6, 7, 8, std::nan("")}),
                     categoryColumn("c", {"a", "b", "b", "d", "d", "d"}), realColumn("k", {1, 2, 3, 4, 5, 6}),
                     textColumn("t", {"u", "v", "w", "x", "y", "z"})};
    const auto a = writeAndOpen(before, folder.path() / "a.h5");
    const auto b = writeAndOpen(after, folder.path() / "b.h5");
    const DatasetProfile profileA = profile(*a, JobContext()).value();
    const DatasetProfile profileB = profile(*b, JobContext()).value();
    const auto result = compareVersions({a.get(), &profileA}, {b.get(), &profileB}, JobContext());
    ASSERT_TRUE(result) << result.error().describe();
    EXPECT_EQ(of(*result, "new").change, ColumnChange::Added);
    EXPECT_EQ(result->columns.back().name, "gone");
    EXPECT_EQ(of(*result, "gone").change, ColumnChange::Removed);
    EXPECT_EQ(of(*result, "k").change, ColumnChange::Retyped);
    EXPECT_EQ(of(*result, "k").ks, 0);
    EXPECT_FALSE(of(*result, "t").differs());
    EXPECT_TRUE(std::isnan(of(*result, "t").psi));
    const ColumnComparison& x = of(*result, "x");
    EXPECT_TRUE(x.differs());
    EXPECT_NEAR(x.ks, 0.5, 1e-12);
    EXPECT_NEAR(x.ksPValue, 0.35714285714285715, 1e-9);
    EXPECT_EQ(x.before->missing, 0U);
    EXPECT_EQ(x.after->missing, 1U);
    EXPECT_EQ(x.edges.size(), x.countsBefore.size() + 1);
    const ColumnComparison& c = of(*result, "c");
    EXPECT_EQ(c.labels, (std::vector<std::string>{"a", "b", "d"}));
    EXPECT_EQ(c.countsAfter, (std::vector<uint64_t>{1, 2, 3}));
    const double shift = (4.0 / 6 - 1.0 / 6) * std::log(4.0) + (0.0001 - 0.5) * std::log(0.0001 / 0.5);
    EXPECT_NEAR(c.psi, shift, 1e-12);
    EXPECT_NO_THROW((void)result->toJson().dump());
}

TEST(ProfileCache, keepsAProfileUntilItsContentIsGone) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "cache").value();
    const auto project = Project::create(folder.path() / "p.lathe").value();
    const Datasets datasets(*project);
    Table table;
    table.columns = {realColumn("x", {1, 2, HUGE_VAL})};
    const VersionInfo first = datasets.store("d", table, "test").value();
    table.columns = {realColumn("x", {1, 2, 3})};
    const VersionInfo second = datasets.store("e", table, "test").value();
    const ProfileCache cache(*project);
    EXPECT_FALSE(cache.find(first.contentHash));
    const DatasetProfile computed = cachedProfile(*project, first, JobContext()).value();
    const auto kept = cache.find(first.contentHash);
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->toJson().dump(), computed.toJson().dump());
    ASSERT_TRUE(datasets.remove("d"));
    ASSERT_TRUE(cachedProfile(*project, second, JobContext()));
    EXPECT_FALSE(cache.find(first.contentHash)); // top values of a removed dataset do not stay behind
    EXPECT_TRUE(cache.find(second.contentHash));
    const Path file = project->folder() / "cache" / "profiles" / (second.contentHash + ".v1.json");
    ASSERT_TRUE(writeFileAtomic(file, "{\"rows\": tr"));
    EXPECT_FALSE(cache.find(second.contentHash));
    EXPECT_EQ(cachedProfile(*project, second, JobContext())->rows, 3U);
}

} // namespace
