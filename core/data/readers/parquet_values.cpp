// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled only where CMake finds Apache Arrow.
#include "core/data/readers/parquet_values.h"

#include "core/base/json.h"
#include "core/base/text.h"

#include <arrow/api.h>
#include <arrow/util/float16.h>
#include <fmt/format.h>

#include <cmath>

namespace lathe::readers {

namespace {

using Id = arrow::Type;

/// Every real number has its digits back when it has no more than these.
constexpr size_t digitsOfReals = 15;
constexpr int64_t millisPerDay = 86400000;

int64_t floorDivide(int64_t value, int64_t divisor) { return value / divisor - (value % divisor < 0 ? 1 : 0); }

/// Microseconds of one count of a unit, as numerator and denominator.
std::pair<int64_t, int64_t> microsOf(arrow::TimeUnit::type unit) {
    switch (unit) {
    case arrow::TimeUnit::SECOND: return {1000000, 1};
    case arrow::TimeUnit::MILLI: return {1000, 1};
    case arrow::TimeUnit::MICRO: return {1, 1};
    case arrow::TimeUnit::NANO: return {1, 1000};
    }
    return {1, 1};
}

const char* unitName(arrow::TimeUnit::type unit) {
    switch (unit) {
    case arrow::TimeUnit::SECOND: return "seconds";
    case arrow::TimeUnit::MILLI: return "milliseconds";
    case arrow::TimeUnit::MICRO: return "microseconds";
    case arrow::TimeUnit::NANO: return "nanoseconds";
    }
    return "";
}

arrow::TimeUnit::type unitOf(const arrow::Array& array) {
    return static_cast<const arrow::TimestampType&>(*array.type()).unit();
}

/// None beyond the years that 64 bits of microseconds reach.
std::optional<int64_t> microsAt(const arrow::Array& array, int64_t row) {
    const auto [numerator, denominator] = microsOf(unitOf(array));
    int64_t micros = 0;
    if (__builtin_mul_overflow(static_cast<const arrow::TimestampArray&>(array).Value(row), numerator, &micros))
        return std::nullopt;
    return floorDivide(micros, denominator);
}

/// "13:45:00.25"
std::string timeOfDay(int64_t count, arrow::TimeUnit::type unit) {
    const auto [numerator, denominator] = microsOf(unit);
    const int64_t perSecond = 1000000 / numerator * denominator;
    const int64_t seconds = floorDivide(count, perSecond);
    std::string text = fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    const int64_t rest = count - seconds * perSecond;
    if (rest == 0) return text;
    text += fmt::format(".{:0{}}", rest, std::to_string(perSecond).size() - 1);
    text.erase(text.find_last_not_of('0') + 1);
    return text;
}

std::string asHex(std::string_view bytes) {
    std::string hex;
    for (const char c : bytes) fmt::format_to(std::back_inserter(hex), "{:02x}", static_cast<unsigned char>(c));
    return hex;
}

/// Bytes of a type without a form of its own as a text: UTF-8 or hexadecimal digits.
std::string textOfBytes(std::string_view bytes) { return isValidUtf8(bytes) ? std::string(bytes) : asHex(bytes); }

std::string_view bytesAt(const arrow::Array& array, int64_t row) {
    switch (array.type_id()) {
    case Id::STRING:
    case Id::BINARY: return static_cast<const arrow::BinaryArray&>(array).GetView(row);
    case Id::LARGE_STRING:
    case Id::LARGE_BINARY: return static_cast<const arrow::LargeBinaryArray&>(array).GetView(row);
    case Id::STRING_VIEW:
    case Id::BINARY_VIEW: return static_cast<const arrow::BinaryViewArray&>(array).GetView(row);
    default: return static_cast<const arrow::FixedSizeBinaryArray&>(array).GetView(row);
    }
}

std::string scalarText(const arrow::Array& array, int64_t row) {
    const auto scalar = array.GetScalar(row);
    if (!scalar.ok()) throw std::runtime_error(scalar.status().message());
    return (*scalar)->ToString();
}

std::string decimalAt(const arrow::Array& array, int64_t row) {
    switch (array.type_id()) {
    case Id::DECIMAL128: return static_cast<const arrow::Decimal128Array&>(array).FormatValue(row);
    case Id::DECIMAL256: return static_cast<const arrow::Decimal256Array&>(array).FormatValue(row);
    default: return scalarText(array, row); // of 32 and 64 bits, which only newer versions know
    }
}

/// A decimal is a real number when its digits survive the way there and back, else its text.
void addDecimal(ColumnBuilder& column, const std::string& text) {
    const auto digits = static_cast<size_t>(std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; }));
    const auto number = parseNumber(text);
    if (number && digits <= digitsOfReals) column.addReal(*number);
    else column.addPlainText(text);
}

