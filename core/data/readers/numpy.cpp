// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/numpy.h"

#include "core/base/text.h"
#include "core/data/readers/row_import.h"

#include <fmt/format.h>

#include <algorithm>

namespace lathe::readers {

namespace {

/// A row is held in memory, whatever its header promises.
constexpr uint64_t mostRowBytes = uint64_t{64} << 20;
/// Rows of no bytes could be any number, and no file is too short for them.
constexpr uint64_t mostRowsOfNothing = 65536;
/// Arrays stored column by column are held in memory, for their rows lie across the whole file.
constexpr uint64_t mostTransposedBytes = uint64_t{1} << 30;

/// How many values a row has: the product of all lengths but the first.
Result<uint64_t> valuesPerRow(const NumpyHeader& header) {
    uint64_t values = 1;
    for (size_t i = 1; i < header.shape.size(); ++i)
        values *= header.shape[i]; // the header's reader has checked the product
    uint64_t columns = 0;          // of one value: at most mostColumns fields of mostColumns columns each
    for (const auto& field : header.fields) columns += field.repeats;
    if (values > mostColumns / std::max<uint64_t>(columns, 1))
        return failHint(ErrorKind::InvalidInput,
                        fmt::format("a row of {} would have {} columns for each of {} values, more than {}",
                                    header.shapeText(), columns, values, mostColumns),
                        "Choose another array, or reshape it to fewer values a row.");
    return values;
}

/// Every value of a row as a field at its place.
std::vector<StreamedGroup::Field> fieldsOfRow(const NumpyHeader& header, const std::string& name, uint64_t values) {
    std::vector<StreamedGroup::Field> fields;
    for (uint64_t value = 0; value < values; ++value)
        for (const auto& field : header.fields) {
            const std::string base = field.name.empty() ? name : field.name;
            const auto numbered = values == 1 ? base : fmt::format("{}_{}", base, value + 1);
            const auto names = namesFor(numbered, field.repeats);
            for (size_t i = 0; i < field.repeats; ++i)
                fields.push_back(
                    {names[i], field.element, value * header.itemBytes + field.offset + i * field.element.size});
        }
    return fields;
}

class TransposedGroup final : public ColumnGroup {
public:
    TransposedGroup(BytesAgain bytes, NumpyHeader header, std::vector<StreamedGroup::Field> fields, uint64_t values)
        : m_bytes(std::move(bytes)), m_header(std::move(header)), m_fields(std::move(fields)), m_values(values) {}

    [[nodiscard]] std::vector<ColumnPlan> columns() const override {
        std::vector<ColumnPlan> columns;
        for (const auto& field : m_fields) columns.push_back(planFor(field.element, field.name));
        return columns;
    }
    [[nodiscard]] uint64_t rows() const override { return m_header.rows(); }

    Result<void> rewind() override {
        m_row = 0;
        if (!m_data.empty()) return {};
        LATHE_TRY(const auto source, m_bytes());
        LATHE_CHECK(readNumpyHeader(*source));
        constexpr size_t piece = size_t{1} << 20;
        const uint64_t bytes = m_header.rows() * m_values * m_header.itemBytes;
        while (m_data.size() < bytes) { // grows with what is there, not with what the header promises
            const size_t had = m_data.size();
            m_data.resize(had + static_cast<size_t>(std::min<uint64_t>(piece, bytes - had)));
            LATHE_CHECK(readExactly(*source, m_data.data() + had, m_data.size() - had));
        }
        return {};
    }

    Result<void> addRows(std::span<ColumnBuilder> columns, size_t count) override {
        // Value v of row r lies at v-th place of the column-major order of the other lengths, times the rows.
        for (size_t i = 0; i < m_fields.size(); ++i) {
            const auto& field = m_fields[i];
            const size_t itemBytes = std::max<size_t>(m_header.itemBytes, 1); // texts of no length have none
            const uint64_t value = transposed(field.offset / itemBytes);
            const size_t within = field.offset % itemBytes;
            for (uint64_t row = m_row; row < m_row + count; ++row)
                LATHE_CHECK(addElement(columns[i], field.element,
                                       m_data.data() + (value * m_header.rows() + row) * m_header.itemBytes + within));
        }
        m_row += count;
        return {};
    }

private:
    /// The number in column-major order of the value that has number \p value in row-major order.
    [[nodiscard]] uint64_t transposed(uint64_t value) const {
        uint64_t place = 0;
        uint64_t stride = m_values;
        for (size_t i = m_header.shape.size(); i-- > 1;) {
            stride /= m_header.shape[i];
            place += value % m_header.shape[i] * stride;
            value /= m_header.shape[i];
        }
        return place;
    }

