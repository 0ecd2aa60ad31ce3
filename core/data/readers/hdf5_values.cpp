// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/hdf5_values.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/data/readers/hdf5_lz4.h"

#include <fmt/format.h>
#include <hdf5.h>

#include <array>
#include <cstring>

namespace lathe::readers {

namespace {

constexpr size_t deepest = 16;

Failure unsupported(const std::string& name, const char* what) {
    return failHint(ErrorKind::Unsupported, fmt::format("'{}' holds {}, which cannot be read", name, what),
                    "Choose another dataset.");
}

/// The type that values are read as: native order, reals of at most 64 bits.
Hdf5Handle memoryTypeOf(hid_t type) {
    if (H5Tget_class(type) == H5T_FLOAT && H5Tget_size(type) > sizeof(double))
        return {H5Tcopy(H5T_NATIVE_DOUBLE), H5Tclose};
    return {H5Tget_native_type(type, H5T_DIR_ASCEND), H5Tclose};
}

Element integerElement(hid_t type) {
    return {H5Tget_sign(type) == H5T_SGN_NONE ? Element::Kind::Unsigned : Element::Kind::Signed, H5Tget_size(type)};
}

class LayoutBuilder {
public:
    std::vector<Hdf5Field> fields;

    Result<void> add(hid_t type, const std::string& name, size_t offset, size_t depth) {
        if (depth > deepest || fields.size() > mostColumns) return unsupported(name, "too many nested types");
        Hdf5Field field;
        field.name = name;
        field.offset = offset;
        switch (H5Tget_class(type)) {
        case H5T_COMPOUND: return addMembers(type, name, offset, depth);
        case H5T_ARRAY: return addArray(type, name, offset, depth);
        case H5T_INTEGER: field.element = integerElement(type); break;
        case H5T_BITFIELD: field.element = {Element::Kind::Unsigned, H5Tget_size(type)}; break;
        case H5T_FLOAT: field.element = {Element::Kind::Real, H5Tget_size(type)}; break;
        case H5T_STRING:
            field.kind = H5Tis_variable_str(type) > 0 ? Hdf5Field::Kind::AnyLengthText : Hdf5Field::Kind::FixedText;
            field.element = {Element::Kind::Bytes, H5Tget_size(type)};
            break;
        case H5T_OPAQUE:
            field.kind = Hdf5Field::Kind::Opaque;
            field.element.size = H5Tget_size(type);
            break;
        case H5T_ENUM: LATHE_CHECK(readEnumeration(type, field)); break;
        case H5T_VLEN: LATHE_CHECK(readList(type, field, depth)); break;
        default: return unsupported(name, "references or times");
        }
        if (field.kind == Hdf5Field::Kind::Number &&
            (field.element.size > 8 || (field.element.size & (field.element.size - 1)) != 0))
            return unsupported(name, "numbers of more than 64 bits");
        fields.push_back(std::move(field));
        return {};
    }

private:
    Result<void> addMembers(hid_t type, const std::string& name, size_t offset, size_t depth) {
        for (int i = 0; i < H5Tget_nmembers(type); ++i) {
            const auto index = static_cast<unsigned>(i);
            const Hdf5Handle member(H5Tget_member_type(type, index), H5Tclose);
            char* text = H5Tget_member_name(type, index);
            const std::string label = text ? text : "";
            H5free_memory(text);
            const std::string full = depth == 0 ? label : name + "." + label;
            LATHE_CHECK(add(member.get(), full, offset + H5Tget_member_offset(type, index), depth + 1));
        }
        return {};
    }
    Result<void> addArray(hid_t type, const std::string& name, size_t offset, size_t depth) {
        const Hdf5Handle item(H5Tget_super(type), H5Tclose);
        std::array<hsize_t, H5S_MAX_RANK> lengths{};
        const int rank = H5Tget_array_dims2(type, lengths.data());
        hsize_t count = 1;
        for (int i = 0; i < rank; ++i) count *= lengths[static_cast<size_t>(i)];
        if (count > mostColumns) return unsupported(name, "arrays of more columns than a table may have");
        const auto names = namesFor(name, static_cast<size_t>(count));
        for (size_t i = 0; i < count; ++i)
            LATHE_CHECK(add(item.get(), names[i], offset + i * H5Tget_size(item.get()), depth + 1));
        return {};
    }
    static Result<void> readEnumeration(hid_t type, Hdf5Field& field) {
        field.kind = Hdf5Field::Kind::Enumeration;
        const Hdf5Handle base(H5Tget_super(type), H5Tclose);
        field.element = integerElement(base.get());
        if (field.element.size > 8) return unsupported(field.name, "numbers of more than 64 bits");
        std::string truths;
        for (int i = 0; i < H5Tget_nmembers(type); ++i) {
            std::array<char, 8> value{};
            char* text = H5Tget_member_name(type, static_cast<unsigned>(i));
            if (H5Tget_member_value(type, static_cast<unsigned>(i), value.data()) >= 0 && text) {
                ColumnBuilder number({"", TextValue, true});
                LATHE_CHECK(addElement(number, field.element, value.data()));
                const std::string key(number.take().texts.at(0));
                field.names[key] = text;
                truths += key + text + " ";
            }
            H5free_memory(text);
        }
        // h5py's truth values.
        if (truths != "0FALSE 1TRUE ") return {};
        field.kind = Hdf5Field::Kind::Number;
        field.element.kind = Element::Kind::Boolean;
        return {};
    }
    static Result<void> readList(hid_t type, Hdf5Field& field, size_t depth) {
        field.kind = Hdf5Field::Kind::List;
        const Hdf5Handle item(H5Tget_super(type), H5Tclose);
        LayoutBuilder inner;
        LATHE_CHECK(inner.add(item.get(), field.name, 0, depth + 1));
        if (inner.fields.size() != 1) return unsupported(field.name, "lists of structures");
        field.itemBytes = H5Tget_size(item.get());
        field.item = std::make_shared<Hdf5Field>(std::move(inner.fields.front()));
        return {};
    }
};

/// The text of a fixed-length string: to the first NUL, or without the blanks that fill it up.
std::string textOf(std::string_view bytes) {
    bytes = bytes.substr(0, bytes.find('\0'));
    while (!bytes.empty() && bytes.back() == ' ') bytes.remove_suffix(1);
    return isValidUtf8(bytes) ? std::string(bytes) : utf8FromLatin1(bytes);
}

Result<void> addList(ColumnBuilder& column, const Hdf5Field& field, const char* element) {
    hvl_t list;
    std::memcpy(&list, element, sizeof list);
    ColumnBuilder items({"", TextValue, true});
    for (size_t i = 0; list.p != nullptr && i < list.len; ++i)
        LATHE_CHECK(addField(items, *field.item, static_cast<const char*>(list.p) + i * field.itemBytes));
    const Column texts = items.take();
    const bool quoted = field.item->kind != Hdf5Field::Kind::Number;
    std::string json = "[";
    for (size_t i = 0; i < texts.rows(); ++i) {
        if (i > 0) json += ',';
        if (texts.isMissing(i)) json += "null";
        else json += quoted ? Json(std::string(texts.texts.at(i))).dump() : std::string(texts.texts.at(i));
    }
    column.addPlainText(json + "]");
    return {};
}

} // namespace

void prepareHdf5() {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    registerLz4Filter();
}

Result<Hdf5Layout> layoutOf(hid_t fileType, const std::string& name) {
    constexpr size_t largestElement = size_t{16} << 20; // the library takes memory for one before it looks at the file
    if (H5Tget_size(fileType) > largestElement) return unsupported(name, "values of more than 16 MiB each");
    Hdf5Layout layout;
    layout.memoryType = memoryTypeOf(fileType);
    if (!layout.memoryType.ok()) return unsupported(name, "values of a type that this machine has not");
    layout.bytes = H5Tget_size(layout.memoryType.get());
    LayoutBuilder builder;
    LATHE_CHECK(builder.add(layout.memoryType.get(), name, 0, 0));
    layout.fields = std::move(builder.fields);
    return layout;
}

ColumnPlan planFor(const Hdf5Field& field, const std::string& name) {
    if (field.kind == Hdf5Field::Kind::Number) return planFor(field.element, name);
    if (field.kind == Hdf5Field::Kind::Enumeration) return {name, textKinds, false};
    return {name, allKinds, false};
}

Result<void> addField(ColumnBuilder& column, const Hdf5Field& field, const char* element) {
    const char* bytes = element + field.offset;
    switch (field.kind) {
    case Hdf5Field::Kind::Number: return addElement(column, field.element, bytes);
    case Hdf5Field::Kind::FixedText: column.addPlainText(textOf({bytes, field.element.size})); break;
    case Hdf5Field::Kind::AnyLengthText: {
        const char* text = nullptr;
        std::memcpy(&text, bytes, sizeof text);
        if (text == nullptr) column.addPlainText("");
        else column.addPlainText(isValidUtf8(text) ? std::string(text) : utf8FromLatin1(text));
        break;
    }
    case Hdf5Field::Kind::Enumeration: {
        ColumnBuilder number({"", TextValue, true});
        LATHE_CHECK(addElement(number, field.element, bytes));
        const std::string value(number.take().texts.at(0));
        const auto name = field.names.find(value);
        column.addPlainText(name == field.names.end() ? value : name->second);
        break;
    }
    case Hdf5Field::Kind::List: return addList(column, field, bytes);
    case Hdf5Field::Kind::Opaque: {
        std::string hex;
        for (size_t i = 0; i < field.element.size; ++i)
            fmt::format_to(std::back_inserter(hex), "{:02x}", static_cast<unsigned char>(bytes[i]));
        column.addPlainText(hex);
        break;
    }
    }
    return {};
}

} // namespace lathe::readers
