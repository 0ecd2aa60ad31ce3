// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/address.h"

#include <cstring>
#include <memory>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

namespace lathe {

Result<SocketAddress> SocketAddress::parse(const std::string& host, int port) {
    if (port < 0 || port > 65535) return fail(ErrorKind::InvalidInput, "{} is not a port (0 to 65535)", port);
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
    addrinfo* list = nullptr;
    const std::string numeric = host == "localhost" ? "127.0.0.1" : host;
    if (::getaddrinfo(numeric.c_str(), std::to_string(port).c_str(), &hints, &list) != 0)
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is not an IP address", host),
                        "Use 127.0.0.1 for this machine only, or 0.0.0.0 for all that can reach it.");
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> guard(list, &::freeaddrinfo);
    SocketAddress address;
    std::memcpy(&address.m_storage, list->ai_addr, list->ai_addrlen);
    address.m_size = list->ai_addrlen;
    return address;
}

SocketAddress SocketAddress::boundTo(int socket) {
    SocketAddress address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address.m_storage), &address.m_size);
    return address;
}

int SocketAddress::port() const {
    return ntohs(family() == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(m_storage).sin6_port
                                      : reinterpret_cast<const sockaddr_in&>(m_storage).sin_port);
}

bool SocketAddress::isLoopback() const {
    if (family() == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6&>(m_storage).sin6_addr) != 0;
    constexpr uint32_t loopbackNet = 127;
    return ntohl(reinterpret_cast<const sockaddr_in&>(m_storage).sin_addr.s_addr) >> 24 == loopbackNet;
}

Result<void> checkExposure(const std::string& address, const std::string& token) {
    LATHE_TRY(const SocketAddress parsed, SocketAddress::parse(address, 0));
    if (parsed.isLoopback() || !token.empty()) return {};
    return failHint(ErrorKind::InvalidInput,
                    fmt::format("serving on '{}' lets other machines in and needs a token", address),
                    "Give a token, or serve on 127.0.0.1.");
}

} // namespace lathe
