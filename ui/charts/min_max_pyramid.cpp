// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/min_max_pyramid.h"

#include <algorithm>
#include <cmath>

namespace lathe::ui {

namespace {

bool less(double a, double b) { return a < b || (std::isnan(b) && !std::isnan(a)); }
bool greater(double a, double b) { return a > b || (std::isnan(b) && !std::isnan(a)); }

} // namespace

void MinMaxPyramid::merge(Extremes& into, const Extremes& other) const {
    if (less(m_points[other.lowIndex].y, m_points[into.lowIndex].y)) into.lowIndex = other.lowIndex;
    if (greater(m_points[other.highIndex].y, m_points[into.highIndex].y)) into.highIndex = other.highIndex;
}

void MinMaxPyramid::append(double x, double y) {
    const auto index = static_cast<uint32_t>(m_points.size());
    m_points.push_back({x, y});
    const Extremes own{index, index};
    size_t block = m_points.size() - 1;
    for (size_t level = 0;; ++level) {
        block /= fanOut;
        if (level == m_levels.size()) {
            if (block == 0) return; // one block would summarise everything: no need for this level yet
            // The level starts now; its earlier blocks come from the level below.
            m_levels.emplace_back();
            for (size_t earlier = 0; earlier <= block; ++earlier) m_levels[level].push_back(summary(level, earlier));
            continue;
        }
        std::vector<Extremes>& summaries = m_levels[level];
        if (block == summaries.size()) summaries.push_back(own);
        else merge(summaries[block], own);
    }
}

MinMaxPyramid::Extremes MinMaxPyramid::summary(size_t level, size_t block) const {
    const size_t below = level == 0 ? m_points.size() : m_levels[level - 1].size();
    const size_t begin = block * fanOut;
    const size_t end = std::min(below, begin + fanOut);
    const auto child = [&](size_t index) {
        return level == 0 ? Extremes{static_cast<uint32_t>(index), static_cast<uint32_t>(index)}
                          : m_levels[level - 1][index];
    };
    Extremes found = child(begin);
    for (size_t index = begin + 1; index < end; ++index) merge(found, child(index));
    return found;
}

void MinMaxPyramid::append(std::span<const Point> points) {
    for (const Point& point : points) append(point.x, point.y);
}

void MinMaxPyramid::clear() {
    m_points.clear();
    m_levels.clear();
}

size_t MinMaxPyramid::lowerBound(double x) const {
    const auto found = std::lower_bound(m_points.begin(), m_points.end(), x,
                                        [](const Point& point, double value) { return point.x < value; });
    return static_cast<size_t>(found - m_points.begin());
}

MinMaxPyramid::Extremes MinMaxPyramid::extremes(size_t begin, size_t end) const {
    Extremes found{static_cast<uint32_t>(begin), static_cast<uint32_t>(begin)};
    size_t at = begin;
    while (at < end) {
        // The largest block that starts here and ends in time.
        size_t size = 1;
        size_t level = 0;
        while (level < m_levels.size() && at % (size * fanOut) == 0 && at + size * fanOut <= end) {
            size *= fanOut;
            ++level;
        }
        if (level == 0) merge(found, {static_cast<uint32_t>(at), static_cast<uint32_t>(at)});
        else merge(found, m_levels[level - 1][at / size]);
        at += size;
    }
    return found;
}

std::vector<MinMaxPyramid::Point> MinMaxPyramid::query(double fromX, double toX, int columns) const {
    std::vector<Point> out;
    if (m_points.empty() || columns < 1 || !(fromX <= toX)) return out;
    size_t begin = lowerBound(fromX);
    size_t end = lowerBound(std::nextafter(toX, HUGE_VAL));
    const size_t before = begin > 0 ? begin - 1 : begin;
    const size_t after = std::min(end + 1, m_points.size());
    if (after - before <= 2 * static_cast<size_t>(columns)) {
        out.assign(m_points.begin() + static_cast<std::ptrdiff_t>(before),
                   m_points.begin() + static_cast<std::ptrdiff_t>(after));
        return out;
    }
    out.reserve(2 * static_cast<size_t>(columns) + 2);
    if (before < begin) out.push_back(m_points[before]);
    const double width = (toX - fromX) / columns;
    for (int column = 0; column < columns; ++column) {
        const size_t next = column + 1 == columns ? end : std::min(end, lowerBound(fromX + width * (column + 1)));
        if (next == begin) continue;
        const Extremes found = extremes(begin, next);
        const size_t first = std::min(found.lowIndex, found.highIndex);
        const size_t second = std::max(found.lowIndex, found.highIndex);
        out.push_back(m_points[first]);
        if (second != first) out.push_back(m_points[second]);
        begin = next;
    }
    if (end < after) out.push_back(m_points[end]);
    return out;
}

bool MinMaxPyramid::range(double fromX, double toX, double& low, double& high) const {
    const size_t begin = lowerBound(fromX);
    const size_t end = lowerBound(std::nextafter(toX, HUGE_VAL));
    if (begin >= end) return false;
    const Extremes found = extremes(begin, end);
    low = m_points[found.lowIndex].y;
    high = m_points[found.highIndex].y;
    return !std::isnan(low) && !std::isnan(high);
}

} // namespace lathe::ui
