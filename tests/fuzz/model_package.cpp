// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>

#include "core/learn/encoder.h"
#include "core/learn/model.h"

namespace {

using namespace lathe;

/// Whatever loads must also score without touching memory that is not its own.
void scoreOnce(const StoredModel& stored) {
    constexpr size_t mostNumbers = 100'000;
    const auto model = Model::load(stored);
    if (!model || (*model)->features() > mostNumbers || (*model)->outputs() > mostNumbers) return;
    const std::vector<double> features((*model)->features(), 0.25);
    std::vector<double> outputs((*model)->outputs());
    (*model)->score(features.data(), 1, outputs.data());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    for (const char* kind : {"linear", "mlp", "gradient_boosting"})
        for (const char* link : {"identity", "logistic", "softmax"})
            scoreOnce({{{"kind", kind}, {"link", link}}, "weights", bytes});
    for (const int blocks : {0, 1})
        scoreOnce({{{"kind", "cnn"}, {"link", "softmax"}, {"side", 9}, {"residual_blocks", blocks}}, "weights", bytes});
    const Json json = Json::parse(bytes, nullptr, false);
    if (json.is_discarded()) return 0;
    if (const auto encoder = FeatureEncoder::fromJson(json); encoder && encoder->width() < 100'000) {
        const std::vector<RawValue> row(encoder->columns().size(), RawValue::of(1e300));
        std::vector<double> features(encoder->width());
        encoder->encodeRow(row, features.data());
    }
    (void)Signature::fromJson(json);
    return 0;
}
