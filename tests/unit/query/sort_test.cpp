// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>
#include <numeric>

#include <gtest/gtest.h>

#include "core/data/query/entry_sort.h"
#include "core/data/query/row_order.h"
#include "query_data.h"

using namespace lathe;
using test::QueryData;
using test::queryData;

namespace {

/// -1, 0 or 1 as row \p a comes before, equals or comes after \p b; the missing last whichever the direction.
int compare(const Column& column, bool descending, uint64_t a, uint64_t b) {
    if (column.isMissing(a) || column.isMissing(b))
        return static_cast<int>(column.isMissing(a)) - static_cast<int>(column.isMissing(b));
    const auto order = [&](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
    int result = 0;
    if (isTextual(column.schema.type)) result = order(column.text(a), column.text(b));
    else if (column.schema.type == ColumnType::Real) result = order(column.reals[a], column.reals[b]);
    else result = order(column.integers[a], column.integers[b]);
    return descending ? -result : result;
}

std::vector<uint64_t> bruteForce(const QueryData& data, const std::vector<SortKey>& keys, std::vector<uint64_t> rows) {
    std::stable_sort(rows.begin(), rows.end(), [&](uint64_t a, uint64_t b) {
        for (const SortKey& key : keys)
            if (const int order = compare(data.column(key.column), key.descending, a, b)) return order < 0;
        return false;
    });
    return rows;
}

std::vector<uint64_t> everyRow(const QueryData& data) {
    std::vector<uint64_t> rows(data.rows().rows());
    std::iota(rows.begin(), rows.end(), uint64_t{0});
    return rows;
}

void expectSorted(const QueryData& data, const char* keysText) {
    SCOPED_TRACE(keysText);
    const auto keys = parseSortKeys(keysText);
    ASSERT_TRUE(keys);
    const auto order = sortRows(data.file(), *keys, nullptr, {}, JobContext());
    ASSERT_TRUE(order) << order.error().describe();
    EXPECT_EQ(*order->rows(0, UINT64_MAX), bruteForce(data, *keys, everyRow(data)));
}

TEST(SortRows, SortsEveryTypeBothWays) {
    for (const char* name : {"flag", "number", "small", "real", "colour", "note", "day", "moment", "rising"}) {
        expectSorted(queryData(), name);
        expectSorted(queryData(), (std::string("-") + name).c_str());
    }
}

TEST(SortRows, DoesNotDependOnThreads) {
    const std::vector<SortKey> keys{{"note", false}, {"number", true}};
    const auto order = sortRows(queryData().file(), keys, nullptr, {}, JobContext(), 3);
    const auto alone = sortRows(queryData().file(), keys, nullptr, {}, JobContext(), 1);
    EXPECT_EQ(*order->rows(0, UINT64_MAX), *alone->rows(0, UINT64_MAX));
}

TEST(SortRows, SortsByManyColumns) {
    expectSorted(queryData(), "colour,-small,flag");
    expectSorted(queryData(), "number,real,moment"); // more bits than one entry holds
    expectSorted(queryData(), "-colour,note,-real");
    expectSorted(queryData(), "note,colour,-number,day");
    expectSorted(queryData(), "-note,-flag,rising");
}

/// What all texts begin with is skipped; what is left fits into one entry, just does not, or is missing here and there.
TEST(SortRows, SkipsWhatAllTextsBeginWith) {
    Random random(5);
    Table table;
    for (const char* name : {"same", "short", "long", "gaps", "none"}) {
        table.columns.emplace_back();
        Column& column = table.columns.back();
        column.schema = {name, ColumnType::Text};
        column.missing.assign(70'000, 0);
        const std::string_view kind = name;
        for (uint64_t row = 0; row < 70'000; ++row) {
            const std::string number = std::to_string(random.below(5000));
            const bool missing = kind == "none" || (kind == "gaps" && row % 9 == 0) || (kind == "same" && row == 77);
            column.missing[row] = missing ? 1 : 0;
            column.texts.push(missing          ? std::string()
                              : kind == "same" ? std::string("one and the same")
                              : kind == "long"
                                  ? "a beginning of all of them " + std::string(random.below(2) * 12, 'x') + number
                                  : "reading " + number);
        }
    }
    const QueryData data(std::move(table));
    for (const char* keys : {"same", "-same,short", "short", "-short", "long", "-long,gaps", "gaps,-long", "none,short",
                             "same,none,-gaps"})
        expectSorted(data, keys);
}

TEST(SortRows, SortsChosenRowsOnly) {
    const RowSelection rows =
        queryData().bruteForce([](size_t row) { return row % 5 == 2 || (row > 70'000 && row < 71'000); });
    std::vector<uint64_t> chosen;
    for (uint64_t i = 0; i < rows.count(); ++i) chosen.push_back(rows.row(i));
    const std::vector<SortKey> keys{{"small", true}, {"note", false}};
    const auto order = sortRows(queryData().file(), keys, &rows, {}, JobContext());
    ASSERT_TRUE(order);
    const auto sorted = *order->rows(0, UINT64_MAX);
    EXPECT_EQ(sorted, bruteForce(queryData(), keys, chosen));
    EXPECT_EQ(*order->find(sorted[12'345], JobContext()), 12'345U);
    EXPECT_EQ(*order->find(3, JobContext()), std::nullopt); // not among the chosen
}

/// Texts that share hundreds of bytes, are equal, end within each other or hold zero bytes, in runs short and long.
TEST(SortRows, TellsLongTextsApart) {
    Table table;
    table.columns.resize(2);
    table.columns[0].schema = {"text", ColumnType::Text};
    table.columns[1].schema = {"number", ColumnType::Integer};
    Random random(7);
    const std::string shared(300, 'a');
    for (size_t row = 0; row < 320'000; ++row) {
        const uint64_t kind = random.below(12);
        std::string text = kind < 10 ? shared : kind < 11 ? shared.substr(0, random.below(40)) : std::string("b");
        if (kind % 2 == 0) text += std::string(1, static_cast<char>(random.below(3)));
        if (kind == 1) text += std::to_string(random.below(50));
        table.columns[0].texts.push(text);
        table.columns[1].integers.push_back(static_cast<int64_t>(random.below(9)));
    }
    const QueryData data(std::move(table));
    expectSorted(data, "text");
    expectSorted(data, "-text,number");
}

TEST(SortRows, SortsNothing) {
    const QueryData data(test::queryRows(0));
    const auto order = sortRows(data.file(), {{"real", false}}, nullptr, {}, JobContext());
    ASSERT_TRUE(order) << order.error().describe();
    EXPECT_EQ(order->size(), 0U);
}

TEST(SortRows, RefusesUnknownAndRepeatedColumns) {
    const auto unknown = sortRows(queryData().file(), {{"rael", false}}, nullptr, {}, JobContext());
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().describe().find("'real'"), std::string::npos);
    EXPECT_FALSE(sortRows(queryData().file(), {{"real", false}, {"real", true}}, nullptr, {}, JobContext()));
    EXPECT_FALSE(sortRows(queryData().file(), {}, nullptr, {}, JobContext()));
}

/// More entries than may be held: several passes over the data, nothing lost, one order.
TEST(EntrySort, ReadsTheDataInSeveralPasses) {
    Table table;
    table.columns.resize(1);
    table.columns[0].schema = {"value", ColumnType::Integer};
    Random random(5);
    for (size_t row = 0; row < 900'000; ++row)
        table.columns[0].integers.push_back(static_cast<int64_t>(random.below(1000)));
    const QueryData data(std::move(table));
    const unsigned bits = query::rowBits(data.file().rows());
    std::atomic<int> reads{0};
    const query::EntrySource source{
        data.file(), nullptr, data.file().rows(),
        [&](uint64_t chunk, std::vector<query::Entry>& entries) -> Result<void> {
            ++reads;
            LATHE_TRY(const Column values, data.file().read(0, chunk * chunkRows, chunkRows));
            for (size_t row = 0; row < values.rows(); ++row)
                entries.push_back(static_cast<query::Entry>(values.integers[row]) << bits | (chunk * chunkRows + row));
            return {};
        },
        300'000};
    query::Entry last = 0;
    uint64_t count = 0;
    const auto done =
        query::forEachSorted(source, JobContext(), 0, [&](std::span<const query::Entry> sorted) -> Result<void> {
            for (const query::Entry entry : sorted) {
                EXPECT_TRUE(count == 0 || entry > last);
                last = entry;
                ++count;
            }
            return {};
        });
    ASSERT_TRUE(done);
    EXPECT_EQ(count, 900'000U);
    EXPECT_EQ(reads, 5 * 14); // one pass to sample, four for four buckets of 262 144 entries at most
}

TEST(SortKeys, AreReadFromText) {
    const std::vector<SortKey> expected{{"a", false}, {"b c", true}, {"x, y", false}, {"-z", true}};
    EXPECT_EQ(*parseSortKeys("a, -b c ,`x, y`,-`-z`"), expected);
    EXPECT_FALSE(parseSortKeys(""));
    EXPECT_FALSE(parseSortKeys("a,,b"));
    EXPECT_FALSE(parseSortKeys("`a"));
}

TEST(RowOrder, GivesRowsOfASelection) {
    const auto selection =
        std::make_shared<RowSelection>(queryData().bruteForce([](size_t row) { return row % 1000 == 1; }));
    const RowOrder order = RowOrder::of(selection);
    EXPECT_EQ(order.size(), 150U);
    EXPECT_EQ(*order.rows(2, 3), (std::vector<uint64_t>{2001, 3001, 4001}));
    EXPECT_EQ(*order.rows(149, 5), (std::vector<uint64_t>{149'001}));
    EXPECT_EQ(order.positionOf(4001), 4U);
    EXPECT_EQ(order.positionOf(4002), 5U);
    EXPECT_EQ(*order.find(4001, JobContext()), 4U);
    EXPECT_EQ(*order.find(4002, JobContext()), std::nullopt);
    EXPECT_FALSE(order.sorted());
}

TEST(ReadRows, GathersRowsInAnyOrder) {
    Random random(3);
    std::vector<uint64_t> rows;
    for (int i = 0; i < 5000; ++i) rows.push_back(random.below(150'000));
    const auto table = readRows(queryData().file(), rows, {}, JobContext());
    ASSERT_TRUE(table);
    for (size_t c = 0; c < table->columns.size(); ++c)
        for (size_t i = 0; i < rows.size(); i += 7) {
            ASSERT_EQ(table->columns[c].display(i), queryData().rows().columns[c].display(rows[i]));
            ASSERT_EQ(table->columns[c].isMissing(i), queryData().rows().columns[c].isMissing(rows[i]));
        }
}

} // namespace
