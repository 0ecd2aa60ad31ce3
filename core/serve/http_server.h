// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/serve/service.h"

namespace lathe {

struct HttpOptions {
    std::string address = "127.0.0.1"; ///< an IP address or "localhost"
    int port = 0;                      ///< 0: a free one
    int threads = 1;
    unsigned connections = 10000; ///< at most; further ones wait to be accepted
    double idleSeconds = 75;      ///< a connection without a request is closed after that
    double requestSeconds = 30;   ///< from a request's first line to the last byte of its answer
    double drainSeconds = 8;      ///< how long stop() waits for requests under way
};

/// An InferenceService on a socket: libmicrohttpd with epoll, `threads` threads. Slow clients are cut off: each
/// request has a deadline for all of it, however steadily its bytes drip.
class HttpServer {
public:
    /// Listens and serves when it returns. \p service outlives the server. Errors: InvalidInput (address), Conflict
    /// (port in use), Io.
    static Result<std::unique_ptr<HttpServer>> start(InferenceService& service, const HttpOptions& options);
    ~HttpServer();

    [[nodiscard]] int port() const;
    /// Takes no further connection, waits for the requests under way, closes. Called once or never.
    void stop();
    /// True from the moment stop() began: requests under way are answered, then their connections close.
    [[nodiscard]] bool isDraining() const;

private:
    struct State;
    explicit HttpServer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace lathe
