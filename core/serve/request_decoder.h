// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/learn/predictor.h"
#include "core/serve/row_collector.h"

namespace lathe {

/// Whether and how one output of a V2 request is to be sent.
struct OutputChoice {
    bool wanted = true;
    bool binary = false;
};

/// Turns request bodies into columns of a model's inputs. Keeps its memory between requests; one object serves one
/// request at a time. Every error is InvalidInput and begins with the place: "instances[2].wind: must be a number,
/// got text 'x'".
class RequestDecoder {
public:
    RequestDecoder(const Signature& signature, size_t rowLimit);
    ~RequestDecoder();

    /// The row form: {"instances": [{"wind": 3.5, "sky": "clear"}, …]}. Keys beside "instances" are ignored.
    /// `body` may grow its capacity; its content stays.
    Result<void> decodeRows(std::string& body);

    /// The Open Inference Protocol V2: one tensor of shape [n] or [n, 1] per input. The first \p jsonLength bytes are
    /// JSON, the rest the tensors marked binary; none means that all of it is JSON.
    Result<void> decodeTensors(std::string& body, std::optional<size_t> jsonLength);

    [[nodiscard]] const Table& rows() const;
    [[nodiscard]] const std::vector<FieldCounts>& fieldCounts() const;
    /// The "id" of a V2 request, to be echoed.
    [[nodiscard]] const std::string& id() const;
    [[nodiscard]] OutputChoice prediction() const;
    [[nodiscard]] OutputChoice probabilities() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace lathe
