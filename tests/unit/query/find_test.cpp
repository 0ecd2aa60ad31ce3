// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/find.h"

#include <gtest/gtest.h>

#include "query_data.h"

using namespace lathe;
using test::queryData;

namespace {

bool matches(uint64_t row, size_t column, const std::string& part) {
    const Column& values = queryData().rows().columns[column];
    return !values.isMissing(row) && values.display(row).find(part) != std::string::npos;
}

/// All matching cells of a view in reading order.
std::vector<ViewCell> bruteForce(const RowOrder& order, const std::vector<size_t>& columns, const std::string& part) {
    std::vector<ViewCell> cells;
    const auto rows = *order.rows(0, UINT64_MAX);
    for (uint64_t position = 0; position < rows.size(); ++position)
        for (const size_t column : columns)
            if (matches(rows[position], column, part)) cells.push_back({position, column});
    return cells;
}

void expectFound(const RowOrder& order, const std::vector<size_t>& columns, const std::string& part) {
    const FindQuery query{{part, false, true, false}, columns};
    const auto cells = bruteForce(order, columns, part);
    ASSERT_FALSE(cells.empty());
    const auto known = matchingRows(queryData().file(), query, nullptr, JobContext());
    ASSERT_TRUE(known);
    const auto next = [&](std::optional<ViewCell> from, bool backward) {
        const auto found = findCell(queryData().file(), order, query, from, backward, &*known, JobContext());
        EXPECT_TRUE(found && *found);
        return **found;
    };
    EXPECT_EQ(next(std::nullopt, false), cells.front());
    EXPECT_EQ(next(std::nullopt, true), cells.back());
    const size_t step = std::max<size_t>(1, cells.size() / 40);
    for (size_t i = 0; i < cells.size(); i += step) {
        EXPECT_EQ(next(cells[i], false), cells[(i + 1) % cells.size()]);
        EXPECT_EQ(next(cells[i], true), cells[(i + cells.size() - 1) % cells.size()]);
    }
}

const std::vector<size_t> searched{5, 2, 1, 4, 7}; // note first

TEST(FindCell, WalksMatchesInTheOrderOfTheData) { expectFound(RowOrder::all(150'000), searched, "4998"); }

TEST(FindCell, WalksMatchesOfFilteredRows) {
    const auto rows =
        std::make_shared<RowSelection>(queryData().bruteForce([](size_t row) { return row % 3 == 0 && row > 5000; }));
    expectFound(RowOrder::of(rows), searched, "4998");
}

TEST(FindCell, WalksMatchesOfSortedRows) {
    const auto order = sortRows(queryData().file(), {{"real", true}}, nullptr, {}, JobContext());
    ASSERT_TRUE(order);
    expectFound(*order, searched, "4998");
}

TEST(FindCell, TellsWhenThereIsNone) {
    const auto none = findCell(queryData().file(), RowOrder::all(150'000), {{"nowhere", false, true, false}, {}},
                               std::nullopt, false, nullptr, JobContext());
    ASSERT_TRUE(none);
    EXPECT_FALSE(*none);
    EXPECT_FALSE(findCell(queryData().file(), RowOrder::all(150'000), {{"(", true, true, false}, {}}, std::nullopt,
                          false, nullptr, JobContext()));
}

TEST(FindCell, FindsTheOnlyMatchAgain) {
    const Column& moment = queryData().column("moment");
    size_t row = 70'000;
    while (moment.isMissing(row)) ++row;
    const FindQuery query{{moment.display(row), false, true, true}, {}};
    const auto first =
        findCell(queryData().file(), RowOrder::all(150'000), query, std::nullopt, false, nullptr, JobContext());
    ASSERT_TRUE(first && *first);
    EXPECT_EQ((*first)->position, row);
    for (const bool backward : {false, true})
        EXPECT_EQ(
            **findCell(queryData().file(), RowOrder::all(150'000), query, **first, backward, nullptr, JobContext()),
            **first);
}

TEST(FindCell, CountsMatchesBefore) {
    const RowSelection rows = queryData().bruteForce([](size_t row) { return row % 4 == 0; });
    const auto order = sortRows(queryData().file(), {{"rising", true}}, nullptr, {}, JobContext());
    EXPECT_EQ(*matchesBefore(*order, rows, 75'000, JobContext()), 18'750U);
    EXPECT_EQ(*matchesBefore(RowOrder::all(150'000), rows, 5, JobContext()), 2U);
}

} // namespace
