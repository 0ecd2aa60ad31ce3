// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/json.h"

#include "core/base/text.h"
#include "tests/unit/readers/sources.h"

using namespace lathe;
using namespace lathe::readers;
using namespace std::string_literals;

namespace {

using Texts = std::vector<std::string>;

class JsonTest : public SourcesTest {
protected:
    Imported importJson(std::string_view content, const ImportOptions& options = {}) {
        return importText("x.json", content, options);
    }
};

TEST_F(JsonTest, recordsInAnArrayAreFlattened) {
    const auto imported = importJson(R"([
        {"id": 1, "name": "Ann", "where": {"city": "Essen", "at": {"lat": 51.5}}, "tags": ["a", 2], "ok": true, "day": "2014-01-31"},
        {"id": 2, "name": null, "where": {"city": "Bern"}, "ok": false, "day": "2014-02-01", "extra": "x"}
    ])");
    EXPECT_EQ(
        imported.schema(),
        "id:integer name:category where.city:category where.at.lat:real tags:category ok:boolean day:date extra:category");
    EXPECT_EQ(imported.texts("name"), (Texts{"Ann", "–"}));
    EXPECT_EQ(imported.texts("where.at.lat"), (Texts{"51.5", "–"}));
    EXPECT_EQ(imported.texts("tags"), (Texts{R"(["a",2])", "–"}));
    EXPECT_EQ(imported.texts("day"), (Texts{"2014-01-31", "2014-02-01"}));
    EXPECT_EQ(imported.texts("extra"), (Texts{"–", "x"}));
}

TEST_F(JsonTest, typesHoldAllValuesExactly) {
    const auto imported = importJson(R"([
        {"mixed": 1.5, "big": 9007199254740993, "huge": 12345678901234567890, "huger": 123456789012345678901234567890, "when": "2014-01-31T12:00:00Z", "digits": "007", "either": true},
        {"mixed": "1.50", "big": 0.5, "huge": 1, "huger": -1, "when": "2014-01-31T13:00:00+01:00", "digits": "8", "either": 1}
    ])");
    EXPECT_EQ(imported.texts("mixed"), (Texts{"1.5", "1.50"}));
    EXPECT_EQ(imported.texts("big"), (Texts{"9007199254740993", "0.5"})) << "no double holds 2^53 + 1";
    EXPECT_EQ(imported.texts("huge"), (Texts{"12345678901234567890", "1"}));
    EXPECT_EQ(imported.texts("huger"), (Texts{"123456789012345678901234567890", "-1"}));
    EXPECT_EQ(imported.texts("when"), (Texts{"2014-01-31T12:00:00", "2014-01-31T12:00:00"}));
    EXPECT_EQ(imported.texts("digits"), (Texts{"007", "8"}));
    EXPECT_EQ(imported.texts("either"), (Texts{"true", "1"}));
}

TEST_F(JsonTest, digitsBehindTheMicrosecondAreCutAndItIsSaid) {
    const auto imported = importJson(R"([{"t": "2014-01-31T12:00:00.123456789Z"}, {"t": "2014-01-31T12:00:00Z"}])");
    EXPECT_EQ(imported.schema(), "t:timestamp");
    EXPECT_EQ(imported.texts("t"), (Texts{"2014-01-31T12:00:00.123456", "2014-01-31T12:00:00"}));
    EXPECT_EQ(imported.outcome.description.reasons.back(),
              "'t' is read as timestamp: digits behind the microsecond are cut.");
}

TEST_F(JsonTest, theLastOfEqualKeysCountsAndEmptyKeysGetANumber) {
    const auto imported = importJson(R"([{"a": 1, "a": 2, "": 3, "a.b": 4}])");
    EXPECT_EQ(imported.texts("a"), Texts{"2"});
    EXPECT_EQ(imported.texts("column_2"), Texts{"3"});
    EXPECT_EQ(imported.texts("a.b"), Texts{"4"});
}

