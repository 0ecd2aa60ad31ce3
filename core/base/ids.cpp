// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/ids.h"

#include <cstdint>
#include <random>

namespace lathe {

std::string newIdText(std::string_view prefix) {
    static constexpr char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::random_device device;
    std::string text(prefix);
    text += '-';
    std::uniform_int_distribution<int> pick(0, 35);
    for (int i = 0; i < 12; ++i) text += digits[pick(device)];
    return text;
}

} // namespace lathe
