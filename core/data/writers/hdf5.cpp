// SPDX-License-Identifier: GPL-3.0-or-later
// A dataset per column, with the attributes of the CF conventions for what HDF5's own types do not say.
// https://cfconventions.org/cf-conventions/cf-conventions.html
#include "core/data/writers/row_feed.h"

#include "core/data/columns/column_file_format.h"
#include "core/data/columns/new_hdf5_file.h"
#include "core/data/readers/hdf5_handle.h"

#include <fmt/format.h>
#include <hdf5.h>

#include <algorithm>
#include <array>
#include <set>

namespace lathe::writers {

namespace {

using Handle = readers::Hdf5Handle;

/// Texts that stand for missing ones; the first that the column does not hold is taken.
constexpr std::array<std::string_view, 4> fillTexts{"", "NA", "n/a", "<missing>"};
/// The same of whole numbers; the first is netCDF's own.
constexpr std::array fillNumbers{INT64_MIN + 2, INT64_MIN, INT64_MAX};
constexpr unsigned deflateLevel = 4;

Failure cannotWrite() {
    return failHint(ErrorKind::Io, "cannot write the HDF5 file",
                    "Check that the disk has room and that the folder can be written to.");
}

Handle textType() {
    Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type.get(), H5T_VARIABLE);
    H5Tset_cset(type.get(), H5T_CSET_UTF8);
    return type;
}

/// h5py's truth values.
Handle truthType() {
    Handle type(H5Tenum_create(H5T_NATIVE_INT8), H5Tclose);
    for (int8_t value = 0; value < 2; ++value) H5Tenum_insert(type.get(), value == 0 ? "FALSE" : "TRUE", &value);
    return type;
}

Result<void> setAttribute(hid_t object, const char* name, hid_t type, const void* value, hsize_t count = 1) {
    const Handle space(count == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &count, nullptr), H5Sclose);
    const Handle attribute(H5Acreate2(object, name, type, space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    if (!attribute.ok() || H5Awrite(attribute.get(), type, value) < 0) return cannotWrite();
    return {};
}

Result<void> setAttribute(hid_t object, const char* name, const char* text) {
    return setAttribute(object, name, textType().get(), &text);
}

/// What stands for a missing value.
struct Fill {
    bool used = false;
    int64_t number = 0;
    std::string text;
};

/// One column of the file.
class ColumnDataset {
public:
    ColumnDataset(const RowFeed& rows, size_t column, const JobContext& job)
        : m_rows(rows), m_column(column), m_job(job), m_schema(rows.schema()[column]) {}

    Result<void> write(const columns::NewHdf5File& file) {
        LATHE_CHECK(chooseFill());
        chooseType();
        LATHE_CHECK(create(file.id()));
        LATHE_CHECK(describe());
        return m_rows.forEach({m_column}, m_job, [&](const Table& piece, uint64_t first) -> Result<void> {
            LATHE_CHECK(writePiece(piece.columns.front(), first));
            LATHE_CHECK(file.check());
            const double share = static_cast<double>(m_column) +
                                 static_cast<double>(first + piece.rows()) / static_cast<double>(m_rows.rows());
            m_job.setDone(share / static_cast<double>(m_rows.schema().size()) * static_cast<double>(m_rows.rows()));
            return {};
        });
    }

private:
    [[nodiscard]] bool isText() const { return isTextual(m_schema.type); }
    [[nodiscard]] bool isTruth() const { return m_schema.type == ColumnType::Boolean; }

    Result<void> chooseFill() {
        if (m_schema.type == ColumnType::Real || !m_rows.mayMiss(m_column)) return {};
        m_fill.used = true;
        m_fill.number = -1;
        if (isTruth()) return {};
        std::set<std::string, std::less<>> texts;
        std::set<int64_t> numbers;
        LATHE_CHECK(m_rows.forEach({m_column}, m_job, [&](const Table& piece, uint64_t) -> Result<void> {
            const Column& column = piece.columns.front();
            for (size_t row = 0; row < column.rows(); ++row) {
                if (column.isMissing(row)) continue;
                if (isText() && std::ranges::count(fillTexts, column.text(row)) > 0) texts.emplace(column.text(row));
                if (!isText() && std::ranges::count(fillNumbers, column.integers[row]) > 0)
                    numbers.insert(column.integers[row]);
            }
            return {};
        }));
        const auto* text =
            std::ranges::find_if(fillTexts, [&](std::string_view fill) { return !texts.contains(fill); });
        const auto* number = std::ranges::find_if(fillNumbers, [&](int64_t fill) { return !numbers.contains(fill); });
        if (text == fillTexts.end() || number == fillNumbers.end())
            return failHint(
                ErrorKind::InvalidInput,
                fmt::format("column '{}' holds every value that could stand for a missing one", m_schema.name),
                "Fill the missing values, or choose another format.");
        m_fill.text = *text;
        m_fill.number = *number;
        return {};
    }

    void chooseType() {
        if (isText()) m_type = textType();
        else if (isTruth()) m_type = m_fill.used ? Handle(H5Tcopy(H5T_NATIVE_INT8), H5Tclose) : truthType();
        else
            m_type =
                Handle(H5Tcopy(m_schema.type == ColumnType::Real ? H5T_NATIVE_DOUBLE : H5T_NATIVE_INT64), H5Tclose);
    }

    Result<void> create(hid_t file) {
        const hsize_t rows = m_rows.rows();
        const hsize_t chunk = std::min<hsize_t>(rows, chunkRows);
        const Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
        if (rows > 0) {
            H5Pset_chunk(creation.get(), 1, &chunk);
            H5Pset_shuffle(creation.get());
            H5Pset_deflate(creation.get(), deflateLevel);
        }
        m_space = Handle(H5Screate_simple(1, &rows, nullptr), H5Sclose);
        m_dataset = Handle(H5Dcreate2(file, columns::objectName(m_schema.name).c_str(), m_type.get(), m_space.get(),
                                      H5P_DEFAULT, creation.get(), H5P_DEFAULT),
                           H5Dclose);
        if (!m_dataset.ok()) return cannotWrite();
        return {};
    }

    Result<void> describe() {
        if (columns::objectName(m_schema.name) != m_schema.name)
            LATHE_CHECK(setAttribute(m_dataset.get(), "name", m_schema.name.c_str()));
        if (m_schema.type == ColumnType::Date)
            LATHE_CHECK(setAttribute(m_dataset.get(), "units", "days since 1970-01-01"));
        if (m_schema.type == ColumnType::Timestamp)
            LATHE_CHECK(setAttribute(m_dataset.get(), "units", "microseconds since 1970-01-01 00:00:00"));
        if (!m_fill.used) return {};
        if (isText()) return setAttribute(m_dataset.get(), "_FillValue", m_fill.text.c_str());
        if (!isTruth()) return setAttribute(m_dataset.get(), "_FillValue", m_type.get(), &m_fill.number);
        const auto fill = static_cast<int8_t>(m_fill.number);
        const std::array<int8_t, 2> values{0, 1};
        LATHE_CHECK(setAttribute(m_dataset.get(), "_FillValue", m_type.get(), &fill));
        LATHE_CHECK(setAttribute(m_dataset.get(), "flag_values", m_type.get(), values.data(), values.size()));
        return setAttribute(m_dataset.get(), "flag_meanings", "false true");
    }

    Result<void> writePiece(const Column& column, uint64_t first) {
        if (isText()) return writeTexts(column, first);
        if (m_schema.type == ColumnType::Real) return writeValues(first, column.reals.size(), column.reals.data());
        std::vector<int64_t> values = column.integers;
        for (size_t row = 0; row < values.size(); ++row)
            if (column.isMissing(row)) values[row] = m_fill.number;
        if (!isTruth()) return writeValues(first, values.size(), values.data());
        const std::vector<int8_t> truths(values.begin(), values.end());
        return writeValues(first, truths.size(), truths.data());
    }

    /// In portions, that a stop is noticed: each text is an object of the library's own.
    Result<void> writeTexts(const Column& column, uint64_t first) {
        constexpr size_t textsAtOnce = 4096;
        for (size_t begin = 0; begin < column.rows(); begin += textsAtOnce) {
            LATHE_CHECK(m_job.checkStop());
            const size_t end = std::min(begin + textsAtOnce, column.rows());
            std::vector<std::string> texts;
            std::vector<const char*> pointers;
            for (size_t row = begin; row < end; ++row) {
                texts.emplace_back(column.isMissing(row) ? std::string_view(m_fill.text) : column.text(row));
                if (texts.back().find('\0') != std::string::npos)
                    return cannotHold(m_schema.name, first + row, "texts in HDF5 end at the first NUL",
                                      "Remove it, or choose another format.");
            }
            for (const auto& text : texts) pointers.push_back(text.c_str());
            LATHE_CHECK(writeValues(first + begin, pointers.size(), pointers.data()));
        }
        // What the library has not written yet it writes when the file is closed, also after a stop.
        if (H5Fflush(m_dataset.get(), H5F_SCOPE_LOCAL) < 0) return cannotWrite();
        return {};
    }

    Result<void> writeValues(hsize_t first, hsize_t count, const void* values) {
        const Handle memory(H5Screate_simple(1, &count, nullptr), H5Sclose);
        H5Sselect_hyperslab(m_space.get(), H5S_SELECT_SET, &first, nullptr, &count, nullptr);
        if (H5Dwrite(m_dataset.get(), m_type.get(), memory.get(), m_space.get(), H5P_DEFAULT, values) < 0)
            return cannotWrite();
        return {};
    }

    const RowFeed& m_rows;
    size_t m_column;
    const JobContext& m_job;
    const ColumnSchema& m_schema;
    Fill m_fill;
    Handle m_type;
    Handle m_space;
    Handle m_dataset;
};

} // namespace

Result<void> writeHdf5(const RowFeed& rows, const Path& file, const JobContext& job) {
    readers::prepareHdf5();
    const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
    H5Pset_link_creation_order(creation.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED); // the columns' order
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    LATHE_TRY(auto output, columns::NewHdf5File::create(file, creation.get(), access.get()));
    for (size_t column = 0; column < rows.schema().size(); ++column)
        LATHE_CHECK(ColumnDataset(rows, column, job).write(output));
    return output.close();
}

} // namespace lathe::writers
