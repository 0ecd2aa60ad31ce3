// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/request_decoder.h"

#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

#include "tests/unit/serve/fake_predictor.h"

namespace lathe {
namespace {

class DecoderTest : public testing::Test {
protected:
    std::string rowsError(std::string body) {
        const auto decoded = m_decoder.decodeRows(body);
        return decoded ? "" : decoded.error().message;
    }
    std::string rowsHint(std::string body) {
        const auto decoded = m_decoder.decodeRows(body);
        return decoded ? "" : decoded.error().hint;
    }
    std::string tensorsError(std::string body, std::optional<size_t> jsonLength = std::nullopt) {
        const auto decoded = m_decoder.decodeTensors(body, jsonLength);
        return decoded ? "" : decoded.error().message;
    }
    const Column& column(size_t index) const { return m_decoder.rows().columns[index]; }

    FakePredictor m_predictor{Task::Classification};
    RequestDecoder m_decoder{m_predictor.signature(), 1000};
};

TEST_F(DecoderTest, ReadsRowsInAnyOrderOfKeys) {
    ASSERT_EQ(rowsError(R"({"signature_name": "serving_default", "instances": [
        {"wind": 3.5, "days": 7, "sky": "grey", "dry": true, "date": "2012-03-01", "note": "a \u00e9 \"b\""},
        {"note": null, "sky": "green", "wind": 4, "dry": 0, "days": 8.0}]})"),
              "");
    EXPECT_EQ(m_decoder.rows().rows(), 2u);
    EXPECT_EQ(column(0).reals, (std::vector<double>{3.5, 4}));
    EXPECT_EQ(column(1).integers, (std::vector<int64_t>{7, 8}));
    EXPECT_EQ(column(2).text(0), "grey");
    EXPECT_EQ(column(2).text(1), "green");
    EXPECT_EQ(column(3).integers, (std::vector<int64_t>{1, 0}));
    EXPECT_EQ(column(4).integers[0], 15400); // 2012-03-01: 42 years with 10 leap days, then 31 + 29
    EXPECT_TRUE(column(4).isMissing(1));
    EXPECT_EQ(column(5).text(0), "a é \"b\"");
    EXPECT_TRUE(column(5).isMissing(1));
    EXPECT_EQ(m_decoder.fieldCounts()[2].unknownCategories, 1u);
    EXPECT_EQ(m_decoder.fieldCounts()[5].missing, 1u);
}

TEST_F(DecoderTest, ForgetsTheRequestBefore) {
    ASSERT_EQ(rowsError(R"({"instances": [{"wind": 99, "sky": "green"}, {"wind": 1}]})"), "");
    EXPECT_EQ(m_decoder.fieldCounts()[0].outOfRange, 1u);
    ASSERT_EQ(rowsError(R"({"instances": [{"wind": 2, "sky": "blue"}]})"), "");
    EXPECT_EQ(m_decoder.rows().rows(), 1u);
    EXPECT_EQ(column(2).text(0), "blue");
    EXPECT_EQ(column(2).dictionary, (std::vector<std::string>{"clear", "grey", "blue"}));
    EXPECT_EQ(m_decoder.fieldCounts()[0].outOfRange, 0u);
    ASSERT_NE(rowsError(R"({"instances": [{"wind": "x"}]})"), "");
    ASSERT_EQ(rowsError(R"({"instances": [{"wind": 2}]})"), "");
    EXPECT_EQ(column(0).reals, std::vector<double>{2});
}

