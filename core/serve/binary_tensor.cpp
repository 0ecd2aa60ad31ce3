// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/binary_tensor.h"

#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>
#include <vector>

#include "core/base/text.h"

namespace lathe {

static_assert(std::endian::native == std::endian::little,
              "binary tensors are little-endian; add byte swaps for this machine");

namespace {

constexpr std::array<std::pair<const char*, TensorType>, 12> typeNames{{{"BOOL", TensorType::Bool},
                                                                        {"INT8", TensorType::Int8},
                                                                        {"INT16", TensorType::Int16},
                                                                        {"INT32", TensorType::Int32},
                                                                        {"INT64", TensorType::Int64},
                                                                        {"UINT8", TensorType::Uint8},
                                                                        {"UINT16", TensorType::Uint16},
                                                                        {"UINT32", TensorType::Uint32},
                                                                        {"UINT64", TensorType::Uint64},
                                                                        {"FP32", TensorType::Fp32},
                                                                        {"FP64", TensorType::Fp64},
                                                                        {"BYTES", TensorType::Bytes}}};

Failure at(size_t row, const Error& error) { return fail(error.kind, "[{}]: {}", row, error.message); }

Failure wrongSize(size_t expected, size_t actual) {
    return fail(ErrorKind::InvalidInput, ": binary_data_size is {} where {} bytes are needed", actual, expected);
}

template <typename Element, typename Put>
Result<void> readElements(size_t count, std::string_view bytes, const Put& put) {
    if (bytes.size() != count * sizeof(Element)) return wrongSize(count * sizeof(Element), bytes.size());
    for (size_t row = 0; row < count; ++row) {
        Element value;
        std::memcpy(&value, bytes.data() + row * sizeof(Element), sizeof(Element));
        if (auto put_ = put(value); !put_) return at(row, put_.error());
    }
    return {};
}

template <typename Element>
Result<void> readIntegers(RowCollector& rows, size_t field, size_t count, std::string_view bytes) {
    return readElements<Element>(count, bytes, [&](Element value) -> Result<void> {
        if (!std::in_range<int64_t>(value))
            return fail(ErrorKind::InvalidInput, "{} is larger than 64 bits with a sign can hold", value);
        return rows.putInteger(field, static_cast<int64_t>(value));
    });
}

template <typename Element>
Result<void> readReals(RowCollector& rows, size_t field, size_t count, std::string_view bytes) {
    return readElements<Element>(count, bytes,
                                 [&](Element value) { return rows.putReal(field, static_cast<double>(value)); });
}

Result<void> readTexts(RowCollector& rows, size_t field, size_t count, std::string_view bytes) {
    for (size_t row = 0; row < count; ++row) {
        uint32_t length = 0;
        if (bytes.size() < sizeof length)
            return fail(ErrorKind::InvalidInput, "[{}]: the binary data ends too early", row);
        std::memcpy(&length, bytes.data(), sizeof length);
        bytes.remove_prefix(sizeof length);
        if (bytes.size() < length) return fail(ErrorKind::InvalidInput, "[{}]: the binary data ends too early", row);
        const auto text = bytes.substr(0, length);
        if (!isValidUtf8(text)) return fail(ErrorKind::InvalidInput, "[{}]: not valid UTF-8", row);
        if (auto put = rows.putText(field, text); !put) return at(row, put.error());
        bytes.remove_prefix(length);
    }
    if (!bytes.empty()) return fail(ErrorKind::InvalidInput, ": {} bytes of binary data are left over", bytes.size());
    return {};
}

} // namespace

std::optional<TensorType> tensorTypeFromText(std::string_view text) {
    for (const auto& [name, type] : typeNames)
        if (text == name) return type;
    return std::nullopt;
}

std::string tensorTypeNames() {
    std::vector<std::string> names;
    for (const auto& [name, type] : typeNames) names.emplace_back(name);
    return joined(names, ", ");
}

const char* tensorTypeOf(ColumnType type) {
    switch (type) {
    case ColumnType::Boolean: return "BOOL";
    case ColumnType::Integer: return "INT64";
    case ColumnType::Real: return "FP64";
    default: return "BYTES";
    }
}

bool fits(TensorType tensor, ColumnType column) {
    const bool isText = tensor == TensorType::Bytes;
    const bool isReal = tensor == TensorType::Fp32 || tensor == TensorType::Fp64;
    const bool isBool = tensor == TensorType::Bool;
    switch (column) {
    case ColumnType::Real:
    case ColumnType::Integer: return !isText && !isBool;
    case ColumnType::Boolean: return !isText && !isReal;
    case ColumnType::Category: return !isReal && !isBool;
    default: return isText;
    }
}

Result<void> readBinaryTensor(RowCollector& rows, size_t field, TensorType type, size_t count, std::string_view bytes) {
    switch (type) {
    case TensorType::Bool:
        return readElements<uint8_t>(count, bytes, [&](uint8_t value) { return rows.putBoolean(field, value != 0); });
    case TensorType::Int8: return readIntegers<int8_t>(rows, field, count, bytes);
    case TensorType::Int16: return readIntegers<int16_t>(rows, field, count, bytes);
    case TensorType::Int32: return readIntegers<int32_t>(rows, field, count, bytes);
    case TensorType::Int64: return readIntegers<int64_t>(rows, field, count, bytes);
    case TensorType::Uint8: return readIntegers<uint8_t>(rows, field, count, bytes);
    case TensorType::Uint16: return readIntegers<uint16_t>(rows, field, count, bytes);
    case TensorType::Uint32: return readIntegers<uint32_t>(rows, field, count, bytes);
    case TensorType::Uint64: return readIntegers<uint64_t>(rows, field, count, bytes);
    case TensorType::Fp32: return readReals<float>(rows, field, count, bytes);
    case TensorType::Fp64: return readReals<double>(rows, field, count, bytes);
    case TensorType::Bytes: return readTexts(rows, field, count, bytes);
    }
    return fail(ErrorKind::Internal, ": unknown element type");
}

} // namespace lathe
