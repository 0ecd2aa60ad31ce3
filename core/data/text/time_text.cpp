// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text/time_text.h"

#include <algorithm>

namespace lathe {

std::string cutToMicros(std::string_view text) {
    constexpr size_t microDigits = 6;
    std::string cut(text);
    const size_t mark = text.find_first_of(".,", text.find(':'));
    if (mark == std::string_view::npos) return cut;
    const auto begin = cut.begin() + static_cast<std::ptrdiff_t>(mark) + 1;
    const auto end = std::find_if_not(begin, cut.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (end - begin > static_cast<std::ptrdiff_t>(microDigits)) cut.erase(begin + microDigits, end);
    return cut;
}

std::optional<int> minutesOfZone(std::string_view capitals) {
    struct Zone {
        std::string_view name;
        int hours;
    };
    static constexpr Zone zones[] = {{"Z", 0},    {"UTC", 0},  {"GMT", 0},  {"UT", 0},   {"EST", -5},
                                     {"EDT", -4}, {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6},
                                     {"PST", -8}, {"PDT", -7}, {"WET", 0},  {"WEST", 1}, {"CET", 1},
                                     {"CEST", 2}, {"MEZ", 1},  {"MESZ", 2}, {"EET", 2},  {"EEST", 3}};
    const auto* found =
        std::find_if(std::begin(zones), std::end(zones), [&](const Zone& zone) { return zone.name == capitals; });
    return found == std::end(zones) ? std::nullopt : std::optional(found->hours * 60);
}

} // namespace lathe
