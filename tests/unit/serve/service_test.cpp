// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/service.h"

#include <zlib.h>

#include <gtest/gtest.h>

#include "core/base/json.h"
#include "core/serve/content_encoding.h"
#include "core/serve/deployments.h"
#include "tests/unit/serve/fake_predictor.h"

namespace lathe {
namespace {

InferenceService makeService(Task task = Task::Classification, ServiceLimits limits = {}, std::string token = {}) {
    return InferenceService({"weather", 3, "canary", std::make_shared<FakePredictor>(task)}, limits, std::move(token),
                            nullptr);
}

Answer ask(InferenceService& service, RequestHead head, std::string body = {}) {
    auto route = service.route(head);
    if (!route.refused) service.answer(route.endpoint, head, body, route.answer);
    return route.answer;
}

Answer get(InferenceService& service, std::string_view path) { return ask(service, {.method = "GET", .path = path}); }
Answer post(InferenceService& service, std::string_view path, std::string body) {
    return ask(service, {.method = "POST", .path = path, .contentType = "application/json"}, std::move(body));
}

const std::string sunny = R"({"instances": [{"wind": 3.5}, {"wind": 9}]})";
const std::string sunnyTensor =
    R"({"id": "7", "inputs": [{"name": "wind", "shape": [2], "datatype": "FP64", "data": [3.5, 9]}]})";

TEST(Service, AnswersRows) {
    auto service = makeService();
    const Answer answer = post(service, "/v1/models/weather:predict", sunny);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(
        answer.body,
        R"({"predictions":["sun","rain \"heavy\""],"probabilities":[{"sun":0.75,"rain \"heavy\"":0.25},{"sun":0.25,"rain \"heavy\"":0.75}]})");
    EXPECT_EQ(post(service, "/v1/models/canary/versions/3:predict", sunny).body, answer.body);
    auto regression = makeService(Task::Regression);
    EXPECT_EQ(post(regression, "/v1/models/weather:predict", sunny).body, R"({"predictions":[7,18]})");
}

TEST(Service, AnswersTensors) {
    auto service = makeService();
    const Answer answer = post(service, "/v2/models/weather/versions/3/infer", sunnyTensor);
    EXPECT_EQ(answer.body,
              R"({"model_name":"weather","model_version":"3","id":"7","outputs":[)"
              R"({"name":"prediction","datatype":"BYTES","shape":[2],"data":["sun","rain \"heavy\""]},)"
              R"({"name":"probabilities","datatype":"FP32","shape":[2,2],"data":[0.75,0.25,0.25,0.75]}]})");
    auto regression = makeService(Task::Regression);
    EXPECT_EQ(Json::parse(post(regression, "/v2/models/weather/infer", sunnyTensor).body)["outputs"][0]["data"],
              Json::parse("[7.0, 18.0]"));
}

TEST(Service, AnswersBinaryTensors) {
    auto service = makeService();
    std::string request = sunnyTensor;
    request.insert(1, R"("parameters": {"binary_data_output": true}, )");
    const Answer answer = post(service, "/v2/models/weather/infer", request);
    ASSERT_TRUE(answer.jsonLength);
    EXPECT_STREQ(answer.contentType, "application/octet-stream");
    const Json head = Json::parse(answer.body.substr(0, *answer.jsonLength));
    const std::string binary = answer.body.substr(*answer.jsonLength);
    const size_t first = head["outputs"][0]["parameters"]["binary_data_size"];
    EXPECT_EQ(binary.substr(0, first), std::string("\3\0\0\0sun\14\0\0\0rain \"heavy\"", 23));
    ASSERT_EQ(binary.size() - first, 16u);
    float probability = 0;
    std::memcpy(&probability, binary.data() + first, sizeof probability);
    EXPECT_EQ(probability, 0.75F);
}

TEST(Service, DescribesItself) {
    auto service = makeService();
    EXPECT_EQ(get(service, "/v2/health/live").status, 200);
    EXPECT_EQ(get(service, "/v2/health/ready").status, 200);
    EXPECT_EQ(Json::parse(get(service, "/v2").body)["name"], "lathe-server");
    const Json model = Json::parse(get(service, "/v2/models/weather").body);
    EXPECT_EQ(model["versions"], Json::parse(R"(["3"])"));
    EXPECT_EQ(model["inputs"][0], Json::parse(R"({"name": "wind", "datatype": "FP64", "shape": [-1]})"));
    EXPECT_EQ(model["outputs"][1]["shape"], Json::parse("[-1, 2]"));
    EXPECT_EQ(get(service, "/v2/models/weather/versions/3/ready").status, 200);
    EXPECT_EQ(Json::parse(get(service, "/v2/models/weather/config").body)["input"][2]["data_type"], "TYPE_STRING");
    post(service, "/v1/models/weather:predict", sunny);
    post(service, "/v1/models/weather:predict", "{}");
    const Json statistics = Json::parse(get(service, "/v2/models/stats").body)["model_stats"][0];
    EXPECT_EQ(statistics["inference_count"], 2);
    EXPECT_EQ(statistics["inference_stats"]["success"]["count"], 1);
    EXPECT_GT(statistics["inference_stats"]["success"]["ns"], 0);
    EXPECT_EQ(statistics["inference_stats"]["fail"]["count"], 1);
    EXPECT_EQ(Json::parse(post(service, "/v2/repository/index", "{}").body)[0]["state"], "READY");
    EXPECT_EQ(post(service, "/v2/repository/models/weather/load", "{}").status, 200);
    EXPECT_EQ(Json::parse(get(service, "/v1/models/weather").body)["model_version_status"][0]["state"], "AVAILABLE");

    const Json description = Json::parse(get(service, "/").body);
    const Answer example =
        post(service, description["example"]["path"].get<std::string>(), description["example"]["body"].dump());
    EXPECT_EQ(example.status, 200) << "the example it gives works: " << example.body;

    service.beginDraining();
    EXPECT_EQ(get(service, "/v2/health/ready").status, 503);
    EXPECT_EQ(get(service, "/v2/health/live").status, 200);
}

