// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of a live chart: series of a million points in all, 1000 new ones per frame, everything visible.
#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <random>

#include "ui/charts/line_chart.h"
#include "ui/shell/theme.h"

using namespace lathe::ui;

namespace {

/// Processor time of this thread: what a frame costs, whoever else is on the machine.
double threadMilliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Case {
    const char* name;
    int series;
    double smoothing;
    bool zoomed;
};

void measure(const Case& work) {
    constexpr size_t pointsInAll = 1'000'000;
    constexpr int newPerFrame = 1000;
    constexpr int frames = 300;
    LineChart chart;
    chart.resize(1200, 480);
    chart.setSmoothing(work.smoothing);
    std::mt19937 generator(1);
    std::normal_distribution<double> noise(0, 0.05);
    const auto value = [&](double x) { return 0.2 + std::exp(-x / 200'000) + noise(generator); };
    std::vector<double> next(static_cast<size_t>(work.series), 0);
    for (int series = 0; series < work.series; ++series) {
        chart.addSeries(QStringLiteral("series %1").arg(series));
        for (size_t index = 0; index < pointsInAll / static_cast<size_t>(work.series);
             ++index, ++next[static_cast<size_t>(series)])
            chart.append(series, next[static_cast<size_t>(series)], value(next[static_cast<size_t>(series)]));
    }
    chart.show();
    chart.flush();
    QApplication::processEvents();
    if (work.zoomed) chart.setXRange(std::pair(next[0] * 0.45, next[0] * 0.55));
    std::vector<double> milliseconds;
    double busy = 0;
    for (int frame = 0; frame < frames; ++frame) {
        QElapsedTimer timer;
        timer.start();
        const double before = threadMilliseconds();
        for (int count = 0; count < newPerFrame; ++count) {
            const auto series = static_cast<size_t>(count % work.series);
            chart.append(static_cast<int>(series), next[series], value(next[series]));
            ++next[series];
        }
        chart.flush();
        chart.viewport()->repaint();
        busy += threadMilliseconds() - before;
        milliseconds.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    const double median = milliseconds[frames / 2];
    const double slow = milliseconds[frames * 99 / 100];
    std::printf("%-34s frame p50 %6.2f ms  p99 %6.2f ms  processor %6.2f ms  %s\n", work.name, median, slow,
                busy / frames, slow <= 1000.0 / 60 ? "holds 60 fps" : "below 60 fps");
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", qEnvironmentVariable("QT_QPA_PLATFORM", QStringLiteral("offscreen")).toLatin1());
    QApplication application(argc, argv);
    Theme::instance().apply(ThemeMode::Light);
    std::puts("1 000 000 points, 1000 new ones per frame, 1200 x 480");
    for (const Case& work : {Case{"one series, raw", 1, 0, false}, Case{"one series, smoothed", 1, 0.9, false},
                             Case{"four series, raw", 4, 0, false}, Case{"four series, smoothed", 4, 0.9, false},
                             Case{"one series, a tenth in view", 1, 0, true}})
        measure(work);
    return 0;
}
