// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/data/writers/export.h"
#include "tests/unit/readers/sources.h"

using namespace lathe;
using namespace lathe::readers;
using namespace std::string_literals;

namespace {

using Texts = std::vector<std::string>;

class RoundTripTest : public SourcesTest {
protected:
    Path store(const Table& table, const std::string& name = "stored.h5") {
        const Path path = m_folder.path() / name;
        const auto writer = ColumnFileWriter::create(path, table.schema());
        EXPECT_TRUE(writer);
        EXPECT_TRUE((*writer)->append(table));
        EXPECT_TRUE((*writer)->finish());
        return path;
    }
    Imported through(const Path& stored, const std::string& name, const ImportOptions& options) {
        const auto file = ColumnFile::open(stored);
        EXPECT_TRUE(file);
        const Path exported = m_folder.path() / name;
        const auto done = exportFile(**file, exportFormatFor(exported), exported, {});
        EXPECT_TRUE(done) << done.error().describe();
        return import(exported, options);
    }
    static Table texts(const Texts& values) {
        Column column{.schema = {"value", ColumnType::Text}};
        for (const auto& value : values) column.texts.push(value);
        return Table{{column}};
    }
    static ImportOptions exactTexts() {
        ImportOptions options;
        options.csv.missingMarks = {};
        options.csv.header = true;
        options.csv.types["value"] = ColumnType::Text;
        return options;
    }
};

/// A file of every format that can be written, some of them packed.
const std::vector<std::string> formats{
    "x.json",    "x.jsonl", "x.csv",    "x.tsv",       "x.arff",    "x.sqlite",
    "x.h5",      "x.npz",   "x.csv.gz", "x.jsonl.zst", "x.arff.gz",
#ifdef LATHE_PARQUET
    "x.parquet",
#endif
};

/// The values as people read them, whatever the type: truth values as numbers.
Texts shownValues(const Column& column) {
    Texts values;
    for (size_t row = 0; row < column.rows(); ++row) {
        values.push_back(column.isMissing(row) ? "–" : column.display(row));
        if (column.schema.type == ColumnType::Boolean && !column.isMissing(row))
            values.back() = std::to_string(column.integers[row]);
    }
    return values;
}

/// ARFF's truth values come back as words.
Texts asNumbers(Texts values) {
    for (auto& value : values) value = value == "true" ? "1" : value == "false" ? "0" : value;
    return values;
}

void expectSame(const Table& expected, const Table& found, const std::string& format) {
    ASSERT_EQ(found.columns.size(), expected.columns.size()) << format;
    for (size_t i = 0; i < expected.columns.size(); ++i) {
        EXPECT_EQ(found.columns[i].schema.name, expected.columns[i].schema.name) << format;
        EXPECT_EQ(asNumbers(shownValues(found.columns[i])), shownValues(expected.columns[i]))
            << format << ' ' << expected.columns[i].schema.name;
    }
}

Column textColumn(const std::string& name, const Texts& values) {
    Column column{.schema = {name, ColumnType::Text}};
    for (const auto& value : values) column.texts.push(value);
    return column;
}

Table everyType() {
    Table table;
    table.columns = {
        Column{.schema = {"b", ColumnType::Boolean}, .integers = {1, 0, 1}},
        Column{.schema = {"i", ColumnType::Integer}, .integers = {INT64_MAX, INT64_MIN, 0}},
        Column{.schema = {"r", ColumnType::Real}, .reals = {0.1, 1e-300, -1.7976931348623157e308}},
        Column{.schema = {"k", ColumnType::Category}, .codes = {0, 1, 0}, .dictionary = {"red", "it's \"blue\""}},
        textColumn("s", {"", "two\nlines", "NA"}),
        Column{.schema = {"d", ColumnType::Date}, .integers = {0, -1, 2932896}}, // 9999-12-31
        Column{.schema = {"t", ColumnType::Timestamp}, .integers = {1, 1500000, -86400000000}},
        Column{.schema = {"ms", ColumnType::Timestamp}, .integers = {1000, -1500000, 0}},
        Column{.schema = {"sec", ColumnType::Timestamp}, .integers = {1000000, -1000000, 0}}};
    return table;
}

ImportOptions typed(const std::string& format) {
    ImportOptions options;
    if (format.find("csv") == std::string::npos && format.find("tsv") == std::string::npos) return options;
    options.csv.types["s"] = ColumnType::Text;
    return options;
}

TEST_F(RoundTripTest, everyTypeSurvivesEveryFormat) {
    const Table table = everyType();
    const Path stored = store(table);
    for (const auto& name : formats) expectSame(table, through(stored, name, typed(name)).table, name);
}

TEST_F(RoundTripTest, missingValuesSurviveEveryFormat) {
    Table table = everyType();
    table.columns[1].integers = {int64_t{1} << 53U, -5, 0};
    table.columns[2].reals[2] = std::nan("");
    table.columns[4] = textColumn("s", {"NA", "two\nlines", ""});
    for (auto& column : table.columns) column.missing = {0, 0, 1};
    const Path stored = store(table);
    for (const auto& name : formats) {
        Table back = through(stored, name, typed(name)).table;
        if (name == "x.npz") // whose missing texts are empty ones
            for (Column& column : back.columns)
                if (isTextual(column.schema.type) && column.text(2).empty()) column.missing = {0, 0, 1};
        expectSame(table, back, name);
    }
}

TEST_F(RoundTripTest, typesThatAFormatHasComeBack) {
    Table table = everyType();
    for (auto& column : table.columns) column.missing = {0, 0, 1};
    const Path stored = store(table);
    const std::string all =
        "b:boolean i:integer r:real k:category s:category d:date t:timestamp ms:timestamp sec:timestamp";
    for (const auto* name : {"x.json", "x.jsonl", "x.h5", "x.sqlite"})
        EXPECT_EQ(through(stored, name, {}).schema(), all) << name;
    EXPECT_EQ(through(stored, "x.arff", {}).schema(),
              "b:category i:integer r:real k:category s:category d:date t:category ms:timestamp sec:timestamp");
    EXPECT_EQ(through(store(everyType(), "whole.h5"), "x.npz", {}).schema(), all);
#ifdef LATHE_PARQUET
    EXPECT_EQ(through(stored, "x.parquet", {}).schema(), all);
#endif
}

TEST_F(RoundTripTest, emptyTextsAreNotMissing) {
    Table table;
    table.columns = {Column{.schema = {"n", ColumnType::Integer}, .integers = {1, 2, 3, 4}},
                     textColumn("s", {"", "NA", "n/a", ""})};
    table.columns[1].missing = {0, 0, 0, 1};
    const Path stored = store(table);
    for (const auto& name : formats) {
        if (name == "x.npz") continue; // which refuses this, below
        EXPECT_EQ(through(stored, name, typed(name)).texts("s"), (Texts{"", "NA", "n/a", "–"})) << name;
    }
}

TEST_F(RoundTripTest, hostileTextsSurvive) {
    const Texts hostile{"",
                        " ",
                        "\"",
                        "\\",
                        "a,b",
                        "a\nb",
                        "a\r\nb",
                        "\t",
                        "{}",
                        "[1]",
                        "null",
                        "\xf0\x9f\x98\x80",
                        "\x01\x1f\x7f",
                        "=1+1",
                        "'",
                        "007",
                        "2014-01-31",
                        "?",
                        "%",
                        "{0 1}",
                        "a\tb",
                        " edges ",
                        "@data",
                        "\\n",
                        "NaN",
                        "-",
                        "\x1e"};
    for (const auto& name : formats)
        EXPECT_EQ(through(store(texts(hostile), name + ".h5"), name, exactTexts()).texts("value"), hostile) << name;
}

TEST_F(RoundTripTest, hostileNamesSurvive) {
    const Texts names{"a/b",  "a.b", ".",     "..",   "/",          "%41",   "Größe", "quote\"d",
                      "it's", "a,b", "a;b",   "a\tb", "two\nlines", "{x}",   "?",     "select",
                      "=1",   "%",   "@data", "\\",   "name",       "x.npy", "[0]",   "\xf0\x9f\x98\x80"};
    Table table;
    for (size_t i = 0; i < names.size(); ++i)
        table.columns.push_back(
            Column{.schema = {names[i], ColumnType::Integer}, .integers = {static_cast<int64_t>(i), -1}});
    const Path stored = store(table);
    for (const auto& name : formats) expectSame(table, through(stored, name, {}).table, name);
}

TEST_F(RoundTripTest, manyRowsInTheOrderOfAView) {
    Table table;
    table.columns = {Column{.schema = {"n", ColumnType::Integer}}, Column{.schema = {"t", ColumnType::Text}},
                     Column{.schema = {"left out", ColumnType::Integer}}};
    for (int64_t row = 0; row < 150'000; ++row) {
        table.columns[0].integers.push_back(row * 7919 % 150'000);
        table.columns[1].texts.push("text " + std::to_string(row % 100 == 0 ? row : row % 10));
        table.columns[2].integers.push_back(row);
    }
    const auto file = ColumnFile::open(store(table)).value();
    const RowOrder order = sortRows(*file, {{"n", true}}, nullptr, m_folder.path(), {}).value();
    ImportOptions asText;
    asText.csv.types["t"] = ColumnType::Text;
    for (const auto& name : formats) {
        const Path target = m_folder.path() / name;
        ASSERT_TRUE(exportRows(*file, order, {1, 0}, exportFormatFor(target), target, {})) << name;
        const auto back = import(target, asText);
        ASSERT_EQ(back.schema(), "t:text n:integer") << name;
        ASSERT_EQ(back.outcome.rows, 150'000U) << name;
        for (size_t row = 0; row < 150'000; row += 7) {
            const uint64_t source = order.rows(row, 1).value().front();
            ASSERT_EQ(back.column("n").integers[row], 149'999 - static_cast<int64_t>(row)) << name;
            ASSERT_EQ(back.column("t").text(row), table.columns[1].text(source)) << name << ' ' << row;
        }
    }
}

TEST_F(RoundTripTest, noRowsAreAFileAllTheSame) {
    Table table = everyType();
    for (auto& column : table.columns) column = gather(column, {});
    const Path stored = store(table);
    for (const auto* name : {"x.sqlite", "x.h5", "x.npz", "x.arff"})
        EXPECT_EQ(through(stored, name, {}).table.columns.size(), table.columns.size()) << name;
}

// What a format cannot hold ---------------------------------------------------------------------------------------

class RefusedTest : public RoundTripTest {
protected:
    std::string refused(const Table& table, const std::string& name) {
        const Path target = m_folder.path() / name;
        const auto done =
            exportFile(*ColumnFile::open(store(table, name + ".stored")).value(), exportFormatFor(target), target, {});
        EXPECT_FALSE(std::filesystem::exists(target));
        return done ? "" : done.error().describe();
    }
    static void expectSays(const std::string& said, const std::string& expected) {
        EXPECT_NE(said.find(expected), std::string::npos) << said;
    }
};

TEST_F(RefusedTest, rowAndColumnAreNamed) {
    expectSays(refused(Table{{textColumn("s", {"a", "b\0"s})}}, "a.npz"), "row 2 of column 's'");
    expectSays(refused(Table{{textColumn("s", {"a", "b\0c"s})}}, "a.h5"), "row 2 of column 's'");
    Table missing{{textColumn("s", {"a", "", ""})}};
    missing.columns[0].missing = {0, 0, 1};
    expectSays(
        refused(missing, "b.npz"),
        "row 2 of column 's' cannot be written: in NumPy's arrays this empty text is the same as the missing one in row 3");
    Table large;
    large.columns = {Column{
        .schema = {"i", ColumnType::Integer}, .integers = {5, (int64_t{1} << 53U) + 1, 0}, .missing = {0, 0, 1}}};
    expectSays(refused(large, "c.npz"), "row 2 of column 'i'");
}

TEST_F(RefusedTest, namesThatSqliteTakesForOne) {
    Table table{{textColumn("Name", {"a"}), textColumn("name", {"b"})}};
    expectSays(refused(table, "a.db"), "columns 'Name' and 'name' would have the same name");
}

TEST_F(RefusedTest, everyMissingTextThatHdf5CouldUseIsThere) {
    Table table{{textColumn("s", {"", "NA", "n/a", "<missing>", ""})}};
    table.columns[0].missing = {0, 0, 0, 0, 1};
    expectSays(refused(table, "a.h5"), "column 's' holds every value that could stand for a missing one");
}

TEST_F(RefusedTest, packedFilesThatAreNoText) {
    expectSays(refused(texts({"a"}), "a.h5.gz"), "hdf5 files are not packed");
}

#ifndef LATHE_PARQUET
TEST_F(RefusedTest, parquetSaysWhatToInstall) { expectSays(refused(texts({"a"}), "a.parquet"), "libparquet-dev"); }
#endif

TEST_F(RefusedTest, aStopLeavesWhatWasThere) {
    Table table;
    table.columns = {Column{.schema = {"n", ColumnType::Integer}}};
    for (int64_t row = 0; row < 100'000; ++row) table.columns[0].integers.push_back(row);
    const auto file = ColumnFile::open(store(table)).value();
    for (const auto& name : formats) {
        const Path target = write(name, "what was there");
        std::stop_source stop;
        const JobContext job(stop.get_token(), [&](const JobProgress& progress) {
            if (progress.done > 0) stop.request_stop();
        });
        const auto done = exportFile(*file, exportFormatFor(target), target, job);
        ASSERT_FALSE(done) << name;
        EXPECT_EQ(done.error().kind, ErrorKind::Cancelled) << name;
        EXPECT_EQ(readTextFile(target).value(), "what was there") << name;
    }
    for (const auto& entry : std::filesystem::directory_iterator(m_folder.path()))
        EXPECT_EQ(entry.path().filename().string().find(".export"), std::string::npos);
}

TEST_F(RoundTripTest, formatsAreKnownByEndingAndWord) {
    EXPECT_EQ(exportFormatFor("a.TSV.gz"), ExportFormat::Tsv);
    EXPECT_EQ(exportFormatFor("a.gz"), ExportFormat::Csv);
    EXPECT_EQ(exportFormatFor("a.db"), ExportFormat::Sqlite);
    EXPECT_EQ(exportFormatFor("a.anything"), ExportFormat::Csv);
    for (const auto& word : exportFormatWords()) EXPECT_EQ(toString(*exportFormatFromText(word)), word);
    EXPECT_FALSE(exportFormatFromText("xlsx"));
}

TEST_F(RoundTripTest, aFolderOfTextsByClass) {
    write("t/good/2.txt", "fine\n");
    write("t/good/1.txt", "caf\xe9");
    write("t/bad/1.txt", "poor");
    write("t/bad/.hidden", "x");
    write("t/bad/2.bin", "a\0b"s);
    const auto imported = import(m_folder.path() / "t");
    EXPECT_EQ(imported.schema(), "file:text class:category text:text");
    EXPECT_EQ(imported.texts("file"), (Texts{"bad/1.txt", "good/1.txt", "good/2.txt"}));
    EXPECT_EQ(imported.texts("class"), (Texts{"bad", "good", "good"}));
    EXPECT_EQ(imported.texts("text"), (Texts{"poor", "café", "fine\n"}));
    ASSERT_EQ(imported.outcome.rejected.size(), 1U);
    EXPECT_EQ(imported.outcome.rejected[0].text, "bad/2.bin");
    EXPECT_EQ(imported.outcome.sourceHash.size(), 64U);
}

TEST_F(RoundTripTest, parquetIsReadOrSaysWhatToDo) {
    const std::string said = problem(write("x.parquet", "PAR1 and nothing else"));
    EXPECT_TRUE(said.find("without Apache Arrow") != std::string::npos || said.find("corrupt") != std::string::npos)
        << said;
}

#ifdef LATHE_DATA

TEST_F(RoundTripTest, theBigListOfNaughtyStringsSurvives) {
    const auto original = import(Path(LATHE_DATA) / "csv-evil/blns.json", exactTexts());
    const Texts strings = original.texts("value");
    ASSERT_EQ(strings.size(), 515U);
    for (const auto& name : formats)
        EXPECT_EQ(through(store(texts(strings), name + ".h5"), name, exactTexts()).texts("value"), strings) << name;
}

#endif

} // namespace
