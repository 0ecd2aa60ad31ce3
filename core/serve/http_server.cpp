// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/serve/http_server.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <thread>
#include <unordered_set>

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/text.h"
#include "core/serve/address.h"

namespace lathe {

namespace {

/// Milliseconds of a clock that is cheap to read and exact to a few milliseconds.
int64_t coarseMilliseconds() {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
    return int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1000000;
}

struct Listener {
    int socket = -1;
    int port = 0;
};

Result<Listener> listenOn(const HttpOptions& options) {
    LATHE_TRY(const SocketAddress address, SocketAddress::parse(options.address, options.port));
    const std::string place = fmt::format("{}:{}", options.address, options.port);
    Listener listener;
    listener.socket = ::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener.socket < 0) return failure(errnoError("open a socket for", place));
    const int yes = 1;
    ::setsockopt(listener.socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (::bind(listener.socket, address.get(), address.size()) != 0 || ::listen(listener.socket, SOMAXCONN) != 0) {
        auto error = errnoError("listen on", place);
        if (errno == EADDRINUSE) {
            error.kind = ErrorKind::Conflict;
            error.hint = "Another program uses this port: choose another one, or 0 for any that is free.";
        }
        ::close(listener.socket);
        return failure(std::move(error));
    }
    listener.port = SocketAddress::boundTo(listener.socket).port();
    return listener;
}

/// As many connections as wished, or as file descriptors allow.
unsigned affordableConnections(unsigned wished) {
    constexpr rlim_t reserve = 128; // for the project's files and libraries
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return wished;
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, wished + reserve);
    ::setrlimit(RLIMIT_NOFILE, &files);
    ::getrlimit(RLIMIT_NOFILE, &files);
    return files.rlim_cur > wished + reserve
               ? wished
               : static_cast<unsigned>(std::max<rlim_t>(16, files.rlim_cur - std::min(files.rlim_cur, reserve)));
}

/// One TCP connection as the watchdog sees it.
struct Connection {
    int socket = -1;
    std::atomic<int64_t> since{0}; ///< coarse milliseconds: when it was accepted, or its request began or ended
    std::atomic<bool> inRequest{false};
};

/// One request from its first line to the last byte of its answer.
struct Exchange {
    Connection* connection = nullptr;
    bool begun = false; ///< its headers were seen
    bool tooLarge = false;
    double startedAt = 0;
    InferenceService::Route route;
    std::string body;
};

RequestHead headOf(MHD_Connection* connection, const char* method, const char* path) {
    const auto header = [&](const char* name) -> std::string_view {
        const char* value = ::MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
        return value != nullptr ? std::string_view(value) : std::string_view();
    };
    RequestHead head;
    head.method = method;
    head.path = path;
    head.contentType = header("Content-Type");
    head.contentEncoding = header("Content-Encoding");
    head.authorization = header("Authorization");
    head.origin = header("Origin");
    head.host = header("Host");
    head.jsonLength = header("Inference-Header-Content-Length");
    return head;
}

} // namespace

struct HttpServer::State {
    State(InferenceService& answers, const HttpOptions& wishes) : service(answers), options(wishes) {}

    // Called by libmicrohttpd
    static void* onRequestLine(void* self, const char* uri, MHD_Connection* connection);
    static MHD_Result onRequest(void* self, MHD_Connection* connection, const char* url, const char* method,
                                const char* version, const char* data, size_t* dataSize, void** context);
    static void onCompleted(void* self, MHD_Connection* connection, void** context, MHD_RequestTerminationCode code);
    static void onConnection(void* self, MHD_Connection* connection, void** context,
                             MHD_ConnectionNotificationCode code);

    MHD_Result begin(Exchange& exchange, MHD_Connection* connection, const RequestHead& head);
    MHD_Result receive(Exchange& exchange, std::string_view piece) const;
    MHD_Result reply(Exchange& exchange, MHD_Connection* connection);
    std::unique_ptr<Exchange> takeExchange();
    void giveBack(std::unique_ptr<Exchange> exchange);
    void watch();
    void cutOverdue();

    InferenceService& service;
    const HttpOptions options;
    MHD_Daemon* daemon = nullptr;
    int port = 0;
    std::atomic<bool> draining{false};

    std::mutex mutex;
    std::unordered_set<Connection*> connections;      // guarded by mutex
    std::vector<std::unique_ptr<Exchange>> exchanges; // guarded by mutex: those at rest
    std::condition_variable wake;
    bool stopping = false; // guarded by mutex
    std::thread watchdog;
};

std::unique_ptr<Exchange> HttpServer::State::takeExchange() {
    const std::lock_guard lock(mutex);
    if (exchanges.empty()) return std::make_unique<Exchange>();
    auto exchange = std::move(exchanges.back());
    exchanges.pop_back();
    return exchange;
}

