// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/grid_layout.h"
#include "ui/datasets/page_cache.h"
#include "ui/datasets/page_loader.h"
#include "ui/datasets/row_source.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <limits>

namespace lathe::ui {
namespace {

Column integers(std::vector<int64_t> values) {
    Column column;
    column.schema = {"n", ColumnType::Integer};
    column.integers = std::move(values);
    column.integers.shrink_to_fit();
    return column;
}

std::shared_ptr<const Column> page(size_t rows) {
    return std::make_shared<const Column>(integers(std::vector<int64_t>(rows, 7)));
}

constexpr size_t pageRows = 1000;

size_t pageBytes() { return residentBytes(*page(pageRows)); }

TEST(PageCache, TheLeastRecentlyUsedPageGoesFirst) {
    PageCache cache(3 * pageBytes());
    for (uint32_t c = 0; c < 3; ++c) cache.insert({0, c}, page(pageRows));
    EXPECT_TRUE(cache.find({0, 0}));
    cache.insert({0, 3}, page(pageRows));
    EXPECT_TRUE(cache.contains({0, 0}));
    EXPECT_FALSE(cache.contains({0, 1}));
    EXPECT_TRUE(cache.contains({0, 2}));
    EXPECT_EQ(cache.pages(), 3U);
    EXPECT_LE(cache.bytes(), 3 * pageBytes());
}

TEST(PageCache, WhatIsOnScreenNeverPushesItselfOut) {
    PageCache cache(2 * pageBytes());
    std::vector<PageKey> screen;
    for (uint32_t c = 0; c < 5; ++c) screen.push_back({4, c});
    cache.keep(screen);
    for (const PageKey key : screen) cache.insert(key, page(pageRows));
    for (const PageKey key : screen) EXPECT_TRUE(cache.contains(key));
    cache.keep({{4, 0}});
    EXPECT_LE(cache.bytes(), 2 * pageBytes());
    EXPECT_TRUE(cache.contains({4, 0}));
}

TEST(PageCache, ReplacingAPageCountsItOnce) {
    PageCache cache(10 * pageBytes());
    cache.insert({0, 0}, page(pageRows));
    cache.insert({0, 0}, page(pageRows));
    EXPECT_EQ(cache.pages(), 1U);
    EXPECT_EQ(cache.bytes(), pageBytes());
}

/// A reader that stops at a gate, so that tests decide what is read when.
struct GatedReader {
    std::mutex mutex;
    std::condition_variable opened;
    bool open = false;
    std::vector<PageKey> read;

