// SPDX-License-Identifier: GPL-3.0-or-later
// A profile kept in a project's cache may be any bytes: what is read is written back the same, what cannot be is
// refused.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/data/profile/profile.h"

using namespace lathe;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const Json json = Json::parse(std::string_view(reinterpret_cast<const char*>(data), size), nullptr, false);
    const auto profile = DatasetProfile::fromJson(json);
    if (!profile) return 0;
    const Json written = profile->toJson();
    const auto again = DatasetProfile::fromJson(Json::parse(written.dump()));
    if (!again || again->toJson().dump() != written.dump()) std::abort();
    return 0;
}
