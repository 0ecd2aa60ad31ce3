// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <sys/socket.h>

#include "core/base/result.h"

namespace lathe {

/// An IPv4 or IPv6 address with a port.
class SocketAddress {
public:
    /// \p host: a numeric address or "localhost" (127.0.0.1). Nothing is looked up. Errors: InvalidInput.
    static Result<SocketAddress> parse(const std::string& host, int port);
    /// What a socket is bound to.
    static SocketAddress boundTo(int socket);

    [[nodiscard]] int family() const { return m_storage.ss_family; }
    [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&m_storage); }
    [[nodiscard]] socklen_t size() const { return m_size; }
    [[nodiscard]] int port() const;
    /// Reached from this machine only: 127.0.0.0/8 or ::1.
    [[nodiscard]] bool isLoopback() const;

private:
    sockaddr_storage m_storage{};
    socklen_t m_size = sizeof(sockaddr_storage);
};

/// An error unless the address is loopback or a token guards it.
Result<void> checkExposure(const std::string& address, const std::string& token);

} // namespace lathe
