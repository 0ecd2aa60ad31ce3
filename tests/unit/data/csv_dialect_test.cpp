// SPDX-License-Identifier: GPL-3.0-or-later
// Other ways to set fields apart: long delimiters, blanks, escapes, comments, ragged rows, fixed widths.
#include "tests/unit/data/csv_testing.h"

#include "core/base/json.h"
#include "core/data/csv/csv_index.h"
#include "core/data/csv/csv_options.h"
#include "core/data/datasets.h"

#include <random>

using namespace lathe;

class CsvDialectTest : public CsvTest {};

TEST_F(CsvDialectTest, DelimitersOfSeveralBytes) {
    const std::string wanted = "a:integer b:category c:real | 1 x|y 2.5 | 3 z 4 ";
    EXPECT_EQ(shownOf("a||b||c\n1||x|y||2.5\n3||z||4\n", {.delimiter = "||"}), wanted);
    EXPECT_EQ(shownOf("a::b::c\n1::x|y::2.5\n3::z::4\n"), wanted); // found
    EXPECT_EQ(shownOf("a||b\n1||2\n3||4\n"), "a:integer b:integer | 1 2 | 3 4 ");
    EXPECT_EQ(shownOf("a<->b\n\"1<->2\"<->3\nx<->4\n", {.delimiter = "<->"}), "a:category b:integer | 1<->2 3 | x 4 ");
    // Of three bars the first two are the delimiter.
    EXPECT_EQ(shownOf("a||b\nx|||y\n", {.delimiter = "||", .header = true}), "a:category b:category | x |y ");
    EXPECT_EQ(shownOf("a\x01"
                      "b\n1\x01"
                      "2\n3\x01"
                      "4\n"),
              "a:integer b:integer | 1 2 | 3 4 ");
}

TEST_F(CsvDialectTest, DelimitersAcrossBlocksOfTheScan) {
    // Every place of a delimiter relative to the 64-byte blocks, by comparing with a one-byte delimiter.
    std::mt19937 random(3);
    std::string plain = "a,b,c\n";
    for (int row = 0; row < 500; ++row)
        plain += fmt::format("{},\"{}\n,\",{}\n", std::string(random() % 40, 'x'), std::string(random() % 40, 'y'),
                             random() % 1000);
    std::string wide;
    bool quoted = false;
    for (const char c : plain) {
        quoted = quoted != (c == '"');
        wide += c == ',' && !quoted ? "<=>" : std::string(1, c);
    }
    ASSERT_TRUE(importText(plain).has_value());
    const std::string wanted = shown();
    EXPECT_EQ(shownOf(wide, {.delimiter = "<=>"}), wanted);
}

TEST_F(CsvDialectTest, RunsOfBlanks) {
    const auto outcome = importText("   id  x     name\n    1  2.5  ann\n  20\t3.75  \"bob b\"  \n 300  4  c\n");
    ASSERT_TRUE(outcome.has_value()) << outcome.error().describe();
    EXPECT_EQ(outcome->dialect.delimiter, blankRunDelimiter);
    EXPECT_EQ(shown(), "id:integer x:real name:category | 1 2.5 ann | 20 3.75 bob b | 300 4 c ");
    EXPECT_EQ(shownOf("a b\nx y\n", {.delimiter = blankRunDelimiter, .header = true}), "a:category b:category | x y ");
    // Sentences are one column.
    EXPECT_EQ(importText("it was fine\nit was late\nthe box broke\n")->dialect.columns.size(), 1u);
}

TEST_F(CsvDialectTest, TabsAndRunsOfBlanks) {
    EXPECT_EQ(shownOf("a\tb\tc\n1\t2\t3\n4 5  6\n7\t8\t9\n1\t2\t3\n1\t2\t3\n"),
              "a:integer b:integer c:integer | 1 2 3 | 4 5 6 | 7 8 9 | 1 2 3 | 1 2 3 ");
}

