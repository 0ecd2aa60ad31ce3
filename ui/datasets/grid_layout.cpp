// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/datasets/grid_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lathe::ui {

void GridLayout::setWidths(std::vector<int> widths) {
    m_widths = std::move(widths);
    for (int& width : m_widths) width = std::clamp(width, minimumWidth, maximumWidth);
    m_shown.resize(m_widths.size());
    std::iota(m_shown.begin(), m_shown.end(), size_t{0});
    m_pinned = 0;
    measure();
}

void GridLayout::setWidth(size_t column, int width) {
    m_widths[column] = std::clamp(width, minimumWidth, maximumWidth);
    measure();
}

void GridLayout::setShown(std::vector<size_t> order, size_t pinned) {
    m_shown = std::move(order);
    m_pinned = std::min(pinned, m_shown.size());
    measure();
}

void GridLayout::measure() {
    m_ends.clear();
    int end = 0;
    for (const size_t column : m_shown) m_ends.push_back(end += m_widths[column]);
}

size_t GridLayout::place(size_t column) const {
    return static_cast<size_t>(std::find(m_shown.begin(), m_shown.end(), column) - m_shown.begin());
}

int GridLayout::left(size_t column) const {
    const size_t at = place(column);
    return at == 0 || at == m_shown.size() ? 0 : m_ends[at - 1];
}

std::optional<size_t> GridLayout::columnAt(int x, int offset) const {
    if (x >= pinnedWidth()) x += offset;
    if (x < 0 || x >= totalWidth()) return std::nullopt;
    return m_shown[static_cast<size_t>(std::upper_bound(m_ends.begin(), m_ends.end(), x) - m_ends.begin())];
}

std::optional<size_t> GridLayout::edgeAt(int x, int offset, int reach) const {
    for (size_t at = 0; at < m_shown.size(); ++at) {
        const int edge = m_ends[at] - (at < m_pinned ? 0 : offset);
        if (at >= m_pinned && edge < pinnedWidth()) continue; // under the pinned columns
        if (edge >= x - reach && edge <= x + reach) return m_shown[at];
    }
    return std::nullopt;
}

std::vector<size_t> GridLayout::columnsIn(int offset, int width) const {
    std::vector<size_t> found(m_shown.begin(), m_shown.begin() + static_cast<std::ptrdiff_t>(m_pinned));
    const auto first =
        std::upper_bound(m_ends.begin() + static_cast<std::ptrdiff_t>(m_pinned), m_ends.end(), offset + pinnedWidth());
    for (size_t at = static_cast<size_t>(first - m_ends.begin()); at < m_shown.size(); ++at) {
        if ((at == 0 ? 0 : m_ends[at - 1]) - offset >= width) break;
        found.push_back(m_shown[at]);
    }
    return found;
}

int RowScale::steps() const {
    return static_cast<int>(std::min<uint64_t>(m_lastTop, static_cast<uint64_t>(maximumSteps)));
}

int RowScale::stepOf(uint64_t row) const {
    row = std::min(row, m_lastTop);
    if (m_lastTop <= static_cast<uint64_t>(maximumSteps)) return static_cast<int>(row);
    return static_cast<int>(
        std::llround(static_cast<double>(row) / static_cast<double>(m_lastTop) * static_cast<double>(maximumSteps)));
}

uint64_t RowScale::rowOf(int step) const {
    if (step <= 0) return 0;
    if (step >= steps()) return m_lastTop;
    if (m_lastTop <= static_cast<uint64_t>(maximumSteps)) return static_cast<uint64_t>(step);
    return static_cast<uint64_t>(static_cast<double>(step) / static_cast<double>(maximumSteps) *
                                 static_cast<double>(m_lastTop));
}

} // namespace lathe::ui