TEST(Service, RefusesByPathAndMethod) {
    auto service = makeService();
    for (const char* path :
         {"/nothing", "/v2/models", "/v2/models/weather/versions/3/infer/x", "/v2/models/weather/fly",
          "/v1/models/weather:regress", "/v1/models/weather/3:predict", "/v3", "/v2x"})
        EXPECT_EQ(get(service, path).status, 404) << path;
    const Answer wrongName = post(service, "/v1/models/wether:predict", sunny);
    EXPECT_EQ(wrongName.status, 404);
    EXPECT_EQ(wrongName.body, R"({"error":"model 'wether' is not served here. Did you mean 'weather'?"})");
    EXPECT_EQ(post(service, "/v2/models/weather/versions/4/infer", sunnyTensor).status, 404);
    const Answer wrongMethod = get(service, "/v1/models/weather:predict");
    EXPECT_EQ(wrongMethod.status, 405);
    EXPECT_STREQ(wrongMethod.allow, "POST");
    EXPECT_EQ(post(service, "/metrics", "").status, 405);
    EXPECT_EQ(ask(service, {.method = "HEAD", .path = "/metrics"}).status, 200);
}

TEST(Service, RefusesByHeaders) {
    auto service = makeService();
    const std::string_view path = "/v1/models/weather:predict";
    EXPECT_EQ(ask(service, {.method = "POST", .path = path, .contentType = "text/csv"}, sunny).status, 415);
    EXPECT_EQ(
        ask(service, {.method = "POST", .path = path, .contentType = "Application/JSON; charset=utf-8"}, sunny).status,
        200);
    EXPECT_EQ(ask(service, {.method = "POST", .path = path, .contentType = ""}, sunny).status, 200);
    EXPECT_EQ(
        ask(service, {.method = "POST", .path = path, .origin = "https://evil.example", .host = "127.0.0.1:80"}, sunny)
            .status,
        403);
    EXPECT_EQ(
        ask(service, {.method = "POST", .path = path, .origin = "http://127.0.0.1:80", .host = "127.0.0.1:80"}, sunny)
            .status,
        200);
    EXPECT_EQ(
        ask(service, {.method = "POST", .path = "/v2/models/weather/infer", .jsonLength = "-1"}, sunnyTensor).status,
        400);
    EXPECT_EQ(ask(service, {.method = "POST", .path = "/v2/models/weather/infer", .jsonLength = "99999999999999999999"},
                  sunnyTensor)
                  .status,
              400);
}

TEST(Service, WantsItsToken) {
    auto service = makeService(Task::Classification, {}, "s3cret");
    EXPECT_EQ(get(service, "/metrics").status, 401);
    EXPECT_EQ(get(service, "/v2/health/live").status, 200);
    for (const char* header : {"Bearer s3creT", "Bearer s3cret2", "Bearer ", "s3cret", "Basic s3cret", ""})
        EXPECT_EQ(ask(service, {.method = "GET", .path = "/metrics", .authorization = header}).status, 401) << header;
    EXPECT_EQ(ask(service, {.method = "GET", .path = "/metrics", .authorization = "Bearer s3cret"}).status, 200);
    EXPECT_EQ(ask(service, {.method = "GET", .path = "/metrics", .authorization = "bearer s3cret"}).status, 200);
}

TEST(Service, LimitsTheRate) {
    auto service = makeService(Task::Classification, {.requestsPerSecond = 0.001});
    EXPECT_EQ(post(service, "/v1/models/weather:predict", sunny).status, 200);
    EXPECT_EQ(post(service, "/v1/models/weather:predict", sunny).status, 429);
    EXPECT_EQ(get(service, "/metrics").status, 200);
}

