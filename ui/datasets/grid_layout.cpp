// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/grid_layout.h"

#include <algorithm>
#include <cmath>

namespace lathe::ui {

void GridLayout::setWidths(std::vector<int> widths) {
    m_ends = std::move(widths);
    int end = 0;
    for (int& value : m_ends) {
        end += std::clamp(value, minimumWidth, maximumWidth);
        value = end;
    }
}

void GridLayout::setWidth(size_t column, int newWidth) {
    const int growth = std::clamp(newWidth, minimumWidth, maximumWidth) - width(column);
    for (size_t i = column; i < m_ends.size(); ++i) m_ends[i] += growth;
}

std::optional<size_t> GridLayout::columnAt(int x) const {
    if (x < 0 || x >= totalWidth()) return std::nullopt;
    return static_cast<size_t>(std::upper_bound(m_ends.begin(), m_ends.end(), x) - m_ends.begin());
}

std::optional<size_t> GridLayout::edgeAt(int x, int reach) const {
    const auto edge = std::lower_bound(m_ends.begin(), m_ends.end(), x - reach);
    if (edge == m_ends.end() || *edge > x + reach) return std::nullopt;
    return static_cast<size_t>(edge - m_ends.begin());
}

std::vector<size_t> GridLayout::columnsIn(int from, int to) const {
    std::vector<size_t> found;
    const auto first = std::upper_bound(m_ends.begin(), m_ends.end(), from);
    for (size_t c = static_cast<size_t>(first - m_ends.begin()); c < m_ends.size() && left(c) < to; ++c)
        found.push_back(c);
    return found;
}

int RowScale::steps() const {
    return static_cast<int>(std::min<uint64_t>(m_lastTop, static_cast<uint64_t>(maximumSteps)));
}

int RowScale::stepOf(uint64_t row) const {
    row = std::min(row, m_lastTop);
    if (m_lastTop <= static_cast<uint64_t>(maximumSteps)) return static_cast<int>(row);
    return static_cast<int>(std::llround(static_cast<double>(row) / static_cast<double>(m_lastTop) *
                                         static_cast<double>(maximumSteps)));
}

uint64_t RowScale::rowOf(int step) const {
    if (step <= 0) return 0;
    if (step >= steps()) return m_lastTop;
    if (m_lastTop <= static_cast<uint64_t>(maximumSteps)) return static_cast<uint64_t>(step);
    return static_cast<uint64_t>(static_cast<double>(step) / static_cast<double>(maximumSteps) *
                                 static_cast<double>(m_lastTop));
}

} // namespace lathe::ui
