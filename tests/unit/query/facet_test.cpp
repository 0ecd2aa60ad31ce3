// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/query/facet.h"

#include <map>

#include <gtest/gtest.h>

#include "query_data.h"

using namespace lathe;
using test::queryData;

namespace {

size_t indexOf(const char* name) { return *queryData().rows().find(name); }

ValueFacet bruteForce(const Column& column, const std::function<bool(size_t)>& keep, size_t most) {
    std::map<std::string, std::pair<uint64_t, size_t>> counts; // and the first row
    ValueFacet facet;
    for (size_t row = 0; row < column.rows(); ++row) {
        if (!keep(row)) continue;
        if (column.isMissing(row)) {
            ++facet.missing;
            continue;
        }
        ++facet.count;
        const std::string text = column.display(row) == "-0" ? "0" : column.display(row);
        ++counts.try_emplace(text, 0, row).first->second.first;
    }
    facet.distinct = counts.size();
    std::vector<std::pair<std::string, std::pair<uint64_t, size_t>>> list(counts.begin(), counts.end());
    const bool byText = column.schema.type == ColumnType::Category || column.schema.type == ColumnType::Boolean;
    std::sort(list.begin(), list.end(), [&](const auto& a, const auto& b) {
        if (a.second.first != b.second.first) return a.second.first > b.second.first;
        return byText ? a.first < b.first : a.second.second < b.second.second;
    });
    for (size_t i = 0; i < std::min(most, list.size()); ++i)
        facet.values.push_back({list[i].first, list[i].second.first});
    return facet;
}

void expectEqual(ValueFacet facet, const ValueFacet& expected) {
    for (ValueCount& value : facet.values)
        if (value.value == "-0") value.value = "0";
    EXPECT_EQ(facet.values, expected.values);
    EXPECT_EQ(facet.distinct, expected.distinct);
    EXPECT_EQ(facet.count, expected.count);
    EXPECT_EQ(facet.missing, expected.missing);
}

TEST(ValueFacet, CountsEveryType) {
    const auto& data = queryData();
    const auto third = [](size_t row) { return row % 3 == 1; };
    const RowSelection rows = data.bruteForce(third);
    for (size_t c = 0; c < data.file().columns(); ++c) {
        SCOPED_TRACE(data.file().schema()[c].name);
        const auto all = valueFacet(data.file(), c, nullptr, {50, {}}, JobContext());
        const auto some = valueFacet(data.file(), c, &rows, {50, {}}, JobContext(), 1);
        ASSERT_TRUE(all && some);
        expectEqual(*all, bruteForce(
                              data.rows().columns[c], [](size_t) { return true; }, 50));
        expectEqual(*some, bruteForce(data.rows().columns[c], third, 50));
    }
}

TEST(ValueFacet, CountsWhatASearchFinds) {
    const auto& data = queryData();
    for (const char* name : {"note", "small", "colour"}) {
        const Column& column = data.column(name);
        const auto facet =
            valueFacet(data.file(), indexOf(name), nullptr, {10, TextPattern{"1", false, false, false}}, JobContext());
        ASSERT_TRUE(facet);
        expectEqual(*facet, [&] {
            ValueFacet expected = bruteForce(
                column,
                [&](size_t row) { return column.isMissing(row) || column.display(row).find('1') != std::string::npos; },
                10);
            return expected;
        }());
    }
}

TEST(NumberFacet, CountsInBins) {
    const auto& data = queryData();
    const Column& real = data.column("real");
    const auto facet = numberFacet(data.file(), indexOf("real"), nullptr, {20, -1000.0, 1000.0}, JobContext());
    ASSERT_TRUE(facet);
    ASSERT_EQ(facet->counts.size(), 20U);
    std::vector<uint64_t> expected(20);
    for (size_t row = 0; row < real.rows(); ++row) {
        const double value = real.reals[row];
        if (!(value >= -1000 && value <= 1000)) continue;
        ++expected[value == 1000 ? 19 : static_cast<size_t>(std::floor((value + 1000) / 100))];
    }
    EXPECT_EQ(facet->counts, expected);
    EXPECT_EQ(facet->count + facet->missing, data.rows().rows());
    EXPECT_EQ(facet->min, -HUGE_VAL);
}

TEST(NumberFacet, GivesWholeNumbersBinsOfTheirOwn) {
    const auto& data = queryData();
    const auto facet = numberFacet(data.file(), indexOf("small"), nullptr, {40, {}, {}}, JobContext());
    ASSERT_TRUE(facet);
    ASSERT_EQ(facet->counts.size(), 24U);
    const auto values = valueFacet(data.file(), indexOf("small"), nullptr, {24, {}}, JobContext());
    for (const ValueCount& value : values->values) EXPECT_EQ(facet->counts[std::stoul(value.value)], value.count);
    const auto wide = numberFacet(data.file(), indexOf("rising"), nullptr, {10, {}, {}}, JobContext());
    EXPECT_EQ(wide->counts, std::vector<uint64_t>(10, 15'000));
}

TEST(NumberFacet, HasNoBinsWithoutNumbers) {
    const auto& data = queryData();
    const RowSelection none = RowSelection::none(data.file().rows());
    const auto facet = numberFacet(data.file(), indexOf("small"), &none, {}, JobContext());
    ASSERT_TRUE(facet);
    EXPECT_TRUE(facet->edges.empty());
    EXPECT_TRUE(std::isnan(facet->min));
    EXPECT_FALSE(numberFacet(data.file(), indexOf("note"), nullptr, {}, JobContext()));
}

TEST(TimeFacet, CountsByCalendarUnit) {
    const auto& data = queryData();
    const Column& day = data.column("day");
    for (const TimeUnit unit : {TimeUnit::Day, TimeUnit::Week, TimeUnit::Month, TimeUnit::Quarter, TimeUnit::Year}) {
        SCOPED_TRACE(toString(unit));
        const auto facet = timeFacet(data.file(), indexOf("day"), nullptr, {unit, 60}, JobContext());
        ASSERT_TRUE(facet);
        EXPECT_EQ(facet->unit, unit);
        uint64_t total = 0;
        for (size_t i = 0; i < facet->bins.size(); ++i) {
            const auto& bin = facet->bins[i];
            if (i > 0) {
                EXPECT_EQ(bin.from, facet->bins[i - 1].to);
            }
            const std::string begin = isoDate(bin.from);
            if (unit == TimeUnit::Month) {
                EXPECT_EQ(begin.substr(7), "-01");
            }
            if (unit == TimeUnit::Year) {
                EXPECT_EQ(begin.substr(4), "-01-01");
            }
            if (unit == TimeUnit::Week) {
                EXPECT_EQ((bin.from + 3) % 7, 0);
            }
            uint64_t expected = 0;
            if (unit >= TimeUnit::Month)
                for (size_t row = 0; row < day.rows(); ++row)
                    expected +=
                        !day.isMissing(row) && day.integers[row] >= bin.from && day.integers[row] < bin.to ? 1 : 0;
            if (unit >= TimeUnit::Month) {
                EXPECT_EQ(bin.count, expected);
            }
            total += bin.count;
        }
        EXPECT_EQ(total, facet->count);
    }
    // 12000 is 2002-11-09 and 15999 is 2013-10-21: 12 years, 48 quarters, 132 months.
    const auto chosen = timeFacet(data.file(), indexOf("day"), nullptr, {std::nullopt, 60}, JobContext());
    EXPECT_EQ(chosen->unit, TimeUnit::Quarter);
    EXPECT_EQ(isoDate(chosen->bins.front().from), "2002-10-01");
    const auto moments = timeFacet(data.file(), indexOf("moment"), nullptr, {TimeUnit::Hour, 60}, JobContext());
    EXPECT_EQ(moments->unit, TimeUnit::Hour);
    EXPECT_EQ(moments->bins.size(), 27'778U); // 10¹⁴ µs are 27 777.8 hours
}

} // namespace
