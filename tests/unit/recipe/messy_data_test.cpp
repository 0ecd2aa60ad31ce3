// SPDX-License-Identifier: GPL-3.0-or-later
// Messy files that people met, cleaned by recipes of general steps. The figures were computed with pandas 1.5.3.
#ifdef LATHE_DATA
#include <map>

#include "tests/unit/recipe/scratch_project.h"

using namespace lathe;

namespace {

class MessyFiles : public ScratchProject {
protected:
    VersionInfo import(const std::string& file, const ImportOptions& options = {}) {
        auto version = m_datasets.importFile(Path(LATHE_DATA) / "messy" / file, "messy", options, {});
        EXPECT_TRUE(version) << version.error().describe();
        return version.value_or(VersionInfo());
    }
    Table clean(const VersionInfo& version, const std::string& recipe) {
        const auto cleaned = m_datasets.clean(version, recipe, "clean", {});
        EXPECT_TRUE(cleaned) << cleaned.error().describe();
        if (!cleaned) return {};
        return m_datasets.open(*cleaned).value()->readTable(0, UINT64_MAX).value();
    }
    static std::map<std::string, size_t> counts(const Table& table, const std::string& name) {
        std::map<std::string, size_t> found;
        const Column& column = table.columns.at(table.find(name).value());
        for (size_t row = 0; row < column.rows(); ++row) ++found[column.isMissing(row) ? "" : column.display(row)];
        return found;
    }
};

TEST_F(MessyFiles, articlesBecomeOneSpellingOfEachThing) {
    ImportOptions options; // the reader knows such dates by itself; here the step has to
    options.csv.types["Date"] = ColumnType::Text;
    const VersionInfo raw = import("doaj-article-sample.csv", options);
    EXPECT_EQ(raw.rows, 1001U);
    const std::string recipe = R"(
steps:
  - drop_duplicates: {}
  - trim: {columns: [Publisher], inner: collapse}
  - replace: {columns: [Language], map: {EN: English, ES: Spanish, FR: French}}
  - parse_date: {columns: [Date], order: day_first, type: date}
)";
    const Table table = clean(raw, recipe);
    ASSERT_EQ(table.rows(), 1000U);
    const auto publishers = counts(table, "Publisher");
    EXPECT_EQ(publishers.size(), 6U);
    EXPECT_EQ(publishers.at("MDPI AG"), 95U);
    EXPECT_EQ(counts(table, "Language"),
              (std::map<std::string, size_t>{{"English", 977}, {"", 15}, {"Spanish", 7}, {"French", 1}}));
    const auto dates = counts(table, "Date");
    EXPECT_EQ(dates.size(), 12U);
    EXPECT_EQ(dates.begin()->first, "2015-01-01");
    EXPECT_EQ(dates.rbegin()->first, "2015-12-01");
    EXPECT_EQ(counts(table, "DOI").at(""), 23U);
    const Table authors = clean(raw, "steps: [{drop_duplicates: {}}, {split_rows: {column: Authors, separator: '|'}}]");
    EXPECT_EQ(authors.rows(), 4006U);
}

TEST_F(MessyFiles, datesInTwoFormsAgree) {
    ImportOptions options;
    for (const char* name : {"Begin date", "End date", "Date:creation"}) options.csv.types[name] = ColumnType::Text;
    const VersionInfo raw = import("UCSD_Guardian_first500.csv", options);
    ASSERT_EQ(raw.rows, 500U);
    ASSERT_EQ(raw.schema.size(), 46U); // names that come twice are told apart
    const std::string recipe = R"(
steps:
  - parse_date: {columns: [Begin date, End date], order: month_first, type: date}
  - parse_date: {columns: ["Date:creation"], forms: ["%d-%b-%y"], type: date}
  - derive: {column: same, as: "`Date:creation` == `Begin date`"}
)";
    const Table table = clean(raw, recipe);
    const auto begin = counts(table, "Begin date");
    EXPECT_EQ(begin.begin()->first, "1967-11-10");
    EXPECT_EQ(begin.rbegin()->first, "2014-12-04");
    EXPECT_EQ(begin, counts(table, "End date"));
    // 489 are equal; of the others two are mistakes of the file, and 9 are years before 1970, which two digits cannot
    // say.
    size_t same = 0;
    size_t early = 0;
    const Column& equal = table.columns.at(table.find("same").value());
    const Column& days = table.columns.at(table.find("Begin date").value());
    for (size_t row = 0; row < table.rows(); ++row) {
        same += equal.integers[row] != 0 ? 1 : 0;
        early += days.integers[row] < 0 ? 1 : 0;
    }
    EXPECT_EQ(same + early + 2, 500U);
}

TEST_F(MessyFiles, questionMarksAreGapsAndAreFilled) {
    ImportOptions options;
    options.csv.header = false;
    const VersionInfo raw = import("horse-colic.csv", options);
    ASSERT_EQ(raw.schema.size(), 28U);
    const auto file = m_datasets.open(raw).value();
    size_t gaps = 0;
    std::string numbers;
    const Table before = file->readTable(0, UINT64_MAX).value();
    for (const Column& column : before.columns) {
        gaps += column.missingCount();
        if (column.missingCount() == 0) continue;
        EXPECT_TRUE(isNumeric(column.schema.type)) << column.schema.name;
        numbers += (numbers.empty() ? "" : ", ") + column.schema.name;
    }
    EXPECT_EQ(gaps, 1605U);
    const Table table = clean(raw, "steps: [{fill_missing: {columns: [" + numbers + "], with: median}}]");
    for (const Column& column : table.columns) EXPECT_EQ(column.missingCount(), 0U) << column.schema.name;
    for (size_t row = 0; row < table.rows(); ++row) {
        EXPECT_TRUE(!before.columns[3].isMissing(row) || table.columns[3].number(row) == 38.2) << row;
        EXPECT_TRUE(!before.columns[4].isMissing(row) || table.columns[4].number(row) == 64) << row;
    }
}

TEST_F(MessyFiles, namesKeepTheirLetters) {
    const Table table =
        clean(import("encoding-issue-274.csv"), "steps: [{normalise_text: {columns: [name], strip_accents: true}}]");
    ASSERT_EQ(table.rows(), 507U);
    EXPECT_EQ(counts(table, "name").count("Archives New Zealand Te Rua Mahara o te Kawanatanga"), 1U);
}

} // namespace
#endif
