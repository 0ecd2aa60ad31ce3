// SPDX-License-Identifier: GPL-3.0-or-later
// Sends a request at fixed instants, whatever the answers do, and prints the latencies counted from those instants, so
// that a server that stalls cannot hide the requests it kept waiting.
// Usage: bench_serving_load PORT PATH BODY RATE SECONDS CONNECTIONS
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/clock.h"

namespace {

struct Connection {
    int socket = -1;
    double due = -1; ///< when the request under way should have been sent; negative when idle
    std::string received;
};

int connectTo(int port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return socket;
    std::perror("connect");
    std::exit(1);
}

/// True when a whole answer with a Content-Length is there; it is taken away.
bool takeAnswer(std::string& bytes) {
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const auto length = bytes.find("Content-Length: ");
    if (length == std::string::npos || length > end || !bytes.starts_with("HTTP/1.1 200")) {
        fmt::print(stderr, "unexpected answer: {}\n", bytes);
        std::exit(1);
    }
    const size_t whole = end + 4 + std::strtoul(bytes.c_str() + length + 16, nullptr, 10);
    if (bytes.size() < whole) return false;
    bytes.erase(0, whole);
    return true;
}

void receive(Connection& connection, std::vector<double>& latencies) {
    char piece[16384];
    const ssize_t count = ::recv(connection.socket, piece, sizeof piece, MSG_DONTWAIT);
    if (count == 0) std::exit(1);
    if (count < 0) return;
    connection.received.append(piece, static_cast<size_t>(count));
    if (!takeAnswer(connection.received)) return;
    latencies.push_back(lathe::monotonicSeconds() - connection.due);
    connection.due = -1;
}

double quantile(const std::vector<double>& sorted, double share) {
    return sorted[std::min(sorted.size() - 1, static_cast<size_t>(share * static_cast<double>(sorted.size())))];
}

} // namespace

int main(int count, char** values) {
    if (count != 7) return 2;
    const int port = std::atoi(values[1]);
    const std::string body = values[3];
    const double rate = std::atof(values[4]);
    const double seconds = std::atof(values[5]);
    const std::string request = fmt::format(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        values[2], body.size(), body);
    std::vector<Connection> connections(static_cast<size_t>(std::atoi(values[6])));
    for (auto& connection : connections) connection.socket = connectTo(port);

    std::vector<double> latencies;
    std::deque<double> waiting; // due, but no connection was free
    const double begin = lathe::monotonicSeconds();
    for (double due = begin; lathe::monotonicSeconds() < begin + seconds;) {
        for (const double now = lathe::monotonicSeconds(); due <= now; due += 1 / rate) waiting.push_back(due);
        std::vector<pollfd> events;
        for (auto& connection : connections) {
            if (connection.due < 0 && !waiting.empty()) {
                connection.due = waiting.front();
                waiting.pop_front();
                if (::send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL) < 0) return 1;
            }
            events.push_back({connection.socket, POLLIN, 0});
        }
        ::poll(events.data(), events.size(), 0);
        for (size_t i = 0; i < connections.size(); ++i)
            if (events[i].revents != 0 && connections[i].due >= 0) receive(connections[i], latencies);
    }
    if (latencies.empty()) return 1;
    std::sort(latencies.begin(), latencies.end());
    fmt::print("{{\"rate\": {}, \"answered\": {}, \"p50_ms\": {:.4f}, \"p99_ms\": {:.4f}, \"max_ms\": {:.4f}}}\n", rate,
               static_cast<double>(latencies.size()) / seconds, quantile(latencies, 0.5) * 1e3,
               quantile(latencies, 0.99) * 1e3, latencies.back() * 1e3);
    return 0;
}
