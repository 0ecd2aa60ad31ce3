// SPDX-License-Identifier: GPL-3.0-or-later
// Parquet files written by Arrow. For builds that found it.
#pragma once

#include "core/base/files.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace arrow {
class Array;
}

namespace lathe::readers {

/// Writes equally long columns; fails the test when Arrow refuses.
void writeParquet(const Path& path, const std::vector<std::pair<std::string, std::shared_ptr<arrow::Array>>>& columns,
                  int64_t rowsPerGroup);
/// One column of texts.
void writeParquetTexts(const Path& path, const std::string& name, const std::vector<std::string>& texts);

} // namespace lathe::readers
