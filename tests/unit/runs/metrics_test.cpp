// SPDX-License-Identifier: GPL-3.0-or-later
#include "testing.h"

#include <cmath>
#include <map>
#include <random>
#include <thread>

using namespace lathe;

namespace {

class MetricsTest : public RunsTest {
protected:
    void SetUp() override {
        RunsTest::SetUp();
        m_run = newRun().id;
    }

    /// Everything the store says about one metric must follow from these points.
    void expectSeries(const std::string& key, const std::map<int64_t, double>& expected) {
        const auto points = store().series(m_run, key);
        ASSERT_OK(points);
        ASSERT_EQ(points->size(), expected.size());
        auto point = points->begin();
        double min = NAN, max = NAN;
        for (const auto& [step, value] : expected) {
            ASSERT_EQ(point->step, step);
            ASSERT_TRUE(point->value == value || (std::isnan(point->value) && std::isnan(value))) << "at step " << step;
            min = std::fmin(min, value);
            max = std::fmax(max, value);
            ++point;
        }
        const auto all = store().metrics(m_run);
        ASSERT_OK(all);
        const auto summary =
            std::find_if(all->begin(), all->end(), [&](const MetricSummary& each) { return each.key == key; });
        ASSERT_NE(summary, all->end());
        EXPECT_EQ(summary->points, expected.size());
        EXPECT_EQ(summary->lastStep, expected.rbegin()->first);
        const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
        EXPECT_TRUE(same(summary->last, expected.rbegin()->second));
        EXPECT_TRUE(same(summary->min, min)) << summary->min << " instead of " << min;
        EXPECT_TRUE(same(summary->max, max)) << summary->max << " instead of " << max;
    }

    RunId m_run;
};

} // namespace

TEST_F(MetricsTest, KeepsExactValuesIncludingNanAndInfinity) {
    const std::vector<MetricSample> samples{
        {"loss", 0, 0.1}, {"loss", 1, NAN}, {"loss", 2, INFINITY}, {"loss", 3, -0.0}, {"loss", 4, 5e-324}};
    ASSERT_OK(store().appendMetrics(m_run, samples));
    expectSeries("loss", {{0, 0.1}, {1, NAN}, {2, INFINITY}, {3, -0.0}, {4, 5e-324}});
    ASSERT_OK(store().begin(m_run, "{}"));
    ASSERT_OK(store().end(m_run, RunState::Finished));
    expectSeries("loss", {{0, 0.1}, {1, NAN}, {2, INFINITY}, {3, -0.0}, {4, 5e-324}});
}

TEST_F(MetricsTest, AStepThatExistsIsReplaced) {
    ASSERT_OK(store().setMetric(m_run, "test_auc", 0.9));
    ASSERT_OK(store().setMetric(m_run, "test_auc", 0.7));
    expectSeries("test_auc", {{0, 0.7}});
    ASSERT_OK(store().appendMetrics(m_run, std::vector<MetricSample>{{"a", 1, 1}, {"a", 1, 2}, {"a", 0, 5}}));
    expectSeries("a", {{0, 5}, {1, 2}});
}

TEST_F(MetricsTest, AnyOrderOfBatchesGivesTheSameSeries) {
    std::mt19937 random(7);
    std::map<int64_t, double> expected;
    for (int batch = 0; batch < 60; ++batch) {
        std::vector<MetricSample> samples;
        const int64_t first = random() % 12000;
        const size_t count = random() % 3 == 0 ? 1200 : random() % 40 + 1;
        for (size_t i = 0; i < count; ++i) {
            const int64_t step = first + static_cast<int64_t>(i) * (random() % 5 == 0 ? -1 : 1);
            const double value = static_cast<double>(random() % 1000) - 500;
            samples.push_back({"m", step, value});
            expected[step] = value;
        }
        ASSERT_OK(store().appendMetrics(m_run, samples));
        if (batch == 40) {
            ASSERT_OK(store().begin(m_run, "{}"));
            ASSERT_OK(store().end(m_run, RunState::Stopped));
        }
    }
    expectSeries("m", expected);
}

TEST_F(MetricsTest, SeriesBeginsAfterTheGivenStep) {
    std::vector<MetricSample> samples;
    for (int64_t step = 0; step < 10'000; ++step) samples.push_back({"m", step, static_cast<double>(step)});
    ASSERT_OK(store().appendMetrics(m_run, samples));
    for (int64_t step = 10'000; step < 10'100; ++step)
        ASSERT_OK(store().appendMetrics(m_run, std::vector<MetricSample>{{"m", step, 1}}));
    for (const int64_t after : {int64_t{-1}, int64_t{0}, int64_t{4095}, int64_t{4096}, int64_t{9'998}, int64_t{9'999},
                                int64_t{10'050}, int64_t{10'099}}) {
        const auto points = store().series(m_run, "m", after);
        ASSERT_OK(points);
        ASSERT_EQ(points->size(), static_cast<size_t>(10'099 - after));
        if (!points->empty()) {
            EXPECT_EQ(points->front().step, after + 1);
        }
    }
    EXPECT_TRUE(store().series(m_run, "unknown")->empty());
}

TEST_F(MetricsTest, TheWriterLosesNothing) {
    {
        MetricWriter writer(project(), m_run);
        std::vector<std::jthread> threads;
        for (int t = 0; t < 3; ++t)
            threads.emplace_back([&, t] {
                for (int64_t step = 0; step < 3000; ++step)
                    writer.add("m" + std::to_string(t), step, static_cast<double>(step));
            });
        threads.clear();
        ASSERT_OK(writer.flush());
        EXPECT_EQ(store().metrics(m_run)->at(0).points, 3000U);
        writer.add("last", 0, 1);
    }
    EXPECT_EQ(store().metrics(m_run)->size(), 4U) << "the end of the writer flushes";
}

TEST_F(MetricsTest, TheWriterReportsTheFirstError) {
    MetricWriter writer(project(), RunId("run-that-is-not-there"));
    writer.add("m", 0, 1);
    const auto flushed = writer.flush();
    ASSERT_FALSE(flushed);
    EXPECT_EQ(flushed.error().kind, ErrorKind::Conflict);
}