    Result<Column> operator()(PageKey key) {
        std::unique_lock lock(mutex);
        read.push_back(key);
        opened.wait(lock, [this] { return open; });
        return integers({static_cast<int64_t>(key.page)});
    }
    void release() {
        const std::lock_guard lock(mutex);
        open = true;
        opened.notify_all();
    }
    size_t count() {
        const std::lock_guard lock(mutex);
        return read.size();
    }
};

template <typename Condition>
bool eventually(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

TEST(PageLoader, TheNewestRequestWins) {
    PageCache cache(size_t{1} << 20);
    GatedReader reader;
    PageLoader loader(
        cache, [&](PageKey key) { return reader(key); }, [] {});
    loader.request({{1, 0}, {1, 1}, {1, 2}});
    ASSERT_TRUE(eventually([&] { return reader.count() == 1; }));
    loader.request({{5, 0}});
    loader.request({{9, 0}, {9, 1}});
    reader.release();
    ASSERT_TRUE(eventually([&] { return loader.idle(); }));
    EXPECT_EQ(reader.read, (std::vector<PageKey>{{1, 0}, {9, 0}, {9, 1}}));
    EXPECT_TRUE(cache.contains({9, 1}));
    EXPECT_FALSE(cache.contains({5, 0}));
}

TEST(PageLoader, RequestsDoNotWaitForTheReader) {
    PageCache cache(size_t{1} << 20);
    GatedReader reader;
    PageLoader loader(
        cache, [&](PageKey key) { return reader(key); }, [] {});
    loader.request({{0, 0}});
    ASSERT_TRUE(eventually([&] { return reader.count() == 1; }));
    for (uint64_t i = 1; i < 1000; ++i) loader.request({{i, 0}}); // hangs here when it waits
    EXPECT_FALSE(loader.idle());
    reader.release();
}

TEST(PageLoader, APageThatCannotBeReadIsToldOnceAndNotAskedAgain) {
    PageCache cache(size_t{1} << 20);
    std::atomic<int> reads = 0;
    PageLoader loader(
        cache,
        [&](PageKey) -> Result<Column> {
            ++reads;
            return fail(ErrorKind::Corrupt, "chunk 3 is damaged");
        },
        [] {});
    loader.request({{3, 0}});
    ASSERT_TRUE(eventually([&] { return loader.failed({3, 0}); }));
    loader.request({{3, 0}});
    ASSERT_TRUE(eventually([&] { return loader.idle(); }));
    EXPECT_EQ(reads, 1);
    EXPECT_EQ(loader.firstError()->message, "chunk 3 is damaged");
}

TEST(PageLoader, TasksGoAheadOfPages) {
    PageCache cache(size_t{1} << 20);
    GatedReader reader;
    std::atomic<size_t> readBefore = 0;
    PageLoader loader(
        cache, [&](PageKey key) { return reader(key); }, [] {});
    loader.request({{1, 0}, {1, 1}});
    ASSERT_TRUE(eventually([&] { return reader.count() == 1; }));
    loader.run([&] { readBefore = reader.count(); });
    reader.release();
    ASSERT_TRUE(eventually([&] { return loader.idle(); }));
    EXPECT_EQ(readBefore, 1U);
}

TEST(GridLayout, FindsColumnsEdgesAndWhatIsVisible) {
    GridLayout layout;
    layout.setWidths({100, 50, 200});
    EXPECT_EQ(layout.totalWidth(), 350);
    EXPECT_EQ(layout.columnAt(0, 0), 0U);
    EXPECT_EQ(layout.columnAt(99, 0), 0U);
    EXPECT_EQ(layout.columnAt(100, 0), 1U);
    EXPECT_EQ(layout.columnAt(60, 40), 1U);
    EXPECT_EQ(layout.columnAt(350, 0), std::nullopt);
    EXPECT_EQ(layout.columnAt(-1, 0), std::nullopt);
    EXPECT_EQ(layout.edgeAt(97, 0, 4), 0U);
    EXPECT_EQ(layout.edgeAt(53, 100, 4), 1U);
    EXPECT_EQ(layout.edgeAt(80, 0, 4), std::nullopt);
    EXPECT_EQ(layout.columnsIn(99, 2), (std::vector<size_t>{0, 1}));
    EXPECT_EQ(layout.columnsIn(100, 20), (std::vector<size_t>{1}));
    layout.setWidth(1, 80);
    EXPECT_EQ(layout.left(2), 180);
    EXPECT_EQ(layout.width(2), 200);
    layout.setWidth(0, 1);
    EXPECT_EQ(layout.width(0), GridLayout::minimumWidth);
}

TEST(GridLayout, KeepsPinnedColumnsAndLeavesHiddenOnesOut) {
    GridLayout layout;
    layout.setWidths({100, 60, 200, 80});
    layout.setShown({3, 0, 2}, 1); // 1 is hidden, 3 pinned
    EXPECT_EQ(layout.totalWidth(), 380);
    EXPECT_EQ(layout.pinnedWidth(), 80);
    EXPECT_FALSE(layout.isShown(1));
    EXPECT_EQ(layout.place(2), 2U);
    EXPECT_EQ(layout.columnAt(10, 150), 3U);
    EXPECT_EQ(layout.columnAt(90, 150), 2U); // 240 pixels from the left
    EXPECT_EQ(layout.x(3, 150), 0);
    EXPECT_EQ(layout.x(2, 150), 30);
    EXPECT_EQ(layout.columnsIn(150, 300), (std::vector<size_t>{3, 2}));
    EXPECT_EQ(layout.columnsIn(0, 100), (std::vector<size_t>{3, 0}));
    EXPECT_EQ(layout.edgeAt(79, 150, 4), 3U);
    EXPECT_EQ(layout.edgeAt(30, 150, 4), std::nullopt); // under the pinned one
}

TEST(RowScale, IsExactUpToTwoBillionRows) {
    const RowScale scale(71'600'000);
    for (const uint64_t row : {uint64_t{0}, uint64_t{1}, uint64_t{35'000'001}, uint64_t{71'600'000}})
        EXPECT_EQ(scale.rowOf(scale.stepOf(row)), row);
}

TEST(RowScale, ReachesBothEndsOfAHundredBillionRows) {
    const uint64_t last = 100'000'000'000;
    const RowScale scale(last);
    EXPECT_EQ(scale.rowOf(0), 0U);
    EXPECT_EQ(scale.rowOf(scale.steps()), last);
    const uint64_t middle = 50'000'000'000;
    EXPECT_NEAR(static_cast<double>(scale.rowOf(scale.stepOf(middle))), static_cast<double>(middle), 100.0);
    EXPECT_EQ(scale.stepOf(last + 5), scale.steps());
}

Table smallTable() {
    Table table;
    table.columns.push_back(integers({1, 2, 3}));
    Column words;
    words.schema = {"kind of day", ColumnType::Category};
    words.codes = {0, 1, 0};
    words.dictionary = {"rain", "sun\tand wind"};
    words.missing = {0, 0, 1};
    table.columns.push_back(std::move(words));
    return table;
}

TEST(TableRows, HandsOutBlocksAndMarks) {
    TableRows rows(smallTable());
    rows.setChanges({{}, {0, 1, 0}});
    rows.setRowNumbers({10, 20, 30});
    EXPECT_EQ(rows.rows(), 3U);
    EXPECT_FALSE(rows.changed(0, 1));
    EXPECT_TRUE(rows.changed(1, 1));
    EXPECT_EQ(rows.rowNumber(2), 31U);
    Result<Table> block = fail(ErrorKind::Internal, "not called");
    rows.fetch(1, 100, {1}, [&](Result<Table> fetched) { block = std::move(fetched); });
    ASSERT_TRUE(block);
    EXPECT_EQ(block->rows(), 2U);
    EXPECT_EQ(block->columns[0].display(0), "sun\tand wind");
}

TEST(TabSeparated, KeepsTheGridOfCells) {
    EXPECT_EQ(tabSeparated(smallTable()), "n\tkind of day\n1\train\n2\t\"sun\tand wind\"\n3\t\n");
    Table table = smallTable();
    table.columns[1].dictionary = {"first\nsecond", "say \"hi\""};
    EXPECT_EQ(tabSeparated(table), "n\tkind of day\n1\t\"first\nsecond\"\n2\t\"say \"\"hi\"\"\"\n3\t\n");
}

TEST(CellText, UsesTheDictionaryOfTheFile) {
    TableRows rows(smallTable());
    EXPECT_EQ(cellText(rows, 1, rows.slice(1, 0), 0), "rain");
    EXPECT_EQ(cellText(rows, 1, rows.slice(1, 2), 2), "");
    EXPECT_EQ(cellText(rows, 0, rows.slice(0, 2), 2), "3");
}

} // namespace
} // namespace lathe::ui