TEST_F(CsvDialectTest, Escapes) {
    const auto found = importText("a,b\n\"he \\\"said\\\", so\",1\n\"C:\\dir\\\\\",2\n");
    ASSERT_TRUE(found.has_value()) << found.error().describe();
    EXPECT_EQ(found->dialect.escape, '\\');
    EXPECT_EQ(shown(), "a:category b:integer | he \"said\", so 1 | C:\\dir\\ 2 ");
    EXPECT_EQ(shownOf("a,b\nx\\,y,1\n", {.escape = '\\', .header = true}), "a:category b:integer | x,y 1 ");
    EXPECT_EQ(shownOf("p,n\n\"C:\\temp\",1\n"), "p:category n:integer | C:\\temp 1 "); // no escape without need
}

TEST_F(CsvDialectTest, Comments) {
    const auto found = importText("# made by hand, with care, twice\n# on Monday\na,b\n1,2\n# between\n3,4\n");
    ASSERT_TRUE(found.has_value()) << found.error().describe();
    EXPECT_EQ(found->dialect.comment, '#');
    EXPECT_TRUE(mentions(found->dialect, "are comments"));
    EXPECT_EQ(shown(), "a:integer b:integer | 1 2 | 3 4 ");
    EXPECT_EQ(found->rejectedRows, 0u);
    EXPECT_EQ(shownOf("#id,b\n1,2\n3,4\n"), "#id:integer b:integer | 1 2 | 3 4 "); // a header, no comment
    EXPECT_EQ(shownOf("a,b\n%x\n1,2\n", {.comment = '%'}), "a:integer b:integer | 1 2 ");
    EXPECT_EQ(importText("# a\n# b\n")->dialect.columns.size(), 1u); // one column of texts
    EXPECT_NE(shownOf("# a\n# b\n", {.comment = '#'}).find("nothing but comments"), std::string::npos);
}

TEST_F(CsvDialectTest, ShortRowsArePaddedWhenAsked) {
    const std::string text = "a,b,c\n1,2,3\n4\n5,6\n7,8,9,10\n";
    EXPECT_EQ(importText(text)->rejectedRows, 3u);
    const auto padded = importText(text, {.ragged = RaggedRows::PadShort});
    EXPECT_EQ(padded->rejectedRows, 1u); // the long one
    EXPECT_EQ(shown(), "a:integer b:integer c:integer | 1 2 3 | 4   | 5 6  ");
    EXPECT_EQ(table().columns[2].missingCount(), 2u);
}

