// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <openssl/evp.h>

namespace lathe {

namespace {

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

/// Hands a file to \p use in pieces of 1 MiB.
Result<void> forEachPiece(const std::filesystem::path& path, const std::stop_token& stop,
                          const std::function<void(std::span<std::byte>)>& use) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return failure(errnoError("open", path.string()));
    thread_local std::vector<std::byte> buffer(pieceBytes); // kept: many files are smaller than what making it costs
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
        use(std::span(buffer.data(), filled));
        if (filled < pieceBytes) break;
        if (stop.stop_requested()) {
            outcome = fail(ErrorKind::Cancelled, "reading '{}' was cancelled", path.string());
            break;
        }
    }
    ::close(file);
    return outcome;
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
