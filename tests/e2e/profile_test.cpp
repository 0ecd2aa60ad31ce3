// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "tests/e2e/lathe_program.h"

using namespace lathe;
using namespace lathe::test;

namespace {

class ProfileCommand : public ProjectTest {
protected:
    void import(const std::string& rows) {
        ASSERT_TRUE(writeFileAtomic(scratch.path() / "a.csv", "x,outcome,again,mail\n" + rows));
        run({"data", "import", (scratch.path() / "a.csv").string()});
    }

    static std::string rows(int first, int step) {
        std::string text;
        for (int i = first; i < first + 60; ++i)
            text += std::to_string(i * step) + (i % 3 == 0 ? ",yes,died" : ",no,lived") + ",user" + std::to_string(i) +
                    "@example.org\n";
        return text;
    }
};

bool warns(const Json& warnings, const std::string& kind, const std::string& column) {
    return std::any_of(warnings.begin(), warnings.end(), [&](const Json& one) {
        return one["kind"] == kind && !one["columns"].empty() && one["columns"][0] == column;
    });
}

TEST_F(ProfileCommand, FiguresWarningsAndLeaks) {
    makeProject();
    import(rows(0, 1));
    const Json profile = run({"data", "profile", "a", "--target", "outcome"});
    EXPECT_EQ(profile["rows"], 60);
    EXPECT_EQ(profile["columns"][0]["mean"], 29.5);
    EXPECT_TRUE(warns(profile["warnings"], "email", "mail"));
    EXPECT_TRUE(warns(profile["target"]["warnings"], "target-leakage", "again"));
    EXPECT_EQ(run({"data", "profile", "a"}), run({"data", "profile", "a@1"})); // the second from the cache
    EXPECT_EQ(run({"data", "profile", "a", "--target", "outcom"}, 1)["error"]["kind"], "not-found");
    expectClean();
}

TEST_F(ProfileCommand, ComparesTwoVersions) {
    makeProject();
    import(rows(0, 1));
    import(rows(0, 2));
    const Json comparison = run({"data", "profile", "a@2", "--compare", "a@1"});
    EXPECT_EQ(comparison["before"], "a@1");
    const Json& x = comparison["columns"][0];
    EXPECT_EQ(x["before"]["mean"], 29.5);
    EXPECT_EQ(x["after"]["mean"], 59.0);
    EXPECT_TRUE(x["differs"]);
    EXPECT_GT(x["psi"].get<double>(), 0.25);
    EXPECT_FALSE(comparison["columns"][3]["differs"]);
}

} // namespace