TEST_F(JsonTest, objectsOfColumnsRecordsAndRows) {
    EXPECT_EQ(importJson(R"({"a": [1, 2], "b": ["x", "y"]})").schema(), "a:integer b:category");
    const auto pandas = importJson(R"({"a": {"0": 1, "1": 2}, "b": {"0": "x", "1": null}})");
    EXPECT_EQ(pandas.texts("a"), (Texts{"1", "2"}));
    EXPECT_EQ(pandas.texts("b"), (Texts{"x", "–"}));
    const auto keyed = importJson(R"({"ann": {"age": 3, "key": 1}, "bob": {"age": 4, "key": 2}})");
    EXPECT_EQ(keyed.schema(), "key:category age:integer key_2:integer");
    EXPECT_EQ(keyed.texts("key"), (Texts{"ann", "bob"}));
    const auto split = importJson(R"({"columns": ["a", "b"], "index": [0, 1], "data": [[1, "x"], [2, "y"]]})");
    EXPECT_EQ(split.schema(), "a:integer b:category");
    EXPECT_EQ(split.texts("b"), (Texts{"x", "y"}));
    const auto one = importJson(R"({"id": 7, "name": {"first": "Ann"}})");
    EXPECT_EQ(one.schema(), "id:integer name.first:category");
}

TEST_F(JsonTest, theRecordPathLeadsToTheRecords) {
    const std::string document =
        R"({"meta": {"count": 2}, "data": {"items": [{"a": 1}, {"a": 2}], "others": [{"b": 1}]}, "end": []})";
    ImportOptions options;
    options.recordPath = "data.items";
    EXPECT_EQ(importJson(document, options).texts("a"), (Texts{"1", "2"}));
    options.recordPath = "data";
    const auto first = importJson(document, options);
    EXPECT_EQ(first.texts("a"), (Texts{"1", "2"}));
    EXPECT_EQ(first.outcome.description.choices.size(), 2U);
    EXPECT_EQ(first.outcome.description.chosen, "data.items");
    options.recordPath = "data.none";
    EXPECT_NE(problem(write("y.json", document), options).find("not-found: there is no 'none'"), std::string::npos);
    const auto features = importJson(R"({"type": "FeatureCollection", "features": [{"id": 1}]})");
    EXPECT_EQ(features.schema(), "id:integer");
    EXPECT_EQ(splitRecordPath(R"(a\.b.c)"), (Texts{"a.b", "c"}));
}

TEST_F(JsonTest, linesRejectWhatIsBrokenAndSayWhere) {
    const auto imported = importText("x.jsonl", "{\"a\": 1}\n\n{\"a\": 2\n[3]\r\n{\"a\": 4, \"late\": \"x\"}");
    EXPECT_EQ(imported.texts("a"), (Texts{"1", "4"}));
    EXPECT_EQ(imported.texts("late"), (Texts{"–", "x"}));
    ASSERT_EQ(imported.outcome.rejected.size(), 2U);
    EXPECT_EQ(imported.outcome.rejected[0].line, 3U);
    EXPECT_EQ(imported.outcome.rejected[0].text, "{\"a\": 2");
    EXPECT_EQ(imported.outcome.rejected[1].line, 4U);
    EXPECT_EQ(imported.outcome.rejected[1].reason, "the record is an array, not an object as the first one");
}

TEST_F(JsonTest, arraysPerLineMayNameTheColumns) {
    const auto named = importText("x.ndjson", "[\"a\",\"b\"]\n[1,\"x\"]\n[2]\n[3,\"y\"]\n");
    EXPECT_EQ(named.schema(), "a:integer b:category");
    EXPECT_EQ(named.texts("a"), (Texts{"1", "3"}));
    EXPECT_EQ(named.outcome.rejected.at(0).line, 3U);
    const auto unnamed = importText("y.ndjson", "[1,\"x\"]\n[2,\"y\"]\n");
    EXPECT_EQ(unnamed.schema(), "column_1:integer column_2:category");
    EXPECT_EQ(importJson("[1, 2.5, null]").texts("value"), (Texts{"1", "2.5", "–"}));
}

TEST_F(JsonTest, recordsMayStandLoose) {
    const auto imported = importText("x.json", "{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n");
    EXPECT_EQ(imported.texts("a"), (Texts{"1", "2"}));
}

