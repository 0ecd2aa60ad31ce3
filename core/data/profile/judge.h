// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/data/profile/column_scan.h"

/// Inside of the profile: what deserves a look.
namespace lathe {

/// From a column's figures and some of its values.
std::vector<ProfileWarning> judgeColumn(const ColumnProfile& column, const ValueSample& sample);

/// Adds what concerns pairs of columns and the table; \p equalColumns are numbers of columns.
void judgeTable(DatasetProfile& profile, const std::vector<std::pair<size_t, size_t>>& equalColumns);

/// Gravest first, then as they came.
void sortWarnings(std::vector<ProfileWarning>& warnings);

/// Sorts the warnings. Of an image dataset, what is said of the columns that its import made is left out: they
/// describe pictures, which have checks of their own, and are constant, unique or missing by nature.
void arrangeWarnings(DatasetProfile& profile);

/// Whether the values, or the column's name together with them, look like data about a person.
std::vector<ProfileWarning> findPersonalData(const ColumnProfile& column, const ValueSample& sample);

} // namespace lathe
