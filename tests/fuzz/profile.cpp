// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes are an identifier of some kind or of none: no text makes a check read beyond its end, overflow or hang, and
// what is found does not depend on blanks around it.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/data/profile/identifiers.h"

using namespace lathe;

namespace {

uint64_t kindsOf(std::string_view text) {
    uint64_t kinds = 0;
    const auto note = [&](bool found) { kinds = kinds << 1U | (found ? 1U : 0U); };
    note(isEmail(text));
    note(isIban(text));
    note(isPaymentCard(text));
    note(isIpV4(text));
    note(isIpV6(text));
    note(looksLikeDate(text));
    note(looksLikeNumber(text));
    note(phoneLikeness(text) != PhoneLikeness::None);
    for (const NationalId& id : nationalIds()) note(id.matches(text));
    return kinds;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (kindsOf(text) != kindsOf(" " + text + " ")) std::abort();
    return 0;
}
