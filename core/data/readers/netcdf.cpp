// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/netcdf.h"

#include "core/base/text.h"
#include "core/data/readers/hdf5_lz4.h"
#include "core/data/readers/netcdf_header.h"
#include "core/data/readers/netcdf_variable.h"
#include "core/data/readers/row_import.h"

#include <fmt/format.h>
#include <netcdf_mem.h>

#include <algorithm>
#include <mutex>

namespace lathe::readers {

namespace {

/// Of a coordinate that is repeated for every point: its values are held.
constexpr size_t mostCoordinates = size_t{1} << 24;

std::string shapeText(const NetCdfVariable& variable) {
    if (!variable.problem.empty()) return variable.problem;
    std::vector<std::string> lengths;
    for (const auto& dimension : variable.dimensions)
        lengths.push_back(fmt::format("{} {}", dimension.name, dimension.length));
    return lengths.empty() ? "one value" : joined(lengths, " × ");
}

/// The points of a grid: a column per dimension, then one per variable.
class Grid final : public ColumnGroup {
public:
    Grid(std::shared_ptr<NetCdfFile> file, const std::vector<NetCdfVariable>& all,
         std::vector<NetCdfVariable> variables)
        : m_file(std::move(file)), m_variables(std::move(variables)), m_dimensions(m_variables.front().dimensions) {
        for (const auto& dimension : m_dimensions) {
            const auto coordinate = std::find_if(all.begin(), all.end(), [&](const auto& v) {
                return v.isCoordinate() && v.problem.empty() && v.dimensions[0] == dimension;
            });
            m_coordinates.push_back(coordinate == all.end() ? std::nullopt : std::optional(*coordinate));
        }
        // A coordinate by itself is its own column already.
        if (m_variables.size() == 1 && m_variables.front().isCoordinate()) m_dimensions.clear();
    }

    [[nodiscard]] std::vector<ColumnPlan> columns() const override {
        std::vector<ColumnPlan> columns;
        for (size_t i = 0; i < m_dimensions.size(); ++i)
            columns.push_back(m_coordinates[i] ? m_coordinates[i]->plan()
                                               : ColumnPlan{m_dimensions[i].name, IntegerValue, false});
        for (const auto& variable : m_variables) columns.push_back(variable.plan());
        return columns;
    }
    [[nodiscard]] uint64_t rows() const override { return m_variables.front().points(); }
    Result<void> rewind() override {
        m_point = 0;
        if (!m_values.empty()) return {};
        const std::lock_guard lock(netCdfMutex());
        m_values.resize(m_dimensions.size());
        return readCoordinates();
    }
    Result<void> addRows(std::span<ColumnBuilder> columns, size_t count) override {
        const std::lock_guard lock(netCdfMutex());
        size_t column = 0;
        for (size_t i = 0; i < m_dimensions.size(); ++i) LATHE_CHECK(addCoordinate(i, count, columns[column++]));
        for (const auto& variable : m_variables)
            LATHE_CHECK(addPoints(m_file->id(), variable, m_point, count, columns[column++]));
        m_point += count;
        return {};
    }

private:
    /// With other dimensions beside it a coordinate is needed again and again: its values are held.
    Result<void> readCoordinates() {
        for (size_t i = 0; m_dimensions.size() > 1 && i < m_dimensions.size(); ++i) {
            if (!m_coordinates[i]) continue;
            if (m_dimensions[i].length > mostCoordinates)
                return fail(ErrorKind::Unsupported, "dimension '{}' has {} coordinates, more than {}",
                            m_dimensions[i].name, m_dimensions[i].length, mostCoordinates);
            ColumnPlan plan = m_coordinates[i]->plan();
            if (plan.kinds == allKinds || plan.kind() == IntegerValue) plan.fixed = true;
            if (plan.kinds == allKinds) plan.kinds = TextValue;
            ColumnBuilder values(plan);
            LATHE_CHECK(addPoints(m_file->id(), *m_coordinates[i], 0, m_dimensions[i].length, values));
            m_values[i] = values.take();
        }
        return {};
    }
    Result<void> addCoordinate(size_t dimension, size_t count, ColumnBuilder& column) const {
        if (m_dimensions.size() == 1 && m_coordinates[dimension])
            return addPoints(m_file->id(), *m_coordinates[dimension], m_point, count, column);
        size_t stride = 1;
        for (size_t i = dimension + 1; i < m_dimensions.size(); ++i) stride *= m_dimensions[i].length;
        for (size_t point = m_point; point < m_point + count; ++point) {
            const size_t place = point / stride % m_dimensions[dimension].length;
            if (m_coordinates[dimension]) addValue(m_values[dimension], place, column);
            else column.addInteger(static_cast<int64_t>(place));
        }
        return {};
    }
    static void addValue(const Column& values, size_t place, ColumnBuilder& column) {
        if (values.isMissing(place)) return column.addMissing();
        switch (values.schema.type) {
        case ColumnType::Integer: return column.addInteger(values.integers[place]);
        case ColumnType::Real: return column.addReal(values.reals[place]);
        case ColumnType::Timestamp: return column.addTimestamp(values.integers[place]);
        default: return column.addPlainText(values.text(place));
        }
    }