TEST(Service, TellsBadInputFromItsOwnFailures) {
    auto service = makeService();
    const Answer bad = post(service, "/v1/models/weather:predict", R"({"instances": [{"wind": "x"}]})");
    EXPECT_EQ(bad.status, 400);
    EXPECT_EQ(bad.body, R"({"error":"instances[0].wind: must be a number, got text 'x'"})");
    EXPECT_EQ(post(service, "/v1/models/weather:predict", R"({"instances": [{"wind": 13}]})").status, 500);
    const auto figures = parseFigures(get(service, "/metrics").body);
    ASSERT_TRUE(figures) << figures.error().describe();
    EXPECT_EQ(figures->validationErrors, 1u);
    EXPECT_EQ(figures->rows, 0u);
}

std::string compressed(std::string_view text, int windowBits) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, windowBits, 9, Z_DEFAULT_STRATEGY), Z_OK);
    std::string result(deflateBound(&stream, text.size()) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    result.resize(stream.total_out);
    deflateEnd(&stream);
    return result;
}

TEST(Service, ReadsCompressedBodies) {
    auto service = makeService();
    const auto send = [&](const char* encoding, std::string body) {
        return ask(service, {.method = "POST", .path = "/v1/models/weather:predict", .contentEncoding = encoding},
                   std::move(body))
            .status;
    };
    const std::string gzip = compressed(sunny, 15 + 16);
    EXPECT_EQ(send("gzip", gzip), 200);
    EXPECT_EQ(send("GZIP", gzip), 200);
    EXPECT_EQ(send("deflate", compressed(sunny, 15)), 200);
    EXPECT_EQ(send("identity", sunny), 200);
    EXPECT_EQ(send("br", sunny), 415);
    EXPECT_EQ(send("gzip", sunny), 400);
    EXPECT_EQ(send("gzip", gzip.substr(0, gzip.size() - 3)), 400);
    EXPECT_EQ(send("gzip", gzip + "x"), 400);
    EXPECT_EQ(send("gzip", ""), 400);
    const std::string bomb = compressed(std::string(size_t{64} << 20, ' '), 15 + 16);
    EXPECT_LT(bomb.size(), 100000u);
    EXPECT_EQ(send("gzip", bomb), 400);
}

TEST(Service, CountsWhatDriftBeginsWith) {
    auto service = makeService();
    post(service, "/v1/models/weather:predict",
         R"({"instances": [{"wind": 50, "sky": "green", "days": null}, {"wind": 1, "sky": "grey", "days": 3}]})");
    service.metrics().answered(200, 0.0003);
    service.metrics().answered(400, 0.02);
    const Answer metrics = get(service, "/metrics");
    EXPECT_STREQ(metrics.contentType, "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_NE(
        metrics.body.find("lathe_input_unknown_categories_total{model=\"weather\",version=\"3\",field=\"sky\"} 1\n"),
        std::string::npos)
        << metrics.body;
    EXPECT_NE(metrics.body.find("lathe_input_out_of_range_total{model=\"weather\",version=\"3\",field=\"wind\"} 1\n"),
              std::string::npos);
    EXPECT_NE(
        metrics.body.find("lathe_predictions_total{model=\"weather\",version=\"3\",class=\"rain \\\"heavy\\\"\"} 1\n"),
        std::string::npos);
    const auto figures = parseFigures(metrics.body);
    ASSERT_TRUE(figures) << figures.error().describe();
    EXPECT_EQ(figures->requests, 2u);
    EXPECT_EQ(figures->errors, 1u);
    EXPECT_EQ(figures->rows, 2u);
    EXPECT_EQ(figures->unknownCategories, 1u);
    EXPECT_EQ(figures->outOfRange, 1u);
    EXPECT_EQ(figures->missingValues, 7u) << "days once; dry, date and note, which are not there, twice each";
    EXPECT_EQ(figures->predictions.at("rain \"heavy\""), 1u);
    EXPECT_EQ(figures->latency.size(), 16u);
    EXPECT_EQ(figures->latency.back().count, 2u);
}

TEST(Figures, InterpolatesQuantiles) {
    const std::vector<DeploymentFigures::Bucket> buckets{{0.001, 50}, {0.002, 90}, {0.005, 100}, {INFINITY, 100}};
    EXPECT_DOUBLE_EQ(latencyQuantile(buckets, 0.25), 0.0005);
    EXPECT_DOUBLE_EQ(latencyQuantile(buckets, 0.5), 0.001);
    EXPECT_DOUBLE_EQ(latencyQuantile(buckets, 0.7), 0.0015);
    EXPECT_DOUBLE_EQ(latencyQuantile(buckets, 0.95), 0.0035);
    EXPECT_DOUBLE_EQ(latencyQuantile({{0.001, 0}, {INFINITY, 10}}, 0.5), 0.001);
    EXPECT_DOUBLE_EQ(latencyQuantile({}, 0.5), 0);
    EXPECT_DOUBLE_EQ(latencyQuantile({{1, 0}, {INFINITY, 0}}, 0.5), 0);
}

TEST(Figures, RefusesWhatIsNoMetricsText) {
    EXPECT_TRUE(parseFigures("# only a comment\n\n"));
    for (const char* text : {"name", "name{a=\"b", "name{a=\"b\"}", "name{a} 1", "name x"})
        EXPECT_FALSE(parseFigures(text)) << text;
}

} // namespace
} // namespace lathe
