// SPDX-License-Identifier: GPL-3.0-or-later
// Every request of docs/serving.md works: the same address and body against a server with such a model.
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/serve/deployments.h"
#include "core/serve/http_server.h"
#include "tests/unit/serve/fake_predictor.h"

namespace lathe {
namespace {

struct Example {
    std::string path;
    std::string body;
};

/// The curl commands of the fenced blocks: curl http://127.0.0.1:8080PATH [-d 'BODY']
std::vector<Example> examples(std::string_view text) {
    constexpr std::string_view command = "curl http://127.0.0.1:8080";
    constexpr std::string_view data = " -d '";
    std::vector<Example> list;
    for (size_t at = text.find(command); at != std::string_view::npos; at = text.find(command, at)) {
        at += command.size();
        const size_t end = text.find_first_of(" \n", at);
        Example example{std::string(text.substr(at, end - at)), {}};
        if (text.substr(end).starts_with(data)) {
            const size_t begin = end + data.size();
            example.body = text.substr(begin, text.find('\'', begin) - begin);
        }
        list.push_back(std::move(example));
    }
    return list;
}

TEST(Documentation, EveryRequestOfTheGuideWorks) {
    Signature signature;
    signature.target = "weather";
    signature.classes = {"rain", "sun"};
    for (const char* name : {"wind", "precipitation", "temp_max", "temp_min"})
        signature.inputs.push_back({name, ColumnType::Real, true, {}, 0, 50});
    InferenceService service({"weather", 1, "weather", std::make_shared<FakePredictor>(signature)}, {}, {}, nullptr);
    const auto server = HttpServer::start(service, {});
    ASSERT_TRUE(server) << server.error().describe();

    const auto guide = readTextFile(Path(LATHE_DOCS) / "serving.md");
    ASSERT_TRUE(guide) << guide.error().describe();
    const auto requests = examples(*guide);
    EXPECT_EQ(requests.size(), 13u);
    for (const auto& request : requests) {
        const std::string url = fmt::format("http://127.0.0.1:{}{}", (*server)->port(), request.path);
        const auto reply = httpRequest(url, request.body.empty() ? "GET" : "POST", request.body);
        ASSERT_TRUE(reply) << reply.error().describe();
        EXPECT_EQ(reply->status, 200) << request.path << ": " << reply->body;
    }
}

} // namespace
} // namespace lathe
