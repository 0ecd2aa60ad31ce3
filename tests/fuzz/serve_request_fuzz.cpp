// SPDX-License-Identifier: GPL-3.0-or-later
// The first byte chooses the kind of request, the rest is its path or body. Whatever comes, the answer is a status of
// the set that is documented and, with a 200, a body that our own reader of JSON accepts.
#include <cstdint>
#include <cstdlib>
#include <set>

#include "core/base/json.h"
#include "core/serve/service.h"
#include "tests/unit/serve/fake_predictor.h"

using namespace lathe;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static InferenceService service({"weather", 3, "canary", std::make_shared<FakePredictor>(Task::Classification)},
                                    {.bodyBytes = 1 << 16, .rows = 100}, {}, nullptr);
    if (size == 0) return 0;
    std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    RequestHead head;
    head.method = "POST";
    std::string jsonLength;
    std::string body;
    switch (data[0] % 6) {
    case 0: head.path = "/v1/models/weather:predict"; break;
    case 1: head.path = "/v2/models/weather/infer"; break;
    case 2: // binary tensors: JSON up to the first NUL
        head.path = "/v2/models/weather/infer";
        jsonLength = std::to_string(std::min(text.find('\0'), text.size()));
        head.jsonLength = jsonLength;
        break;
    case 3:
        head.path = "/v1/models/weather:predict";
        head.contentEncoding = "gzip";
        break;
    case 4: head.path = text; break;
    default:
        head.method = "GET";
        head.path = text;
        break;
    }
    if (data[0] % 6 < 4) body = text;
    auto route = service.route(head);
    if (!route.refused) service.answer(route.endpoint, head, body, route.answer);
    static const std::set<int> known{200, 400, 404, 405, 415, 500, 503};
    if (!known.contains(route.answer.status)) std::abort();
    const bool isJson = std::string_view(route.answer.contentType) == "application/json" && !route.answer.body.empty();
    if (isJson && !Json::accept(route.answer.body)) std::abort();
    return 0;
}