// ---- Nested values as JSON --------------------------------------------------------------------------------------

Json jsonAt(const arrow::Array& array, int64_t row);

template <typename Lists>
Json jsonOfList(const arrow::Array& array, int64_t row) {
    const auto& lists = static_cast<const Lists&>(array);
    Json items = Json::array();
    for (int64_t i = lists.value_offset(row), end = i + lists.value_length(row); i < end; ++i)
        items.push_back(jsonAt(*lists.values(), i));
    return items;
}

Json jsonOfStructure(const arrow::Array& array, int64_t row) {
    const auto& structures = static_cast<const arrow::StructArray&>(array);
    Json object = Json::object();
    for (int i = 0; i < structures.num_fields(); ++i)
        object[structures.type()->field(i)->name()] = jsonAt(*structures.field(i), row);
    return object;
}

/// An object when the keys are texts, else an array of pairs.
Json jsonOfMap(const arrow::Array& array, int64_t row) {
    const auto& maps = static_cast<const arrow::MapArray&>(array);
    const bool texts = maps.keys()->type_id() == Id::STRING || maps.keys()->type_id() == Id::LARGE_STRING;
    Json json = texts ? Json::object() : Json::array();
    for (int64_t i = maps.value_offset(row), end = i + maps.value_length(row); i < end; ++i) {
        Json value = jsonAt(*maps.items(), i);
        if (texts) json[textOfBytes(bytesAt(*maps.keys(), i))] = std::move(value);
        else json.push_back(Json::array({jsonAt(*maps.keys(), i), std::move(value)}));
    }
    return json;
}

Json jsonOfReal(double value) {
    if (std::isnan(value)) return nullptr;
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    return value;
}

Json jsonAt(const arrow::Array& array, int64_t row) {
    if (array.IsNull(row)) return nullptr;
    switch (array.type_id()) {
    case Id::NA: return nullptr;
    case Id::BOOL: return static_cast<const arrow::BooleanArray&>(array).Value(row);
    case Id::INT8: return static_cast<const arrow::Int8Array&>(array).Value(row);
    case Id::INT16: return static_cast<const arrow::Int16Array&>(array).Value(row);
    case Id::INT32: return static_cast<const arrow::Int32Array&>(array).Value(row);
    case Id::INT64: return static_cast<const arrow::Int64Array&>(array).Value(row);
    case Id::UINT8: return static_cast<const arrow::UInt8Array&>(array).Value(row);
    case Id::UINT16: return static_cast<const arrow::UInt16Array&>(array).Value(row);
    case Id::UINT32: return static_cast<const arrow::UInt32Array&>(array).Value(row);
    case Id::UINT64: return static_cast<const arrow::UInt64Array&>(array).Value(row);
    case Id::FLOAT: return jsonOfReal(static_cast<double>(static_cast<const arrow::FloatArray&>(array).Value(row)));
    case Id::DOUBLE: return jsonOfReal(static_cast<const arrow::DoubleArray&>(array).Value(row));
    case Id::LIST: return jsonOfList<arrow::ListArray>(array, row);
    case Id::LARGE_LIST: return jsonOfList<arrow::LargeListArray>(array, row);
    case Id::FIXED_SIZE_LIST: return jsonOfList<arrow::FixedSizeListArray>(array, row);
    case Id::STRUCT: return jsonOfStructure(array, row);
    case Id::MAP: return jsonOfMap(array, row);
    default: break;
    }
    // All others are within JSON what they are as a text.
    ColumnBuilder text({.name = {}, .kinds = TextValue, .fixed = true});
    addValues(text, array, row, 1);
    return text.take().display(0);
}

// ---- Single values ----------------------------------------------------------------------------------------------

