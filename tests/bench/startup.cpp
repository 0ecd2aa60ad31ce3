// SPDX-License-Identifier: GPL-3.0-or-later
// Starts itself again and again as the workbench would start, and measures from before the process exists to the
// first painted window; then the resident memory after a second of rest. With an argument: that project is opened.
#include <QApplication>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/process.h"
#include "core/base/text.h"
#include "ui/shell/application.h"

namespace {

double residentMegabytes() {
    std::ifstream statm("/proc/self/statm");
    double pages = 0;
    double resident = 0;
    statm >> pages >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

int runChild(int argc, char** argv, const std::string& project) {
    lathe::ui::WindowOptions options;
    options.project = project;
    options.firstPaint = [] {
        std::printf("painted %.6f\n", lathe::monotonicSeconds());
        QTimer::singleShot(1000, [] {
            std::printf("resident %.1f\n", residentMegabytes());
            std::fflush(stdout);
            QApplication::quit();
        });
    };
    return lathe::ui::runWindow(argc, argv, options);
}

std::string median(std::vector<double> values) {
    if (values.empty()) return "none";
    std::sort(values.begin(), values.end());
    return fmt::format("median {:.1f}, worst {:.1f}", values[values.size() / 2], values.back());
}

} // namespace

int main(int argc, char** argv) {
    const std::string mode = argc > 1 ? argv[1] : "";
    if (mode == "--child") return runChild(argc, argv, argc > 2 ? argv[2] : "");
    setenv("QT_QPA_PLATFORM", "offscreen", 0);
    constexpr int repeats = 11;
    std::vector<double> paints;
    std::vector<double> memory;
    for (int round = 0; round < repeats; ++round) {
        lathe::ProcessOptions options;
        options.program = lathe::programFolder() / "bench_startup";
        options.arguments = {"--child", mode};
        options.captureOutput = true;
        const double started = lathe::monotonicSeconds();
        auto child = lathe::ChildProcess::start(options);
        if (!child) {
            std::fprintf(stderr, "%s\n", child.error().describe().c_str());
            return 1;
        }
        while (const auto line = child->readLine(std::chrono::seconds(20))) {
            const std::vector<std::string> parts = lathe::splitText(*line, ' ');
            if (parts.size() != 2) continue;
            const double value = lathe::parseNumber(parts[1]).value_or(0);
            if (parts[0] == "painted") paints.push_back((value - started) * 1000);
            if (parts[0] == "resident") memory.push_back(value);
        }
        child->wait();
    }
    std::printf("first paint  %s ms (target 400)\n", median(paints).c_str());
    std::printf("idle memory  %s MB (target 150)\n", median(memory).c_str());
    return 0;
}
