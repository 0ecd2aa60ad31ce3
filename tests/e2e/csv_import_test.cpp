// SPDX-License-Identifier: GPL-3.0-or-later
// Reading text tables through the program: what the options mean, and what is found out without them.
#include "tests/e2e/lathe_program.h"

#include <string_view>

using namespace lathe;
using namespace lathe::test;
using namespace std::string_view_literals;

namespace {

struct Case {
    const char* name;
    std::string_view bytes;
    std::vector<std::string> options;
    const char* schema; ///< the columns as "name:type …"
    const char* rows;   ///< exported as CSV, without the header
    int rejected = 0;
};

// "a,b\n1,x\n2,y\n", packed by gzip, by zstd, and by zip beside a file "r" as "t".
constexpr auto gzip =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xd4\x49\xe2\x32\xd4\xa9\xe0\x32\xd2\xa9\xe4\x02\x00\xc2\x96\x7e\x9d\x0c\x00\x00\x00"sv;
constexpr auto zstd =
    "\x28\xb5\x2f\xfd\x04\x58\x61\x00\x00\x61\x2c\x62\x0a\x31\x2c\x78\x0a\x32\x2c\x79\x0a\x2e\x9f\x21\x46"sv;
constexpr auto zip =
    "\x50\x4b\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x21\x50\x1f\x28\xaa\x67\x02\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x72\x6e\x6f"
    "\x50\x4b\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x21\x50\xc2\x96\x7e\x9d\x0c\x00\x00\x00\x0c\x00\x00\x00\x01\x00\x00\x00\x74\x61\x2c"
    "\x62\x0a\x31\x2c\x78\x0a\x32\x2c\x79\x0a\x50\x4b\x01\x02\x14\x03\x14\x00\x00\x00\x00\x00\x00\x00\x21\x50\x1f\x28\xaa\x67\x02\x00\x00"
    "\x00\x02\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x01\x00\x00\x00\x00\x72\x50\x4b\x01\x02\x14\x03\x14\x00\x00"
    "\x00\x00\x00\x00\x00\x21\x50\xc2\x96\x7e\x9d\x0c\x00\x00\x00\x0c\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x01"
    "\x21\x00\x00\x00\x74\x50\x4b\x05\x06\x00\x00\x00\x00\x02\x00\x02\x00\x5e\x00\x00\x00\x4c\x00\x00\x00\x00\x00"sv;

const Case cases[] = {
    {"delimiter", "a::b\n1::x\n2::y:z\n", {"--delimiter", "::"}, "a:integer b:category", "1,x\n2,y:z\n"},
    {"tab", "a\tb\n1\tx,y\n", {"--delimiter", "tab"}, "a:integer b:category", "1,\"x,y\"\n"},
    {"blanks", "a  b\n1   2\n30 4\n", {"--delimiter", "blanks"}, "a:integer b:integer", "1,2\n30,4\n"},
    {"quote", "a,b\n1,'x,''y'\n", {"--quote", "'"}, "a:integer b:category", "1,\"x,'y\"\n"},
    {"no-quote", "a,b\n1,\"x\n2,y\n", {"--quote", "none"}, "a:integer b:category", "1,\"\"\"x\"\n2,y\n"},
    {"escape", "a,b\n1,\"x\\\"y\"\n", {"--escape", "\\"}, "a:integer b:category", "1,\"x\"\"y\"\n"},
    {"comment", "a,b\n;no\n1,x\n;2,y\n", {"--comment", ";"}, "a:integer b:category", "1,x\n"},
    {"skip", "exported today\nby,me,a,b\na,b\n1,2\n", {"--skip", "2", "--header"}, "a:integer b:integer", "1,2\n"},
    {"no-header", "1,2\n3,4\n", {"--no-header", "--names", "p,q"}, "p:integer q:integer", "1,2\n3,4\n"},
    {"encoding", "n\nM\xe4rz\nMai\n", {"--encoding", "latin-1"}, "n:category", "März\nMai\n"},
    {"utf-16",
     "\xff\xfe"
     "a\0;\0b\0\n\0"
     "1\0,\0"
     "5\0;\0\xfc\0\n\0"sv,
     {},
     "a:real b:category",
     "1.5,ü\n"},
    {"decimal-comma", "a;b\n1,234;5\n2,5;6\n", {"--decimal-mark", ","}, "a:real b:integer", "1.234,5\n2.5,6\n"},
    {"column-mark",
     "a;b\n1,234;1,234\n2,345;2,345\n",
     {"--column-decimal-mark", "a=,", "--column-decimal-mark", "b=."},
     "a:real b:integer",
     "1.234,1234\n2.345,2345\n"},
    {"thousands",
     "a;b;c\n1.234.567;12 %;$1,000.50\n10;7 %;$2\n",
     {},
     "a:integer b:real c:real",
     "1234567,0.12,1000.5\n10,0.07,2\n"},
    {"dates",
     "d,t\n31/12/2023,1/2/2024 9:05 pm\n01/02/2024,3/4/2024 10:00\n",
     {},
     "d:date t:timestamp",
     "2023-12-31,2024-02-01T21:05:00\n2024-02-01,2024-04-03T10:00:00\n"},
    {"date-form", "d\n01/02/2024\n03/04/2024\n", {"--date-form", "d=mdy"}, "d:date", "2024-01-02\n2024-03-04\n"},
    {"date-pattern",
     "d\n2024.01.31 h09\nnever\n",
     {"--date-form", "d=%Y.%m.%d h%H"},
     "d:timestamp",
     "2024-01-31T09:00:00\n",
     1},
    {"both-orders", "d\n31/12/2023\n12/31/2023\n", {}, "d:category", "31/12/2023\n12/31/2023\n"},
    {"missing",
     "a,b\n1,none\n-999,x\n",
     {"--missing", "-999", "--missing", "none"},
     "a:integer b:category",
     "1,\n,x\n"},
    {"widths",
     "anna 12Bonn\nbob   7Ulm\n",
     {"--widths", "5,2,6", "--no-header"},
     "column_1:category column_2:integer column_3:category",
     "anna,12,Bonn\nbob,7,Ulm\n"},
    {"columns",
     "a,b,c\n1,007,x\n2,8,y\n",
     {"--type", "b=integer", "--rename", "a=key", "--skip-column", "c"},
     "key:integer b:integer",
     "1,7\n2,8\n"},
    {"rejects", "a,b\n1,2\n3\n4,5,6\nx,7\n", {"--type", "a=integer"}, "a:integer b:integer", "1,2\n", 3},
    {"ragged", "a,b\n1,2\n3\n", {"--ragged", "pad"}, "a:integer b:integer", "1,2\n3,\n"},
    {"nulls", "a,b\n1,2\n3,\0\n"sv, {}, "a:integer b:integer", "1,2\n", 1},
    {"line-ends", "a,b\r\n1,2\r3,4\n5,6", {}, "a:integer b:integer", "1,2\n3,4\n5,6\n"},
    {"identifiers",
     "zip,large\n01234,12345678901234567890\n99999,1\n",
     {},
     "zip:category large:category",
     "01234,12345678901234567890\n99999,1\n"},
    {"names", "a,a,\n1,2,3\n", {}, "a:integer a_2:integer column_3:integer", "1,2,3\n"},
    {"only-header", "a,b\n", {}, "a:text b:text", ""},
    {"gzip", gzip, {}, "a:integer b:category", "1,x\n2,y\n"},
    {"zstd", zstd, {}, "a:integer b:category", "1,x\n2,y\n"},
    {"zip", zip, {"--member", "t"}, "a:integer b:category", "1,x\n2,y\n"},
};

std::string schemaOf(const Json& version) {
    std::string schema;
    for (const Json& column : version["columns"])
        schema +=
            (schema.empty() ? "" : " ") + column["name"].get<std::string>() + ":" + column["type"].get<std::string>();
    return schema;
}

class CsvImport : public ProjectTest {};

} // namespace

