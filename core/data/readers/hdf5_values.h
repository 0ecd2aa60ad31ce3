// SPDX-License-Identifier: GPL-3.0-or-later
// HDF5's types as columns.
#pragma once

#include "core/data/readers/arrays.h"
#include "core/data/readers/hdf5_handle.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lathe::readers {

/// One column within an element of a dataset.
struct Hdf5Field {
    enum class Kind { Number, FixedText, AnyLengthText, Enumeration, List, Opaque };
    std::string name;
    Kind kind = Kind::Number;
    size_t offset = 0;                        ///< within the element in memory
    Element element;                          ///< Number; the base of Enumeration; of FixedText the size
    std::map<std::string, std::string> names; ///< of an Enumeration: value as text to name
    std::shared_ptr<Hdf5Field> item;          ///< of a List: its elements
    size_t itemBytes = 0;
};

/// How an element lies in memory, and its columns. Errors: Unsupported.
struct Hdf5Layout {
    Hdf5Handle memoryType;
    size_t bytes = 0;
    std::vector<Hdf5Field> fields;
};
Result<Hdf5Layout> layoutOf(Hdf5Id fileType, const std::string& name);

[[nodiscard]] ColumnPlan planFor(const Hdf5Field& field, const std::string& name);
Result<void> addField(ColumnBuilder& column, const Hdf5Field& field, const char* element);

} // namespace lathe::readers
