// SPDX-License-Identifier: GPL-3.0-or-later
// One variable of a netCDF file, as a column of a grid's points.
#pragma once

#include "core/data/readers/arrays.h"

#include <netcdf.h>

#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lathe::readers {

/// The library keeps its tables without a lock: hold this one around its calls.
std::recursive_mutex& netCdfMutex();

/// Owns an open file.
class NetCdfFile {
public:
    /// \p image: of a file in memory, which the library reads from as long as the file is open.
    explicit NetCdfFile(int id, std::vector<char> image = {}) : m_id(id), m_image(std::move(image)) {}
    ~NetCdfFile();
    NetCdfFile(const NetCdfFile&) = delete;
    NetCdfFile& operator=(const NetCdfFile&) = delete;
    [[nodiscard]] int id() const { return m_id; }

private:
    int m_id;
    std::vector<char> m_image;
};

struct NetCdfDimension {
    int id = -1;
    std::string name;
    size_t length = 0;
    bool operator==(const NetCdfDimension&) const = default;
};

/// What is known of a variable without its values.
struct NetCdfVariable {
    int id = -1;
    std::string name;
    nc_type type = NC_NAT;
    std::vector<NetCdfDimension> dimensions; ///< of the grid; of texts without the one along their characters
    size_t textLength = 0;                   ///< of NC_CHAR
    std::optional<double> scale;
    std::optional<double> offset;
    std::vector<double> missing;       ///< values that stand for none, before scaling
    std::optional<int64_t> unitMicros; ///< of a time: microseconds of a count
    int64_t epochMicros = 0;
    std::string problem; ///< why it cannot be read; empty when it can

    [[nodiscard]] size_t points() const {
        size_t count = 1;
        for (const auto& dimension : dimensions) count *= dimension.length;
        return count;
    }
    [[nodiscard]] bool isCoordinate() const { return dimensions.size() == 1 && dimensions[0].name == name; }
    [[nodiscard]] ColumnPlan plan() const;
};

/// The variables of a group. Errors: Corrupt.
Result<std::vector<NetCdfVariable>> listVariables(int group);

/// Adds the values of the points [first, first + count), counted with the last dimension running fastest.
/// Errors: Corrupt; InvalidInput for a time outside the range of 64 bits.
Result<void> addPoints(int group, const NetCdfVariable& variable, size_t first, size_t count, ColumnBuilder& column);

/// The moment of "days since 1970-01-01 00:00:00 +1:00" and the length of its unit, in microseconds; none when the text
/// says no such thing.
struct TimeUnits {
    int64_t unitMicros = 0;
    int64_t epochMicros = 0;
};
[[nodiscard]] std::optional<TimeUnits> parseTimeUnits(std::string_view units);

} // namespace lathe::readers
