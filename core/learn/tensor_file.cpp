// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/tensor_file.h"

#include <bit>
#include <cstring>
#include <utility>

namespace lathe {

static_assert(std::endian::native == std::endian::little, "the values are stored as they lie in memory");

namespace {

constexpr size_t lengthBytes = 8;
constexpr size_t largestHeader = size_t{100} << 20; // the limit of the format's reference implementation

size_t elementSize(std::string_view dtype) {
    if (dtype == "F32") return 4;
    if (dtype == "F64" || dtype == "I64") return 8;
    if (dtype == "U8") return 1;
    return 0;
}

template <typename T>
TensorFile::Tensor makeTensor(const char* dtype, std::vector<int64_t> shape, std::span<const T> values) {
    TensorFile::Tensor tensor{dtype, std::move(shape), std::string(values.size_bytes(), '\0')};
    std::memcpy(tensor.bytes.data(), values.data(), values.size_bytes());
    return tensor;
}

template <typename T>
std::vector<T> valuesOf(const TensorFile::Tensor& tensor) {
    std::vector<T> values(tensor.bytes.size() / sizeof(T));
    std::memcpy(values.data(), tensor.bytes.data(), values.size() * sizeof(T));
    return values;
}

Result<TensorFile::Tensor> readTensor(const std::string& name, const Json& entry, std::string_view data) {
    TensorFile::Tensor tensor;
    tensor.dtype = entry.at("dtype").get<std::string>();
    tensor.shape = entry.at("shape").get<std::vector<int64_t>>();
    const auto offsets = entry.at("data_offsets").get<std::vector<uint64_t>>();
    const size_t size = elementSize(tensor.dtype);
    if (size == 0)
        return fail(ErrorKind::Unsupported, "tensor '{}' has element type '{}', which is not read here", name,
                    tensor.dtype);
    uint64_t count = 1;
    for (const int64_t side : tensor.shape) {
        if (side < 0 || (side > 0 && count > data.size() / static_cast<uint64_t>(side)))
            return fail(ErrorKind::Corrupt, "tensor '{}' has an impossible shape", name);
        count *= static_cast<uint64_t>(side);
    }
    if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > data.size() ||
        offsets[1] - offsets[0] != count * size)
        return fail(ErrorKind::Corrupt, "the values of tensor '{}' do not fit its shape", name);
    tensor.bytes = std::string(data.substr(offsets[0], offsets[1] - offsets[0]));
    return tensor;
}

} // namespace

void TensorFile::add(const std::string& name, std::vector<int64_t> shape, std::span<const float> values) {
    m_tensors[name] = makeTensor("F32", std::move(shape), values);
}

void TensorFile::add(const std::string& name, std::vector<int64_t> shape, std::span<const double> values) {
    m_tensors[name] = makeTensor("F64", std::move(shape), values);
}

void TensorFile::add(const std::string& name, std::string_view bytes) {
    m_tensors[name] = {"U8", {static_cast<int64_t>(bytes.size())}, std::string(bytes)};
}

std::string TensorFile::metadata(const std::string& key) const {
    const auto found = m_metadata.find(key);
    return found == m_metadata.end() ? std::string{} : found->second;
}

Result<const TensorFile::Tensor*> TensorFile::find(const std::string& name, std::string_view dtype) const {
    const auto found = m_tensors.find(name);
    if (found == m_tensors.end()) return fail(ErrorKind::Corrupt, "tensor '{}' is missing", name);
    if (found->second.dtype != dtype)
        return fail(ErrorKind::Corrupt, "tensor '{}' has element type {} instead of {}", name, found->second.dtype,
                    dtype);
    return &found->second;
}

Result<std::vector<float>> TensorFile::floats(const std::string& name) const {
    LATHE_TRY(const Tensor* tensor, find(name, "F32"));
    return valuesOf<float>(*tensor);
}

Result<std::vector<double>> TensorFile::doubles(const std::string& name) const {
    LATHE_TRY(const Tensor* tensor, find(name, "F64"));
    return valuesOf<double>(*tensor);
}

Result<std::string> TensorFile::bytes(const std::string& name) const {
    LATHE_TRY(const Tensor* tensor, find(name, "U8"));
    return tensor->bytes;
}

Result<std::vector<int64_t>> TensorFile::shape(const std::string& name) const {
    const auto found = m_tensors.find(name);
    if (found == m_tensors.end()) return fail(ErrorKind::Corrupt, "tensor '{}' is missing", name);
    return found->second.shape;
}

std::string TensorFile::write() const {
    Json header = Json::object();
    if (!m_metadata.empty()) header["__metadata__"] = m_metadata;
    uint64_t offset = 0;
    for (const auto& [name, tensor] : m_tensors) {
        header[name] = {
            {"dtype", tensor.dtype}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + tensor.bytes.size()}}};
        offset += tensor.bytes.size();
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // keeps the values aligned
    const uint64_t length = text.size();
    std::string file(lengthBytes, '\0');
    std::memcpy(file.data(), &length, lengthBytes);
    file += text;
    for (const auto& [name, tensor] : m_tensors) file += tensor.bytes;
    return file;
}

Result<TensorFile> TensorFile::read(std::string_view file) {
    uint64_t length = 0;
    if (file.size() < lengthBytes) return fail(ErrorKind::Corrupt, "the tensor file ends within its first eight bytes");
    std::memcpy(&length, file.data(), lengthBytes);
    if (length > largestHeader || length > file.size() - lengthBytes)
        return fail(ErrorKind::Corrupt, "the tensor file's header is longer than the file");
    const std::string_view data = file.substr(lengthBytes + length);
    try {
        const Json header = Json::parse(file.substr(lengthBytes, length));
        if (!header.is_object()) return fail(ErrorKind::Corrupt, "the tensor file's header is not a JSON object");
        TensorFile result;
        for (const auto& [name, entry] : header.items()) {
            if (name == "__metadata__") {
                result.m_metadata = entry.get<std::map<std::string, std::string>>();
                continue;
            }
            LATHE_TRY(Tensor tensor, readTensor(name, entry, data));
            result.m_tensors[name] = std::move(tensor);
        }
        return result;
    } catch (const Json::exception& error) {
        return fail(ErrorKind::Corrupt, "the tensor file's header is damaged: {}", error.what());
    }
}

} // namespace lathe
