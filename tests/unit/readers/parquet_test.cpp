// SPDX-License-Identifier: GPL-3.0-or-later
// Parquet, in builds that found Apache Arrow. Made files are written by Arrow itself.
#include "tests/unit/readers/parquet_files.h"
#include "tests/unit/readers/sources.h"

#include <arrow/api.h>

#include <numeric>

using namespace lathe;
using namespace lathe::readers;

namespace {

using Texts = std::vector<std::string>;

class ParquetTest : public SourcesTest {
protected:
    template <typename Builder, typename Value>
    static std::shared_ptr<arrow::Array> array(Builder&& builder, const std::vector<std::optional<Value>>& values) {
        for (const auto& value : values) EXPECT_TRUE((value ? builder.Append(*value) : builder.AppendNull()).ok());
        return *builder.Finish();
    }
    static std::shared_ptr<arrow::Array> integers(const std::vector<std::optional<int64_t>>& values) {
        return array(arrow::Int64Builder(), values);
    }
    static std::shared_ptr<arrow::Array> texts(const std::vector<std::optional<std::string>>& values) {
        return array(arrow::StringBuilder(), values);
    }
    static std::shared_ptr<arrow::Array> counts(const std::shared_ptr<arrow::DataType>& type,
                                                const std::vector<std::optional<int64_t>>& values) {
        return *integers(values)->View(type);
    }
    /// Writes a table of the columns and reads it.
    Imported through(const std::vector<std::pair<std::string, std::shared_ptr<arrow::Array>>>& columns,
                     int64_t rowsPerGroup = 1024) {
        const Path path = m_folder.path() / "made.parquet";
        writeParquet(path, columns, rowsPerGroup);
        return import(path);
    }
};

TEST_F(ParquetTest, timestampsOfEveryUnitAndZone) {
    const auto back =
        through({{"s", counts(arrow::timestamp(arrow::TimeUnit::SECOND), {0, -1, std::nullopt})},
                 {"ms", counts(arrow::timestamp(arrow::TimeUnit::MILLI, "Europe/Berlin"), {1500, -1, 0})},
                 {"us", counts(arrow::timestamp(arrow::TimeUnit::MICRO, "UTC"), {1, INT64_MAX, INT64_MIN})},
                 {"ns", counts(arrow::timestamp(arrow::TimeUnit::NANO), {1999, -1, 0})}});
    EXPECT_EQ(back.schema(), "s:timestamp ms:timestamp us:timestamp ns:timestamp");
    EXPECT_EQ(back.texts("s"), (Texts{"1970-01-01T00:00:00", "1969-12-31T23:59:59", "–"}));
    EXPECT_EQ(back.texts("ms"), (Texts{"1970-01-01T00:00:01.5", "1969-12-31T23:59:59.999", "1970-01-01T00:00:00"}));
    EXPECT_EQ(back.column("us").integers, (std::vector<int64_t>{1, INT64_MAX, INT64_MIN}));
    EXPECT_EQ(back.column("ns").integers, (std::vector<int64_t>{1, -1, 0}));
    const auto& reasons = back.outcome.description.reasons;
    const auto told = [&](const char* part) {
        return std::ranges::any_of(reasons, [&](const auto& reason) { return reason.find(part) != std::string::npos; });
    };
    EXPECT_TRUE(told("'s' names no time zone"));
    EXPECT_TRUE(told("'ms' is kept in UTC (it was shown in Europe/Berlin)"));
    EXPECT_TRUE(told("'ns' names no time zone and is taken as UTC; its nanoseconds are cut"));
}

TEST_F(ParquetTest, datesTimesAndDurations) {
    const auto back =
        through({{"day", array(arrow::Date32Builder(), std::vector<std::optional<int32_t>>{0, -1, std::nullopt})},
                 {"millis", counts(arrow::date64(), {0, -86400000, 86400000})},
                 {"time", counts(arrow::time64(arrow::TimeUnit::MICRO), {0, 86399999999, 3600250000})},
                 {"took", counts(arrow::duration(arrow::TimeUnit::MILLI), {1, -5, std::nullopt})}});
    EXPECT_EQ(back.schema(), "day:date millis:date time:category took:integer");
    EXPECT_EQ(back.texts("day"), (Texts{"1970-01-01", "1969-12-31", "–"}));
    EXPECT_EQ(back.texts("millis"), (Texts{"1970-01-01", "1969-12-31", "1970-01-02"}));
    EXPECT_EQ(back.texts("time"), (Texts{"00:00:00", "23:59:59.999999", "01:00:00.25"}));
    EXPECT_EQ(back.texts("took"), (Texts{"1", "-5", "–"}));
}

TEST_F(ParquetTest, decimalsAreRealsWhileNoDigitIsLost) {
    const auto decimals = [](int precision, int scale, const Texts& values) {
        arrow::Decimal128Builder builder(arrow::decimal128(precision, scale));
        for (const auto& value : values)
            EXPECT_TRUE(builder
                            .Append(arrow::Decimal128::FromString(value)
                                        ->Rescale(static_cast<int>(value.size() - value.find('.') - 1), scale)
                                        .ValueOrDie())
                            .ok());
        return *builder.Finish();
    };
    const auto back = through({{"price", decimals(18, 3, {"12.345", "-0.001"})},
                               {"exact", decimals(30, 2, {"12345678901234567890.12", "0.50"})}});
    EXPECT_EQ(back.schema(), "price:real exact:text");
    EXPECT_EQ(back.column("price").reals, (std::vector<double>{12.345, -0.001}));
    EXPECT_EQ(back.texts("exact")[0], "12345678901234567890.12");
}

TEST_F(ParquetTest, numbersOfEveryWidth) {
    const auto back = through(
        {{"i8", array(arrow::Int8Builder(), std::vector<std::optional<int8_t>>{-128, 127, std::nullopt})},
         {"u32", array(arrow::UInt32Builder(), std::vector<std::optional<uint32_t>>{0, UINT32_MAX, std::nullopt})},
         {"u64", array(arrow::UInt64Builder(), std::vector<std::optional<uint64_t>>{0, UINT64_MAX, 5})},
         {"f32", array(arrow::FloatBuilder(), std::vector<std::optional<float>>{1.5F, -0.25F, NAN})},
         {"b", array(arrow::BooleanBuilder(), std::vector<std::optional<bool>>{true, false, std::nullopt})}});
    EXPECT_EQ(back.schema(), "i8:integer u32:integer u64:text f32:real b:boolean");
    EXPECT_EQ(back.texts("i8"), (Texts{"-128", "127", "–"}));
    EXPECT_EQ(back.texts("u32"), (Texts{"0", "4294967295", "–"}));
    EXPECT_EQ(back.texts("u64"), (Texts{"0", "18446744073709551615", "5"}));
    EXPECT_EQ(back.texts("f32"), (Texts{"1.5", "-0.25", "–"}));
    EXPECT_EQ(back.texts("b"), (Texts{"true", "false", "–"}));
}

TEST_F(ParquetTest, structuresAreColumnsListsAndMapsAreJson) {
    auto pool = arrow::default_memory_pool();
    arrow::ListBuilder lists(pool, std::make_shared<arrow::StringBuilder>(pool));
    auto& items = static_cast<arrow::StringBuilder&>(*lists.value_builder());
    EXPECT_TRUE(lists.Append().ok() && items.Append("a\"b").ok() && items.AppendNull().ok());
    EXPECT_TRUE(lists.AppendNull().ok());
    EXPECT_TRUE(lists.Append().ok());
    arrow::MapBuilder maps(pool, std::make_shared<arrow::StringBuilder>(pool),
                           std::make_shared<arrow::DoubleBuilder>(pool));
    for (int row = 0; row < 3; ++row)
        EXPECT_TRUE(maps.Append().ok() &&
                    static_cast<arrow::StringBuilder&>(*maps.key_builder()).Append("k" + std::to_string(row)).ok() &&
                    static_cast<arrow::DoubleBuilder&>(*maps.item_builder()).Append(row / 2.0).ok());
    const auto inner = *arrow::StructArray::Make({integers({1, 2, 3})}, std::vector<std::string>{"depth"});
    arrow::TypedBufferBuilder<bool> present;
    for (const bool is : {true, false, true}) EXPECT_TRUE(present.Append(is).ok());
    const auto where = *arrow::StructArray::Make({texts({"Kyiv", "Lviv", std::nullopt}), inner},
                                                 std::vector<std::string>{"city", "inner"}, *present.Finish());
    const auto back = through({{"where", where}, {"tags", *lists.Finish()}, {"map", *maps.Finish()}});
    EXPECT_EQ(back.schema(), "where.city:category where.inner.depth:integer tags:category map:category");
    EXPECT_EQ(back.texts("where.city"), (Texts{"Kyiv", "–", "–"}));
    EXPECT_EQ(back.texts("where.inner.depth"), (Texts{"1", "–", "3"})) << "a missing structure has missing fields";
    EXPECT_EQ(back.texts("tags"), (Texts{R"(["a\"b",null])", "–", "[]"}));
    EXPECT_EQ(back.texts("map"), (Texts{R"({"k0":0.0})", R"({"k1":0.5})", R"({"k2":1.0})"}));
}

TEST_F(ParquetTest, dictionariesBinariesAndColumnsWithoutValues) {
    arrow::StringDictionaryBuilder words;
    for (const char* word : {"red", "blue", "red"}) EXPECT_TRUE(words.Append(word).ok());
    arrow::FixedSizeBinaryBuilder keys(arrow::fixed_size_binary(2));
    for (const char* key : {"ab", "\xff\x01", "cd"}) EXPECT_TRUE(keys.Append(key).ok());
    const auto back =
        through({{"colour", *words.Finish()},
                 {"nothing", *arrow::MakeArrayOfNull(arrow::null(), 3)},
                 {"none", integers({std::nullopt, std::nullopt, std::nullopt})},
                 {"key", *keys.Finish()},
                 {"bytes", array(arrow::BinaryBuilder(), std::vector<std::optional<std::string>>{"text", "\xff", ""})},
                 {"when", texts({"2014-01-31", "2014-02-01", std::nullopt})}});
    EXPECT_EQ(back.schema(), "colour:category nothing:text none:integer key:category bytes:category when:date");
    EXPECT_EQ(back.texts("colour"), (Texts{"red", "blue", "red"}));
    EXPECT_EQ(back.texts("nothing"), (Texts{"–", "–", "–"}));
    EXPECT_EQ(back.texts("key"), (Texts{"6162", "ff01", "6364"}));
    EXPECT_EQ(back.texts("bytes"), (Texts{"text", "ff", ""}));
}

TEST_F(ParquetTest, manyRowGroupsKeepTheirOrder) {
    std::vector<std::optional<int64_t>> values(70'000);
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<int64_t>(i);
    const auto back = through({{"n", integers(values)}}, 999);
    ASSERT_EQ(back.outcome.rows, values.size());
    for (size_t i = 0; i < values.size(); ++i) ASSERT_EQ(back.column("n").integers[i], *values[i]);
}

TEST_F(ParquetTest, aFileWithoutRowsHasItsColumns) {
    const auto back = through({{"n", integers({})}, {"t", texts({})}});
    EXPECT_EQ(back.outcome.rows, 0U);
    EXPECT_EQ(back.schema(), "n:integer t:text");
}

TEST_F(ParquetTest, damageIsAnErrorNeverACrash) {
    const Path path = m_folder.path() / "whole.parquet";
    writeParquet(path, {{"n", integers({1, 2, 3})}, {"t", texts({"a", "b", std::nullopt})}}, 2);
    const std::string whole = readTextFile(path).value();
    for (const size_t left : {size_t{4}, size_t{12}, whole.size() / 2, whole.size() - 1})
        EXPECT_TRUE(problem(write("cut.parquet", whole.substr(0, left))).starts_with("corrupt")) << left;
    for (size_t at = 4; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
        (void)previewSource(write("damaged.parquet", damaged), {}, 10); // an error or other values
    }
}

#ifdef LATHE_DATA

class ParquetFixtures : public ParquetTest {
protected:
    Imported fixture(const std::string& name, const ImportOptions& options = {}) {
        return import(Path(LATHE_DATA) / "parquet" / name, options);
    }
    static double sum(const Column& column) {
        double total = 0;
        for (size_t row = 0; row < column.rows(); ++row)
            if (!column.isMissing(row))
                total += column.schema.type == ColumnType::Real ? column.reals[row]
                                                                : static_cast<double>(column.integers[row]);
        return total;
    }
    static size_t missing(const Column& column) {
        size_t count = 0;
        for (size_t row = 0; row < column.rows(); ++row) count += column.isMissing(row) ? 1 : 0;
        return count;
    }
};

TEST_F(ParquetFixtures, allTypesWithInt96Timestamps) {
    for (const auto& [name, ids] :
         {std::pair<std::string, Texts>{"alltypes_plain.parquet", {"4", "5", "6", "7", "2", "3", "0", "1"}},
          {"alltypes_plain.snappy.parquet", {"6", "7"}},
          {"alltypes_dictionary.parquet", {"0", "1"}}}) {
        const auto read = fixture(name);
        EXPECT_EQ(
            read.schema(),
            "id:integer bool_col:boolean tinyint_col:integer smallint_col:integer int_col:integer bigint_col:integer float_col:real "
            "double_col:real date_string_col:category string_col:category timestamp_col:timestamp");
        EXPECT_EQ(read.texts("id"), ids) << name;
    }
    const auto plain = fixture("alltypes_plain.parquet");
    EXPECT_EQ(plain.texts("timestamp_col"),
              (Texts{"2009-03-01T00:00:00", "2009-03-01T00:01:00", "2009-04-01T00:00:00", "2009-04-01T00:01:00",
                     "2009-02-01T00:00:00", "2009-02-01T00:01:00", "2009-01-01T00:00:00", "2009-01-01T00:01:00"}));
    EXPECT_EQ(plain.column("double_col").reals, (std::vector<double>{0, 10.1, 0, 10.1, 0, 10.1, 0, 10.1}));
    EXPECT_EQ(plain.texts("date_string_col")[2], "04/01/09");
}

TEST_F(ParquetFixtures, encodingsAndCompressions) {
    const auto split = fixture("byte_stream_split.zstd.parquet");
    EXPECT_DOUBLE_EQ(sum(split.column("f64")), -41.22919022747557);
    EXPECT_DOUBLE_EQ(sum(split.column("f32")), 8.258872919715941);
    EXPECT_EQ(sum(fixture("concatenated_gzip_members.parquet").column("long_col")), 131841);
    const auto pages = fixture("int32_with_null_pages.parquet");
    EXPECT_EQ(sum(pages.column("int32_field")), -12383254597);
    EXPECT_EQ(missing(pages.column("int32_field")), 275U);
    const auto truth = fixture("rle_boolean_encoding.parquet");
    EXPECT_EQ(sum(truth.column("datatype_boolean")), 36);
    EXPECT_EQ(missing(truth.column("datatype_boolean")), 6U);
    EXPECT_EQ(fixture("delta_length_byte_array.parquet").texts("FRUIT")[999], "apple_banana_mango998001");
    const auto packed = fixture("lz4_raw_compressed.parquet");
    EXPECT_EQ(packed.texts("c1"), (Texts{"abc", "def", "abc", "def"}));
    EXPECT_EQ(packed.column("v11").reals, (std::vector<double>{42, 7.7, 42.125, 7.7}));
    Texts bytes;
    for (char c = 0; c < 12; ++c) bytes.emplace_back(1, c);
    EXPECT_EQ(fixture("binary.parquet").texts("foo"), bytes);
    const auto second = fixture("datapage_v2.snappy.parquet");
    EXPECT_EQ(second.texts("a"), (Texts{"abc", "abc", "abc", "–", "abc"}));
    EXPECT_EQ(second.texts("e"), (Texts{"[1,2,3]", "–", "–", "[1,2,3]", "[1,2]"}));
}

TEST_F(ParquetFixtures, deltaEncodingsGiveWhatTheirTablesExpect) {
    for (const std::string name : {"delta_binary_packed", "delta_encoding_optional_column"}) {
        ImportOptions asText; // CSV takes the flags Y and N for truth
        if (name.ends_with("column")) asText.csv.types["c_preferred_cust_flag"] = ColumnType::Category;
        const auto read = fixture(name + ".parquet");
        const auto expected = fixture(name + "_expect.csv", asText);
        ASSERT_EQ(read.table.columns.size(), expected.table.columns.size()) << name;
        ASSERT_EQ(read.outcome.rows, expected.outcome.rows) << name;
        for (size_t i = 0; i < read.table.columns.size(); ++i)
            for (size_t row = 0; row < read.outcome.rows; ++row)
                ASSERT_EQ(read.table.columns[i].display(row), expected.table.columns[i].display(row))
                    << name << ' ' << read.table.columns[i].schema.name << ' ' << row;
    }
}

TEST_F(ParquetFixtures, nestedColumns) {
    const auto lists = fixture("list_columns.parquet");
    EXPECT_EQ(lists.texts("int64_list"), (Texts{"[1,2,3]", "[null,1]", "[4]"}));
    EXPECT_EQ(lists.texts("utf8_list"), (Texts{R"(["abc","efg","hij"])", "–", R"(["efg",null,"hij","xyz"])"}));
    const auto nulls = fixture("nulls.snappy.parquet");
    EXPECT_EQ(nulls.schema(), "b_struct.b_c_int:integer");
    EXPECT_EQ(missing(nulls.column("b_struct.b_c_int")), 8U);
    const auto structures = fixture("nested_structs.rust.parquet");
    EXPECT_EQ(structures.table.columns.size(), 216U);
    EXPECT_EQ(structures.texts("PC_CUR.sum"), Texts{"206195"});
    EXPECT_EQ(structures.texts("roll_num.sum"), Texts{"94251302258849568"});
    EXPECT_EQ(structures.column("ul_observation_date.min").schema.type, ColumnType::Timestamp);
}

TEST_F(ParquetFixtures, decimalsAndNotANumber) {
    const auto decimals = fixture("int32_decimal.parquet");
    std::vector<double> expected(24);
    std::iota(expected.begin(), expected.end(), 1);
    EXPECT_EQ(decimals.column("value").reals, expected);
    EXPECT_EQ(fixture("single_nan.parquet").texts("mycol"), Texts{"–"});
}

TEST_F(ParquetFixtures, adultWithItsCategories) {
    const auto adult = import(Path(LATHE_DATA) / "adult/adults.parquet");
    EXPECT_EQ(adult.outcome.rows, 48842U);
    EXPECT_EQ(adult.table.columns.size(), 15U);
    EXPECT_EQ(sum(adult.column("age")), 1887430);
    const Column& work = adult.column("workclass");
    EXPECT_EQ(work.schema.type, ColumnType::Category);
    EXPECT_EQ(work.dictionary.size(), 8U);
    EXPECT_EQ(missing(work), 2799U);
}

TEST_F(ParquetFixtures, badFiles) {
    EXPECT_TRUE(problem(Path(LATHE_DATA) / "parquet/bad/PARQUET-1481.parquet").starts_with("corrupt"));
    // Arrow reads this one too: its dictionary page is empty, and no row needs it.
    EXPECT_EQ(fixture("bad/ARROW-GH-43605.parquet").outcome.rows, 21186U);
}

#endif

} // namespace
