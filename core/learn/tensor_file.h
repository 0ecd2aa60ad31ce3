// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace lathe {

/// Named arrays in one piece of bytes, in the safetensors format: an 8-byte little-endian header length, a JSON header
/// {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, "__metadata__": {…texts…}}, then the
/// values, row-major and little-endian. It holds data only, so reading a foreign file runs no code. Element types here:
/// F32, F64, I64, U8.
class TensorFile {
public:
    struct Tensor {
        std::string dtype;
        std::vector<int64_t> shape;
        std::string bytes;
    };

    void add(const std::string& name, std::vector<int64_t> shape, std::span<const float> values);
    void add(const std::string& name, std::vector<int64_t> shape, std::span<const double> values);
    void add(const std::string& name, std::string_view bytes);
    void setMetadata(const std::string& key, std::string value) { m_metadata[key] = std::move(value); }

    [[nodiscard]] std::string metadata(const std::string& key) const;
    [[nodiscard]] bool contains(const std::string& name) const { return m_tensors.contains(name); }
    /// The values of a tensor. Errors: Corrupt when it is not there or of another type.
    [[nodiscard]] Result<std::vector<float>> floats(const std::string& name) const;
    [[nodiscard]] Result<std::vector<double>> doubles(const std::string& name) const;
    [[nodiscard]] Result<std::string> bytes(const std::string& name) const;
    /// Errors: Corrupt when it is not there.
    [[nodiscard]] Result<std::vector<int64_t>> shape(const std::string& name) const;

    /// Equal content gives equal bytes.
    [[nodiscard]] std::string write() const;
    /// Errors: Corrupt, saying what does not fit.
    static Result<TensorFile> read(std::string_view file);

private:
    [[nodiscard]] Result<const Tensor*> find(const std::string& name, std::string_view dtype) const;
    std::map<std::string, Tensor> m_tensors;
    std::map<std::string, std::string> m_metadata;
};

} // namespace lathe
