// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace lathe {

/// Incremental SHA-256 (FIPS 180-4). Not thread safe; one object per stream.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(std::span<const std::byte> bytes);
    void update(std::string_view text);
    /// The digest as 64 lower-case hexadecimal digits. The object must not be used afterwards.
    [[nodiscard]] std::string finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

[[nodiscard]] std::string sha256(std::string_view text);

/// Digest of a file's content, read in pieces of 1 MiB. Errors: NotFound, Io, Cancelled.
Result<std::string> sha256File(const std::filesystem::path& path, std::stop_token stop = {});

/// A digest for large files, which all processors take part in: SHA-256 over the digests (SHA-256, 32 bytes) of the
/// file's pieces of 1 MiB, as "tree:" and 64 hexadecimal digits. Errors: NotFound, Io, Cancelled.
Result<std::string> treeHashFile(const std::filesystem::path& path, const std::stop_token& stop = {});

/// Whether a file's content has a digest that sha256File() or treeHashFile() gave. Errors: NotFound, Io, Cancelled.
Result<bool> hasDigest(const std::filesystem::path& path, std::string_view digest, const std::stop_token& stop = {});

/// MD5 (RFC 1321), which other tools name files by; tells files apart, proves nothing against an adversary.
/// With \p textLines, a file that looks like text is taken with CR LF as LF, as DVC before 3.0 did. Errors as above.
Result<std::string> md5File(const std::filesystem::path& path, std::stop_token stop = {}, bool textLines = false);

} // namespace lathe
