// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/profile/profile.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "tests/unit/recipe/tables.h"

using namespace lathe;

namespace {

const double nan = std::nan("");

const ColumnProfile& of(const DatasetProfile& profile, const std::string& name) {
    return *std::find_if(profile.columns.begin(), profile.columns.end(),
                         [&](const ColumnProfile& column) { return column.schema.name == name; });
}

/// 1000 rows whose statistics were computed with pandas 1.5.3: describe, nunique, skew, kurt, quantile, duplicated.
Table fixture() {
    Table table;
    table.columns = {column("x", ColumnType::Real), column("k", ColumnType::Integer), column("day", ColumnType::Date),
                     column("t", ColumnType::Text), categoryColumn("c", {})};
    table.columns[4].dictionary = {"a", "bb", "never", "ccc"};
    table.columns[0].missing.assign(1000, 0);
    table.columns[0].missing[3] = table.columns[0].missing[500] = 1;
    for (int64_t i = 0; i < 1000; ++i) {
        const bool missing = table.columns[0].missing[static_cast<size_t>(i)] != 0;
        table.columns[0].reals.push_back(missing ? nan : static_cast<double>(i * 7919 % 1009) / 7.0);
        table.columns[1].integers.push_back(i * i % 17);
        table.columns[2].integers.push_back(15340 + i % 366);
        table.columns[3].texts.push("t" + std::to_string(i * i % 97));
        table.columns[4].codes.push_back(i % 10 == 0 ? 3 : i % 2 == 0 ? 1 : 0);
    }
    return table;
}

void expectNear(const std::vector<std::pair<double, double>>& quantiles, const std::vector<double>& values) {
    ASSERT_EQ(quantiles.size(), values.size());
    for (size_t i = 0; i < values.size(); ++i)
        EXPECT_NEAR(quantiles[i].second, values[i], 1e-9 * std::fabs(values[i]) + 1e-12);
}

TEST(Profile, numbersEqualPandas) {
    const DatasetProfile result = profile(fixture());
    EXPECT_EQ(result.rows, 1000U);
    const ColumnProfile& x = of(result, "x");
    EXPECT_EQ(x.count, 998U);
    EXPECT_EQ(x.missing, 2U);
    EXPECT_EQ(x.distinct, 998U);
    EXPECT_NEAR(x.mean, 72.13627254509018, 1e-12);
    EXPECT_NEAR(x.standardDeviation, 41.65951998748143, 1e-12);
    EXPECT_NEAR(x.skewness, -0.005505853509754888, 1e-12);
    EXPECT_NEAR(x.kurtosis, -1.1999119446622575, 1e-12);
    EXPECT_EQ(x.min, 0);
    EXPECT_EQ(x.max, 144);
    expectNear(x.quantiles, {1.4242857142857144, 7.121428571428572, 36.17857142857143, 72.21428571428572,
                             108.10714285714286, 136.87857142857143, 142.5757142857143});
    const ColumnProfile& k = of(result, "k");
    EXPECT_EQ(k.distinct, 9U);
    EXPECT_NEAR(k.mean, 8.01, 1e-12);
    EXPECT_NEAR(k.standardDeviation, 5.6623283163343645, 1e-12);
    EXPECT_NEAR(k.skewness, 0.06343112353547108, 1e-12);
    EXPECT_NEAR(k.kurtosis, -1.4950141264750914, 1e-12);
    expectNear(k.quantiles, {0, 0, 2, 8, 13, 16, 16});
    const ColumnProfile& day = of(result, "day");
    EXPECT_EQ(day.distinct, 366U);
    EXPECT_NEAR(day.mean, 15509.368, 1e-9);
    EXPECT_NEAR(day.standardDeviation, 101.27476069166075, 1e-10);
    expectNear(day.quantiles, {15343.0, 15356.0, 15423.0, 15506.0, 15589.25, 15680.05, 15700.01});
}

TEST(Profile, textsAndCategories) {
    const DatasetProfile result = profile(fixture());
    const ColumnProfile& t = of(result, "t");
    EXPECT_EQ(t.distinct, 49U);
    EXPECT_NEAR(t.meanLength, 2.843, 1e-12);
    ASSERT_EQ(t.topValues.size(), 20U);
    EXPECT_EQ(t.topValues[0].second, 21U);
    EXPECT_TRUE(std::is_sorted(t.topValues.begin(), t.topValues.end(),
                               [](const auto& a, const auto& b) { return a.second > b.second; }));
    const ColumnProfile& c = of(result, "c");
    EXPECT_EQ(c.distinct, 3U); // "never" is in the dictionary only
    EXPECT_EQ(c.topValues, (std::vector<std::pair<std::string, uint64_t>>{{"a", 500}, {"bb", 400}, {"ccc", 100}}));
    EXPECT_EQ(c.minLength, 1U);
    EXPECT_EQ(c.maxLength, 3U);
    EXPECT_TRUE(std::isnan(c.mean));
}

TEST(Profile, topTextsAreTheMostFrequentOnes) {
    std::vector<std::optional<std::string>> texts;
    for (int value = 0; value < 100; ++value)
        for (int i = 0; i <= value; ++i) texts.emplace_back("v" + std::to_string(value));
    Random random(5);
    random.shuffle(texts);
    Table table;
    table.columns = {textColumn("t", texts)};
    const ColumnProfile result = profile(table).columns[0];
    ASSERT_EQ(result.topValues.size(), 20U);
    for (size_t i = 0; i < 20; ++i) {
        EXPECT_EQ(result.topValues[i].first, "v" + std::to_string(99 - i));
        EXPECT_EQ(result.topValues[i].second, 100 - i);
    }
}

TEST(Profile, countsDuplicateRows) {
    Table table = fixture();
    Column a = column("a", ColumnType::Integer);
    for (int64_t i = 0; i < 1000; ++i) a.integers.push_back(i % 10);
    table.columns = {table.columns[1], a};
    EXPECT_EQ(profile(table).duplicateRows, 910U);
}

TEST(Profile, histogramsHoldEveryFiniteValueOnce) {
    Table table = fixture();
    table.columns.push_back(column("wild", ColumnType::Real));
    for (int i = 0; i < 1000; ++i)
        table.columns.back().reals.push_back(i == 7   ? HUGE_VAL
                                             : i == 8 ? -HUGE_VAL
                                                      : static_cast<double>(i % 97) * 0.1);
    table.columns.push_back(column("same", ColumnType::Real));
    table.columns.back().reals.assign(1000, 2.5);
    const DatasetProfile result = profile(table);
    for (const ColumnProfile& column : result.columns) {
        if (isTextual(column.schema.type)) continue;
        uint64_t total = 0;
        for (const HistogramBin& bin : column.histogram) {
            total += bin.count;
            EXPECT_LE(bin.from, bin.to);
        }
        EXPECT_EQ(total, column.count - (column.schema.name == "wild" ? 2 : 0)) << column.schema.name;
        EXPECT_LE(column.histogram.size(), 40U);
    }
    EXPECT_EQ(of(result, "k").histogram.size(), 17U);   // one bin per whole number
    EXPECT_EQ(of(result, "k").histogram[0].count, 59U); // i*i % 17 == 0 for 59 of 0…999
}

/// Compares with what plain loops over all values find.
void expectFigures(const ColumnProfile& found, const Column& column) {
    SCOPED_TRACE(column.schema.name);
    std::vector<double> values;
    for (size_t row = 0; row < column.rows(); ++row)
        if (!column.isMissing(row)) values.push_back(column.number(row));
    std::sort(values.begin(), values.end());
    std::map<double, uint64_t> times;
    long double sum = 0;
    for (const double value : values) ++times[value], sum += value;
    const auto n = static_cast<long double>(values.size());
    const long double mean = sum / n;
    long double powers[5] = {};
    for (const double value : values)
        for (int power = 2; power < 5; ++power) powers[power] += std::pow(value - mean, power);
    ASSERT_EQ(found.count, values.size());
    EXPECT_EQ(found.distinct, times.size());
    EXPECT_EQ(found.zeros, times.contains(0) ? times[0] : 0);
    EXPECT_EQ(found.negative, static_cast<uint64_t>(
                                  std::count_if(values.begin(), values.end(), [](double value) { return value < 0; })));
    EXPECT_EQ(found.min, values.front());
    EXPECT_EQ(found.max, values.back());
    EXPECT_NEAR(found.mean, static_cast<double>(mean), 1e-12 * std::fabs(values.back()));
    const long double deviation = std::sqrt(powers[2] / (n - 1));
    EXPECT_NEAR(found.standardDeviation / static_cast<double>(deviation), 1, 1e-12);
    const long double variance = powers[2] / n;
    const long double skew = powers[3] / n / std::pow(variance, 1.5L) * std::sqrt(n * (n - 1)) / (n - 2);
    EXPECT_NEAR(found.skewness, static_cast<double>(skew), 1e-9);
    const long double tails = (n + 1) * (powers[4] / n / (variance * variance) - 3) + 6;
    EXPECT_NEAR(found.kurtosis, static_cast<double>((n - 1) / ((n - 2) * (n - 3)) * tails), 1e-9);
    for (const auto& [p, quantile] : found.quantiles) {
        const double place = p * static_cast<double>(values.size() - 1);
        const auto below = static_cast<size_t>(place);
        const double next = values[std::min(below + 1, values.size() - 1)];
        EXPECT_DOUBLE_EQ(quantile, std::lerp(values[below], next, place - std::floor(place)));
    }
    uint64_t inBins = 0;
    for (const HistogramBin& bin : found.histogram) inBins += bin.count;
    EXPECT_EQ(inBins, values.size());
    std::vector<uint64_t> often;
    for (const auto& [value, count] : times) often.push_back(count);
    std::sort(often.rbegin(), often.rend());
    for (size_t i = 0; i < found.topValues.size(); ++i) EXPECT_EQ(found.topValues[i].second, often[i]);
}

/// Numbers of a narrow range are counted by codes, others sorted by them or as they are. Rows in memory and those of a
/// file give the same bits.
void expectFigures(const Table& table) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "profile").value();
    const auto file = writeAndOpen(table, folder.path() / "p.h5");
    ProfileOptions options;
    options.correlations = false;
    const DatasetProfile found = profile(*file, JobContext(), options).value();
    for (size_t i = 0; i < table.columns.size(); ++i) expectFigures(found.columns[i], table.columns[i]);
    const Json fromMemory = profile(table).toJson()["columns"];
    EXPECT_TRUE(fromMemory == found.toJson()["columns"]);
    options.threads = 1;
    EXPECT_TRUE(profile(*file, JobContext(), options).value().toJson() == found.toJson());
}

