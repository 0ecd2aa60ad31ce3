// SPDX-License-Identifier: GPL-3.0-or-later
// Values of Arrow arrays as values of columns. Part of builds that found Apache Arrow.
#pragma once

#include "core/data/readers/column_builder.h"

#include <memory>
#include <string>
#include <vector>

namespace arrow {
class Array;
class DataType;
class Field;
class RecordBatch;
class Schema;
} // namespace arrow

namespace lathe::readers {

/// A field that is no structure, and the way to it: the place of the top field, then those of the children.
struct ArrowLeaf {
    std::vector<int> way;
    std::string name; ///< "where.city"
    std::shared_ptr<arrow::Field> field;
};

/// The fields of structures, at any depth, are columns of their own.
[[nodiscard]] std::vector<ArrowLeaf> arrowLeaves(const arrow::Schema& schema);
/// The leaf's values; a missing structure has missing fields. Throws std::exception when the array contradicts its
/// type.
[[nodiscard]] std::shared_ptr<arrow::Array> arrowValues(const arrow::RecordBatch& batch, const ArrowLeaf& leaf);

[[nodiscard]] ColumnPlan planFor(const ArrowLeaf& leaf);
/// What is to be told about how a leaf is read; empty when there is nothing.
[[nodiscard]] std::string noteFor(const ArrowLeaf& leaf);
/// Whether values are kept as places in a dictionary, which a damaged file may let point anywhere.
[[nodiscard]] bool holdsDictionary(const arrow::DataType& type);

/// Adds the values of rows first … first + count - 1.
void addValues(ColumnBuilder& column, const arrow::Array& array, int64_t first, int64_t count);

} // namespace lathe::readers
