// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"

#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <openssl/evp.h>

namespace lathe {

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
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(2 * length);
    for (unsigned int i = 0; i < length; ++i) {
        text += digits[digest[i] >> 4];
        text += digits[digest[i] & 15];
    }
    return text;
}

std::string sha256(std::string_view text) {
    Sha256 hash;
    hash.update(text);
    return hash.finish();
}

Result<std::string> sha256File(const std::filesystem::path& path, std::stop_token stop) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return failure(errnoError("open", path.string()));
    Sha256 hash;
    std::vector<std::byte> buffer(size_t{1} << 20);
    for (;;) {
        const ssize_t count = ::read(file, buffer.data(), buffer.size());
        if (count < 0) {
            auto error = errnoError("read", path.string());
            ::close(file);
            return failure(std::move(error));
        }
        if (count == 0) break;
        hash.update(std::span(buffer.data(), static_cast<size_t>(count)));
        if (stop.stop_requested()) {
            ::close(file);
            return fail(ErrorKind::Cancelled, "reading '{}' was cancelled", path.string());
        }
    }
    ::close(file);
    return hash.finish();
}

} // namespace lathe