    std::shared_ptr<NetCdfFile> m_file;
    std::vector<NetCdfVariable> m_variables;
    std::vector<NetCdfDimension> m_dimensions;
    std::vector<std::optional<NetCdfVariable>> m_coordinates;
    std::vector<Column> m_values; ///< of the coordinates
    size_t m_point = 0;
};

/// The variables on the grid of the wanted one, or on the grid of the most points.
Result<std::vector<NetCdfVariable>> choose(const std::vector<NetCdfVariable>& all, std::string wanted,
                                           const std::string& file, SourceDescription& facts) {
    if (wanted.starts_with('/')) wanted.erase(0, 1);
    std::vector<std::string> names;
    const NetCdfVariable* best = nullptr;
    for (const auto& variable : all) {
        names.push_back(variable.name);
        facts.choices.push_back({variable.name, "variable", shapeText(variable)});
        if (!wanted.empty() ? variable.name != wanted : !variable.problem.empty()) continue;
        // Of equal grids a variable comes before a coordinate.
        if (!best || variable.points() > best->points() ||
            (variable.points() == best->points() && best->isCoordinate()))
            best = &variable;
    }
    if (!best && !wanted.empty())
        return failHint(ErrorKind::NotFound, fmt::format("'{}' has no variable '{}'", file, wanted),
                        suggestion(wanted, names));
    if (!best)
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' has no variable that can be read", file),
                        "There is nothing to import.");
    if (!best->problem.empty())
        return fail(ErrorKind::Unsupported, "variable '{}' of '{}' cannot be read: {}", best->name, file,
                    best->problem);
    facts.chosen = best->name;
    if (best->isCoordinate()) return std::vector<NetCdfVariable>{*best};
    std::vector<NetCdfVariable> chosen;
    for (const auto& variable : all)
        if (variable.problem.empty() && !variable.isCoordinate() && variable.dimensions == best->dimensions)
            chosen.push_back(variable);
    if (chosen.size() < all.size())
        facts.reasons.push_back(
            fmt::format("Of {} variables, {} on the grid {} stand side by side; each row is a point of it.", all.size(),
                        chosen.size(), shapeText(*best)));
    return chosen;
}

/// A classic file holds all its values. The library reads those behind its end as zeros, of which a header can promise
/// any number.
void refusePromises(int id, uint64_t fileBytes, std::vector<NetCdfVariable>& variables) {
    int format = 0;
    if (nc_inq_format(id, &format) != NC_NOERR || format == NC_FORMAT_NETCDF4 || format == NC_FORMAT_NETCDF4_CLASSIC)
        return;
    for (NetCdfVariable& variable : variables) {
        size_t bytes = 0;
        if (!variable.problem.empty() || nc_inq_type(id, variable.type, nullptr, &bytes) != NC_NOERR) continue;
        bytes *= variable.type == NC_CHAR ? variable.textLength : 1;
        if (variable.points() > fileBytes / std::max<size_t>(bytes, 1))
            variable.problem = "the file ends before its values";
    }
}

Result<std::unique_ptr<RowSource>> openGrid(std::shared_ptr<NetCdfFile> file, uint64_t fileBytes,
                                            const std::string& name, const ImportOptions& options) {
    LATHE_TRY(auto variables, listVariables(file->id()));
    refusePromises(file->id(), fileBytes, variables);
    SourceDescription facts;
    LATHE_TRY(auto chosen, choose(variables, options.datasetPath, name, facts));
    std::vector<std::unique_ptr<ColumnGroup>> groups;
    groups.push_back(std::make_unique<Grid>(std::move(file), variables, std::move(chosen)));
    return openGroups(std::move(groups), std::move(facts), name);
}

Failure notNetCdf(const std::string& name, int code) {
    return failHint(ErrorKind::Corrupt, fmt::format("'{}' cannot be opened as netCDF: {}", name, nc_strerror(code)),
                    "It is damaged or cut off: get it again.");
}

} // namespace

OpenedReader openNetCdf(const Path& file, const ImportOptions& options) {
    std::error_code none;
    const uint64_t bytes = std::filesystem::file_size(file, none);
    LATHE_TRY(const auto header, ByteSource::open(file));
    LATHE_CHECK(checkClassicHeader(*header, bytes));
    std::unique_lock lock(netCdfMutex());
    int id = 0;
    registerLz4Filter();
    if (const int code = nc_open(file.c_str(), NC_NOWRITE, &id)) return notNetCdf(file.string(), code);
    LATHE_TRY(auto rows, openGrid(std::make_shared<NetCdfFile>(id), bytes, file.string(), options));
    lock.unlock();
    return openRows(std::move(rows), file, options);
}

Result<std::unique_ptr<RowSource>> openNetCdfImage(std::string_view image, const ImportOptions& options) {
    LATHE_TRY(const auto header, ByteSource::overBytes(image, "image"));
    LATHE_CHECK(checkClassicHeader(*header, image.size()));
    const std::lock_guard lock(netCdfMutex());
    std::vector<char> copy(image.begin(), image.end());
    int id = 0;
    if (const int code = nc_open_mem("image", NC_NOWRITE, copy.size(), copy.data(), &id))
        return notNetCdf("image", code);
    return openGrid(std::make_shared<NetCdfFile>(id, std::move(copy)), image.size(), "image", options);
}

} // namespace lathe::readers