void HttpServer::State::giveBack(std::unique_ptr<Exchange> exchange) {
    constexpr size_t keptCapacity = 64 * 1024; // memory of an unusually large request is not kept
    constexpr size_t keptExchanges = 256;
    if (exchange->body.capacity() > keptCapacity || exchange->route.answer.body.capacity() > keptCapacity) return;
    exchange->connection = nullptr;
    exchange->begun = exchange->tooLarge = false;
    exchange->body.clear();
    std::string reused = std::move(exchange->route.answer.body);
    reused.clear();
    exchange->route = {};
    exchange->route.answer.body = std::move(reused);
    const std::lock_guard lock(mutex);
    if (exchanges.size() < keptExchanges) exchanges.push_back(std::move(exchange));
}

void* HttpServer::State::onRequestLine(void* self, const char*, MHD_Connection* connection) {
    auto exchange = static_cast<State*>(self)->takeExchange();
    const auto* info = ::MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    exchange->connection = info != nullptr ? static_cast<Connection*>(info->socket_context) : nullptr;
    if (exchange->connection != nullptr) {
        exchange->connection->since.store(coarseMilliseconds(), std::memory_order_relaxed);
        exchange->connection->inRequest.store(true, std::memory_order_relaxed);
    }
    return exchange.release();
}

void HttpServer::State::onCompleted(void* self, MHD_Connection*, void** context, MHD_RequestTerminationCode) {
    std::unique_ptr<Exchange> exchange(static_cast<Exchange*>(std::exchange(*context, nullptr)));
    if (!exchange) return;
    auto& state = *static_cast<State*>(self);
    if (exchange->begun) state.service.metrics().requestEnded();
    if (exchange->connection != nullptr) {
        exchange->connection->since.store(coarseMilliseconds(), std::memory_order_relaxed);
        exchange->connection->inRequest.store(false, std::memory_order_relaxed);
    }
    state.giveBack(std::move(exchange));
}

void HttpServer::State::onConnection(void* self, MHD_Connection* connection, void** context,
                                     MHD_ConnectionNotificationCode code) {
    auto& state = *static_cast<State*>(self);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        auto fresh = std::make_unique<Connection>();
        fresh->socket = ::MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        fresh->since.store(coarseMilliseconds(), std::memory_order_relaxed);
        const std::lock_guard lock(state.mutex);
        state.connections.insert(fresh.get());
        *context = fresh.release();
        return;
    }
    const std::unique_ptr<Connection> gone(static_cast<Connection*>(std::exchange(*context, nullptr)));
    const std::lock_guard lock(state.mutex);
    state.connections.erase(gone.get());
}

MHD_Result HttpServer::State::begin(Exchange& exchange, MHD_Connection* connection, const RequestHead& head) {
    exchange.begun = true;
    exchange.startedAt = monotonicSeconds();
    service.metrics().requestBegan();
    std::string reused = std::move(exchange.route.answer.body);
    exchange.route = service.route(head);
    if (exchange.route.answer.body.empty()) exchange.route.answer.body = std::move(reused);
    const char* length = ::MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
    if (length == nullptr) return MHD_YES;
    const auto announced = parseInteger(length);
    if (announced && static_cast<size_t>(*announced) <= service.limits().bodyBytes) {
        exchange.body.reserve(static_cast<size_t>(*announced) + 64);
        return MHD_YES;
    }
    exchange.tooLarge = true;
    // The body is not worth reading; the connection ends with the answer.
    return reply(exchange, connection);
}

MHD_Result HttpServer::State::receive(Exchange& exchange, std::string_view piece) const {
    if (exchange.route.refused || exchange.tooLarge) return MHD_YES; // read and forgotten, so that the answer arrives
    if (exchange.body.size() + piece.size() > service.limits().bodyBytes) {
        exchange.tooLarge = true;
        exchange.body = {};
        return MHD_YES;
    }
    exchange.body += piece;
    return MHD_YES;
}

MHD_Result HttpServer::State::reply(Exchange& exchange, MHD_Connection* connection) {
    Answer& answer = exchange.route.answer;
    if (exchange.tooLarge) {
        answer.status = 413;
        answer.body = errorBody(fmt::format("the body is larger than {} bytes", service.limits().bodyBytes),
                                "Send fewer rows at once");
    }
    // The body is the exchange's own: it lives until the answer is sent.
    MHD_Response* response =
        ::MHD_create_response_from_buffer(answer.body.size(), answer.body.data(), MHD_RESPMEM_PERSISTENT);
    if (response == nullptr) return MHD_NO;
    ::MHD_add_response_header(response, "Content-Type", answer.contentType);
    if (answer.jsonLength)
        ::MHD_add_response_header(response, "Inference-Header-Content-Length",
                                  std::to_string(*answer.jsonLength).c_str());
    if (answer.allow != nullptr) ::MHD_add_response_header(response, "Allow", answer.allow);
    if (answer.status == 401) ::MHD_add_response_header(response, "WWW-Authenticate", "Bearer");
    if (answer.status == 429) ::MHD_add_response_header(response, "Retry-After", "1");
    if (draining.load(std::memory_order_relaxed)) ::MHD_add_response_header(response, "Connection", "close");
    const MHD_Result queued = ::MHD_queue_response(connection, static_cast<unsigned>(answer.status), response);
    ::MHD_destroy_response(response);
    service.metrics().answered(answer.status, monotonicSeconds() - exchange.startedAt);
    return queued;
}

