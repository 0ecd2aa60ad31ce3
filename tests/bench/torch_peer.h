// SPDX-License-Identifier: GPL-3.0-or-later
// What the benchmarks beside PyTorch share.
#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/process.h"
#include "core/base/text.h"
#include "core/learn/engine.h"

namespace lathe::bench {

inline double processorSeconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Takes the processor time of each epoch of a training.
class EpochClock {
public:
    [[nodiscard]] EngineHooks hooks() {
        return {[](std::string_view, int64_t, double) {},
                [this](double, double) {
                    m_fastest = std::min(m_fastest, processorSeconds() - m_start);
                    m_start = processorSeconds();
                },
                [](const std::string&) {},
                [](std::string) { return Result<void>{}; },
                [] { return false; },
                {}};
    }
    [[nodiscard]] double fastest() const { return m_fastest; }

private:
    double m_fastest = 1e9;
    double m_start = processorSeconds();
};

template <typename T>
inline void writeRaw(const Path& path, const std::vector<T>& values) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
}

/// Processor seconds of the fastest epoch of a script in peers/, which prints them line by line; 0 when it did not run.
inline double fastestEpochOfPeer(const char* script, const std::vector<std::string>& arguments) {
    ProcessOptions options;
    options.program = "/usr/bin/python3";
    options.arguments = {std::string(LATHE_PEERS) + "/" + script};
    options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
    options.environment = {{"OMP_NUM_THREADS", "1"}, {"OPENBLAS_NUM_THREADS", "1"}};
    options.captureOutput = true;
    auto child = ChildProcess::start(options);
    if (!child) return 0;
    double fastest = 1e9;
    while (const auto line = child->readLine(std::chrono::minutes(10)))
        if (const auto seconds = parseNumber(trimmed(*line))) fastest = std::min(fastest, *seconds);
    return child->wait() == 0 ? fastest : 0;
}

} // namespace lathe::bench
