// SPDX-License-Identifier: GPL-3.0-or-later
// NumPy's array files: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
#pragma once

#include "core/data/readers/arrays.h"
#include "core/data/readers/source_reader.h"

namespace lathe::readers {

/// What the header of an array says.
struct NumpyHeader {
    struct Field {
        std::string name;
        Element element;
        size_t offset = 0;
        size_t repeats = 1; ///< of a field that is an array itself
    };
    std::vector<Field> fields; ///< one without a name for a plain array
    size_t itemBytes = 0;
    bool fortranOrder = false;
    std::vector<uint64_t> shape;
    uint64_t dataOffset = 0;

    [[nodiscard]] uint64_t rows() const { return shape.empty() ? 1 : shape.front(); }
    [[nodiscard]] std::string shapeText() const;
};

/// Errors: InvalidInput; Unsupported for Python objects, complex and extended numbers.
Result<NumpyHeader> readNumpyHeader(ByteSource& source);

/// The columns of an array, called by \p name. Errors: those of the header and the bytes.
Result<std::unique_ptr<ColumnGroup>> openNumpyArray(BytesAgain bytes, const std::string& name);

OpenedReader openNpy(const Path& file, const ImportOptions& options);
OpenedReader openNpz(const Path& file, const ImportOptions& options);

} // namespace lathe::readers
