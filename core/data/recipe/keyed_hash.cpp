// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/keyed_hash.h"

#include "core/base/hash.h"

namespace lathe::recipe {

namespace {

constexpr size_t blockBytes = 64;

std::string bytesOfHex(std::string_view hex) {
    const auto digit = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
    std::string bytes;
    for (size_t i = 0; i + 1 < hex.size(); i += 2) bytes += static_cast<char>(digit(hex[i]) << 4U | digit(hex[i + 1]));
    return bytes;
}

std::string padded(std::string_view key, unsigned char with) {
    std::string block(blockBytes, static_cast<char>(with));
    for (size_t i = 0; i < key.size(); ++i) block[i] = static_cast<char>(static_cast<unsigned char>(key[i]) ^ with);
    return block;
}

} // namespace

std::string hmacSha256(std::string_view key, std::string_view message) {
    const std::string shortKey = key.size() > blockBytes ? bytesOfHex(sha256(key)) : std::string(key);
    Sha256 inner;
    inner.update(padded(shortKey, 0x36));
    inner.update(message);
    return sha256(padded(shortKey, 0x5C) + bytesOfHex(inner.finish()));
}

} // namespace lathe::recipe
