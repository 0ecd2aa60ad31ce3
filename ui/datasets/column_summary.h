// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/profile/linked_counts.h"
#include "core/data/query/filter.h"
#include "ui/datasets/grid_painter.h"

#include <QPoint>
#include <QRect>
#include <QString>

#include <optional>

class QPainter;

namespace lathe::ui {

/// Draws a column's values in a few pixels: a histogram with its range, or the share of the most frequent
/// values, and how much is missing. With \p part the share of the chosen rows stands out in each.
void paintColumnSummary(QPainter& painter, const QRect& rect, const ColumnProfile& profile, const GridStyle& style,
                        const LinkedCounts* part = nullptr);

/// A bar of the picture that paintColumnSummary() draws: some bins of the histogram, or one of the most frequent
/// values.
struct SummaryBar {
    QRect rect;
    Filter filter; ///< of the rows in it
    QString text;  ///< what it stands for
};
/// The bar at \p position; none between and beside them.
[[nodiscard]] std::optional<SummaryBar> summaryBarAt(QPoint position, const QRect& rect, const ColumnProfile& profile);

/// The same in words: "1 461 values, none missing, 111 different".
[[nodiscard]] QString summaryText(const ColumnProfile& profile);

} // namespace lathe::ui
