// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as the YAML files that people write; the first byte chooses: any YAML, a run configuration, import options,
// a data schema or a pipeline. It is refused with a message, or read, written and read again to the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/config.h"
#include "core/data/readers/import_options.h"
#include "core/data/validation/data_schema.h"
#include "core/pipeline/pipeline.h"
#include "core/runs/run_config.h"
#include "tests/fuzz/fuzz_file.h"

using namespace lathe;

namespace {

template <typename T>
bool readable(const Result<T>& result) {
    if (!result && result.error().message.empty()) std::abort();
    return result.has_value();
}

void checkValue(const ConfigNode& node) {
    const Json value = node.toJson();
    const std::string yaml = toYaml(value); // as text, for NaN does not equal itself and 2.0 is written as 2
    const auto again = ConfigNode::parse(yaml, "again");
    if (!readable(again) || toYaml(again->toJson()) != yaml) std::abort();
    for (const char* key : {"a", "a.b", ""}) {
        Json changed = value;
        (void)readable(setDotted(changed, key, 1));
    }
}

void checkRun(const ConfigNode& node) {
    const auto config = RunConfig::parse(node);
    if (!readable(config)) return;
    const auto again = RunConfig::parse(ConfigNode::fromJson(config->toJson(), "again"));
    if (!readable(again) || again->toJson() != config->toJson()) std::abort();
}

void checkSchema(const ConfigNode& node) {
    const auto schema = DataSchema::parse(node);
    if (!readable(schema)) return;
    const std::string yaml = schema->toYaml();
    const auto written = ConfigNode::parse(yaml, "again");
    if (!readable(written)) std::abort();
    const auto again = DataSchema::parse(*written);
    if (!readable(again) || again->toYaml() != yaml) std::abort();
}

void checkPipeline(std::string_view text) {
    const auto pipeline = Pipeline::read(fuzz::writeScratch("pipeline.yaml", text), {});
    if (readable(pipeline) && pipeline->steps.empty()) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (data[0] % 5 == 4) return checkPipeline(text), 0;
    const auto node = ConfigNode::parse(text, "fuzz");
    if (!readable(node)) return 0;
    switch (data[0] % 5) {
    case 0: checkValue(*node); break;
    case 1: checkRun(*node); break;
    case 2: (void)readable(importOptionsFrom(*node)); break;
    default: checkSchema(*node);
    }
    return 0;
}
