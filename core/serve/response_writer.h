// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/learn/predictor.h"
#include "core/serve/request_decoder.h"

namespace lathe {

/// Writes predictions as response bodies. Constant after construction, so threads may share it.
class ResponseWriter {
public:
    ResponseWriter(const Signature& signature, std::string model, std::string version);

    /// {"predictions":["rain"],"probabilities":[{"rain":0.8,"sun":0.2}]} (the latter for a classification). Numbers
    /// are the shortest that read back exactly.
    void writeRows(const Predictions& predictions, std::string& body) const;

    /// The Open Inference Protocol V2. When an output is binary, its bytes follow the JSON and the length of the JSON
    /// is returned, for the header Inference-Header-Content-Length.
    std::optional<size_t> writeTensors(const Predictions& predictions, const RequestDecoder& request,
                                       std::string& body) const;

private:
    void writePredictions(const Predictions& predictions, std::string& body) const;
    // One tensor of a V2 answer: its JSON to `body`, its bytes, when binary, to `binary`.
    void appendPrediction(const Predictions& predictions, bool asBinary, std::string& body, std::string& binary) const;
    void appendProbabilities(const std::vector<float>& probabilities, bool asBinary, std::string& body,
                             std::string& binary) const;

    bool m_isClassification;
    std::vector<std::string> m_classes;   ///< as they are
    std::vector<std::string> m_classJson; ///< quoted and escaped
    std::vector<std::string> m_classKeys; ///< "{\"rain\":" for the first, ",\"sun\":" for the others
    std::string m_tensorHead;             ///< {"model_name":"weather","model_version":"3"
};

/// {"error":"message"} with the hint, if any, after the message.
std::string errorBody(std::string_view message, std::string_view hint = {});

} // namespace lathe
