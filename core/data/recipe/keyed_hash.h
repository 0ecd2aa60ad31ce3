// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace lathe::recipe {

/// HMAC-SHA-256 (RFC 2104, FIPS 198-1) as 64 lower-case hexadecimal digits.
std::string hmacSha256(std::string_view key, std::string_view message);

} // namespace lathe::recipe
