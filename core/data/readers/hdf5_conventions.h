// SPDX-License-Identifier: GPL-3.0-or-later
// What a dataset's attributes say of its values, by the CF conventions (which netCDF-4 files keep, and those that Lathe
// writes).
#pragma once

#include "core/data/readers/hdf5_values.h"
#include "core/data/readers/netcdf_variable.h"

#include <optional>
#include <string>

namespace lathe::readers {

struct Hdf5Conventions {
    std::string name;                    ///< of the column, where the path cannot be it; empty: the path's last part
    std::optional<std::string> fill;     ///< _FillValue of numbers: its bytes in memory
    std::optional<std::string> fillText; ///< of texts
    std::optional<TimeUnits> times;      ///< "days since …", of whole numbers
    bool isTruth = false;                ///< 0 means false, and 1 true

    /// Whether the column is one of dates: whole days since a midnight.
    [[nodiscard]] bool isDate() const;
};

/// \p layout: of a dataset that has one field. Attributes of other types than expected say nothing.
Hdf5Conventions conventionsOf(Hdf5Id dataset, const Hdf5Layout& layout);

[[nodiscard]] ColumnPlan planFor(const Hdf5Field& field, const Hdf5Conventions& conventions, const std::string& name);
/// As addField() does. Errors: also InvalidInput for a time outside the range of 64 bits.
Result<void> addField(ColumnBuilder& column, const Hdf5Field& field, const Hdf5Conventions& conventions,
                      const char* element);

} // namespace lathe::readers
