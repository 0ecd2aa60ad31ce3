// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"

#include <algorithm>
#include <array>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "core/base/parallel.h"

namespace lathe {

namespace {

constexpr std::string_view treeMark = "tree:";
using Digest = std::array<unsigned char, 32>;

std::string hexText(std::span<const unsigned char> bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    State() { EVP_DigestInit_ex(context, EVP_sha256(), nullptr); }
    ~State() { EVP_MD_CTX_free(context); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::span<const std::byte> bytes) {
    EVP_DigestUpdate(m_state->context, bytes.data(), bytes.size());
}

void Sha256::update(std::string_view text) { EVP_DigestUpdate(m_state->context, text.data(), text.size()); }

std::string Sha256::finish() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_DigestFinal_ex(m_state->context, digest, &length);
    return hexText(std::span(digest, length));
}

std::string sha256(std::string_view text) {
    Sha256 hash;
    hash.update(text);
    return hash.finish();
}

namespace {

constexpr size_t pieceBytes = size_t{1} << 20;

/// Kept, for many files are smaller than what making it costs.
std::span<std::byte> pieceBuffer() {
    thread_local std::vector<std::byte> buffer(pieceBytes);
    return buffer;
}

Error cancelled(const std::filesystem::path& path) {
    return Error{ErrorKind::Cancelled, fmt::format("reading '{}' was cancelled", path.string())};
}

/// Hands a file to \p use in pieces of 1 MiB.
Result<void> forEachPiece(const std::filesystem::path& path, const std::stop_token& stop,
                          const std::function<void(std::span<std::byte>)>& use) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return failure(errnoError("open", path.string()));
    const std::span<std::byte> buffer = pieceBuffer();
    Result<void> outcome;
    for (;;) {
        size_t filled = 0;
        ssize_t count = 1;
        while (count > 0 && filled < pieceBytes) {
            count = ::read(file, buffer.data() + filled, pieceBytes - filled);
            if (count > 0) filled += static_cast<size_t>(count);
        }
        if (count < 0) outcome = failure(errnoError("read", path.string()));
        if (count < 0 || filled == 0) break;
        use(buffer.first(filled));
        if (filled < pieceBytes) break;
        if (stop.stop_requested()) {
            outcome = failure(cancelled(path));
            break;
        }
    }
    ::close(file);
    return outcome;
}

/// The digest of the piece that begins at \p offset. Errors: Io.
Result<Digest> pieceDigest(int file, const std::filesystem::path& path, size_t offset, size_t bytes) {
    const std::span<std::byte> piece = pieceBuffer().first(bytes);
    for (size_t filled = 0; filled < bytes;) {
        const ssize_t count = ::pread(file, piece.data() + filled, bytes - filled, static_cast<off_t>(offset + filled));
        if (count < 0) return failure(errnoError("read", path.string()));
        if (count == 0) return fail(ErrorKind::Io, "'{}' became shorter while it was read", path.string());
        filled += static_cast<size_t>(count);
    }
    Digest digest;
    EVP_Digest(piece.data(), piece.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    return digest;
}

Result<std::vector<Digest>> pieceDigests(int file, const std::filesystem::path& path, const std::stop_token& stop) {
    struct stat status {};
    if (::fstat(file, &status) != 0) return failure(errnoError("read", path.string()));
    const auto bytes = static_cast<size_t>(status.st_size);
    std::vector<Digest> digests((bytes + pieceBytes - 1) / pieceBytes);
    std::mutex mutex;
    std::optional<Error> failed;
    const auto takeIn = [&](size_t number) -> Result<void> {
        if (stop.stop_requested()) return failure(cancelled(path));
        const size_t offset = number * pieceBytes;
        LATHE_TRY(digests[number], pieceDigest(file, path, offset, std::min(pieceBytes, bytes - offset)));
        return {};
    };
    parallelFor(digests.size(), [&](size_t number) {
        auto outcome = takeIn(number);
        if (outcome) return;
        const std::scoped_lock lock(mutex);
        if (!failed) failed = std::move(outcome.error());
    });
    if (failed) return failure(std::move(*failed));
    return digests;
}

/// What DVC takes for text: no zero byte, and at most 30 % of bytes beyond printable ASCII, within the first 512.
bool looksLikeText(std::span<const std::byte> piece) {
    const auto head = piece.first(std::min<size_t>(piece.size(), 512));
    size_t strange = 0;
    for (const std::byte byte : head) {
        const auto c = static_cast<unsigned char>(byte);
        if (c == 0) return false;
        strange += (c < 32 || c > 126) && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\b';
    }
    return strange * 10 <= head.size() * 3;
}

/// Drops the CR of each CR LF within the piece; returns what is left.
std::span<std::byte> withoutCarriageReturns(std::span<std::byte> piece) {
    size_t out = 0;
    for (size_t i = 0; i < piece.size(); ++i) {
        const bool pair = piece[i] == std::byte{'\r'} && i + 1 < piece.size() && piece[i + 1] == std::byte{'\n'};
        if (!pair) piece[out++] = piece[i];
    }
    return piece.first(out);
}

} // namespace

Result<std::string> sha256File(const std::filesystem::path& path, std::stop_token stop) {
    Sha256 hash;
    LATHE_CHECK(forEachPiece(path, stop, [&](std::span<std::byte> piece) { hash.update(piece); }));
    return hash.finish();
}

Result<std::string> treeHashFile(const std::filesystem::path& path, const std::stop_token& stop) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return failure(errnoError("open", path.string()));
    const auto digests = pieceDigests(file, path, stop);
    ::close(file);
    if (!digests) return failure(digests.error());
    Sha256 hash;
    hash.update(std::as_bytes(std::span(*digests)));
    return std::string(treeMark) + hash.finish();
}

Result<bool> hasDigest(const std::filesystem::path& path, std::string_view digest, const std::stop_token& stop) {
    LATHE_TRY(const std::string found,
              digest.starts_with(treeMark) ? treeHashFile(path, stop) : sha256File(path, stop));
    return found == digest;
}

Result<std::string> md5File(const std::filesystem::path& path, std::stop_token stop, bool textLines) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_DigestInit_ex(context.get(), EVP_md5(), nullptr);
    bool first = true;
    LATHE_CHECK(forEachPiece(path, stop, [&](std::span<std::byte> piece) {
        if (std::exchange(first, false)) textLines = textLines && looksLikeText(piece);
        if (textLines) piece = withoutCarriageReturns(piece);
        EVP_DigestUpdate(context.get(), piece.data(), piece.size());
    }));
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_DigestFinal_ex(context.get(), digest, &length);
    return hexText(std::span(digest, length));
}

} // namespace lathe