TEST_F(DecoderTest, ErrorsNameTheRowAndTheField) {
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": 1}, {"wind": 1}, {"wind": "x"}]})"),
              "instances[2].wind: must be a number, got text 'x'");
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": true}]})"), "instances[0].wind: must be a number, got true");
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": [1]}]})"), "instances[0].wind: must be a single value, got a list");
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": {}}]})"),
              "instances[0].wind: must be a single value, got an object");
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": null}]})"),
              "instances[0].wind: is required and must not be missing");
    EXPECT_EQ(rowsError(R"({"instances": [{"days": 3}]})"), "instances[0].wind: is required and must not be missing");
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": 1, "days": 3.5}]})"),
              "instances[0].days: must be a whole number, got 3.5");
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": 1, "dry": 2}]})"), "instances[0].dry: must be true or false, got 2");
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": 1, "note": 2}]})"),
              "instances[0].note: must be text, got the number 2");
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": 1, "date": "1st of May"}]})"),
              "instances[0].date: must be a date such as \"2012-03-01\", got text '1st of May'");
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": 1, "wind": 2}]})"), "instances[0].wind: is given twice");
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": 1, "wnid": 2}]})"),
              "instances[0].wnid: the model has no such input");
    EXPECT_EQ(rowsHint(R"({"instances": [{"wind": 1, "skye": 2}]})"), "Did you mean 'sky'?");
    EXPECT_EQ(rowsError(R"({"instances": [[1, 2]]})"),
              "instances[0]: must be an object that names each input: {\"wind\": …}");
    const std::string longText = rowsError(R"({"instances": [{"wind": ")" + std::string(39, 'x') + "ééé" + "\"}]}");
    EXPECT_TRUE(longText.ends_with("'" + std::string(39, 'x') + "…'")) << longText;
}

TEST_F(DecoderTest, RefusesWhatIsNotARequest) {
    EXPECT_EQ(rowsError(""), "the request has no body");
    EXPECT_EQ(rowsError("[1]"), "the body must be an object: {\"instances\": [{…}, …]}");
    EXPECT_EQ(rowsError("{}"), "the request has no 'instances'");
    EXPECT_EQ(rowsError(R"({"instances": []})"), "instances: there is no row in it");
    EXPECT_EQ(rowsError(R"({"instances": {"wind": 1}})"), "instances: must be one list of rows");
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": 1}], "instances": [{"wind": 1}]})"),
              "instances: must be one list of rows");
    EXPECT_EQ(rowsError("{\"instances\": [{\"wind\": 1, \"note\": \"\xff\"}]}"), "the body is not valid UTF-8");
    for (const char* body : {"{", "{\"instances\": [", R"({"instances": [{"wind": 1}])",
                             R"({"instances": [{"wind": 1}]}})", R"({"instances": [{"wind": 1}]} x)",
                             R"({"instances": [{"wind" 1}]})", R"({"instances": [{"wind": 1 "days": 2}]})",
                             R"({"instances": [{"wind": 1}] "x": 2})", "{'instances': 1}", "nul", "\"text"})
        EXPECT_NE(rowsError(body), "") << body;
}

TEST_F(DecoderTest, RefusesNumbersThatJsonOrTheTypeCannotHold) {
    for (const char* value :
         {"NaN", "Infinity", "-Infinity", "1e999", "-1e999", "01", "1.", ".5", "+1", "0x10", "1_000", "--1"})
        EXPECT_NE(rowsError(fmt::format(R"({{"instances": [{{"wind": {}}}]}})", value)), "") << value;
    EXPECT_NE(rowsHint(R"({"instances": [{"wind": NaN}]})").find("null"), std::string::npos);
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": 18446744073709551615}]})"), "");
    EXPECT_EQ(column(0).reals[0], 18446744073709551615.0);
    EXPECT_NE(rowsError(R"({"instances": [{"wind": 1, "days": 18446744073709551615}]})"), "");
    EXPECT_NE(rowsError(R"({"instances": [{"wind": 1, "days": 99999999999999999999999}]})"), "");
    EXPECT_NE(rowsError(R"({"instances": [{"wind": 1, "days": 1e30}]})"), "");
    EXPECT_EQ(rowsError(R"({"instances": [{"wind": 1, "days": -9223372036854775808}]})"), "");
}

