// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/hdf5_conventions.h"

#include "core/data/columns/column_file_format.h"

#include <hdf5.h>

#include <cstring>

namespace lathe::readers {

namespace {

constexpr int64_t microsPerDay = 86400LL * 1000000;

Hdf5Handle openAttribute(hid_t dataset, const char* name) {
    const bool isThere = H5Aexists(dataset, name) > 0;
    Hdf5Handle attribute(isThere ? H5Aopen(dataset, name, H5P_DEFAULT) : -1, H5Aclose);
    if (!attribute.ok()) return attribute;
    const Hdf5Handle space(H5Aget_space(attribute.get()), H5Sclose);
    return H5Sget_simple_extent_npoints(space.get()) == 1 ? std::move(attribute) : Hdf5Handle();
}

/// Of a single text, of fixed or any length.
std::optional<std::string> textAttribute(hid_t dataset, const char* name) {
    constexpr size_t longest = 4096;
    const Hdf5Handle attribute = openAttribute(dataset, name);
    if (!attribute.ok()) return std::nullopt;
    const Hdf5Handle type(H5Aget_type(attribute.get()), H5Tclose);
    const size_t size = H5Tget_size(type.get());
    if (H5Tget_class(type.get()) != H5T_STRING || size > longest) return std::nullopt;
    if (H5Tis_variable_str(type.get()) > 0) {
        char* text = nullptr;
        if (H5Aread(attribute.get(), type.get(), &text) < 0) return std::nullopt;
        std::string copy = text ? text : "";
        H5free_memory(text);
        return copy;
    }
    std::string text(size, '\0');
    if (H5Aread(attribute.get(), type.get(), text.data()) < 0) return std::nullopt;
    return text.substr(0, text.find('\0'));
}

/// The bytes of a number as the dataset's own lie in memory.
std::optional<std::string> numberAttribute(hid_t dataset, const char* name, const Hdf5Layout& layout) {
    const Hdf5Handle attribute = openAttribute(dataset, name);
    if (!attribute.ok()) return std::nullopt;
    const Hdf5Handle type(H5Aget_type(attribute.get()), H5Tclose);
    if (H5Tget_class(type.get()) != H5Tget_class(layout.memoryType.get())) return std::nullopt;
    std::string bytes(layout.bytes, '\0');
    if (H5Aread(attribute.get(), layout.memoryType.get(), bytes.data()) < 0) return std::nullopt;
    return bytes;
}

bool isWhole(const Hdf5Field& field) {
    return field.kind == Hdf5Field::Kind::Number &&
           (field.element.kind == Element::Kind::Signed || field.element.kind == Element::Kind::Unsigned);
}

/// REQUIRES whole numbers in this machine's order. Unsigned ones beyond 63 bits come out negative.
int64_t wholeNumber(const Element& element, const char* bytes) {
    int64_t value = 0;
    std::memcpy(&value, bytes, element.size);
    const size_t unused = (sizeof value - element.size) * 8;
    if (element.kind == Element::Kind::Unsigned) return value;
    return static_cast<int64_t>(static_cast<uint64_t>(value) << unused) >> unused;
}

} // namespace

bool Hdf5Conventions::isDate() const {
    return times && times->unitMicros == microsPerDay && times->epochMicros % microsPerDay == 0;
}

Hdf5Conventions conventionsOf(hid_t dataset, const Hdf5Layout& layout) {
    Hdf5Conventions conventions;
    const Hdf5Field& field = layout.fields.front();
    conventions.name = textAttribute(dataset, "name").value_or("");
    if (columns::objectName(conventions.name) != field.name) conventions.name.clear(); // it is about something else
    if (field.kind == Hdf5Field::Kind::AnyLengthText) conventions.fillText = textAttribute(dataset, "_FillValue");
    if (field.kind != Hdf5Field::Kind::Number) return conventions;
    conventions.fill = numberAttribute(dataset, "_FillValue", layout);
    if (!isWhole(field)) return conventions;
    if (const auto units = textAttribute(dataset, "units")) conventions.times = parseTimeUnits(*units);
    conventions.isTruth = textAttribute(dataset, "flag_meanings") == "false true";
    return conventions;
}

ColumnPlan planFor(const Hdf5Field& field, const Hdf5Conventions& conventions, const std::string& name) {
    if (conventions.isTruth) return {name, BooleanValue, false};
    if (conventions.isDate()) return {name, DateValue, false};
    if (conventions.times) return {name, TimestampValue, false};
    return planFor(field, name);
}

Result<void> addField(ColumnBuilder& column, const Hdf5Field& field, const Hdf5Conventions& conventions,
                      const char* element) {
    const char* bytes = element + field.offset;
    if (conventions.fill && conventions.fill->compare(0, std::string::npos, bytes, conventions.fill->size()) == 0) {
        column.addMissing();
        return {};
    }
    if (conventions.fillText) {
        const char* text = nullptr;
        std::memcpy(&text, bytes, sizeof text);
        if (*conventions.fillText != (text ? text : "")) return addField(column, field, element);
        column.addMissing();
        return {};
    }
    if (!conventions.isTruth && !conventions.times) return addField(column, field, element);
    const int64_t value = wholeNumber(field.element, bytes);
    if (conventions.isTruth && (value == 0 || value == 1)) {
        column.addBoolean(value != 0);
        return {};
    }
    if (!conventions.times) return addField(column, field, element);
    const int64_t unit = conventions.isDate() ? microsPerDay : 1;
    int64_t time = 0; // in units
    if (__builtin_mul_overflow(value, conventions.times->unitMicros / unit, &time) ||
        __builtin_add_overflow(time, conventions.times->epochMicros / unit, &time))
        return fail(ErrorKind::InvalidInput, "dataset '{}' holds the time {}, which is outside the range of timestamps",
                    field.name, value);
    if (conventions.isDate()) column.addDate(time);
    else column.addTimestamp(time);
    return {};
}

} // namespace lathe::readers
