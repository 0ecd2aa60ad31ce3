// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/scale.h"

#include <algorithm>
#include <cmath>

namespace lathe::ui {

namespace {

double roundStep(double rough) {
    const double magnitude = std::pow(10.0, std::floor(std::log10(rough)));
    const double part = rough / magnitude;
    return magnitude * (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10);
}

/// The next shorter of the round steps.
double shorterStep(double step) { return roundStep(step * 0.45); }

double marksWithin(double low, double high, double step) {
    return std::floor(high / step + 1e-9) - std::ceil(low / step - 1e-9) + 1;
}

AxisScale logScale(double low, double high, int count) {
    AxisScale scale{low, high, {}};
    const int stride = std::max(1, static_cast<int>(std::ceil((high - low) / count)));
    const bool fewDecades = high - low < 2;
    const std::vector<double> parts = fewDecades ? std::vector<double>{1, 2, 5} : std::vector<double>{1};
    for (int decade = static_cast<int>(std::floor(low)); decade <= static_cast<int>(std::ceil(high)); ++decade) {
        if (!fewDecades && decade % stride != 0) continue;
        for (const double part : parts) {
            const double position = decade + std::log10(part);
            const double value = part * std::pow(10.0, decade);
            if (position >= low - 1e-9 && position <= high + 1e-9)
                scale.ticks.push_back({position, tickLabel(value, value, value)});
        }
    }
    return scale;
}

} // namespace

QString tickLabel(double value, double step, double largest) {
    const double size = std::abs(largest);
    if (std::abs(value) < step * 1e-6) return QStringLiteral("0");
    if (size >= 1e15 || step < 1e-6) return QString::number(value, 'g', 3);
    const auto shortened = [&](double unit, const char* suffix) {
        const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step / unit) - 1e-9)), 0, 7);
        return QString::number(value / unit, 'f', decimals) + QLatin1String(suffix);
    };
    if (size >= 1e9) return shortened(1e9, "G");
    if (size >= 1e6) return shortened(1e6, "M");
    if (size >= 1e4) return shortened(1e3, "k");
    return shortened(1, "");
}

AxisScale makeScale(double low, double high, int count, bool widen, bool logarithmic, bool whole) {
    if (!(std::isfinite(low) && std::isfinite(high)) || low > high) return makeScale(0, 1, count, widen);
    if (high - low < 1e-12 * std::max(1.0, std::abs(low))) {
        const double margin = std::max(std::abs(low) * 0.1, 0.5);
        low -= margin;
        high += margin;
    }
    if (logarithmic) return logScale(low, high, count);
    double step = roundStep((high - low) / std::max(1, count - 1));
    if (marksWithin(low, high, step) < 2) step = shorterStep(step);
    if (whole) step = std::max(step, 1.0);
    AxisScale scale{low, high, {}};
    if (widen) {
        scale.low = std::floor(low / step + 1e-9) * step;
        scale.high = std::ceil(high / step - 1e-9) * step;
    }
    const double largest = std::max(std::abs(scale.low), std::abs(scale.high));
    const double first = std::ceil(scale.low / step - 1e-9);
    const double last = std::floor(scale.high / step + 1e-9);
    for (double k = first; k <= last; ++k) scale.ticks.push_back({k * step, tickLabel(k * step, step, largest)});
    return scale;
}

} // namespace lathe::ui
