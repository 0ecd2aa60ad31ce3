// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace lathe::ui {

/// Where the columns of a grid lie. Columns are named by their number in the rows' schema; those that are shown have a
/// place, counted from the left. The first ones may be pinned: they stay where they are while the others scroll under
/// them. An x is counted in pixels from the left edge of the first column on screen; an offset says how far was
/// scrolled.
class GridLayout {
public:
    static constexpr int minimumWidth = 48;
    static constexpr int maximumWidth = 900;

    /// All columns in their order, none pinned.
    void setWidths(std::vector<int> widths);
    void setWidth(size_t column, int width);
    /// Shows the columns \p order, the first \p pinned of them pinned.
    void setShown(std::vector<size_t> order, size_t pinned);

    [[nodiscard]] size_t columns() const { return m_widths.size(); }
    [[nodiscard]] const std::vector<size_t>& shown() const { return m_shown; }
    [[nodiscard]] size_t pinned() const { return m_pinned; }
    [[nodiscard]] bool isShown(size_t column) const { return place(column) < m_shown.size(); }
    /// shown().size() when hidden.
    [[nodiscard]] size_t place(size_t column) const;
    [[nodiscard]] int width(size_t column) const { return m_widths[column]; }
    [[nodiscard]] int totalWidth() const { return m_ends.empty() ? 0 : m_ends.back(); }
    [[nodiscard]] int pinnedWidth() const { return m_pinned == 0 ? 0 : m_ends[m_pinned - 1]; }
    /// The left edge before anything was scrolled.
    [[nodiscard]] int left(size_t column) const;
    /// The left edge on screen.
    [[nodiscard]] int x(size_t column, int offset) const {
        return left(column) - (place(column) < m_pinned ? 0 : offset);
    }

    /// The column at \p x; none left of the first and right of the last.
    [[nodiscard]] std::optional<size_t> columnAt(int x, int offset) const;
    /// The column whose right edge is within \p reach of \p x.
    [[nodiscard]] std::optional<size_t> edgeAt(int x, int offset, int reach) const;
    /// The columns that are seen in a window \p width wide, pinned ones first.
    [[nodiscard]] std::vector<size_t> columnsIn(int offset, int width) const;

private:
    void measure();

    std::vector<int> m_widths;
    std::vector<size_t> m_shown;
    std::vector<int> m_ends; ///< by place
    size_t m_pinned = 0;
};

/// The place of \p row on a scroll bar of at most 2^31 steps, for any number of rows, and back. One step is
/// one row as long as the rows fit; beyond that a step skips rows, which is why wheel and keys move the row
/// itself.
class RowScale {
public:
    static constexpr int64_t maximumSteps = 2'000'000'000;

    RowScale() = default;
    /// \p lastTop is the largest row that may be on top.
    explicit RowScale(uint64_t lastTop) : m_lastTop(lastTop) {}

    [[nodiscard]] int steps() const;
    [[nodiscard]] int stepOf(uint64_t row) const;
    [[nodiscard]] uint64_t rowOf(int step) const;

private:
    uint64_t m_lastTop = 0;
};

} // namespace lathe::ui
