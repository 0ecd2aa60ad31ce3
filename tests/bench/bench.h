// SPDX-License-Identifier: GPL-3.0-or-later
//
// What benchmarks share: giving up, printing a line, work in a process of its own, and the peers' programs.
#pragma once

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/process.h"
#include "core/base/result.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

namespace lathe::bench {

[[noreturn]] inline void giveUp(const std::string& text) {
    std::cerr << text << '\n';
    std::exit(1);
}

/// The value, or the end of the benchmark with the error's text.
template <typename T>
T must(Result<T> result) {
    if (!result) giveUp(result.error().describe());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

inline void print(const Json& line) { std::cout << line.dump() << std::endl; }

struct Measured {
    double seconds = 0;
    double processorSeconds = 0; ///< of all threads; bears noise from other programs better
    double peakMegabytes = 0;
};

inline double inSeconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

inline double processorSeconds(const rusage& usage) { return inSeconds(usage.ru_utime) + inSeconds(usage.ru_stime); }

/// Of this process so far.
inline double processorSeconds() {
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return processorSeconds(usage);
}

/// Runs `work` in a process of its own, so that its peak memory is its own. `work` returns a Result<void>.
inline Measured measureAlone(const std::function<Result<void>()>& work) {
    const double start = monotonicSeconds();
    const pid_t child = ::fork();
    if (child < 0) giveUp("cannot fork");
    if (child == 0) {
        const auto outcome = work();
        if (!outcome) std::cerr << outcome.error().describe() << '\n';
        ::_exit(outcome ? 0 : 1);
    }
    int status = 0;
    struct rusage usage {};
    if (::wait4(child, &status, 0, &usage) < 0 || status != 0) giveUp("the work failed");
    return {monotonicSeconds() - start, processorSeconds(usage), static_cast<double>(usage.ru_maxrss) * 1024 / 1e6};
}

/// The medians of the times and the largest peak.
inline Measured median(const std::vector<Measured>& runs) {
    std::vector<double> wall, processor;
    Measured result;
    for (const Measured& run : runs) {
        wall.push_back(run.seconds);
        processor.push_back(run.processorSeconds);
        result.peakMegabytes = std::max(result.peakMegabytes, run.peakMegabytes);
    }
    std::ranges::sort(wall);
    std::ranges::sort(processor);
    result.seconds = wall[wall.size() / 2];
    result.processorSeconds = processor[processor.size() / 2];
    return result;
}

/// Runs a script of the folder `peers` and hands on each JSON object that it prints on a line of its own.
inline void runPeers(const Path& python, const std::string& script, const Path& input,
                     const std::function<void(const Json&)>& each) {
    ProcessOptions options;
    options.program = python;
    options.arguments = {std::string(LATHE_PEERS) + "/" + script, input.string()};
    options.captureOutput = true;
    auto peers = must(ChildProcess::start(options));
    while (const auto line = peers.readLine(std::chrono::hours(1)))
        if (const Json json = Json::parse(*line, nullptr, false); json.is_object()) each(json);
    if (peers.wait() != 0) giveUp(script + " failed");
}

/// The same for a script with one outcome.
inline Json runPeer(const Path& python, const std::string& script, const Path& input) {
    Json outcome;
    runPeers(python, script, input, [&](const Json& json) { outcome = json; });
    if (!outcome.is_object()) giveUp(script + " printed no outcome");
    return outcome;
}

/// One line for each peer that reads the same file, set against our time.
inline void compareReaders(const Path& python, const std::string& script, const Path& file, const Json& heading,
                           const Measured& ours) {
    runPeers(python, script, file, [&](const Json& peer) {
        Json line = heading;
        line.update({{"ours", ours.seconds},
                     {"peer_name", peer["peer"]},
                     {"peer", peer["seconds"]},
                     {"peer_peak_MB", peer["peak_MB"]},
                     {"ratio", peer["seconds"].get<double>() / ours.seconds},
                     {"cpu_ratio", peer["cpu_s"].get<double>() / ours.processorSeconds},
                     {"unit", "s"}});
        print(line);
    });
}

} // namespace lathe::bench