    BytesAgain m_bytes;
    NumpyHeader m_header;
    std::vector<StreamedGroup::Field> m_fields;
    uint64_t m_values;
    std::string m_data;
    uint64_t m_row = 0;
};

Result<std::unique_ptr<ColumnGroup>> groupFor(BytesAgain bytes, NumpyHeader header, const std::string& name) {
    LATHE_TRY(const uint64_t values, valuesPerRow(header));
    const uint64_t rowBytes = values * header.itemBytes;
    if (rowBytes > mostRowBytes)
        return failHint(ErrorKind::Unsupported,
                        fmt::format("a row of '{}' has {}, more than {}", name, byteSize(static_cast<double>(rowBytes)),
                                    byteSize(static_cast<double>(mostRowBytes))),
                        "Choose another array, or reshape it to fewer values a row.");
    if (rowBytes == 0 && header.rows() > mostRowsOfNothing)
        return fail(ErrorKind::InvalidInput, "'{}' promises {} rows without a byte", name, header.rows());
    std::vector<StreamedGroup::Field> fields = fieldsOfRow(header, name, values);
    if (!header.fortranOrder || header.shape.size() < 2)
        return std::make_unique<StreamedGroup>(std::move(bytes), header.dataOffset, header.rows(),
                                               static_cast<size_t>(rowBytes), std::move(fields));
    if (rowBytes * header.rows() > mostTransposedBytes)
        return failHint(ErrorKind::Unsupported,
                        fmt::format("'{}' is stored column by column and has more than 1 GiB", name),
                        "Save it again with numpy.ascontiguousarray().");
    return std::make_unique<TransposedGroup>(std::move(bytes), std::move(header), std::move(fields), values);
}

struct NamedArray {
    std::string name;
    std::string member;
    NumpyHeader header;
};

/// The arrays of an archive that can be read; the others are listed with the reason.
Result<std::vector<NamedArray>> arraysOf(const Path& file, SourceDescription& facts) {
    LATHE_TRY(const auto members, zipMembers(file));
    std::vector<NamedArray> arrays;
    for (const auto& member : members) {
        if (!member.ends_with(".npy")) continue;
        const std::string name = member.substr(0, member.size() - 4);
        LATHE_TRY(const auto source, ByteSource::open(file, member));
        auto header = readNumpyHeader(*source);
        facts.choices.push_back({name, "array", header ? header->shapeText() : header.error().message});
        if (header) arrays.push_back({name, member, std::move(*header)});
    }
    if (arrays.empty())
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' holds no array that can be read", file.string()),
                        facts.choices.empty() ? "" : facts.choices.front().shape);
    return arrays;
}

/// The arrays to take: the one that was named, or all that are as long as the longest.
Result<void> chooseArrays(std::vector<NamedArray>& arrays, const std::string& wanted, const std::string& file,
                          SourceDescription& facts) {
    std::vector<std::string> names;
    for (const auto& array : arrays) names.push_back(array.name);
    if (!wanted.empty()) {
        std::erase_if(arrays, [&](const auto& array) { return array.name != wanted; });
        facts.chosen = wanted;
        if (!arrays.empty()) return {};
        return failHint(ErrorKind::NotFound, fmt::format("'{}' has no array '{}' that can be read", file, wanted),
                        suggestion(wanted, names));
    }
    uint64_t most = 0;
    for (const auto& array : arrays) most = std::max(most, array.header.rows());
    const size_t all = arrays.size();
    std::erase_if(arrays, [&](const auto& array) { return array.header.rows() != most; });
    if (arrays.size() < all)
        facts.reasons.push_back(
            fmt::format("Of {} arrays, the {} with {} rows stand side by side.", all, arrays.size(), most));
    if (arrays.size() == 1) facts.chosen = arrays.front().name;
    return {};
}

} // namespace

Result<std::unique_ptr<ColumnGroup>> openNumpyArray(BytesAgain bytes, const std::string& name) {
    LATHE_TRY(const auto source, bytes());
    LATHE_TRY(NumpyHeader header, readNumpyHeader(*source));
    return groupFor(std::move(bytes), std::move(header), name);
}

OpenedReader openNpy(const Path& file, const ImportOptions& options) {
    std::vector<std::unique_ptr<ColumnGroup>> groups(1);
    LATHE_TRY(groups[0], openNumpyArray([file] { return ByteSource::open(file); }, "value"));
    LATHE_TRY(auto rows, openGroups(std::move(groups), {}, file.string()));
    return openRows(std::move(rows), file, options);
}

OpenedReader openNpz(const Path& file, const ImportOptions& options) {
    SourceDescription facts;
    LATHE_TRY(auto arrays, arraysOf(file, facts));
    LATHE_CHECK(chooseArrays(arrays, options.datasetPath, file.string(), facts));
    std::vector<std::unique_ptr<ColumnGroup>> groups;
    for (auto& array : arrays) {
        const auto bytes = [file, member = array.member] { return ByteSource::open(file, member); };
        LATHE_TRY(auto group, groupFor(bytes, std::move(array.header), array.name));
        groups.push_back(std::move(group));
    }
    LATHE_TRY(auto rows, openGroups(std::move(groups), std::move(facts), file.string()));
    return openRows(std::move(rows), file, options);
}

} // namespace lathe::readers
