// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lathe::ui {

/// A growing series of (x, y) with x ascending, summarised at several scales so that any window of it can be
/// drawn in time proportional to its pixels. Fan-out 8; the summaries take 7 % of the raw data. Append is amortised
/// O(1). At most 2³² points.
class MinMaxPyramid {
public:
    struct Point {
        double x = 0;
        double y = 0;
    };

    /// NaN makes a gap. x must not be smaller than the last.
    void append(double x, double y);
    void append(std::span<const Point> points);
    void clear();

    [[nodiscard]] size_t size() const { return m_points.size(); }
    [[nodiscard]] bool empty() const { return m_points.empty(); }
    [[nodiscard]] const Point& at(size_t index) const { return m_points[index]; }
    [[nodiscard]] double firstX() const { return m_points.front().x; }
    [[nodiscard]] double lastX() const { return m_points.back().x; }

    /// Index of the first point with x >= \p x.
    [[nodiscard]] size_t lowerBound(double x) const;

    /// The curve within [fromX, toX] with at most two points per column (the column's extremes in the order they
    /// occur); raw points where they are fewer. One neighbour on either side is kept so that lines leave the window.
    [[nodiscard]] std::vector<Point> query(double fromX, double toX, int columns) const;

    /// Smallest and largest finite y within [fromX, toX]; false when there is none.
    bool range(double fromX, double toX, double& low, double& high) const;

private:
    struct Extremes {
        uint32_t lowIndex;
        uint32_t highIndex;
    };
    [[nodiscard]] Extremes summary(size_t level, size_t block) const;
    [[nodiscard]] Extremes extremes(size_t begin, size_t end) const;
    void merge(Extremes& into, const Extremes& other) const;

    static constexpr size_t fanOut = 8;
    std::vector<Point> m_points;
    std::vector<std::vector<Extremes>> m_levels; ///< level k covers blocks of fanOut^(k+1) points
};

} // namespace lathe::ui