MHD_Result HttpServer::State::onRequest(void* self, MHD_Connection* connection, const char* url, const char* method,
                                        const char*, const char* data, size_t* dataSize, void** context) {
    auto& state = *static_cast<State*>(self);
    auto& exchange = *static_cast<Exchange*>(*context);
    try {
        if (!exchange.begun) return state.begin(exchange, connection, headOf(connection, method, url));
        if (*dataSize != 0) {
            const std::string_view piece(data, std::exchange(*dataSize, 0));
            return state.receive(exchange, piece);
        }
        if (!exchange.route.refused && !exchange.tooLarge)
            state.service.answer(exchange.route.endpoint, headOf(connection, method, url), exchange.body,
                                 exchange.route.answer);
        return state.reply(exchange, connection);
    } catch (const std::exception& error) { // out of memory: this connection ends, the others go on
        logError("a request could not be received: {}", error.what());
        return MHD_NO;
    }
}

void HttpServer::State::cutOverdue() {
    const int64_t now = coarseMilliseconds();
    const std::lock_guard lock(mutex);
    for (const Connection* connection : connections) {
        const double limit =
            connection->inRequest.load(std::memory_order_relaxed) ? options.requestSeconds : options.idleSeconds;
        const double waited = static_cast<double>(now - connection->since.load(std::memory_order_relaxed)) / 1000;
        // The socket is still open: it leaves the set before libmicrohttpd closes it.
        if (waited > limit) ::shutdown(connection->socket, SHUT_RDWR);
    }
}

void HttpServer::State::watch() {
    const std::chrono::duration<double> pause(std::min({1.0, options.idleSeconds / 4, options.requestSeconds / 4}));
    std::unique_lock lock(mutex);
    while (!wake.wait_for(lock, pause, [this] { return stopping; })) {
        lock.unlock();
        cutOverdue();
        lock.lock();
    }
}

Result<std::unique_ptr<HttpServer>> HttpServer::start(InferenceService& service, const HttpOptions& options) {
    auto state = std::make_unique<State>(service, options);
    LATHE_TRY(const Listener listener, listenOn(options));
    state->port = listener.port;
    const int threads = std::max(1, options.threads);
    const MHD_OptionItem pool[] = {{MHD_OPTION_THREAD_POOL_SIZE, threads, nullptr}, {MHD_OPTION_END, 0, nullptr}};
    const MHD_OptionItem nothing[] = {{MHD_OPTION_END, 0, nullptr}};
    const unsigned connections = std::max(affordableConnections(options.connections), static_cast<unsigned>(threads));
    state->daemon = ::MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO | MHD_USE_ITC, 0, nullptr, nullptr, &State::onRequest,
        state.get(), MHD_OPTION_LISTEN_SOCKET, listener.socket, MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, &State::onRequestLine, state.get(),
        MHD_OPTION_NOTIFY_COMPLETED, &State::onCompleted, state.get(), MHD_OPTION_NOTIFY_CONNECTION,
        &State::onConnection, state.get(), MHD_OPTION_ARRAY, threads > 1 ? pool : nothing, MHD_OPTION_END);
    if (state->daemon == nullptr) {
        ::close(listener.socket);
        return fail(ErrorKind::Io, "cannot start the HTTP server on {}:{}", options.address, listener.port);
    }
    state->watchdog = std::thread([raw = state.get()] { raw->watch(); });
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::HttpServer(std::unique_ptr<State> state) : m_state(std::move(state)) {}
HttpServer::~HttpServer() { stop(); }

int HttpServer::port() const { return m_state->port; }

bool HttpServer::isDraining() const { return m_state->draining.load(); }

void HttpServer::stop() {
    if (m_state->daemon == nullptr) return;
    m_state->draining.store(true);
    m_state->service.beginDraining();
    const int listener = ::MHD_quiesce_daemon(m_state->daemon);
    // A request may be on its way on an open connection: the server is idle only when it stays so for a moment.
    const double deadline = monotonicSeconds() + m_state->options.drainSeconds;
    constexpr double quietSeconds = 0.1;
    double busyAt = monotonicSeconds();
    while (monotonicSeconds() < deadline && monotonicSeconds() < busyAt + quietSeconds) {
        if (m_state->service.metrics().inFlight() > 0) busyAt = monotonicSeconds();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ::MHD_stop_daemon(std::exchange(m_state->daemon, nullptr));
    if (listener >= 0) ::close(listener);
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->stopping = true;
    }
    m_state->wake.notify_one();
    m_state->watchdog.join();
}

} // namespace lathe
