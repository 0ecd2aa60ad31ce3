// SPDX-License-Identifier: GPL-3.0-or-later
// A small HTTP/1.1 client for servers on this machine or network: no TLS, one request per connection. Our own, because
// a general client library would make every start of the command line load some twenty more libraries.
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <memory>
#include <optional>

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/serve/deployments.h"

namespace lathe {

namespace {

constexpr size_t largestReply = size_t{256} << 20;

struct Url {
    std::string host;
    std::string port = "80";
    std::string path = "/";
};

Result<Url> parseUrl(const std::string& text) {
    constexpr std::string_view scheme = "http://";
    const auto bad = [&] {
        return failHint(ErrorKind::InvalidInput, fmt::format("'{}' is not an address of a server", text),
                        "Use http://HOST:PORT/PATH.");
    };
    if (!text.starts_with(scheme)) return bad();
    for (const unsigned char c : text)
        if (c <= ' ' || c == 0x7f) return bad();
    const auto slash = text.find('/', scheme.size());
    std::string authority = text.substr(scheme.size(), slash == std::string::npos ? slash : slash - scheme.size());
    Url url;
    if (slash != std::string::npos) url.path = text.substr(slash);
    const auto bracket = authority.find(']');
    const auto colon = authority.rfind(':');
    if (colon != std::string::npos && (bracket == std::string::npos || colon > bracket)) {
        url.port = authority.substr(colon + 1);
        authority = authority.substr(0, colon);
    }
    if (authority.starts_with('[') && authority.ends_with(']')) authority = authority.substr(1, authority.size() - 2);
    url.host = authority;
    if (url.host.empty() || !parseInteger(url.port)) return bad();
    return url;
}

class Socket {
public:
    explicit Socket(double deadline) : m_deadline(deadline) {}
    ~Socket() {
        if (m_file >= 0) ::close(m_file);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    Result<void> connect(const Url& url);
    Result<void> send(std::string_view bytes);
    /// Appends what comes next; false at the end.
    Result<bool> receive(std::string& bytes);

private:
    Result<void> waitFor(short events);
    std::string m_place;
    double m_deadline;
    int m_file = -1;
};

Result<void> Socket::waitFor(short events) {
    for (;;) {
        const double left = m_deadline - monotonicSeconds();
        if (left <= 0) return fail(ErrorKind::Io, "{} did not answer in time", m_place);
        pollfd waiting{m_file, events, 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(std::min(left * 1000, 3600e3)) + 1);
        if (ready > 0) return {};
        if (ready < 0 && errno != EINTR) return failure(errnoError("wait for", m_place));
    }
}

Result<void> Socket::connect(const Url& url) {
    m_place = url.host + ":" + url.port;
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (const int code = ::getaddrinfo(url.host.c_str(), url.port.c_str(), &hints, &list); code != 0)
        return fail(ErrorKind::Io, "cannot find '{}': {}", url.host, ::gai_strerror(code));
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> guard(list, &::freeaddrinfo);
    Error last{ErrorKind::Io, "cannot connect to " + m_place, {}, {}};
    for (const addrinfo* address = list; address != nullptr; address = address->ai_next) {
        if (m_file >= 0) ::close(m_file);
        m_file = ::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (m_file < 0) return failure(errnoError("open a socket for", m_place));
        int code = ::connect(m_file, address->ai_addr, address->ai_addrlen) == 0 ? 0 : errno;
        if (code == EINPROGRESS) {
            LATHE_CHECK(waitFor(POLLOUT));
            socklen_t size = sizeof code;
            ::getsockopt(m_file, SOL_SOCKET, SO_ERROR, &code, &size);
        }
        if (code == 0) return {};
        errno = code;
        last = errnoError("connect to", m_place);
        last.kind = ErrorKind::Io;
    }
    return failure(std::move(last).withHint("Check that the server runs and that address and port are right."));
}

Result<void> Socket::send(std::string_view bytes) {
    while (!bytes.empty()) {
        LATHE_CHECK(waitFor(POLLOUT));
        const ssize_t count = ::send(m_file, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count >= 0) bytes.remove_prefix(static_cast<size_t>(count));
        else if (errno == EPIPE || errno == ECONNRESET)
            return {}; // the server has its answer ready, or receive() tells what went wrong
        else if (errno != EINTR && errno != EAGAIN) return failure(errnoError("send to", m_place));
    }
    return {};
}

Result<bool> Socket::receive(std::string& bytes) {
    char piece[65536];
    for (;;) {
        LATHE_CHECK(waitFor(POLLIN));
        const ssize_t count = ::recv(m_file, piece, sizeof piece, 0);
        if (count > 0) bytes.append(piece, static_cast<size_t>(count));
        if (bytes.size() > largestReply)
            return fail(ErrorKind::Io, "the answer of {} is larger than {} bytes", m_place, largestReply);
        if (count >= 0) return count > 0;
        if (errno != EINTR && errno != EAGAIN) return failure(errnoError("receive from", m_place));
    }
}

struct ReplyHead {
    int status = 0;
    std::optional<size_t> length;
    bool chunked = false;
};

Result<ReplyHead> parseHead(std::string_view text) {
    const auto notHttp = [] { return fail(ErrorKind::Io, "the answer is not HTTP"); };
    if (!text.starts_with("HTTP/1.") || text.size() < 12) return notHttp();
    ReplyHead head;
    head.status = static_cast<int>(parseInteger(text.substr(9, 3)).value_or(0));
    if (head.status < 100) return notHttp();
    for (const auto& line : splitText(text, '\n')) {
        const auto colon = line.find(':');
        if (colon == std::string::npos) continue;
        const std::string name = lowered(trimmed(std::string_view(line).substr(0, colon)));
        const auto value = trimmed(std::string_view(line).substr(colon + 1));
        if (name == "transfer-encoding") head.chunked = lowered(value).find("chunked") != std::string::npos;
        if (name == "content-length") {
            const auto length = parseInteger(value);
            if (!length || *length < 0) return notHttp();
            head.length = static_cast<size_t>(*length);
        }
    }
    return head;
}

/// Puts together the chunks that are there whole; none while the last is missing.
Result<std::optional<std::string>> joinChunks(std::string_view bytes) {
    std::string body;
    for (;;) {
        const auto end = bytes.find("\r\n");
        if (end == std::string_view::npos) return std::nullopt;
        size_t size = 0;
        const auto parsed = std::from_chars(bytes.data(), bytes.data() + end, size, 16);
        if (parsed.ec != std::errc() || size > largestReply)
            return fail(ErrorKind::Io, "the answer has a damaged chunk");
        if (size == 0) return body;
        if (bytes.size() < end + 2 + size + 2) return std::nullopt;
        body += bytes.substr(end + 2, size);
        bytes.remove_prefix(end + 2 + size + 2);
    }
}

Result<HttpReply> receiveReply(Socket& socket, bool hasBody) {
    std::string bytes;
    size_t headEnd = 0;
    while ((headEnd = bytes.find("\r\n\r\n")) == std::string::npos) {
        LATHE_TRY(const bool more, socket.receive(bytes));
        if (!more) return fail(ErrorKind::Io, "the server closed the connection without an answer");
    }
    LATHE_TRY(const ReplyHead head, parseHead(std::string_view(bytes).substr(0, headEnd)));
    bytes.erase(0, headEnd + 4);
    const bool isEmpty = !hasBody || head.status == 204 || head.status == 304;
    for (;;) {
        if (isEmpty) return HttpReply{head.status, {}, 0};
        if (head.chunked) {
            LATHE_TRY(auto body, joinChunks(bytes));
            if (body) return HttpReply{head.status, std::move(*body), 0};
        } else if (head.length && bytes.size() >= *head.length) {
            bytes.resize(*head.length);
            return HttpReply{head.status, std::move(bytes), 0};
        }
        LATHE_TRY(const bool more, socket.receive(bytes));
        if (more) continue;
        if (head.chunked || head.length) return fail(ErrorKind::Io, "the answer is cut off");
        return HttpReply{head.status, std::move(bytes), 0};
    }
}

} // namespace

Result<HttpReply> httpRequest(const std::string& url, const std::string& method, const std::string& body,
                              const std::string& token, double timeoutSeconds) {
    LATHE_TRY(const Url target, parseUrl(url));
    if (token.find_first_of("\r\n") != std::string::npos)
        return fail(ErrorKind::InvalidInput, "a token cannot hold line ends");
    const bool isIpv6 = target.host.find(':') != std::string::npos;
    std::string request = fmt::format("{} {} HTTP/1.1\r\nHost: {}:{}\r\nConnection: close\r\nAccept: */*\r\n", method,
                                      target.path, isIpv6 ? "[" + target.host + "]" : target.host, target.port);
    if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
    if (!body.empty() || method == "POST" || method == "PUT")
        request += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    request += "\r\n" + body;

    const double begin = monotonicSeconds();
    Socket socket(begin + timeoutSeconds);
    LATHE_CHECK(socket.connect(target));
    LATHE_CHECK(socket.send(request));
    LATHE_TRY(HttpReply reply, receiveReply(socket, method != "HEAD"));
    reply.seconds = monotonicSeconds() - begin;
    return reply;
}

} // namespace lathe
