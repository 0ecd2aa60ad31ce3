// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/request_decoder.h"

#include <simdjson.h>

#include "core/base/text.h"
#include "core/serve/binary_tensor.h"

namespace lathe {

namespace json = simdjson::ondemand;

namespace {

constexpr const char* nanHint = "JSON has no NaN or Infinity: write null for a missing value.";

Failure invalid(std::string message, std::string hint = {}) {
    return failHint(ErrorKind::InvalidInput, std::move(message), std::move(hint));
}

/// What the parser found wrong, in words.
Failure notJson(simdjson::error_code code) {
    switch (code) {
    case simdjson::EMPTY: return invalid("the request has no body", "Send JSON.");
    case simdjson::UTF8_ERROR: return invalid("the body is not valid UTF-8");
    case simdjson::DEPTH_ERROR: return invalid("the body is nested too deeply");
    default: return invalid(fmt::format("the body is not valid JSON: {}", simdjson::error_message(code)), nanHint);
    }
}

bool isAtEnd(json::document& document) { return document.current_location().error() == simdjson::OUT_OF_BOUNDS; }

/// The bare token of a scalar as it stands in the request, for a message.
std::string tokenOf(json::value& value) {
    constexpr size_t shown = 40;
    const std::string_view token = trimmed(std::string_view(value.raw_json_token()));
    return std::string(token.substr(0, std::min(shown, token.find_first_of(",]} \t\r\n"))));
}

} // namespace

struct RequestDecoder::State {
    State(const Signature& signature, size_t limit) : rows(signature), rowLimit(limit) {}

    void clear();
    Result<json::document> parse(std::string& body, size_t length);

    // The row form
    Result<void> readInstances(json::array list);
    Result<void> readInstance(json::object instance, size_t row);
    Result<void> completeInstance(size_t row);

    // The tensor form
    Result<void> readTensorRequest(json::object request, std::string_view binary);
    Result<void> readRequestParameters(json::object parameters);
    Result<void> readInputs(json::array inputs, std::string_view& binary);
    Result<void> readInput(json::object input, std::string_view& binary);
    Result<size_t> readShape(json::object& input, const std::string& name);
    Result<void> readTensorData(json::array data, size_t field, int depth);
    Result<void> readOutputs(json::array outputs);
    Result<void> requireAllFields();

    Result<void> readValue(json::value value, size_t field);
    Result<void> readNumber(json::value& value, size_t field);

