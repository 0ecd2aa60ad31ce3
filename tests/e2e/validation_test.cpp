// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/lathe_program.h"

using namespace lathe;
using namespace lathe::test;

namespace {

class ValidationCommands : public ProjectTest {
protected:
    void SetUp() override {
        makeProject();
        importOrders(0);
    }
    /// Two hundred orders, \p wrong of them without a price.
    void importOrders(int wrong) {
        std::string rows = "id,city,price\n";
        for (int i = 0; i < 200; ++i)
            rows += std::to_string(i) + (i % 2 ? ",Rome," : ",Oslo,") +
                    (i < wrong ? "" : std::to_string(10 + i % 7) + ".5") + "\n";
        ASSERT_TRUE(writeFileAtomic(scratch.path() / "orders.csv", rows));
        run({"data", "import", (scratch.path() / "orders.csv").string()});
    }
    [[nodiscard]] std::string file(const char* name) const { return (scratch.path() / name).string(); }
};

} // namespace

TEST_F(ValidationCommands, InferThenCheckTheNextVersion) {
    const Json suite = run({"data", "validate", "orders", "--infer", "--save", "--write-suite", file("orders.yaml")});
    EXPECT_GE(suite["expectations"].size(), 8U);
    const Json good = run({"data", "validate", "orders", "--save"});
    EXPECT_TRUE(good["success"].get<bool>());

    importOrders(30);
    const Json bad = run({"data", "validate", "orders", "--save", "--junit", file("checks.xml")}, 3);
    EXPECT_FALSE(bad["success"].get<bool>());
    EXPECT_EQ(bad["meta"]["lathe"]["reference"], "orders@2");
    EXPECT_NE(readTextFile(file("checks.xml")).value().find("<failure"), std::string::npos);

    const Json history = run({"data", "validations", "orders"});
    ASSERT_EQ(history.size(), 2U);
    EXPECT_FALSE(history[0]["success"].get<bool>());
    expectClean();
}

TEST_F(ValidationCommands, WarningsDecideOnlyWhenStrict) {
    ASSERT_TRUE(writeFileAtomic(
        file("s.yaml"),
        "expectations:\n  - expect_table_row_count_to_equal: {value: {$PARAMETER: rows}}\n    severity: warning\n"));
    run({"data", "validate", "orders", "--suite", file("s.yaml"), "--parameter", "rows=5"});
    run({"data", "validate", "orders", "--suite", file("s.yaml"), "--parameter", "rows=5", "--strict"}, 3);
    run({"data", "validate", "orders", "--suite", file("s.yaml"), "--parameter", "rows=200", "--strict"});
    const Json wrong = run({"data", "validate", "orders", "--suite", file("none.yaml")}, 1);
    EXPECT_EQ(wrong["error"]["kind"], "not-found");
}

TEST_F(ValidationCommands, FailingRowsAreShown) {
    ASSERT_TRUE(writeFileAtomic(
        file("s.yaml"), "expectations:\n  - expect_column_values_to_be_between: {column: id, max_value: 196}\n"));
    const Json rows = run({"data", "failing", "orders", "--suite", file("s.yaml")});
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0]["row"], 197);
    EXPECT_EQ(rows[0]["values"]["city"], "Rome");
}

TEST_F(ValidationCommands, APipelineStopsAtAClosedGate) {
    ASSERT_TRUE(writeFileAtomic(file("p.yaml"), R"(
steps:
  - name: checks
    validate: {data: orders, suite: [{expect_column_values_to_not_be_null: {column: price}}], junit: out.xml}
  - name: after
    needs: [checks]
    export: {data: orders, file: out.csv}
)"));
    run({"pipeline", "run", file("p.yaml")});
    EXPECT_TRUE(std::filesystem::exists(file("out.csv")));
    importOrders(1);
    run({"pipeline", "run", file("p.yaml")}, 3);
    EXPECT_NE(readTextFile(file("out.xml")).value().find("1 unexpected"), std::string::npos);
}