TEST_F(DecoderTest, SurvivesDeepNesting) {
    for (const size_t depth : {100u, 2000u, 500000u}) {
        EXPECT_NE(rowsError(std::string(depth, '[')), "");
        EXPECT_NE(rowsError(R"({"instances": )" + std::string(depth, '[')), "");
        std::string nested =
            R"({"instances": [{"wind": 1}], "x": )" + std::string(depth, '[') + std::string(depth, ']') + "}";
        rowsError(nested); // whether it is accepted depends on the depth; it must only return
        std::string objects;
        for (size_t i = 0; i < depth; ++i) objects += "{\"a\":";
        EXPECT_NE(rowsError(objects), "");
    }
}

TEST_F(DecoderTest, KeepsTheRowLimit) {
    std::string body = R"({"instances": [{"wind": 1})";
    for (int i = 1; i < 1000; ++i) body += R"(,{"wind": 1})";
    EXPECT_EQ(rowsError(body + "]}"), "");
    EXPECT_EQ(rowsError(body + R"(,{"wind": 1}]})"), "a request may hold at most 1000 rows");
}

TEST_F(DecoderTest, ReadsTensors) {
    ASSERT_EQ(tensorsError(R"({"id": "42", "inputs": [
        {"name": "wind", "shape": [2], "datatype": "FP64", "data": [1.5, 2]},
        {"data": [["grey"], ["blue"]], "datatype": "BYTES", "shape": [2, 1], "name": "sky"},
        {"name": "days", "shape": [2, 1], "datatype": "INT64", "data": [1, null]},
        {"name": "dry", "shape": [2], "datatype": "BOOL", "data": [true, false]}]})"),
              "");
    EXPECT_EQ(m_decoder.id(), "42");
    EXPECT_EQ(m_decoder.rows().rows(), 2u);
    EXPECT_EQ(column(0).reals, (std::vector<double>{1.5, 2}));
    EXPECT_EQ(column(2).text(1), "blue");
    EXPECT_TRUE(column(1).isMissing(1));
    EXPECT_TRUE(column(4).isMissing(0)) << "a tensor that is not given is missing";
    EXPECT_TRUE(m_decoder.prediction().wanted);
    EXPECT_FALSE(m_decoder.prediction().binary);
}

TEST_F(DecoderTest, ReadsTheChoiceOfOutputs) {
    const std::string inputs = R"("inputs": [{"name": "wind", "shape": [1], "datatype": "FP32", "data": [1]}])";
    ASSERT_EQ(tensorsError("{" + inputs + R"(, "outputs": [{"name": "probabilities"}]})"), "");
    EXPECT_FALSE(m_decoder.prediction().wanted);
    EXPECT_TRUE(m_decoder.probabilities().wanted);
    ASSERT_EQ(
        tensorsError(
            R"({"outputs": [{"name": "prediction", "parameters": {"binary_data": false}}, {"name": "probabilities"}], )"
            R"("parameters": {"other": [1, {}], "binary_data_output": true}, )" +
            inputs + "}"),
        "");
    EXPECT_FALSE(m_decoder.prediction().binary);
    EXPECT_TRUE(m_decoder.probabilities().binary);
    EXPECT_EQ(tensorsError("{" + inputs + R"(, "outputs": [{"name": "logits"}]})"),
              "outputs: the model has no output 'logits'");
}