TEST_F(CsvImport, OptionsAndWhatIsFoundOut) {
    makeProject();
    const std::string exported = (scratch.path() / "out.csv").string();
    for (const Case& one : cases) {
        SCOPED_TRACE(one.name);
        const Path file = scratch.path() / (std::string(one.name) + ".csv");
        ASSERT_TRUE(writeFileAtomic(file, std::string(one.bytes)));
        std::vector<std::string> arguments{"data", "import", file.string(), "--name", one.name};
        arguments.insert(arguments.end(), one.options.begin(), one.options.end());
        const Json version = run(arguments);
        if (!version.contains("columns")) continue; // said by run()
        EXPECT_EQ(schemaOf(version), one.schema);
        EXPECT_EQ(version["rejected_rows"], one.rejected);
        run({"data", "export", one.name, exported});
        std::string text = readTextFile(exported).value_or("");
        std::erase(text, '\r');
        EXPECT_EQ(text.substr(text.find('\n') + 1), one.rows);
        std::filesystem::remove(exported);
    }
    const Json rejects = run({"data", "rejects", "rejects"});
    ASSERT_EQ(rejects.size(), 3U);
    EXPECT_EQ(rejects[0]["line"], 3);
    EXPECT_EQ(rejects[2]["text"], "x,7");
    expectClean();
}

