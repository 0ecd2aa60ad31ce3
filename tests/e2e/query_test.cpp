// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at rows from the command line. Reference values: pandas 1.5.3 on the sample's CSV file.
#include "tests/e2e/lathe_program.h"

using namespace lathe;
using namespace lathe::test;

namespace {

class Query : public ProjectTest {
protected:
    void SetUp() override { makeProject("weather"); }
};

} // namespace

TEST_F(Query, FiltersAndSorts) {
    const Json shown =
        run({"data", "show", "weather@1", "--where", "temp_max > 30", "--sort", "weather,-temp_max", "-n", "3"});
    EXPECT_EQ(shown["selected_rows"], 53);
    EXPECT_EQ(shown["row_numbers"], Json({1326, 1276, 953}));
    EXPECT_EQ(shown["sample"][2]["temp_max"], 35.6);
    const Json wrong = run({"data", "show", "weather@1", "--where", "temp_max >"}, 1);
    EXPECT_NE(wrong["error"]["message"].get<std::string>().find("character"), std::string::npos);
    EXPECT_EQ(run({"data", "show", "weather@1", "--sort", "temp_mx"}, 1)["error"]["kind"], "not-found");
}

TEST_F(Query, FindsCells) {
    const Json found = run({"data", "find", "weather@1", "2013-12-3"});
    EXPECT_EQ(found["matching_rows"], 2); // the 30th and the 31st
    EXPECT_EQ(found["cells"][0]["row"], 729);
    EXPECT_EQ(found["cells"][0]["column"], "date");
    EXPECT_EQ(run({"data", "find", "weather@1", "SNOW", "--columns", "weather"})["matching_rows"], 23);
    EXPECT_EQ(run({"data", "find", "weather@1", "SNOW", "--case"})["matching_rows"], 0);
    EXPECT_EQ(
        run({"data", "find", "weather@1", "^(snow|fog)$", "--regex", "--where", "temp_min > 10"})["cells"][0]["column"],
        "weather");
    EXPECT_EQ(run({"data", "find", "weather@1", "(", "--regex"}, 1)["error"]["kind"], "invalid-input");
}

TEST_F(Query, CountsAndSummarises) {
    const Json values = run({"data", "facet", "weather@1", "weather"});
    EXPECT_EQ(values["values"][0], Json({{"value", "sun"}, {"count", 714}}));
    const Json years = run({"data", "facet", "weather@1", "date", "--unit", "year"});
    EXPECT_EQ(years["bins"].size(), 4);
    EXPECT_EQ(years["bins"][0]["count"], 366);
    const Json groups = run({"data", "group", "weather@1", "--by", "weather", "--measure", "mean(temp_max)",
                             "--measure", "median(wind)", "--measure", "std(temp_min)", "--measure", "distinct(wind)"});
    ASSERT_EQ(groups["groups"], 5);
    const Json& fog = groups["rows"][1];
    EXPECT_EQ(fog["rows"], 411);
    EXPECT_NEAR(fog["mean(temp_max)"].get<double>(), 14.4703163017032, 1e-12);
    EXPECT_EQ(fog["median(wind)"], 3.1);
    EXPECT_NEAR(fog["std(temp_min)"].get<double>(), 4.15528253137545, 1e-12);
    EXPECT_EQ(fog["distinct(wind)"], 71);
}

TEST_F(Query, EdgesOfBinsReadDifferently) {
    const Path file = scratch.path() / "days.csv";
    ASSERT_TRUE(writeFileAtomic(file, "x,day\n1.5,20140131\n2.5,20140331\n"));
    run({"data", "import", file.string()});
    const auto text =
        test::lathe({"--project", project.string(), "data", "facet", "days", "day", "--bins", "4"}).output;
    EXPECT_NE(text.find("2 values from 20140131 to 20140331"), std::string::npos) << text;
    EXPECT_NE(text.find("20140131  20140182"), std::string::npos) << text;
}

TEST_F(Query, ExportsWhatIsSeen) {
    const Path target = scratch.path() / "snow.csv";
    const Json exported = run({"data", "export", "weather@1", target.string(), "--where", "weather = 'snow'", "--sort",
                               "-precipitation", "--columns", "date,precipitation"});
    EXPECT_EQ(exported["rows"], 23);
    const std::string text = *readTextFile(target);
    EXPECT_EQ(text.substr(0, text.find('\r')), "date,precipitation");
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 24);
}
