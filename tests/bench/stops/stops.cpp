// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/stops/stops.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <ctime>
#include <stop_token>
#include <thread>
#include <vector>

#include "tests/bench/bench.h"

namespace lathe::bench {

namespace {

double processorNow() {
    timespec spent{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

double milliseconds(double seconds) { return std::round(seconds * 1e4) / 10; }

double medianOf(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

} // namespace

/// Time since the request for a stop, or of the whole when \p isInstant never says so.
Stops::Spent Stops::run(const Stoppable& work, const Preparation& prepare,
                        const std::function<bool(const Spent&)>& isInstant) {
    const ScopedFolder scratch = must(ScopedFolder::create(m_folder, "run" + std::to_string(++m_runs)));
    if (prepare) prepare(scratch.path());
    std::stop_source stop;
    std::atomic<bool> ended{false};
    Result<void> outcome;
    double wall = monotonicSeconds();
    double processor = processorNow();
    std::jthread worker([&] {
        outcome = work(JobContext(stop.get_token(), nullptr), scratch.path());
        ended = true;
    });
    while (!ended) {
        if (isInstant({monotonicSeconds() - wall, processorNow() - processor})) {
            wall = monotonicSeconds();
            processor = processorNow();
            stop.request_stop();
            break;
        }
        std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
    worker.join();
    const Spent spent{monotonicSeconds() - wall, processorNow() - processor,
                      !outcome && outcome.error().kind == ErrorKind::Cancelled};
    if (!outcome && !spent.cancelled) giveUp(outcome.error().describe());
    return spent;
}

void Stops::measure(const std::string& name, const Stoppable& work, const Preparation& prepare) {
    if (name.find(m_only) == std::string::npos) return;
    const Spent whole = run(work, prepare, [](const Spent&) { return false; });
    const bool waits = whole.processor < whole.wall / 2;
    std::vector<double> wall;
    std::vector<double> processor;
    double latest = 0;
    for (int i = 0; i < m_instants; ++i) {
        const double share = (i + 0.5) / m_instants;
        const Spent spent = run(work, prepare, [&](const Spent& until) {
            return waits ? until.wall >= share * whole.wall : until.processor >= share * whole.processor;
        });
        if (!spent.cancelled) continue; // it had ended
        wall.push_back(spent.wall);
        processor.push_back(spent.processor);
        if (spent.processor >= *std::ranges::max_element(processor)) latest = share;
    }
    Json line{{"bench", "stops"},
              {"job", name},
              {"ms", std::round(whole.wall * 1e3)},
              {"cpu_ms", std::round(whole.processor * 1e3)},
              {"stops", wall.size()}};
    if (!wall.empty())
        line.update({{"worst_ms", milliseconds(*std::ranges::max_element(wall))},
                     {"median_ms", milliseconds(medianOf(wall))},
                     {"worst_cpu_ms", milliseconds(*std::ranges::max_element(processor))},
                     {"median_cpu_ms", milliseconds(medianOf(processor))},
                     {"worst_at", std::round(latest * 100) / 100}});
    print(line);
}

} // namespace lathe::bench
