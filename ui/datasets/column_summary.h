// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/profile/profile.h"
#include "ui/datasets/grid_painter.h"

#include <QString>

class QPainter;
class QRect;

namespace lathe::ui {

/// Draws a column's values in a few pixels: a histogram with its range, or the share of the most frequent
/// values, and how much is missing.
void paintColumnSummary(QPainter& painter, const QRect& rect, const ColumnProfile& profile,
                        const GridStyle& style);

/// The same in words: "1 461 values, none missing, 111 different".
[[nodiscard]] QString summaryText(const ColumnProfile& profile);

} // namespace lathe::ui
