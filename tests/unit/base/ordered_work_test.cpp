// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/ordered_work.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>
#include <vector>

namespace lathe {
namespace {

/// Reads the numbers below a limit.
struct Numbers {
    uint64_t limit;
    uint64_t next = 0;
    std::atomic<int> readers{0};

    Result<bool> read() {
        EXPECT_EQ(++readers, 1) << "two threads read at once";
        const bool more = next < limit;
        if (more) ++next;
        --readers;
        return more;
    }
};

TEST(OrderedWork, passesPiecesInTheirOrderForAnyNumberOfThreads) {
    for (const size_t threads : {0, 1, 2, 7}) {
        Numbers numbers{200};
        const JobContext job;
        OrderedWork work(job);
        std::vector<uint64_t> passed;
        const auto outcome = work.run(threads, [&] {
            while (const auto piece = work.take([&] { return numbers.read(); })) {
                if (*piece % 5 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200)); // others overtake
                if (!work.inTurn(*piece, [&]() -> Result<void> {
                        passed.push_back(*piece);
                        return {};
                    }))
                    return;
            }
        });
        EXPECT_TRUE(outcome.has_value());
        std::vector<uint64_t> expected(200);
        std::iota(expected.begin(), expected.end(), 0);
        EXPECT_EQ(passed, expected) << threads << " threads";
    }
}

TEST(OrderedWork, aFailureAnywhereEndsAllThreads) {
    enum class Place { Reading, BeforeTheTurn, InTurn };
    for (const Place place : {Place::Reading, Place::BeforeTheTurn, Place::InTurn}) {
        Numbers numbers{1000000};
        const JobContext job;
        OrderedWork work(job);
        std::atomic<uint64_t> passed{0};
        const auto outcome = work.run(4, [&] {
            const auto read = [&]() -> Result<bool> {
                if (place == Place::Reading && numbers.next == 10) return lathe::fail(ErrorKind::Io, "reading");
                return numbers.read();
            };
            while (const auto piece = work.take(read)) {
                if (place == Place::BeforeTheTurn && *piece == 10) return work.fail(Error{ErrorKind::Io, "before", {}});
                if (!work.inTurn(*piece, [&]() -> Result<void> {
                        if (place == Place::InTurn && *piece == 10) return lathe::fail(ErrorKind::Io, "turn");
                        ++passed;
                        return {};
                    }))
                    return;
            }
        });
        ASSERT_FALSE(outcome.has_value());
        EXPECT_EQ(outcome.error().kind, ErrorKind::Io);
        EXPECT_LE(passed, 10U);
    }
}

TEST(OrderedWork, aStopFailsTheWorkAsCancelled) {
    std::stop_source stop;
    const JobContext job(stop.get_token(), {});
    OrderedWork work(job);
    uint64_t taken = 0;
    const auto outcome = work.run(1, [&] {
        while (const auto piece = work.take([]() -> Result<bool> { return true; })) {
            if (++taken == 3) stop.request_stop();
            if (!work.inTurn(*piece, []() -> Result<void> { return {}; })) return;
        }
    });
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(taken, 3U);
}

} // namespace
} // namespace lathe
