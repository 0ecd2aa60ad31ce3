// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/response_writer.h"

#include <charconv>
#include <cmath>
#include <cstring>

#include "core/base/json.h"

namespace lathe {

namespace {

std::string jsonText(std::string_view text) { return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace); }

template <typename Number>
void appendNumber(std::string& body, Number value) {
    if constexpr (std::is_floating_point_v<Number>) {
        if (!std::isfinite(value)) {
            body += "null";
            return;
        }
    }
    char digits[32];
    body.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

template <typename Element>
void appendBytes(std::string& body, const std::vector<Element>& values) {
    body.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Element));
}

void appendTensorHead(std::string& body, const char* name, const char* type, size_t rows, size_t columns) {
    body += R"({"name":")";
    body += name;
    body += R"(","datatype":")";
    body += type;
    body += R"(","shape":[)";
    appendNumber(body, rows);
    if (columns != 0) {
        body += ',';
        appendNumber(body, columns);
    }
    body += ']';
}

void appendBinaryMark(std::string& body, size_t bytes) {
    body += R"(,"parameters":{"binary_data_size":)";
    appendNumber(body, bytes);
    body += "}}";
}

} // namespace

ResponseWriter::ResponseWriter(const Signature& signature, std::string model, std::string version)
    : m_isClassification(signature.task == Task::Classification), m_classes(signature.classes),
      m_tensorHead(R"({"model_name":)" + jsonText(model) + R"(,"model_version":)" + jsonText(version)) {
    for (const auto& name : m_classes) {
        m_classJson.push_back(jsonText(name));
        m_classKeys.push_back((m_classKeys.empty() ? "{" : ",") + m_classJson.back() + ":");
    }
}

void ResponseWriter::writePredictions(const Predictions& predictions, std::string& body) const {
    body += '[';
    const size_t rows = m_isClassification ? predictions.classes.size() : predictions.values.size();
    for (size_t row = 0; row < rows; ++row) {
        if (row != 0) body += ',';
        if (m_isClassification) body += m_classJson[predictions.classes[row]];
        else appendNumber(body, predictions.values[row]);
    }
    body += ']';
}

void ResponseWriter::writeRows(const Predictions& predictions, std::string& body) const {
    body = R"({"predictions":)";
    writePredictions(predictions, body);
    if (m_isClassification && !predictions.probabilities.empty()) {
        body += R"(,"probabilities":[)";
        const float* value = predictions.probabilities.data();
        for (size_t row = 0; row < predictions.classes.size(); ++row) {
            if (row != 0) body += ',';
            for (const auto& key : m_classKeys) {
                body += key;
                appendNumber(body, *value++);
            }
            body += '}';
        }
        body += ']';
    }
    body += '}';
}

void ResponseWriter::appendPrediction(const Predictions& predictions, bool asBinary, std::string& body,
                                      std::string& binary) const {
    const size_t rows = m_isClassification ? predictions.classes.size() : predictions.values.size();
    appendTensorHead(body, "prediction", m_isClassification ? "BYTES" : "FP64", rows, 0);
    if (!asBinary) {
        body += R"(,"data":)";
        writePredictions(predictions, body);
        body += '}';
        return;
    }
    const size_t before = binary.size();
    if (m_isClassification) {
        for (const uint32_t index : predictions.classes) {
            const auto length = static_cast<uint32_t>(m_classes[index].size());
            binary.append(reinterpret_cast<const char*>(&length), sizeof length);
            binary += m_classes[index];
        }
    } else {
        appendBytes(binary, predictions.values);
    }
    appendBinaryMark(body, binary.size() - before);
}

void ResponseWriter::appendProbabilities(const std::vector<float>& probabilities, bool asBinary, std::string& body,
                                         std::string& binary) const {
    appendTensorHead(body, "probabilities", "FP32", probabilities.size() / m_classes.size(), m_classes.size());
    if (asBinary) {
        appendBinaryMark(body, probabilities.size() * sizeof(float));
        appendBytes(binary, probabilities);
        return;
    }
    body += R"(,"data":[)";
    for (size_t i = 0; i < probabilities.size(); ++i) {
        if (i != 0) body += ',';
        appendNumber(body, probabilities[i]);
    }
    body += "]}";
}

std::optional<size_t> ResponseWriter::writeTensors(const Predictions& predictions, const RequestDecoder& request,
                                                   std::string& body) const {
    std::string binary;
    body = m_tensorHead;
    if (!request.id().empty()) {
        body += R"(,"id":)";
        body += jsonText(request.id());
    }
    body += R"(,"outputs":[)";
    const OutputChoice prediction = request.prediction();
    const OutputChoice probabilities = request.probabilities();
    if (prediction.wanted) appendPrediction(predictions, prediction.binary, body, binary);
    if (probabilities.wanted && !predictions.probabilities.empty()) {
        if (prediction.wanted) body += ',';
        appendProbabilities(predictions.probabilities, probabilities.binary, body, binary);
    }
    body += "]}";
    if (binary.empty()) return std::nullopt;
    const size_t jsonLength = body.size();
    body += binary;
    return jsonLength;
}

std::string errorBody(std::string_view message, std::string_view hint) {
    std::string text(message);
    if (!hint.empty()) {
        text += ". ";
        text += hint;
    }
    return R"({"error":)" + jsonText(text) + "}";
}

} // namespace lathe