void addReal(ColumnBuilder& column, const arrow::Array& array, int64_t row) {
    switch (array.type_id()) {
    case Id::FLOAT: return column.addReal(static_cast<double>(static_cast<const arrow::FloatArray&>(array).Value(row)));
    case Id::DOUBLE: return column.addReal(static_cast<const arrow::DoubleArray&>(array).Value(row));
    default:
        return column.addReal(
            arrow::util::Float16::FromBits(static_cast<const arrow::HalfFloatArray&>(array).Value(row)).ToDouble());
    }
}

void addUnsigned(ColumnBuilder& column, uint64_t value) {
    if (value <= static_cast<uint64_t>(INT64_MAX)) column.addInteger(static_cast<int64_t>(value));
    else column.addPlainText(std::to_string(value));
}

void addTimestamp(ColumnBuilder& column, const arrow::Array& array, int64_t row) {
    if (const auto micros = microsAt(array, row)) return column.addTimestamp(*micros);
    column.addPlainText(fmt::format("{} {} since 1970", static_cast<const arrow::TimestampArray&>(array).Value(row),
                                    unitName(unitOf(array))));
}

void addValue(ColumnBuilder& column, const arrow::Array& array, int64_t row) {
    switch (array.type_id()) {
    case Id::NA: return column.addMissing();
    case Id::BOOL: return column.addBoolean(static_cast<const arrow::BooleanArray&>(array).Value(row));
    case Id::INT8: return column.addInteger(static_cast<const arrow::Int8Array&>(array).Value(row));
    case Id::INT16: return column.addInteger(static_cast<const arrow::Int16Array&>(array).Value(row));
    case Id::INT32: return column.addInteger(static_cast<const arrow::Int32Array&>(array).Value(row));
    case Id::INT64: return column.addInteger(static_cast<const arrow::Int64Array&>(array).Value(row));
    case Id::UINT8: return column.addInteger(static_cast<const arrow::UInt8Array&>(array).Value(row));
    case Id::UINT16: return column.addInteger(static_cast<const arrow::UInt16Array&>(array).Value(row));
    case Id::UINT32: return column.addInteger(static_cast<const arrow::UInt32Array&>(array).Value(row));
    case Id::UINT64: return addUnsigned(column, static_cast<const arrow::UInt64Array&>(array).Value(row));
    case Id::HALF_FLOAT:
    case Id::FLOAT:
    case Id::DOUBLE: return addReal(column, array, row);
    case Id::DATE32: return column.addDate(static_cast<const arrow::Date32Array&>(array).Value(row));
    case Id::DATE64:
        return column.addDate(floorDivide(static_cast<const arrow::Date64Array&>(array).Value(row), millisPerDay));
    case Id::TIMESTAMP: return addTimestamp(column, array, row);
    case Id::TIME32:
        return column.addPlainText(timeOfDay(static_cast<const arrow::Time32Array&>(array).Value(row),
                                             static_cast<const arrow::Time32Type&>(*array.type()).unit()));
    case Id::TIME64:
        return column.addPlainText(timeOfDay(static_cast<const arrow::Time64Array&>(array).Value(row),
                                             static_cast<const arrow::Time64Type&>(*array.type()).unit()));
    case Id::DURATION: return column.addInteger(static_cast<const arrow::DurationArray&>(array).Value(row));
    case Id::STRING:
    case Id::LARGE_STRING:
    case Id::STRING_VIEW: return column.addText(textOfBytes(bytesAt(array, row)));
    case Id::BINARY:
    case Id::LARGE_BINARY:
    case Id::BINARY_VIEW: return column.addPlainText(textOfBytes(bytesAt(array, row)));
    case Id::FIXED_SIZE_BINARY: return column.addPlainText(asHex(bytesAt(array, row)));
    case Id::LIST:
    case Id::LARGE_LIST:
    case Id::FIXED_SIZE_LIST:
    case Id::STRUCT:
    case Id::MAP: return column.addPlainText(jsonAt(array, row).dump());
    default: break;
    }
    if (arrow::is_decimal(array.type_id())) return addDecimal(column, decimalAt(array, row));
    column.addPlainText(scalarText(array, row)); // what Parquet itself cannot hold: unions, intervals
}

void findLeaves(const std::shared_ptr<arrow::Field>& field, std::vector<int> way, const std::string& prefix,
                std::vector<ArrowLeaf>& leaves) {
    const std::string name = prefix + field->name();
    if (field->type()->id() != Id::STRUCT || field->type()->num_fields() == 0) {
        leaves.push_back({std::move(way), name, field});
        return;
    }
    for (int i = 0; i < field->type()->num_fields(); ++i) {
        std::vector<int> longer = way;
        longer.push_back(i);
        findLeaves(field->type()->field(i), std::move(longer), name + ".", leaves);
    }
}

