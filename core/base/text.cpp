// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

#include <fmt/format.h>

namespace lathe {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n\f\v");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n\f\v") - first + 1);
}

std::string lowered(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::vector<std::string> splitText(std::string_view text, char separator) {
    std::vector<std::string> parts;
    size_t start = 0;
    for (;;) {
        const size_t end = text.find(separator, start);
        parts.emplace_back(text.substr(start, end == std::string_view::npos ? end : end - start));
        if (end == std::string_view::npos) return parts;
        start = end + 1;
    }
}

std::string joined(std::span<const std::string> parts, std::string_view separator) {
    std::string text;
    for (size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += separator;
        text += parts[i];
    }
    return text;
}

std::string exactNumber(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return {buffer, end};
}

std::string shortNumber(double value, int digits) {
    if (!std::isfinite(value)) return exactNumber(value);
    // Whole parts are written out as far as a double knows them: 20140131, not 2.014e+07.
    const double size = std::abs(value);
    if (size >= 1 && size < 1e16) digits = std::max(digits, static_cast<int>(std::floor(std::log10(size))) + 1);
    return fmt::format("{:.{}g}", value, digits);
}

std::string byteSize(double bytes) {
    static constexpr const char* units[] = {"B", "kB", "MB", "GB", "TB"};
    size_t unit = 0;
    while (bytes >= 1000 && unit < 4) {
        bytes /= 1000;
        ++unit;
    }
    return fmt::format("{:.{}f} {}", bytes, unit == 0 || bytes >= 100 ? 0 : 1, units[unit]);
}

std::optional<double> parseNumber(std::string_view text) {
    double value = 0;
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<long long> parseInteger(std::string_view text) {
    long long value = 0;
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

namespace {

/// Optimal string alignment distance: Levenshtein with swaps of neighbours.
size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<size_t> before(b.size() + 1);
    std::vector<size_t> previous(b.size() + 1);
    std::vector<size_t> current(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j) previous[j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (size_t j = 1; j <= b.size(); ++j) {
            const size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = std::min(current[j], before[j - 2] + 1);
        }
        std::swap(before, previous);
        std::swap(previous, current);
    }
    return previous[b.size()];
}

} // namespace

std::optional<std::string> nearestName(std::string_view name, std::span<const std::string> candidates) {
    const std::string wanted = lowered(name);
    size_t best = std::max<size_t>(1, name.size() / 3) + 1;
    std::optional<std::string> nearest;
    for (const auto& candidate : candidates) {
        const size_t distance = editDistance(wanted, lowered(candidate));
        if (distance < best) {
            best = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

std::string suggestion(std::string_view name, std::span<const std::string> candidates) {
    if (auto nearest = nearestName(name, candidates)) return "Did you mean '" + *nearest + "'?";
    if (candidates.empty()) return {};
    constexpr size_t shown = 12;
    std::string text = "Known: " + joined(candidates.first(std::min(shown, candidates.size())), ", ");
    if (candidates.size() > shown) text += fmt::format(" and {} more", candidates.size() - shown);
    return text + ".";
}

std::string htmlEscaped(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        case '"': result += "&quot;"; break;
        case '\'': result += "&#39;"; break;
        default: result += c;
        }
    }
    return result;
}

bool isValidUtf8(std::string_view bytes) {
    const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
    const auto* end = p + bytes.size();
    const auto continuation = [&](int count) {
        for (int i = 1; i <= count; ++i)
            if (p + i >= end || (p[i] & 0xC0) != 0x80) return false;
        return true;
    };
    while (p < end) {
        if (end - p >= 8) {
            uint64_t word;
            std::memcpy(&word, p, sizeof word);
            if ((word & 0x8080808080808080u) == 0) {
                p += 8;
                continue;
            }
        }
        if (*p < 0x80) {
            ++p;
        } else if (*p >= 0xC2 && *p <= 0xDF) {
            if (!continuation(1)) return false;
            p += 2;
        } else if ((*p & 0xF0) == 0xE0) {
            if (!continuation(2)) return false;
            if (*p == 0xE0 && p[1] < 0xA0) return false;
            if (*p == 0xED && p[1] > 0x9F) return false;
            p += 3;
        } else if (*p >= 0xF0 && *p <= 0xF4) {
            if (!continuation(3)) return false;
            if (*p == 0xF0 && p[1] < 0x90) return false;
            if (*p == 0xF4 && p[1] > 0x8F) return false;
            p += 4;
        } else {
            return false;
        }
    }
    return true;
}

} // namespace lathe
