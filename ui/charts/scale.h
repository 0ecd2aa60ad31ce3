// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

namespace lathe::ui {

/// A mark on an axis, in axis units (the decimal logarithm when logarithmic).
struct Tick {
    double position = 0;
    QString label;
};

/// An axis with round marks. Low and high are in axis units.
struct AxisScale {
    double low = 0;
    double high = 1;
    std::vector<Tick> ticks;
};

/// Marks at 1, 2 or 5 times a power of ten within [low, high]. With \p widen the ends move out to the next mark.
/// \p count is how many marks are wanted; about as many come, and two at least where there is room. Logarithmic axes
/// get decades, or 1-2-5 within few decades. Marks of \p whole axes, which count something, stand at whole numbers.
AxisScale makeScale(double low, double high, int count, bool widen, bool logarithmic = false, bool whole = false);

/// "0.25", "1500", "20k", "1.5M": as short as \p step between neighbours allows, in the unit that suits the
/// \p largest value of the axis.
QString tickLabel(double value, double step, double largest);

} // namespace lathe::ui
