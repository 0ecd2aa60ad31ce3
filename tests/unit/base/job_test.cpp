// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/job.h"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/parallel.h"

using namespace lathe;

TEST(Job, EndsOnceWithItsResult) {
    int ends = 0;
    Job job(
        "count",
        [](const JobContext& context) -> Result<void> {
            context.beginStage("counting", 10, "rows");
            context.setDone(10);
            return {};
        },
        [&](JobState state, const Error* error) {
            ++ends;
            EXPECT_EQ(state, JobState::Succeeded);
            EXPECT_EQ(error, nullptr);
        });
    EXPECT_TRUE(job.wait());
    EXPECT_EQ(ends, 1);
    EXPECT_EQ(job.progress().stage, "counting");
    EXPECT_DOUBLE_EQ(job.progress().fraction(), 1);
}

TEST(Job, StopEndsAsCancelled) {
    Job job("wait", [](const JobContext& context) -> Result<void> {
        for (;;) LATHE_CHECK(context.checkStop());
    });
    job.requestStop();
    EXPECT_FALSE(job.wait());
    EXPECT_EQ(job.state(), JobState::Cancelled);
}

TEST(Job, AnExceptionBecomesAFailure) {
    Job job("throw", [](const JobContext&) -> Result<void> { throw std::runtime_error("no luck"); });
    const auto result = job.wait();
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().message.find("no luck"), std::string::npos);
    EXPECT_EQ(job.state(), JobState::Failed);
}

TEST(Parallel, EveryIndexIsVisitedOnce) {
    std::vector<int> visits(1000);
    parallelFor(visits.size(), [&](size_t i) { ++visits[i]; });
    for (const int count : visits) EXPECT_EQ(count, 1);
}
