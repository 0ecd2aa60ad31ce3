// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lathe {

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string lowered(std::string_view text);
[[nodiscard]] std::vector<std::string> splitText(std::string_view text, char separator);
[[nodiscard]] std::string joined(std::span<const std::string> parts, std::string_view separator);

/// The shortest text that reads back as exactly this number; "NaN", "Infinity", "-Infinity" for those.
[[nodiscard]] std::string exactNumber(double value);

/// The number for people: at most `digits` significant digits or its whole part (below 1e16), no trailing zeros.
[[nodiscard]] std::string shortNumber(double value, int digits = 5);

/// "1.5 GB", "820 kB" (powers of 1000).
[[nodiscard]] std::string byteSize(double bytes);

/// Reads a whole text as a number. Nothing but the number may be there.
[[nodiscard]] std::optional<double> parseNumber(std::string_view text);
[[nodiscard]] std::optional<long long> parseInteger(std::string_view text);

/// The candidate nearest to `name` by Damerau-Levenshtein distance, when near enough to be a likely slip of
/// the fingers (at most a third of the letters); else none.
[[nodiscard]] std::optional<std::string> nearestName(std::string_view name, std::span<const std::string> candidates);

/// " Did you mean 'x'?" or "Known: a, b, c." for use as the hint of an error about an unknown name.
[[nodiscard]] std::string suggestion(std::string_view name, std::span<const std::string> candidates);

/// Text safe to put into HTML, attribute values included.
[[nodiscard]] std::string htmlEscaped(std::string_view text);

/// True when the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, surrogates or values above U+10FFFF).
[[nodiscard]] bool isValidUtf8(std::string_view bytes);

} // namespace lathe
