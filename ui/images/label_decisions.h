// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/data/images/label_edits.h"

namespace lathe::ui {

/// What was decided about one row; none: nothing.
using LabelDecision = std::optional<images::LabelEdit>;

/// Label decisions by row. A value that never changes: copies share their blocks, so that other threads and undo have
/// one in microseconds, whatever it holds.
class LabelDecisions {
public:
    [[nodiscard]] size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    /// Null where nothing was decided. Valid as long as these decisions. O(log block).
    [[nodiscard]] const images::LabelEdit* find(uint64_t row) const;
    [[nodiscard]] LabelDecision at(uint64_t row) const;
    /// These and then \p changes. Copies each block that they touch: best in the order of the rows.
    [[nodiscard]] LabelDecisions with(const std::vector<std::pair<uint64_t, LabelDecision>>& changes) const;
    /// Of the very same origin; equal ones that were made apart are not.
    [[nodiscard]] bool isSame(const LabelDecisions& other) const { return m_blocks == other.m_blocks; }
    [[nodiscard]] images::LabelEdits all() const;

private:
    static constexpr uint64_t rowsOfBlock = 1024;
    std::vector<std::shared_ptr<const images::LabelEdits>> m_blocks; ///< null: nothing decided there
    size_t m_size = 0;
};

} // namespace lathe::ui
