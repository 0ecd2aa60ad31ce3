// SPDX-License-Identifier: GPL-3.0-or-later
// Weka's attribute-relation file format: https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/
#pragma once

#include "core/data/readers/row_source.h"
#include "core/data/readers/source_reader.h"
#include "core/data/sources/byte_source.h"

#include <memory>

namespace lathe::readers {

/// Reads the header. Errors: those of the bytes; InvalidInput with line and reason; Unsupported for relational
/// attributes.
Result<std::unique_ptr<RowSource>> openArffRows(BytesAgain bytes);

OpenedReader openArff(const Path& file, const ImportOptions& options);

} // namespace lathe::readers