TEST(Profile, countsNumbersByTheirCodes) {
    Table table;
    table.columns = {column("id", ColumnType::Integer),   column("narrow", ColumnType::Integer),
                     column("price", ColumnType::Real),   column("nearly", ColumnType::Real),
                     column("odd", ColumnType::Integer),  column("day", ColumnType::Date),
                     column("flag", ColumnType::Boolean), column("below", ColumnType::Real)};
    Random random(11);
    constexpr int rows = 150'000;
    table.columns[1].missing.assign(rows, 0);
    for (int i = 0; i < rows; ++i) {
        const bool missing = random.below(9) == 0;
        table.columns[1].missing[static_cast<size_t>(i)] = missing ? 1 : 0;
        table.columns[0].integers.push_back(i + 5);
        table.columns[1].integers.push_back(missing ? 0 : static_cast<int64_t>(random.below(700)) - 350);
        table.columns[2].reals.push_back(static_cast<double>(random.below(200'000)) / 100);
        // One value of more decimals, far behind: what was counted is sorted after all.
        table.columns[3].reals.push_back(i == 140'000 ? 12.3456789 : static_cast<double>(random.below(5'000)) / 10);
        table.columns[4].integers.push_back(i == 7 ? int64_t{1} << 60U : static_cast<int64_t>(random.below(50)));
        table.columns[5].integers.push_back(15340 + static_cast<int64_t>(random.below(2000)));
        table.columns[6].integers.push_back(random.below(3) == 0 ? 1 : 0);
        table.columns[7].reals.push_back(static_cast<double>(static_cast<int64_t>(random.below(2001)) - 1000) / 1000);
    }
    expectFigures(table);
}

TEST(Profile, sortsNumbersByTheirCodes) {
    // Too many different values to be counted.
    constexpr int rows = 150'000;
    constexpr int late = 140'000; // where a value turns up that has no code
    constexpr int64_t second = 1'000'000;
    constexpr int64_t start = 1'325'376'000 * second;
    Table table;
    table.columns = {column("code", ColumnType::Integer),      column("below", ColumnType::Integer),
                     column("just", ColumnType::Integer),      column("beyond", ColumnType::Integer),
                     column("seconds", ColumnType::Timestamp), column("nearly", ColumnType::Timestamp),
                     column("minutes", ColumnType::Timestamp), column("instants", ColumnType::Timestamp),
                     column("price", ColumnType::Real),        column("odd", ColumnType::Real)};
    Random random(13);
    table.columns[0].missing.assign(rows, 0);
    for (int i = 0; i < rows; ++i) {
        const bool missing = random.below(9) == 0;
        table.columns[0].missing[static_cast<size_t>(i)] = missing ? 1 : 0;
        table.columns[0].integers.push_back(missing ? 0 : static_cast<int64_t>(1'000'000 + random.below(9'000'000)));
        table.columns[1].integers.push_back(static_cast<int64_t>(random.below(900'000'000)) - 800'000'000);
        const auto wide = static_cast<int64_t>(random.below(uint64_t{1} << 32U));
        table.columns[2].integers.push_back(i == 3 ? 0 : i == late ? (int64_t{1} << 32) - 1 : wide);
        table.columns[3].integers.push_back(i == 3 ? 0 : i == late ? int64_t{1} << 32 : wide);
        const int64_t seen = start + static_cast<int64_t>(random.below(126'230'400)) * second;
        table.columns[4].integers.push_back(seen);
        table.columns[5].integers.push_back(seen + (i == late ? 1 : 0));
        table.columns[6].integers.push_back(start + static_cast<int64_t>(random.below(500'000)) * 60 * second);
        table.columns[7].integers.push_back(seen + static_cast<int64_t>(random.below(second)));
        const double price = static_cast<double>(static_cast<int64_t>(random.below(200'000'000)) - 90'000'000) / 100;
        table.columns[8].reals.push_back(price);
        table.columns[9].reals.push_back(i == late ? 12.3456789 : price);
    }
    expectFigures(table);
}

TEST(Profile, moreTextsThanAreCounted) {
    // 80 000 texts of one row each, after frequent ones: some are counted, the others sorted.
    std::vector<std::optional<std::string>> texts;
    std::map<std::string, uint64_t> expected;
    Random random(12);
    for (int i = 0; i < 400'000; ++i) {
        const auto spread = random.below(2) == 0 ? random.below(3'000) : random.below(200'000);
        texts.emplace_back(random.below(50) == 0 ? std::nullopt : std::optional("text " + std::to_string(spread)));
        if (texts.back()) ++expected[*texts.back()];
    }
    Table table;
    table.columns = {textColumn("t", texts)};
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "profile").value();
    const auto file = writeAndOpen(table, folder.path() / "p.h5");
    uint64_t least = 0;
    for (const uint64_t memory : {uint64_t{1} << 30U, uint64_t{1} << 20U}) {
        ProfileOptions options;
        options.memoryBytes = memory;
        const ColumnProfile result = profile(*file, JobContext(), options).value().columns[0];
        EXPECT_EQ(result.distinct, expected.size());
        ASSERT_EQ(result.topValues.size(), 20U);
        for (const auto& [text, times] : result.topValues) EXPECT_EQ(expected[text], times) << text;
        least = result.topValues.back().second;
        EXPECT_LT(
            std::count_if(expected.begin(), expected.end(), [&](const auto& entry) { return entry.second > least; }),
            20);
    }
}

TEST(Profile, theSameInLittleMemory) {
    // Columns of 260 000 rows in 1 MiB: each is read several times instead of being held.
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "profile").value();
    Table table;
    table.columns = {column("x", ColumnType::Real), column("heavy", ColumnType::Integer),
                     column("t", ColumnType::Text)};
    Random random(9);
    for (int i = 0; i < 260'000; ++i) {
        table.columns[0].reals.push_back(i % 1000 == 3 ? HUGE_VAL : i % 1000 == 4 ? -HUGE_VAL : random.bell());
        table.columns[1].integers.push_back(random.below(3) == 0 ? static_cast<int64_t>(random.below(1000)) - 500 : 7);
        table.columns[2].texts.push("t" + std::to_string(random.below(50'000)));
    }
    const auto file = writeAndOpen(table, folder.path() / "p.h5");
    ProfileOptions little;
    little.memoryBytes = size_t{1} << 20U;
    const auto exact = profile(*file, JobContext());
    const auto other = profile(*file, JobContext(), little);
    ASSERT_TRUE(exact && other);
    Json a = exact->toJson();
    Json b = other->toJson();
    EXPECT_EQ(a["columns"].dump(), b["columns"].dump());
    EXPECT_EQ(a["duplicate_rows"], b["duplicate_rows"]);
    EXPECT_EQ(exact->correlations.pearson, other->correlations.pearson);
    EXPECT_EQ(exact->columns[0].infinite, 520U);
    EXPECT_EQ(exact->columns[1].topValues.front().first, "7");
    EXPECT_EQ(exact->correlations.spearmanRows, 260'000U);
    EXPECT_LT(other->correlations.spearmanRows, 100'000U);
}

TEST(Profile, countsZerosSignsAndBlanks) {
    Table table;
    table.columns = {realColumn("x", {0.0, -0.0, -1, HUGE_VAL, nan, 5}),
                     textColumn("t", {"", " a", "b ", "c", std::nullopt, "d d"})};
    const DatasetProfile result = profile(table);
    const ColumnProfile& x = of(result, "x");
    EXPECT_EQ(x.zeros, 2U);
    EXPECT_EQ(x.negative, 1U);
    EXPECT_EQ(x.infinite, 1U);
    EXPECT_EQ(x.distinct, 4U);
    EXPECT_EQ(x.max, HUGE_VAL);
    EXPECT_EQ(x.mean, 1.0); // of the finite ones
    EXPECT_EQ(x.topValues.front(), (std::pair<std::string, uint64_t>{"0", 2}));
    const ColumnProfile& t = of(result, "t");
    EXPECT_EQ(t.emptyTexts, 1U);
    EXPECT_EQ(t.padded, 2U);
}

TEST(Profile, jsonRoundTrip) {
    Table table = fixture();
    table.columns.push_back(column("wild", ColumnType::Real));
    for (int i = 0; i < 1000; ++i) table.columns.back().reals.push_back(i == 7 ? HUGE_VAL : 0.1 * i);
    const DatasetProfile result = profile(table);
    const auto again = DatasetProfile::fromJson(Json::parse(result.toJson().dump()));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->toJson().dump(), result.toJson().dump());
    EXPECT_FALSE(DatasetProfile::fromJson(Json::parse(R"({"rows": 3})")));
    EXPECT_FALSE(DatasetProfile::fromJson(Json::parse("[]")));
}

TEST(Profile, handsOutAnEstimateThatIsRefined) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "profile").value();
    Table table;
    table.columns = {column("x", ColumnType::Integer)};
    for (int64_t i = 0; i < 200'000; ++i) table.columns[0].integers.push_back(i);
    const auto file = writeAndOpen(table, folder.path() / "p.h5");
    std::vector<DatasetProfile> seen;
    ProfileOptions options;
    options.partial = [&](const DatasetProfile& partial) { seen.push_back(partial); };
    const auto result = profile(*file, JobContext(), options);
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->exact());
    ASSERT_FALSE(seen.empty());
    EXPECT_EQ(seen[0].rowsSeen, 65'536U);
    EXPECT_EQ(seen[0].rows, 200'000U);
    EXPECT_FALSE(seen[0].exact());
    EXPECT_EQ(seen[0].columns[0].max, 65'535);
    EXPECT_EQ(result->columns[0].max, 199'999);
}

TEST(Profile, stopsWhenAsked) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "profile").value();
    const auto file = writeAndOpen(fixture(), folder.path() / "p.h5");
    std::stop_source stop;
    stop.request_stop();
    const auto result = profile(*file, JobContext(stop.get_token(), nullptr));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
}

TEST(Profile, nothingAndMissingOnly) {
    Table table;
    table.columns = {realColumn("x", {}), textColumn("t", {})};
    DatasetProfile result = profile(table);
    EXPECT_EQ(result.rows, 0U);
    EXPECT_TRUE(std::isnan(result.columns[0].mean));
    table.columns = {realColumn("x", {nan, nan}), textColumn("t", {std::nullopt, std::nullopt}),
                     realColumn("y", {nan, 1})};
    result = profile(table);
    EXPECT_EQ(result.columns[0].missing, 2U);
    EXPECT_EQ(result.columns[0].distinct, 0U);
    EXPECT_EQ(result.columns[1].missing, 2U);
    EXPECT_TRUE(std::isnan(result.columns[2].standardDeviation));
    EXPECT_NO_THROW((void)result.toJson().dump());
}

TEST(Profile, aFileGivesTheSameForAnyNumberOfThreads) {
    const auto folder = ScopedFolder::create(std::filesystem::temp_directory_path(), "profile").value();
    Table table = fixture();
    Table longer = table;
    for (int i = 0; i < 150; ++i)
        for (size_t c = 0; c < table.columns.size(); ++c) append(longer.columns[c], table.columns[c]);
    const auto file = writeAndOpen(longer, folder.path() / "p.h5");
    const auto one = profile(*file, JobContext(), {.threads = 1});
    const auto four = profile(*file, JobContext(), {.threads = 4});
    ASSERT_TRUE(one) << one.error().describe();
    EXPECT_EQ(one->toJson().dump(), four->toJson().dump());
    EXPECT_EQ(one->toJson().dump(), profile(longer).toJson().dump());
    EXPECT_EQ(one->duplicateRows, 150'000U);
}

} // namespace
