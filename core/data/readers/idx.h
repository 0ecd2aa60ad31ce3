// SPDX-License-Identifier: GPL-3.0-or-later
// IDX, the format of MNIST: http://yann.lecun.com/exdb/mnist/ – two zero bytes, a type, the number of dimensions, their
// lengths, the values, all big-endian.
#pragma once

#include "core/data/readers/arrays.h"
#include "core/data/readers/source_reader.h"

namespace lathe::readers {

/// The columns of an array: "pixel_1"… of pictures, else "value". Errors: InvalidInput.
Result<std::unique_ptr<ColumnGroup>> openIdxArray(BytesAgain bytes, const std::string& name);

/// With the labels that lie beside a file of pictures ("…-images-idx3-ubyte" and "…-labels-idx1-ubyte").
OpenedReader openIdx(const Path& file, const ImportOptions& options);

} // namespace lathe::readers
