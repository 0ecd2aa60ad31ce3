// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"
#include "core/data/columns/column_file.h"

#include <QString>

#include <memory>
#include <string>
#include <vector>

namespace lathe::ui {

/// Rows of a version that a check found wanting, with the values themselves.
struct FailingRows {
    QString title; ///< of the check
    Table rows;
    std::vector<uint64_t> numbers;
    std::vector<std::vector<uint8_t>> marks; ///< per column, 1 where the check looked
    bool all = true;                         ///< false when only the first are here
};

constexpr size_t mostFailingRows = 10'000;

/// Reads rows that a check found: \p numbers, ascending, up to one more than mostFailingRows, which tells that there
/// are more. \p looked: the columns that the check looked at.
Result<std::shared_ptr<const FailingRows>> readFailingRows(const ColumnFile& file, std::vector<uint64_t> numbers,
                                                           const std::vector<std::string>& looked, const QString& title,
                                                           const JobContext& job);

} // namespace lathe::ui
