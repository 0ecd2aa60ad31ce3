// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace lathe::ui {

/// Where the columns of a grid lie, in pixels from the left edge of the first column.
class GridLayout {
public:
    static constexpr int minimumWidth = 48;
    static constexpr int maximumWidth = 900;

    void setWidths(std::vector<int> widths);
    void setWidth(size_t column, int width);

    [[nodiscard]] size_t columns() const { return m_ends.size(); }
    [[nodiscard]] int left(size_t column) const { return column == 0 ? 0 : m_ends[column - 1]; }
    [[nodiscard]] int width(size_t column) const { return m_ends[column] - left(column); }
    [[nodiscard]] int totalWidth() const { return m_ends.empty() ? 0 : m_ends.back(); }

    /// The column at \p x; none left of the first and right of the last.
    [[nodiscard]] std::optional<size_t> columnAt(int x) const;
    /// The column whose right edge is within \p reach of \p x.
    [[nodiscard]] std::optional<size_t> edgeAt(int x, int reach) const;
    /// The columns that overlap [from, to).
    [[nodiscard]] std::vector<size_t> columnsIn(int from, int to) const;

private:
    std::vector<int> m_ends;
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