TEST_F(CsvDialectTest, FixedWidths) {
    const std::string text = "name         city      sum\n"
                             "Ann Miller   Roma        3\n"
                             "Jörg Müller  New York   12\n"
                             "B            Oslo      400\n";
    const auto found = importText(text);
    ASSERT_TRUE(found.has_value()) << found.error().describe();
    EXPECT_TRUE(mentions(found->dialect, "fixed width"));
    EXPECT_EQ(shown(),
              "name:category city:category sum:integer | Ann Miller Roma 3 | Jörg Müller New York 12 | B Oslo 400 ");
    EXPECT_EQ(shownOf("12ab 3\n34c\n5 6d8\n", {.fields = {{"x", 0, 1}, {"y", 2, 2}, {"z", 4, 0}}}),
              "x:integer y:category z:integer | 1 ab 3 | 3 c  | 5 6d 8 ");
    EXPECT_EQ(importText("12ab\n", {.fields = {{"x", 0, 3}, {"y", 2, 2}}}).error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(importText("abc\ndef\n", {.fixedWidth = true}).error().kind, ErrorKind::InvalidInput);
}

TEST_F(CsvDialectTest, ColumnsAreRenamedSkippedAndRead) {
    CsvOptions options;
    options.columns["b"] = {.name = "price", .decimalMark = ','};
    options.columns["c"] = {.skip = true};
    options.columns["d"] = {.dateForm = "%Y%m%d"};
    options.columns["e"] = {.type = ColumnType::Text, .missingMarks = {{"none"}}};
    EXPECT_EQ(shownOf("a;b;c;d;e\n1;1,234;x;20140131;none\n2;2,5;y;20140201;NA\n", options),
              "a:integer price:real d:date e:text | 1 1.234 2014-01-31  | 2 2.5 2014-02-01 NA ");
    options.columns["f"] = {};
    EXPECT_EQ(importText("a;b;c;d;e\n1;2;3;20140101;5\n", options).error().kind, ErrorKind::InvalidInput);
    CsvOptions twice;
    twice.columns["a"].name = "b";
    EXPECT_EQ(importText("a;b\n1;2\n", twice).error().kind, ErrorKind::InvalidInput);
}

TEST_F(CsvDialectTest, CodePagesAreToldByTheirLetters) {
    struct Text {
        const char* encoding;
        std::string bytes;
        std::string utf8;
    };
    // The same words by iconv.
    const std::vector<Text> texts = {
        {"windows-1252", "Caf\xE9 cr\xE8me, na\xEFve fa\xE7\x61\x64\x65", "Café crème, naïve façade"},
        {"windows-1250", "\xAF\xF3\xB3w, za\xBF\xF3\xB3\xE6 g\xEA\x9Cl\xB9 ja\x9F\xF1", "Żółw, zażółć gęślą jaźń"},
        {"windows-1250", "P\xF8\xEDli\x9A \x9Elu\x9Dou\xE8k\xFD k\xF9\xF2 \xFAp\xECl", "Příliš žluťoučký kůň úpěl"},
        {"windows-1251", "\xCC\xEE\xF1\xEA\xE2\xE0 \xF1\xF2\xEE\xEB\xE8\xF6\xE0", "Москва столица"},
        {"koi8-r", "\xED\xCF\xD3\xCB\xD7\xC1 \xD3\xD4\xCF\xCC\xC9\xC3\xC1", "Москва столица"},
        {"windows-1253", "\xC7 \xC1\xE8\xDE\xED\xE1 \xE5\xDF\xED\xE1\xE9 \xF0\xFC\xEB\xE7", "Η Αθήνα είναι πόλη"},
        {"windows-1254", "\xDDstanbul \xFE\x65hri g\xFCzel, a\xF0\x61\xE7 \xFD\xFE\xFDk",
         "İstanbul şehri güzel, ağaç ışık"},
        {"windows-1257", "R\xEEga, Latvija, \xF0\x65\xF0i, \xFEiema, \xE2trs \xE7st",
         "Rīga, Latvija, šeši, žiema, ātrs ēst"},
    };
    for (const Text& text : texts) {
        std::string bytes = "name;n\n";
        std::string wanted;
        for (int row = 0; row < 3; ++row) bytes += text.bytes + fmt::format(" {};{}\n", row, row);
        std::replace(bytes.begin() + 7, bytes.end(), ',', ' ');
        const auto outcome = importText(bytes, {.delimiter = ";"});
        ASSERT_TRUE(outcome.has_value()) << outcome.error().describe();
        EXPECT_EQ(outcome->dialect.encoding, text.encoding) << text.utf8;
        std::string first = text.utf8;
        std::replace(first.begin(), first.end(), ',', ' ');
        EXPECT_EQ(table().columns[0].display(0), first + " 0");
    }
    EXPECT_EQ(shownOf("a\n\x93\xFA\x96\x7B\n", {.header = true, .encoding = "shift_jis"}), "a:category | 日本 ");
    EXPECT_EQ(shownOf("a\nx\xA4\n", {.header = true, .encoding = "ISO-8859-15"}), "a:category | x€ ");
    EXPECT_EQ(importText("a\nb\n", {.encoding = "ebcdic"}).error().kind, ErrorKind::InvalidInput);
}

TEST_F(CsvDialectTest, CodePagesAreToldByTheSignsAtNumbers) {
    // The signs are letters of the Cyrillic code page.
    for (const std::string amount : {"1 234,50 \x80", "\x80 12", "\xA3\x35", "5\xA5"}) {
        std::string bytes = "Gr\xF6\xDF\x65;Betrag\n";
        for (int row = 0; row < 100; ++row) bytes += fmt::format("{};{}\n", row, amount);
        const auto outcome = importText(bytes);
        ASSERT_TRUE(outcome.has_value()) << outcome.error().describe();
        EXPECT_EQ(outcome->dialect.encoding, "windows-1252") << amount;
        EXPECT_EQ(table().columns[1].schema.type, ColumnType::Real) << amount;
    }
    std::string floors = "piso\n"; // "1º", "2½"
    for (int row = 0; row < 100; ++row) floors += fmt::format("{}\xBA\n{}\xBD\n", row, row);
    EXPECT_EQ(importText(floors)->dialect.encoding, "windows-1252");
    std::string cyrillic = "\xD6\xE5\xED\xE0;n\n"; // "Цена"
    for (int row = 0; row < 100; ++row) cyrillic += fmt::format("{} \x88;{}\n", row, row);
    ASSERT_TRUE(importText(cyrillic).has_value());
    EXPECT_EQ(table().columns[0].schema.name, "Цена");
}

TEST_F(CsvDialectTest, QuotedMarksAreTextsWhereQuotesMeanSomething) {
    EXPECT_EQ(shownOf("a,b\n\"NA\",1\nNA,2\nx,\"NA\"\n"), "a:category b:integer | NA 1 |  2 | x  ");
    EXPECT_EQ(shownOf("\"a\",\"b\"\n\"NA\",\"1\"\n\"x\",\"2\"\n"), "a:category b:integer |  1 | x 2 ");
}

TEST_F(CsvDialectTest, MarksAmongValuesAreMissing) {
    const auto outcome = importText("a,b,c\n1,..,x\nn.a.,2020-01-31,..\n#DIV/0!,..,y\n3,2020-02-01,z\n");
    EXPECT_EQ(shown(), "a:integer b:date c:category | 1  x |  2020-01-31 .. |   y | 3 2020-02-01 z ");
    EXPECT_TRUE(mentions(outcome->dialect, "'a' is integer with missing values written as '#DIV/0!', 'n.a.'"));
    EXPECT_EQ(table().columns[0].missingCount(), 2u);
    EXPECT_EQ(shownOf("a;b\n2014-7-31;0000-00-00 00:00:00\n0000-00-00;2014-07-31 10:00:00\n"), // as MySQL writes
              "a:date b:timestamp | 2014-07-31  |  2014-07-31T10:00:00 ");
    EXPECT_EQ(shownOf("a,b\n1,x\n\"..\",y\n"), "a:category b:category | 1 x | .. y "); // in quotes it is meant
    EXPECT_EQ(shownOf("a,b\n1,x\n..,y\n", {.missingMarks = {""}}),
              "a:category b:category | 1 x | .. y "); // as is what the user says
    EXPECT_EQ(shownOf("a,b\n..,x\n..,y\n"), "a:category b:category | .. x | .. y ");
    std::string later = "a,b\n..,x\n"; // a word beyond the sample makes it a column of texts again, the mark a text
    for (int row = 0; row < 200000; ++row) later += "12345,x\n";
    ASSERT_TRUE(importText(later + "word,x\n").has_value());
    EXPECT_TRUE(isTextual(table().columns[0].schema.type));
    EXPECT_EQ(table().columns[0].display(0), "..");
}

TEST_F(CsvDialectTest, OptionsFromAFileOfPeople) {
    const auto options =
        csvOptionsFrom(*ConfigNode::parse("delimiter: tab\nquote: none\nescape: \\\ncomment: '#'\nragged: pad\n"
                                          "decimal_mark: ','\nwidths: [3, 4]\nskip_rows: 2\nmember: a.csv\n"
                                          "columns:\n  x: {name: y, type: date, date_form: dmy, missing: ['-']}\n",
                                          "options.yaml"));
    ASSERT_TRUE(options.has_value()) << options.error().describe();
    EXPECT_EQ(options->delimiter, "\t");
    EXPECT_EQ(options->quote, '\0');
    EXPECT_EQ(options->escape, '\\');
    EXPECT_EQ(options->comment, '#');
    EXPECT_EQ(options->ragged, RaggedRows::PadShort);
    EXPECT_EQ(options->fields.size(), 2u);
    EXPECT_EQ(options->fields[1].start, 3u);
    EXPECT_EQ(options->columns.at("x").dateForm, "dmy");
    for (const char* wrong : {"quote: ab", "decimal_mark: x", "ragged: maybe", "widths: [0]", "skip_rows: -1",
                              "columns: {x: {typ: date}}", "types: {x: number}"})
        EXPECT_EQ(csvOptionsFrom(*ConfigNode::parse(wrong, "w.yaml")).error().kind, ErrorKind::InvalidInput) << wrong;
}

#ifdef LATHE_DATA

/// csvkit's schema describes lines; its converted table says what they hold.
TEST_F(CsvDialectTest, FixedWidthAsCsvkitDescribesIt) {
    const Path root = Path(LATHE_DATA) / "csv-evil/csvkit";
    const auto fields = readFixedFields(root / "testfixed_schema.csv");
    ASSERT_TRUE(fields.has_value()) << fields.error().describe();
    const Table wanted = *previewCsv(root / "testfixed_converted.csv", {}, 100);
    std::string lines;
    for (size_t row = 0; row < wanted.rows(); ++row) {
        std::string line;
        for (size_t i = 0; i < fields->size(); ++i) {
            line.resize((*fields)[i].start, ' ');
            line += wanted.columns[i].display(row);
        }
        lines += line + "\n";
    }
    CsvOptions options;
    options.fields = *fields;
    const auto outcome = importText(lines, options);
    ASSERT_TRUE(outcome.has_value()) << outcome.error().describe();
    EXPECT_EQ(outcome->rejectedRows, 0u);
    const Table found = table();
    ASSERT_EQ(found.columns.size(), wanted.columns.size());
    ASSERT_EQ(found.rows(), 4u);
    for (size_t i = 0; i < found.columns.size(); ++i) {
        EXPECT_EQ(found.columns[i].schema, wanted.columns[i].schema);
        for (size_t row = 0; row < 4; ++row) EXPECT_EQ(found.columns[i].display(row), wanted.columns[i].display(row));
    }
}

TEST_F(CsvDialectTest, NaughtyStringsSurviveExportAndImport) {
    const Json strings = Json::parse(*readTextFile(Path(LATHE_DATA) / "csv-evil/blns.json"));
    Table table;
    table.columns.resize(2);
    table.columns[0].schema = {"n", ColumnType::Integer};
    table.columns[1].schema = {"text", ColumnType::Text};
    for (size_t i = 0; i < strings.size(); ++i) {
        table.columns[0].integers.push_back(static_cast<int64_t>(i));
        table.columns[1].texts.push(strings[i].get<std::string>());
    }
    const Path file = m_folder.path() / "naughty.h5";
    const auto writer = *ColumnFileWriter::create(file, table.schema());
    ASSERT_TRUE(writer->append(table).has_value());
    ASSERT_TRUE(writer->finish().has_value());
    const Path csv = m_folder.path() / "naughty.csv";
    ASSERT_TRUE(exportCsv(**ColumnFile::open(file), csv, JobContext()).has_value());
    const auto outcome = importFile(csv);
    ASSERT_TRUE(outcome.has_value()) << outcome.error().describe();
    EXPECT_EQ(outcome->rejectedRows, 0u);
    const Table back = this->table();
    ASSERT_EQ(back.rows(), strings.size());
    for (size_t row = 0; row < back.rows(); ++row) {
        EXPECT_EQ(back.columns[0].integers[row], static_cast<int64_t>(row));
        EXPECT_EQ(back.columns[1].display(row), strings[row].get<std::string>()) << row;
    }
}

#endif
