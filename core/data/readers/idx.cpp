// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/idx.h"

#include "core/base/text.h"
#include "core/data/readers/row_import.h"

#include <fmt/format.h>

#include <array>

namespace lathe::readers {

namespace {

Result<Element> elementOf(int type, const std::string& file) {
    switch (type) {
    case 0x08: return Element{Element::Kind::Unsigned, 1};
    case 0x09: return Element{Element::Kind::Signed, 1};
    case 0x0B: return Element{Element::Kind::Signed, 2, true};
    case 0x0C: return Element{Element::Kind::Signed, 4, true};
    case 0x0D: return Element{Element::Kind::Real, 4, true};
    case 0x0E: return Element{Element::Kind::Real, 8, true};
    default: return fail(ErrorKind::InvalidInput, "'{}' has values of type {}, which IDX does not know", file, type);
    }
}

/// The file of labels that belongs to a file of pictures; empty when there is none.
Path labelsBeside(const Path& file) {
    std::string name = file.filename().string();
    for (const auto& [from, to] :
         {std::pair<std::string_view, std::string_view>{"images", "labels"}, {"idx3", "idx1"}}) {
        const size_t at = name.find(from);
        if (at == std::string::npos) return {};
        name.replace(at, from.size(), to);
    }
    const Path labels = file.parent_path() / name;
    std::error_code code;
    return std::filesystem::is_regular_file(labels, code) ? labels : Path();
}

} // namespace

Result<std::unique_ptr<ColumnGroup>> openIdxArray(BytesAgain bytes, const std::string& name) {
    LATHE_TRY(const auto source, bytes());
    std::array<unsigned char, 4> head{};
    LATHE_CHECK(readExactly(*source, reinterpret_cast<char*>(head.data()), head.size()));
    if (head[0] != 0 || head[1] != 0 || head[3] == 0 || head[3] > 8)
        return fail(ErrorKind::InvalidInput, "'{}' does not begin as an IDX array does", source->name());
    LATHE_TRY(const Element element, elementOf(head[2], source->name()));
    uint64_t rows = 0;
    uint64_t values = 1;
    for (int i = 0; i < head[3]; ++i) {
        std::array<unsigned char, 4> field{};
        LATHE_CHECK(readExactly(*source, reinterpret_cast<char*>(field.data()), field.size()));
        const uint64_t length =
            uint64_t{field[0]} << 24 | uint64_t{field[1]} << 16 | uint64_t{field[2]} << 8 | field[3];
        if (i == 0) rows = length;
        else values *= length;
        if (values > mostColumns || values == 0)
            return fail(ErrorKind::InvalidInput, "a row of '{}' would have {} columns; 1 to {} can be read",
                        source->name(), values, mostColumns);
    }
    std::vector<StreamedGroup::Field> fields;
    const std::string base = values > 1 ? "pixel" : name;
    for (const auto& column : namesFor(base, static_cast<size_t>(values)))
        fields.push_back({column, element, fields.size() * element.size});
    const size_t rowBytes = static_cast<size_t>(values) * element.size;
    return std::make_unique<StreamedGroup>(std::move(bytes), 4 + 4 * uint64_t{head[3]}, rows, rowBytes,
                                           std::move(fields));
}

OpenedReader openIdx(const Path& file, const ImportOptions& options) {
    std::vector<std::unique_ptr<ColumnGroup>> groups;
    const bool labels = lowered(file.filename().string()).find("label") != std::string::npos;
    LATHE_TRY(auto values, openIdxArray([file] { return ByteSource::open(file); }, labels ? "label" : "value"));
    SourceDescription facts;
    if (const Path beside = labelsBeside(file); !beside.empty()) {
        LATHE_TRY(auto labelValues, openIdxArray([beside] { return ByteSource::open(beside); }, "label"));
        if (labelValues->rows() == values->rows()) {
            facts.reasons.push_back(fmt::format("The labels are those of '{}' beside it.", beside.filename().string()));
            groups.push_back(std::move(labelValues));
        } else {
            facts.reasons.push_back(fmt::format("'{}' beside it has {} labels for {} rows and is left out.",
                                                beside.filename().string(), labelValues->rows(), values->rows()));
        }
    }
    groups.push_back(std::move(values));
    LATHE_TRY(auto rows, openGroups(std::move(groups), std::move(facts), file.string()));
    return openRows(std::move(rows), file, options);
}

} // namespace lathe::readers
