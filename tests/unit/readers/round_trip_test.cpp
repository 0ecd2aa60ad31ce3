// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/data/query/export_rows.h"
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

const std::vector<std::string> formats{"x.json", "x.jsonl", "x.csv"};

TEST_F(RoundTripTest, everyTypeSurvivesJson) {
    Table table;
    table.columns = {Column{.schema = {"b", ColumnType::Boolean}, .integers = {1, 0, 0}, .missing = {0, 0, 1}},
                     Column{.schema = {"i", ColumnType::Integer}, .integers = {INT64_MAX, INT64_MIN, 0}, .missing = {0, 0, 1}},
                     Column{.schema = {"r", ColumnType::Real}, .reals = {0.1, 1e-300, std::nan("")}, .missing = {0, 0, 1}},
                     Column{.schema = {"d", ColumnType::Date}, .integers = {0, -1, 0}, .missing = {0, 0, 1}},
                     Column{.schema = {"t", ColumnType::Timestamp}, .integers = {1, 1500000, 0}, .missing = {0, 0, 1}}};
    const Path stored = store(table);
    for (const std::string name : {"x.json", "x.jsonl"}) {
        const auto back = through(stored, name, {});
        EXPECT_EQ(back.schema(), "b:boolean i:integer r:real d:date t:timestamp");
        for (const auto& column : table.columns)
            for (size_t row = 0; row < 3; ++row) EXPECT_EQ(back.column(column.schema.name).display(row), column.display(row));
    }
}

TEST_F(RoundTripTest, hostileTextsSurvive) {
    const Texts hostile{"", " ", "\"", "\\", "a,b", "a\nb", "a\r\nb", "\t", "{}", "[1]", "null", "\xf0\x9f\x98\x80", "\x01\x1f\x7f", "=1+1", "'", "007", "2014-01-31"};
    for (const auto& name : formats) EXPECT_EQ(through(store(texts(hostile), name + ".h5"), name, exactTexts()).texts("value"), hostile) << name;
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
    EXPECT_TRUE(said.find("without Apache Arrow") != std::string::npos || said.find("corrupt") != std::string::npos) << said;
}

#ifdef LATHE_DATA

TEST_F(RoundTripTest, theBigListOfNaughtyStringsSurvives) {
    const auto original = import(Path(LATHE_DATA) / "csv-evil/blns.json", exactTexts());
    const Texts strings = original.texts("value");
    ASSERT_EQ(strings.size(), 515U);
    for (const auto& name : formats) EXPECT_EQ(through(store(texts(strings), name + ".h5"), name, exactTexts()).texts("value"), strings) << name;
}

#endif

} // namespace
