// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/serve/row_collector.h"

namespace lathe {

/// Element types of the Open Inference Protocol V2 that tabular models meet.
enum class TensorType { Bool, Int8, Int16, Int32, Int64, Uint8, Uint16, Uint32, Uint64, Fp32, Fp64, Bytes };

std::optional<TensorType> tensorTypeFromText(std::string_view text);
/// Names of all types that are understood, for messages.
std::string tensorTypeNames();
/// The type in which a column is described to clients and best sent: BOOL, INT64, FP64, BYTES.
const char* tensorTypeOf(ColumnType type);
/// Whether elements of that type can hold the column's values at all.
bool fits(TensorType tensor, ColumnType column);

/// Gives the collector the `count` elements of a binary tensor (little-endian; BYTES as uint32 length and bytes).
/// Errors: InvalidInput that begins with "[row]" or tells the wrong size.
Result<void> readBinaryTensor(RowCollector& rows, size_t field, TensorType type, size_t count, std::string_view bytes);

} // namespace lathe