TEST_F(CsvImport, QuoteThatIsNeverClosedCostsItsRow) {
    makeProject();
    const Path file = scratch.path() / "open.csv";
    ASSERT_TRUE(writeFileAtomic(file, "a,b\n1,\"x\n2,y\n"));
    const Json version = run({"data", "import", file.string()});
    EXPECT_EQ(version["rows"], 1);
    const Json rejects = run({"data", "rejects", "open"});
    ASSERT_EQ(rejects.size(), 1U);
    EXPECT_EQ(rejects[0]["line"], 2);
    EXPECT_NE(rejects[0].dump().find("never closed"), std::string::npos);
    expectClean();
}

TEST_F(CsvImport, OptionsWithoutAValueAreWrongUsage) {
    makeProject();
    const Path file = scratch.path() / "t.csv";
    ASSERT_TRUE(writeFileAtomic(file, "a,b\n1,x\n"));
    for (const char* option : {"--delimiter", "--name", "--type", "--encoding"})
        run({"data", "import", file.string(), option, ""}, 2);
    run({"data", "import", file.string(), "--name", "t", "--missing", ""});
    run({"data", "show", "t", "-n", "-3"}, 2);
    EXPECT_EQ(run({"data", "list"}).size(), 1U);
    expectClean();
}

TEST_F(CsvImport, WhatCannotBeReadIsNamed) {
    makeProject();
    const auto refused = [&](const char* name, std::string_view bytes, std::vector<std::string> options = {}) {
        const Path file = scratch.path() / name;
        EXPECT_TRUE(writeFileAtomic(file, std::string(bytes)));
        std::vector<std::string> arguments{"data", "import", file.string()};
        arguments.insert(arguments.end(), options.begin(), options.end());
        return run(arguments, 1)["error"].dump();
    };
    EXPECT_NE(refused("empty.csv", "").find("it is empty"), std::string::npos);
    EXPECT_NE(refused("two.zip", zip).find("holds 2 files"), std::string::npos);
    EXPECT_NE(refused("cut.csv", gzip.substr(0, 25)).find("damaged or cut off"), std::string::npos);
    EXPECT_NE(refused("form.csv", "d\n1\n", {"--date-form", "d=soon"}).find("is no date form"), std::string::npos);
    EXPECT_EQ(run({"data", "list"}).size(), 0U);
    expectClean();
}