TEST_F(JsonTest, aCutOffArrayIsRefusedWithItsLine) {
    EXPECT_NE(problem(write("x.json", "[{\"a\": 1},\n{\"a\": ")).find("x.json:2: the text ends within"),
              std::string::npos);
    EXPECT_NE(problem(write("x.json", "[{\"a\": 1} {\"a\": 2}]")).find("',' is missing"), std::string::npos);
    EXPECT_NE(problem(write("x.json", "[{\"a\": 1},]")).find("']' stands where a value should"), std::string::npos);
    EXPECT_NE(problem(write("x.json", "[]")).find("has no records"), std::string::npos);
    EXPECT_NE(problem(write("x.json", "[{\"a\": 1}] x")).find("behind the end"), std::string::npos);
}

TEST_F(JsonTest, aTypeThatTheUserFixedRejectsOtherValues) {
    ImportOptions options;
    options.csv.types["a"] = ColumnType::Integer;
    const auto imported = importText("x.jsonl", "{\"a\": \"12\"}\n{\"a\": \"x\"}\n{\"a\": 3.0}\n", options);
    EXPECT_EQ(imported.texts("a"), (Texts{"12", "3"}));
    ASSERT_EQ(imported.outcome.rejected.size(), 1U);
    EXPECT_EQ(imported.outcome.rejected[0].line, 2U);
    EXPECT_EQ(imported.outcome.rejected[0].text, "{\"a\": \"x\"}");
    options.csv.types = {{"none", ColumnType::Integer}};
    EXPECT_NE(problem(write("y.jsonl", "{\"a\": 1}\n{\"a\": 2}\n"), options).find("a type is given for column 'none'"),
              std::string::npos);
}

/// Many pieces, late contradictions and late columns: the outcome does not depend on the threads.
TEST_F(JsonTest, anyNumberOfThreadsGivesTheSameFile) {
    std::string lines;
    for (int i = 0; i < 150000; ++i) {
        lines += "{\"id\":" + std::to_string(i) + ",\"city\":\"c" + std::to_string(i % 7) + "\"";
        if (i == 140000) lines += ",\"late\":1.5";
        lines += i == 149000 ? ",\"n\":2.5}\n" : ",\"n\":" + std::to_string(i % 100) + "}\n";
    }
    const Path file = write("many.jsonl", lines);
    std::string hash;
    for (const size_t threads : {1U, 2U, 5U}) {
        ImportOptions options;
        options.csv.threads = threads;
        const auto imported = import(file, options);
        EXPECT_EQ(imported.schema(), "id:integer city:category n:real late:real");
        EXPECT_EQ(imported.table.rows(), 150000U);
        EXPECT_EQ(imported.column("id").integers[123456], 123456);
        EXPECT_EQ(imported.column("city").text(99999), "c" + std::to_string(99999 % 7));
        EXPECT_EQ(imported.column("late").missingCount(), 149999U);
        if (hash.empty()) hash = imported.outcome.contentHash;
        EXPECT_EQ(imported.outcome.contentHash, hash);
    }
}

TEST_F(JsonTest, aPreviewIsTheBeginningOfTheImport) {
    const Path file = write("x.jsonl", "{\"a\": 1}\n{\"a\": 2.5}\n{\"a\": 3}\n");
    SourceDescription description;
    const auto rows = previewSource(file, {}, 2, &description);
    ASSERT_TRUE(rows) << rows.error().describe();
    EXPECT_EQ(rows->rows(), 2U);
    EXPECT_EQ(rows->columns[0].schema.type, ColumnType::Real);
    EXPECT_EQ(description.format, SourceFormat::JsonLines);
}

/// An object without end, as far as a preview can tell.
class EndlessObject final : public ByteSource {
public:
    explicit EndlessObject(uint64_t& served) : ByteSource(Packing::None, "endless.json"), m_served(&served) {}
    Result<size_t> read(char* target, size_t capacity) override {
        for (size_t i = 0; i < capacity; ++i, ++m_at)
            target[i] = m_at < head.size() ? head[m_at] : record[(m_at - head.size()) % record.size()];
        *m_served += capacity;
        return capacity;
    }
    [[nodiscard]] double position() const override { return static_cast<double>(m_at); }
    [[nodiscard]] double size() const override { return 1e12; }

private:
    static constexpr std::string_view head = R"({"source": "a \"station\"", "data": [)";
    static constexpr std::string_view record = R"({"id": 17, "name": "of {any} size \\"},)";
    uint64_t* m_served;
    size_t m_at = 0;
};

