// SPDX-License-Identifier: GPL-3.0-or-later
// Arrays of numbers and texts as they lie in files (NumPy, IDX, HDF5, netCDF) made into columns side by side.
#pragma once

#include "core/data/readers/row_source.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace lathe::readers {

/// How one value lies in memory.
struct Element {
    enum class Kind {
        Boolean,
        Signed,
        Unsigned,
        Real,     ///< IEEE half, single or double
        Bytes,    ///< text filled up with NUL: UTF-8, or else Latin-1
        Utf32,    ///< text filled up with NUL
        DateTime, ///< 64-bit count of a unit since 1970; its smallest value is missing
        Calendar, ///< the same of months
    };
    Kind kind = Kind::Signed;
    size_t size = 1;
    bool bigEndian = false;
    /// DateTime: microseconds of a count, as numerator and denominator; Calendar: months of a count.
    int64_t numerator = 1;
    int64_t denominator = 1;
    bool wholeDays = false; ///< DateTime: the column is one of dates
};

/// The column for values of a kind.
[[nodiscard]] ColumnPlan planFor(const Element& element, std::string name);

/// Adds the value at \p bytes, of element.size bytes. Errors: InvalidInput for a date outside the range of 64 bits.
Result<void> addElement(ColumnBuilder& column, const Element& element, const char* bytes);

/// Names for the columns of an array: "x" for one, else "x_1", "x_2"…
std::vector<std::string> namesFor(const std::string& name, size_t columns);

/// Latin-1 as UTF-8, for texts that are not UTF-8.
std::string utf8FromLatin1(std::string_view text);

/// Columns that are read together, row by row.
class ColumnGroup {
public:
    virtual ~ColumnGroup() = default;
    [[nodiscard]] virtual std::vector<ColumnPlan> columns() const = 0;
    [[nodiscard]] virtual uint64_t rows() const = 0;
    virtual Result<void> rewind() = 0;
    /// Adds the next \p count rows, which there are, to the group's builders.
    virtual Result<void> addRows(std::span<ColumnBuilder> columns, size_t count) = 0;
};

/// Groups of equally many rows side by side. Errors: InvalidInput when they are too many columns, or none.
Result<std::unique_ptr<RowSource>> openGroups(std::vector<std::unique_ptr<ColumnGroup>> groups, SourceDescription facts,
                                              const std::string& name);

/// Values one after the other, row by row, in a stream of bytes that is opened anew for each pass.
class StreamedGroup final : public ColumnGroup {
public:
    struct Field {
        std::string name;
        Element element;
        size_t offset = 0; ///< within a row
    };
    /// \p skip: bytes before the first row.
    StreamedGroup(BytesAgain bytes, uint64_t skip, uint64_t rows, size_t rowBytes, std::vector<Field> fields);
    [[nodiscard]] std::vector<ColumnPlan> columns() const override;
    [[nodiscard]] uint64_t rows() const override { return m_rows; }
    Result<void> rewind() override;
    Result<void> addRows(std::span<ColumnBuilder> columns, size_t count) override;

private:
    BytesAgain m_bytes;
    uint64_t m_skip;
    uint64_t m_rows;
    uint64_t m_left = 0; ///< rows not yet read
    size_t m_rowBytes;
    std::vector<Field> m_fields;
    std::unique_ptr<ByteSource> m_source;
    std::string m_buffer;
};

/// Reads exactly \p count bytes. Errors: InvalidInput when there are fewer.
Result<void> readExactly(ByteSource& source, char* target, size_t count);

} // namespace lathe::readers