TEST_F(DecoderTest, TensorErrorsNameTheTensor) {
    const auto wind = [this](const std::string& rest) {
        return tensorsError(R"({"inputs": [{"name": "wind", )" + rest + "}]}");
    };
    EXPECT_EQ(wind(R"("shape": [2], "datatype": "FP64", "data": [1])"),
              "inputs.wind: has 1 values where its shape says 2");
    EXPECT_EQ(wind(R"("shape": [1], "datatype": "FP64", "data": [1, 2])"),
              "inputs.wind: has more values than its shape says (1)");
    EXPECT_EQ(wind(R"("shape": [2], "datatype": "FP64", "data": [1, "x"])"),
              "inputs.wind[1]: must be a number, got text 'x'");
    EXPECT_EQ(wind(R"("shape": [2, 3], "datatype": "FP64", "data": [1])"),
              "inputs.wind: shape must be [n] or [n, 1] with 1 ≤ n ≤ 1000");
    EXPECT_EQ(wind(R"("shape": [], "datatype": "FP64", "data": [])"),
              "inputs.wind: shape must be [n] or [n, 1] with 1 ≤ n ≤ 1000");
    EXPECT_EQ(wind(R"("shape": [99999999999], "datatype": "FP64", "data": [])"),
              "inputs.wind: shape must be [n] or [n, 1] with 1 ≤ n ≤ 1000");
    EXPECT_EQ(wind(R"("shape": [1], "datatype": "FP65", "data": [1])"),
              "inputs.wind: the datatype 'FP65' is not known");
    EXPECT_EQ(wind(R"("shape": [1], "datatype": "BYTES", "data": ["1"])"),
              "inputs.wind: datatype BYTES cannot hold real values");
    EXPECT_EQ(wind(R"("shape": [1], "datatype": "FP64")"), "inputs.wind: has no list 'data'");
    EXPECT_EQ(tensorsError(R"({"inputs": [{"name": "wnd", "shape": [1], "datatype": "FP64", "data": [1]}]})"),
              "inputs.wnd: the model has no such input");
    EXPECT_EQ(tensorsError(R"({"inputs": [{"name": "wind", "shape": [1], "datatype": "FP64", "data": [1]},
                                          {"name": "days", "shape": [2], "datatype": "INT8", "data": [1, 2]}]})"),
              "inputs.days: has 2 rows where the tensors before it have 1");
    EXPECT_EQ(tensorsError(R"({"inputs": [{"name": "days", "shape": [1], "datatype": "INT8", "data": [1]}]})"),
              "inputs.wind: is required and must not be missing");
    EXPECT_EQ(tensorsError("{}"), "the request has no 'inputs'");
    EXPECT_EQ(tensorsError(R"({"inputs": []})"), "inputs: there is no tensor in it");
}

template <typename Element>
std::string bytesOf(std::initializer_list<Element> values) {
    std::string bytes;
    for (const Element value : values) bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    return bytes;
}

TEST_F(DecoderTest, ReadsBinaryTensors) {
    const std::string json = R"({"inputs": [
        {"name": "wind", "shape": [2], "datatype": "FP32", "parameters": {"binary_data_size": 8}},
        {"name": "days", "shape": [2], "datatype": "UINT16", "data": [5, 6]},
        {"name": "sky", "shape": [2], "datatype": "BYTES", "parameters": {"binary_data_size": 16}}]})";
    const std::string binary =
        bytesOf({1.5F, 2.5F}) + bytesOf({uint32_t{4}}) + "grey" + bytesOf({uint32_t{4}}) + "blue";
    ASSERT_EQ(tensorsError(json + binary, json.size()), "");
    EXPECT_EQ(column(0).reals, (std::vector<double>{1.5, 2.5}));
    EXPECT_EQ(column(1).integers, (std::vector<int64_t>{5, 6}));
    EXPECT_EQ(column(2).text(0), "grey");
    EXPECT_EQ(column(2).text(1), "blue");

    EXPECT_EQ(tensorsError(json + binary.substr(0, 20), json.size()),
              "inputs.sky: binary_data_size is 16 but only 12 bytes follow");
    EXPECT_EQ(tensorsError(json + binary + "x", json.size()), "1 bytes follow the last binary tensor");
    EXPECT_EQ(
        tensorsError(json, json.size() + 1),
        fmt::format("Inference-Header-Content-Length is {} but the body has {} bytes", json.size() + 1, json.size()));
    std::string wrongLength = binary;
    wrongLength[8] = 100;
    EXPECT_EQ(tensorsError(json + wrongLength, json.size()), "inputs.sky[0]: the binary data ends too early");
    std::string notANumber = bytesOf({1.5F, std::nanf("")}) + binary.substr(8);
    EXPECT_EQ(tensorsError(json + notANumber, json.size()), "inputs.wind[1]: is required and must not be missing");
    std::string infinite = bytesOf({1.5F, INFINITY}) + binary.substr(8);
    EXPECT_EQ(tensorsError(json + infinite, json.size()), "inputs.wind[1]: must be finite");
}

} // namespace
} // namespace lathe