    json::parser parser;
    RowCollector rows;
    size_t rowLimit;
    std::string id;
    struct RequestedOutput {
        bool wanted = true;
        std::optional<bool> binary; ///< what the output itself asks for
    };
    [[nodiscard]] OutputChoice choice(const RequestedOutput& output) const {
        return {output.wanted, output.binary.value_or(binaryOutput)};
    }
    RequestedOutput prediction;
    RequestedOutput probabilities;
    bool binaryOutput = false;        ///< what the request asks for
    std::optional<size_t> tensorRows; ///< rows of the first tensor; all others must have as many
};

void RequestDecoder::State::clear() {
    rows.clear();
    id.clear();
    prediction = {};
    probabilities = {};
    binaryOutput = false;
    tensorRows.reset();
}

Result<json::document> RequestDecoder::State::parse(std::string& body, size_t length) {
    if (body.capacity() < body.size() + simdjson::SIMDJSON_PADDING)
        body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    json::document document;
    if (const auto code = parser.iterate(std::string_view(body.data(), length), body.capacity()).get(document))
        return notJson(code);
    return document;
}

// ---- values ---------------------------------------------------------------------------------------------------------

Result<void> RequestDecoder::State::readNumber(json::value& value, size_t field) {
    json::number number;
    if (value.get_number().get(number)) {
        const std::string token = tokenOf(value);
        return invalid(fmt::format("'{}' is not a number that fits", token), nanHint);
    }
    switch (number.get_number_type()) {
    case json::number_type::signed_integer: return rows.putInteger(field, number.get_int64());
    case json::number_type::unsigned_integer:
        // Above the signed range: a real column still takes it.
        if (rows.field(field).type == ColumnType::Real)
            return rows.putReal(field, static_cast<double>(number.get_uint64()));
        return invalid(fmt::format("{} is larger than 64 bits with a sign can hold", number.get_uint64()));
    case json::number_type::floating_point_number: return rows.putReal(field, number.get_double());
    }
    return invalid("is not a number");
}

Result<void> RequestDecoder::State::readValue(json::value value, size_t field) {
    json::json_type type;
    if (value.type().get(type)) return invalid(fmt::format("'{}' is not a JSON value", tokenOf(value)), nanHint);
    switch (type) {
    case json::json_type::number: return readNumber(value, field);
    case json::json_type::string: {
        std::string_view text;
        if (const auto code = value.get_string().get(text)) return notJson(code);
        return rows.putText(field, text);
    }
    case json::json_type::boolean: {
        bool flag = false;
        if (value.get_bool().get(flag))
            return invalid(fmt::format("'{}' is not a JSON value", tokenOf(value)), nanHint);
        return rows.putBoolean(field, flag);
    }
    case json::json_type::null:
        if (!value.is_null()) return invalid(fmt::format("'{}' is not a JSON value", tokenOf(value)), nanHint);
        return rows.putMissing(field);
    case json::json_type::array: return invalid("must be a single value, got a list");
    case json::json_type::object: return invalid("must be a single value, got an object");
    }
    return invalid("is not a JSON value");
}

// ---- the row form ---------------------------------------------------------------------------------------------------

Result<void> RequestDecoder::State::readInstances(json::array list) {
    size_t row = 0;
    for (auto item : list) {
        json::object instance;
        if (const auto code = item.get_object().get(instance)) {
            if (code != simdjson::INCORRECT_TYPE) return notJson(code);
            return invalid(fmt::format("instances[{}]: must be an object that names each input: {{\"{}\": …}}", row,
                                       rows.fieldCount() > 0 ? rows.field(0).name : "input"));
        }
        if (row == rowLimit)
            return invalid(fmt::format("a request may hold at most {} rows", rowLimit),
                           "Send them in several requests.");
        LATHE_CHECK(readInstance(instance, row));
        ++row;
    }
    if (row == 0) return invalid("instances: there is no row in it");
    return {};
}

Result<void> RequestDecoder::State::readInstance(json::object instance, size_t row) {
    size_t guess = 0;
    for (auto entry : instance) {
        std::string_view name;
        if (const auto code = entry.unescaped_key().get(name)) return notJson(code);
        const size_t field = rows.find(name, guess);
        if (field == RowCollector::noField)
            return invalid(fmt::format("instances[{}].{}: the model has no such input", row, name),
                           rows.suggestionFor(name));
        if (rows.count(field) != row) return invalid(fmt::format("instances[{}].{}: is given twice", row, name));
        json::value value;
        if (const auto code = entry.value().get(value)) return notJson(code);
        if (auto read = readValue(value, field); !read)
            return invalid(fmt::format("instances[{}].{}: {}", row, rows.field(field).name, read.error().message),
                           read.error().hint);
        guess = field + 1;
    }
    return completeInstance(row);
}

Result<void> RequestDecoder::State::completeInstance(size_t row) {
    for (size_t field = 0; field < rows.fieldCount(); ++field) {
        if (rows.count(field) != row) continue;
        if (auto missing = rows.putMissing(field); !missing)
            return invalid(fmt::format("instances[{}].{}: {}", row, rows.field(field).name, missing.error().message));
    }
    return {};
}

// ---- the tensor form ------------------------------------------------------------------------------------------------

Result<void> RequestDecoder::State::readTensorRequest(json::object request, std::string_view binary) {
    bool hasInputs = false;
    for (auto entry : request) {
        std::string_view key;
        if (const auto code = entry.unescaped_key().get(key)) return notJson(code);
        json::value value;
        if (const auto code = entry.value().get(value)) return notJson(code);
        if (key == "id") {
            std::string_view text;
            if (value.get_string().get(text)) return invalid("id: must be text");
            id = text;
        } else if (key == "inputs") {
            json::array inputs;
            if (value.get_array().get(inputs) || hasInputs) return invalid("inputs: must be one list of tensors");
            hasInputs = true;
            LATHE_CHECK(readInputs(inputs, binary));
        } else if (key == "outputs") {
            json::array outputs;
            if (value.get_array().get(outputs)) return invalid("outputs: must be a list");
            LATHE_CHECK(readOutputs(outputs));
        } else if (key == "parameters") {
            json::object parameters;
            if (value.get_object().get(parameters)) return invalid("parameters: must be an object");
            LATHE_CHECK(readRequestParameters(parameters));
        }
    }
    if (!hasInputs) return invalid("the request has no 'inputs'", "It needs one tensor per input of the model.");
    return requireAllFields();
}

Result<void> RequestDecoder::State::readRequestParameters(json::object parameters) {
    for (auto entry : parameters) {
        std::string_view key;
        if (const auto code = entry.unescaped_key().get(key)) return notJson(code);
        if (key != "binary_data_output") continue;
        if (entry.value().get_bool().get(binaryOutput))
            return invalid("parameters.binary_data_output: must be true or false");
    }
    return {};
}

Result<void> RequestDecoder::State::readInputs(json::array inputs, std::string_view& binary) {
    size_t index = 0;
    for (auto item : inputs) {
        json::object input;
        if (item.get_object().get(input))
            return invalid(fmt::format("inputs[{}]: must be a tensor: name, shape, datatype, data", index));
        LATHE_CHECK(readInput(input, binary));
        ++index;
    }
    if (!binary.empty()) return invalid(fmt::format("{} bytes follow the last binary tensor", binary.size()));
    return {};
}

Result<size_t> RequestDecoder::State::readShape(json::object& input, const std::string& name) {
    const auto refused = [&] {
        return invalid(fmt::format("inputs.{}: shape must be [n] or [n, 1] with 1 ≤ n ≤ {}", name, rowLimit));
    };
    json::array list;
    if (input["shape"].get_array().get(list)) return refused();
    size_t dimensions = 0;
    uint64_t count = 0;
    for (auto item : list) {
        uint64_t extent = 0;
        if (item.get_uint64().get(extent) || dimensions == 2 || (dimensions == 1 && extent != 1)) return refused();
        if (dimensions++ == 0) count = extent;
    }
    if (dimensions == 0 || count == 0 || count > rowLimit) return refused();
    if (tensorRows && *tensorRows != count)
        return invalid(
            fmt::format("inputs.{}: has {} rows where the tensors before it have {}", name, count, *tensorRows));
    tensorRows = count;
    return count;
}

Result<void> RequestDecoder::State::readInput(json::object input, std::string_view& binary) {
    std::string_view view;
    if (input["name"].get_string().get(view)) return invalid("inputs: a tensor has no name");
    const std::string name(view);
    const size_t field = rows.find(name, 0);
    if (field == RowCollector::noField)
        return invalid(fmt::format("inputs.{}: the model has no such input", name), rows.suggestionFor(name));
    if (rows.count(field) != 0) return invalid(fmt::format("inputs.{}: is given twice", name));
    LATHE_TRY(const size_t count, readShape(input, name));

    if (input["datatype"].get_string().get(view)) return invalid(fmt::format("inputs.{}: has no datatype", name));
    const auto type = tensorTypeFromText(view);
    if (!type)
        return invalid(fmt::format("inputs.{}: the datatype '{}' is not known", name, view),
                       "Known: " + tensorTypeNames() + ".");
    if (!fits(*type, rows.field(field).type))
        return invalid(
            fmt::format("inputs.{}: datatype {} cannot hold {} values", name, view, toString(rows.field(field).type)),
            fmt::format("Send {}.", tensorTypeOf(rows.field(field).type)));

    uint64_t size = 0;
    Result<void> read;
    if (input["parameters"]["binary_data_size"].get_uint64().get(size) == simdjson::SUCCESS) {
        if (size > binary.size())
            return invalid(
                fmt::format("inputs.{}: binary_data_size is {} but only {} bytes follow", name, size, binary.size()));
        read = readBinaryTensor(rows, field, *type, count, binary.substr(0, size));
        binary.remove_prefix(size);
    } else {
        json::array data;
        if (input["data"].get_array().get(data)) return invalid(fmt::format("inputs.{}: has no list 'data'", name));
        read = readTensorData(data, field, 0);
        if (read && rows.count(field) != count)
            return invalid(
                fmt::format("inputs.{}: has {} values where its shape says {}", name, rows.count(field), count));
    }
    if (!read) return invalid(fmt::format("inputs.{}{}", name, read.error().message), read.error().hint);
    return {};
}

/// `data` is flat or, for a shape [n, 1], nested once.
Result<void> RequestDecoder::State::readTensorData(json::array data, size_t field, int depth) {
    for (auto item : data) {
        json::value value;
        if (const auto code = item.get(value)) return invalid(": " + notJson(code).value().message, nanHint);
        json::array inner;
        if (depth == 0 && value.get_array().get(inner) == simdjson::SUCCESS) {
            LATHE_CHECK(readTensorData(inner, field, depth + 1));
            continue;
        }
        if (rows.count(field) == *tensorRows)
            return invalid(fmt::format(": has more values than its shape says ({})", *tensorRows));
        if (auto read = readValue(value, field); !read)
            return invalid(fmt::format("[{}]: {}", rows.count(field), read.error().message), read.error().hint);
    }
    return {};
}

Result<void> RequestDecoder::State::readOutputs(json::array outputs) {
    bool any = false;
    for (auto item : outputs) {
        json::object output;
        std::string_view name;
        if (item.get_object().get(output) || output["name"].get_string().get(name))
            return invalid("outputs: each needs a name");
        if (!any) prediction.wanted = probabilities.wanted = false;
        any = true;
        if (name != "prediction" && name != "probabilities")
            return invalid(fmt::format("outputs: the model has no output '{}'", name),
                           "Known: prediction, probabilities.");
        RequestedOutput& requested = name == "prediction" ? prediction : probabilities;
        requested.wanted = true;
        bool binary = false;
        if (output["parameters"]["binary_data"].get_bool().get(binary) == simdjson::SUCCESS) requested.binary = binary;
    }
    return {};
}

Result<void> RequestDecoder::State::requireAllFields() {
    if (!tensorRows) return invalid("inputs: there is no tensor in it");
    for (size_t field = 0; field < rows.fieldCount(); ++field) {
        if (rows.count(field) != 0) continue;
        for (size_t row = 0; row < *tensorRows; ++row)
            if (auto missing = rows.putMissing(field); !missing)
                return invalid(fmt::format("inputs.{}: {}", rows.field(field).name, missing.error().message));
    }
    return {};
}

// ---- the public face ------------------------------------------------------------------------------------------------

RequestDecoder::RequestDecoder(const Signature& signature, size_t rowLimit)
    : m_state(std::make_unique<State>(signature, rowLimit)) {}
RequestDecoder::~RequestDecoder() = default;

Result<void> RequestDecoder::decodeRows(std::string& body) {
    m_state->clear();
    LATHE_TRY(json::document document, m_state->parse(body, body.size()));
    json::object request;
    if (const auto code = document.get_object().get(request))
        return code == simdjson::INCORRECT_TYPE ? invalid("the body must be an object: {\"instances\": [{…}, …]}")
                                                : notJson(code);
    bool found = false;
    for (auto entry : request) {
        std::string_view key;
        if (const auto code = entry.unescaped_key().get(key)) return notJson(code);
        if (key != "instances") continue;
        json::array list;
        if (found || entry.value().get_array().get(list)) return invalid("instances: must be one list of rows");
        found = true;
        LATHE_CHECK(m_state->readInstances(list));
    }
    if (!isAtEnd(document)) return invalid("something follows the end of the JSON body");
    if (!found) return invalid("the request has no 'instances'", "Send {\"instances\": [{…}, …]}, one object per row.");
    return {};
}

Result<void> RequestDecoder::decodeTensors(std::string& body, std::optional<size_t> jsonLength) {
    m_state->clear();
    const size_t length = jsonLength.value_or(body.size());
    if (length > body.size())
        return invalid(
            fmt::format("Inference-Header-Content-Length is {} but the body has {} bytes", length, body.size()));
    LATHE_TRY(json::document document, m_state->parse(body, length));
    json::object request;
    if (const auto code = document.get_object().get(request))
        return code == simdjson::INCORRECT_TYPE ? invalid("the body must be an object: {\"inputs\": […]}")
                                                : notJson(code);
    LATHE_CHECK(m_state->readTensorRequest(request, std::string_view(body).substr(length)));
    if (!isAtEnd(document)) return invalid("something follows the end of the JSON body");
    return {};
}

const Table& RequestDecoder::rows() const { return m_state->rows.rows(); }
const std::vector<FieldCounts>& RequestDecoder::fieldCounts() const { return m_state->rows.fieldCounts(); }
const std::string& RequestDecoder::id() const { return m_state->id; }
OutputChoice RequestDecoder::prediction() const { return m_state->choice(m_state->prediction); }
OutputChoice RequestDecoder::probabilities() const { return m_state->choice(m_state->probabilities); }

} // namespace lathe