/// What is read of a large object does not depend on its size, and a stop ends it.
TEST_F(JsonTest, aLargeObjectIsReadAtItsHeadOnly) {
    uint64_t served = 0;
    const auto bytes = [&]() -> Result<std::unique_ptr<ByteSource>> { return std::make_unique<EndlessObject>(served); };
    auto rows = openJsonRows(bytes, "endless.json", false, {});
    ASSERT_TRUE(rows) << rows.error().describe();
    EXPECT_EQ((*rows)->facts().chosen, "data");
    Piece piece;
    ASSERT_TRUE((*rows)->rewind());
    ASSERT_TRUE((*rows)->read(piece, (*rows)->columns(), 100).value());
    EXPECT_EQ(piece.ends.size(), 100U);
    EXPECT_LT(served, uint64_t{140} << 20U); // 64 MiB might have been the whole of it

    const Path file = m_folder.path() / "x.json";
    ASSERT_TRUE(writeFileAtomic(file, R"([{"id": 1}])"));
    std::stop_source stop;
    auto source = openStoppable(file, stop.get_token());
    ASSERT_TRUE(source);
    char first = 0;
    EXPECT_EQ((*source)->read(&first, 1).value(), 1U);
    stop.request_stop();
    EXPECT_EQ((*source)->read(&first, 1).error().kind, ErrorKind::Cancelled);
}

TEST_F(JsonTest, deepNestingIsRefusedNotFollowed) {
    EXPECT_FALSE(parseJsonStrictly(std::string(100000, '[') + std::string(100000, ']')));
    EXPECT_TRUE(parseJsonStrictly(std::string(1000, '[') + std::string(1000, ']')));
    EXPECT_FALSE(problem(write("x.json", std::string(100000, '['))).empty());
}

#ifdef LATHE_DATA

std::string bytesOf(const Path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TEST_F(JsonTest, theTestSuiteIsJudgedAsItWants) {
    size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(Path(LATHE_DATA) / "json/JSONTestSuite")) {
        const std::string name = entry.path().filename().string();
        if (entry.path().extension() != ".json") continue;
        ++files;
        const bool accepted = parseJsonStrictly(bytesOf(entry.path())).has_value();
        if (name.starts_with("y_")) {
            EXPECT_TRUE(accepted) << name;
        }
        if (name.starts_with("n_")) {
            EXPECT_FALSE(accepted) << name;
        }
        ImportOptions options;
        options.format = SourceFormat::JsonDocument;
        (void)tryImport(entry.path(), options);
        options.format = SourceFormat::JsonLines;
        (void)tryImport(entry.path(), options);
    }
    EXPECT_EQ(files, 318U);
}

/// Counts by Python's json module.
TEST_F(JsonTest, publishedFiles) {
    const auto phones = import(Path(LATHE_DATA) / "json/amazon_cellphones.ndjson");
    EXPECT_EQ(
        phones.schema(),
        "asin:text brand:category title:text url:text image:text rating:real reviewUrl:text totalReviews:integer prices:text");
    EXPECT_EQ(phones.table.rows(), 792U);
    EXPECT_EQ(phones.outcome.rejectedRows, 0U);
    EXPECT_EQ(phones.texts("asin")[0], "B0000SX2UC");
    const auto cars = import(Path(LATHE_DATA) / "json/vega/cars.json");
    EXPECT_EQ(cars.table.rows(), 406U);
    EXPECT_EQ(cars.column("Miles_per_Gallon").missingCount(), 8U);
    EXPECT_EQ(cars.column("Year").schema.type, ColumnType::Date);
    const auto movies = import(Path(LATHE_DATA) / "json/vega/movies.json");
    EXPECT_EQ(movies.table.rows(), 3201U);
    EXPECT_EQ(movies.column("Title").schema.type, ColumnType::Text) << "some titles are numbers";
    EXPECT_EQ(import(Path(LATHE_DATA) / "json/vega/penguins.json").table.rows(), 344U);
}

#endif

} // namespace