/// The type of the values themselves.
const arrow::DataType& valueType(const arrow::DataType& type) {
    if (type.id() == Id::DICTIONARY) return valueType(*static_cast<const arrow::DictionaryType&>(type).value_type());
    if (type.id() == Id::EXTENSION) return valueType(*static_cast<const arrow::ExtensionType&>(type).storage_type());
    return type;
}

} // namespace

std::vector<ArrowLeaf> arrowLeaves(const arrow::Schema& schema) {
    std::vector<ArrowLeaf> leaves;
    for (int i = 0; i < schema.num_fields(); ++i) findLeaves(schema.field(i), {i}, {}, leaves);
    return leaves;
}

std::shared_ptr<arrow::Array> arrowValues(const arrow::RecordBatch& batch, const ArrowLeaf& leaf) {
    std::shared_ptr<arrow::Array> array = batch.column(leaf.way[0]);
    for (size_t depth = 1; depth < leaf.way.size(); ++depth) {
        auto child = static_cast<const arrow::StructArray&>(*array).GetFlattenedField(leaf.way[depth]);
        if (!child.ok()) throw std::runtime_error(child.status().message());
        array = std::move(*child);
    }
    return array;
}

ColumnPlan planFor(const ArrowLeaf& leaf) {
    const arrow::DataType& type = valueType(*leaf.field->type());
    switch (type.id()) {
    case Id::BOOL: return {leaf.name, BooleanValue, false};
    case Id::INT8:
    case Id::INT16:
    case Id::INT32:
    case Id::INT64:
    case Id::UINT8:
    case Id::UINT16:
    case Id::UINT32:
    case Id::DURATION: return {leaf.name, IntegerValue, false};
    case Id::UINT64: return {leaf.name, Kinds{IntegerValue} | TextValue, false};
    case Id::HALF_FLOAT:
    case Id::FLOAT:
    case Id::DOUBLE: return {leaf.name, RealValue, false};
    case Id::DATE32:
    case Id::DATE64: return {leaf.name, DateValue, false};
    case Id::TIMESTAMP: return {leaf.name, Kinds{TimestampValue} | TextValue, false};
    default: break;
    }
    if (arrow::is_decimal(type.id())) return {leaf.name, Kinds{RealValue} | TextValue, false};
    return {leaf.name, allKinds, false};
}

std::string noteFor(const ArrowLeaf& leaf) {
    const arrow::DataType& type = valueType(*leaf.field->type());
    if (type.id() == Id::DURATION)
        return fmt::format("'{}' is a number of {}.", leaf.name,
                           unitName(static_cast<const arrow::DurationType&>(type).unit()));
    if (type.id() != Id::TIMESTAMP) return {};
    const auto& timestamp = static_cast<const arrow::TimestampType&>(type);
    std::string note = timestamp.timezone().empty()
                           ? fmt::format("'{}' names no time zone and is taken as UTC", leaf.name)
                           : fmt::format("'{}' is kept in UTC (it was shown in {})", leaf.name, timestamp.timezone());
    if (timestamp.unit() == arrow::TimeUnit::NANO) note += "; its nanoseconds are cut to microseconds";
    return note + ".";
}

bool holdsDictionary(const arrow::DataType& type) {
    if (type.id() == Id::DICTIONARY) return true;
    return std::ranges::any_of(type.fields(), [](const auto& field) { return holdsDictionary(*field->type()); });
}

void addValues(ColumnBuilder& column, const arrow::Array& array, int64_t first, int64_t count) {
    if (array.type_id() == Id::EXTENSION)
        return addValues(column, *static_cast<const arrow::ExtensionArray&>(array).storage(), first, count);
    const auto* coded =
        array.type_id() == Id::DICTIONARY ? &static_cast<const arrow::DictionaryArray&>(array) : nullptr;
    for (int64_t row = first; row < first + count; ++row) {
        if (array.IsNull(row)) column.addMissing();
        else if (coded) addValues(column, *coded->dictionary(), coded->GetValueIndex(row), 1);
        else addValue(column, array, row);
    }
}

} // namespace lathe::readers
