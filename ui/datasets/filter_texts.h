// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/query/facet.h"
#include "core/data/query/filter.h"

#include <QString>

#include <optional>

namespace lathe::ui {

/// A condition in a few words, for a chip: "season: spring, summer", "wind 2 … 5".
[[nodiscard]] QString conditionText(const FilterCondition& condition, const std::vector<ColumnSchema>& schema);

/// The range of bins of a histogram that begin at \p from and end at \p to, which belongs to them only where \p last.
[[nodiscard]] RangeCondition rangeOfBins(const ColumnSchema& column, double from, double to, bool last);

/// A limit of a range as people write it in a column of this type, and back; none when it cannot be read.
[[nodiscard]] QString limitText(const NumberLimit& limit, ColumnType type);
[[nodiscard]] std::optional<NumberLimit> limitFromText(const QString& text, ColumnType type);

} // namespace lathe::ui
