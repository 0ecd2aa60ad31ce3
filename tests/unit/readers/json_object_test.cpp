// SPDX-License-Identifier: GPL-3.0-or-later
// Objects that as a whole are a table are parsed a piece at a time: nothing of that may show, but that a stop ends it.
#include "core/data/readers/json.h"

#include "tests/unit/readers/sources.h"

#include <fmt/format.h>

#include <sstream>

using namespace lathe;
using namespace lathe::readers;

namespace {

using Texts = std::vector<std::string>;

/// Bytes in memory.
class TextSource final : public ByteSource {
public:
    explicit TextSource(const std::string& text) : ByteSource(Packing::None, "text.json"), m_text(&text) {}
    Result<size_t> read(char* target, size_t capacity) override {
        const size_t count = m_text->copy(target, capacity, m_at);
        m_at += count;
        return count;
    }
    [[nodiscard]] double position() const override { return static_cast<double>(m_at); }
    [[nodiscard]] double size() const override { return static_cast<double>(m_text->size()); }

private:
    const std::string* m_text;
    size_t m_at = 0;
};

Result<std::unique_ptr<RowSource>> open(const std::string& text, const std::stop_token& stop = {}) {
    return openJsonRows([&text]() -> Result<std::unique_ptr<ByteSource>> { return std::make_unique<TextSource>(text); },
                        "text.json", false, {}, stop);
}

/// Whether all of the text is read and is JSON.
bool isRead(const std::string& text) {
    const auto rows = open(text);
    if (!rows || !(*rows)->rewind()) return false;
    const auto plan = (*rows)->columns();
    for (;;) {
        Piece piece;
        const auto more = (*rows)->read(piece, plan, 100'000);
        if (!more || !*more) return more.has_value();
        const DecodedPiece decoded = piece.decoded ? std::move(*piece.decoded) : (*rows)->decode(piece, plan);
        for (const RejectedRow& row : decoded.rejected)
            if (row.reason.starts_with("not JSON")) return false;
    }
}

/// Items that fill more than the pieces of 1 MiB, with \p middle among them.
std::string manyItems(const std::string& middle, const std::string& item) {
    std::string text;
    while (text.size() < size_t{1100} << 10) text += item + ",";
    text += middle;
    while (text.size() < size_t{1200} << 10) text += "," + item;
    return text;
}

class JsonObjectTest : public SourcesTest {
protected:
    /// \p value is accepted and refused in every place of a large object as the strict parser does.
    static void expectJudgedStrictly(const std::string& value) {
        for (const std::string& document :
             {fmt::format(R"({{"a": {}, "b": 1}})", value), fmt::format(R"({{"a": [{}]}})", manyItems(value, "1.5")),
              fmt::format(R"({{"a": {{{}}}}})", manyItems("\"k\": " + value, "\"key\": [1]"))}) {
            EXPECT_EQ(isRead(document), parseJsonStrictly(document).has_value())
                << value << " in " << document.substr(0, 40);
        }
    }
};

TEST_F(JsonObjectTest, everyValueIsJudgedStrictly) {
    for (const char* value :
         {"1", "\"x\"", "[1, {\"a\": null}]", "{}", "[]", "123456789012345678901234567890", "1e5", R"("\"\\")"})
        expectJudgedStrictly(value);
    for (const char* value :
         {"",      "01",   "1,",       ",1",        "1,,2",     "[1}",    "{1]",         "[1",
          "1]",    "nul",  "\"x",      "'x'",       R"("\x")",  "\"\t\"", "\"a\" \"b\"", "\\\"1\\\"",
          "1 2",   "\x1e", "\"\xff\"", "{\"a\"}",   "{\"a\":}", "{a:1}",  "{\"a\":1,}",  "{\"a\" 1}",
          "1e999", "[[]",  "1;2",      "true false"})
        expectJudgedStrictly(value);
    for (const char* document : {"{", "{}", "{ }", "{]", "{,}", "{:}", R"({"a"})", R"({"a":1,})", R"({"a":1]})",
                                 R"({1:2})", R"({"a":1 "b":2})", R"({"a":1:2})"})
        EXPECT_EQ(isRead(document), parseJsonStrictly(document).has_value()) << document;
}

TEST_F(JsonObjectTest, columnsOfManyPieces) {
    constexpr int rows = 150'000;
    std::ostringstream arrays;
    std::ostringstream keyed;
    for (const char* name : {"id", "half", "name"}) {
        const char* comma = *name == 'i' ? "" : ",";
        arrays << comma << '"' << name << "\":[";
        keyed << comma << '"' << name << "\":{";
        for (int row = 0; row < rows; ++row) {
            const std::string value = *name == 'i'   ? std::to_string(row)
                                      : *name == 'h' ? row % 7 == 0 ? "null" : fmt::format("{}.5", row)
                                                     : fmt::format(R"("of, \"row\" {}")", row);
            arrays << (row > 0 ? "," : "") << value;
            keyed << (row > 0 ? "," : "") << '"' << row << "\":" << value;
        }
        arrays << ']';
        keyed << '}';
    }
    for (const std::string& document : {"{" + arrays.str() + "}", "{" + keyed.str() + "}"}) {
        ASSERT_GT(document.size(), size_t{4} << 20);
        const auto imported = importText("columns.json", document);
        EXPECT_EQ(imported.schema(), "id:integer half:real name:text");
        ASSERT_EQ(imported.table.rows(), size_t{rows});
        EXPECT_EQ(imported.column("half").missingCount(), 21'429U); // ceil(150000 / 7)
        for (int row = 1; row < rows; row += 9973) {
            EXPECT_EQ(imported.column("id").integers[row], row);
            EXPECT_EQ(imported.column("half").isMissing(row), row % 7 == 0);
            EXPECT_EQ(imported.column("name").text(row), fmt::format("of, \"row\" {}", row));
        }
    }
}

TEST_F(JsonObjectTest, recordsOfManyPieces) {
    constexpr int rows = 120'000;
    std::ostringstream keyed;
    std::ostringstream split;
    for (int row = 0; row < rows; ++row) {
        const bool broken = row == 70'001;
        keyed << (row > 0 ? "," : "") << fmt::format("\"r{}\":", row)
              << (broken ? "7" : fmt::format(R"({{"n":{},"at":{{"x":{}}}}})", row, row % 10));
        split << (row > 0 ? "," : "") << (broken ? "[1]" : fmt::format("[{},\"text {}\"]", row, row));
    }
    // A member that is no object makes it no keyed records, so the broken one stands in the split form only.
    std::string records = keyed.str();
    records.replace(records.find("\"r70001\":7"), 10, R"("r70001":{"n":70001,"at":{"x":1}})");
    const auto imported = importText("keyed.json", "{" + records + "}");
    EXPECT_EQ(imported.schema(), "key:text n:integer at.x:integer");
    ASSERT_EQ(imported.table.rows(), size_t{rows});
    EXPECT_EQ(imported.column("key").text(99'999), "r99999");
    EXPECT_EQ(imported.column("n").integers[99'999], 99'999);
    EXPECT_EQ(imported.column("at.x").integers[70'001], 1);
    const auto rowsOf = importText("split.json", R"({"columns":["n","t"],"data":[)" + split.str() + "]}");
    EXPECT_EQ(rowsOf.table.rows(), size_t{rows - 1});
    EXPECT_EQ(rowsOf.column("n").integers[99'998], 99'999);
    ASSERT_EQ(rowsOf.outcome.rejected.size(), 1U);
    EXPECT_EQ(rowsOf.outcome.rejected[0].line, 70'002U);
    EXPECT_EQ(rowsOf.outcome.rejected[0].reason, "the record has 1 values for 2 columns");
}

TEST_F(JsonObjectTest, aRecordThatIsTooLongToBeParsedAtOnceIsRefused) {
    const std::string nine(size_t{9} << 20, 'x');
    for (const std::string& record : {"\"" + nine + "\"", "[\"" + nine + "\"]"}) {
        EXPECT_NE(problem(write("x.json", R"({"a": )" + record + "}")).find("a value has more than 8 MiB"),
                  std::string::npos);
        EXPECT_NE(problem(write("x.json", "[" + record + "]")).find("x.json:1: a value has more than 8 MiB"),
                  std::string::npos);
        EXPECT_NE(problem(write("x.jsonl", "{\"a\": 1}\n" + record)).find("x.jsonl:2: a line has more than 8 MiB"),
                  std::string::npos);
    }
    const std::string wide = R"({"a": [)" + std::string(size_t{8} << 20, ' ') + R"(], "d": 1})";
    EXPECT_NE(problem(write("x.json", wide)).find("single record of more than 8 MiB"), std::string::npos);
    // Beside the records there may be more.
    ImportOptions options;
    options.recordPath = "rows";
    EXPECT_EQ(import(write("y.json", R"({"more": [)" + manyItems("1", "[\"" + std::string(1000, 'y') + "\"]") +
                                         R"(], "rows": [{"a": 1}], "rest": {"z": [)" + manyItems("1", "2") + "]}}"),
                     options)
                  .texts("a"),
              Texts{"1"});
    EXPECT_NE(problem(write("z.json", R"({"more": [)" + manyItems("01", "2") + R"(], "rows": [{"a": 1}]})"), options)
                  .find("not JSON"),
              std::string::npos);
}

TEST_F(JsonObjectTest, aStopEndsOpeningAndReading) {
    const std::string document = R"({"a": [)" + manyItems("1", "1.5") + "]}";
    std::stop_source stop;
    auto rows = open(document);
    ASSERT_TRUE(rows);
    (*rows)->stopWhen(stop.get_token());
    ASSERT_TRUE((*rows)->rewind());
    Piece piece;
    EXPECT_TRUE((*rows)->read(piece, (*rows)->columns(), 100'000).value());
    stop.request_stop();
    EXPECT_EQ((*rows)->read(piece, (*rows)->columns(), 100'000).error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(open(document, stop.get_token()).error().kind, ErrorKind::Cancelled);
    ImportOptions options;
    options.recordPath = "rows";
    const auto bytes = [&document]() -> Result<std::unique_ptr<ByteSource>> {
        return std::make_unique<TextSource>(document);
    };
    EXPECT_EQ(openJsonRows(bytes, "text.json", false, options, stop.get_token()).error().kind, ErrorKind::Cancelled);
}

#ifdef LATHE_DATA

TEST_F(JsonObjectTest, theTestSuiteIsJudgedStrictlyWithinObjects) {
    size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(Path(LATHE_DATA) / "json/JSONTestSuite")) {
        if (entry.path().extension() != ".json") continue;
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string value{std::istreambuf_iterator<char>(stream), {}};
        if (value.size() > 10'000) continue; // nesting beyond 1024 levels
        ++files;
        for (const std::string& document : {R"({"x":)" + value, R"({"x":)" + value + "}", R"({"x":[1,)" + value + "]}"})
            EXPECT_EQ(isRead(document), parseJsonStrictly(document).has_value()) << entry.path();
    }
    EXPECT_EQ(files, 316U);
}

#endif

} // namespace
