// SPDX-License-Identifier: GPL-3.0-or-later
// The server on a real socket, and clients that behave badly.
#include "core/serve/http_server.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "core/base/clock.h"
#include "core/serve/address.h"
#include "core/serve/deployments.h"
#include "tests/unit/serve/fake_predictor.h"

namespace lathe {
namespace {

const std::string sunny = R"({"instances": [{"wind": 3.5}]})";

/// A bare connection on which a test may send anything.
class Client {
public:
    explicit Client(int port) : m_socket(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_connected = ::connect(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        const timeval limit{20, 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    ~Client() { ::close(m_socket); }
    Client(const Client&) = delete;

    bool connected() const { return m_connected; }
    bool send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t count = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<size_t>(count));
        }
        return true;
    }
    /// Whatever arrives until `count` occurrences of `mark`, the end, or the time limit.
    std::string receive(std::string_view mark = {}, size_t count = 1) const {
        std::string bytes;
        char piece[4096];
        while (mark.empty() || occurrences(bytes, mark) < count) {
            const ssize_t got = ::recv(m_socket, piece, sizeof piece, 0);
            if (got <= 0) break;
            bytes.append(piece, static_cast<size_t>(got));
        }
        return bytes;
    }
    static size_t occurrences(std::string_view text, std::string_view mark) {
        size_t count = 0;
        for (size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + mark.size())) ++count;
        return count;
    }

private:
    int m_socket;
    bool m_connected = false;
};

std::string request(std::string_view body, const std::string& headers = {}) {
    return fmt::format(
        "POST /v1/models/weather:predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{}Content-Length: {}\r\n\r\n{}",
        headers, body.size(), body);
}

class HttpServerTest : public testing::Test {
protected:
    void start(HttpOptions options = {}, ServiceLimits limits = {}) {
        m_service.emplace(ServedModel{"weather", 3, "weather", std::make_shared<FakePredictor>(Task::Classification)},
                          limits, "", nullptr);
        auto server = HttpServer::start(*m_service, options);
        ASSERT_TRUE(server) << server.error().describe();
        m_server = std::move(*server);
    }
    std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(m_server->port()) + path;
    }
    int port() const { return m_server->port(); }
    int statusNow() const {
        const auto reply = httpRequest(url("/v1/models/weather:predict"), "POST", sunny);
        return reply ? reply->status : 0;
    }

    std::optional<InferenceService> m_service;
    std::unique_ptr<HttpServer> m_server;
};

TEST_F(HttpServerTest, AnswersOverTheNetwork) {
    start();
    const auto reply = httpRequest(url("/v1/models/weather:predict"), "POST", sunny);
    ASSERT_TRUE(reply) << reply.error().describe();
    EXPECT_EQ(reply->status, 200);
    EXPECT_TRUE(reply->body.starts_with(R"({"predictions":["sun"])")) << reply->body;
    EXPECT_GT(reply->seconds, 0);
    EXPECT_EQ(httpRequest(url("/nothing"), "GET", "")->status, 404);
    EXPECT_EQ(httpRequest(url("/metrics"), "HEAD", "")->body, "");
    EXPECT_EQ(httpRequest(url("/v1/models/weather:predict"), "DELETE", "")->status, 405);
}

TEST_F(HttpServerTest, KeepsConnectionsAndAnswersPipelinedRequestsInOrder) {
    start();
    const Client client(port());
    std::string many;
    for (int i = 0; i < 50; ++i) many += request(i % 2 == 0 ? sunny : R"({"instances": [{"wind": 9}]})");
    ASSERT_TRUE(client.send(many));
    const std::string replies = client.receive("}]}", 50);
    EXPECT_EQ(Client::occurrences(replies, "HTTP/1.1 200"), 50u);
    EXPECT_LT(replies.find(R"(["sun"])"), replies.find(R"(["rain)"));
}

TEST_F(HttpServerTest, ReadsChunkedAndSplitBodies) {
    start();
    const Client client(port());
    client.send("POST /v1/models/weather:predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const char letter : sunny) {
        client.send(fmt::format("1\r\n{}\r\n", letter));
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    client.send("0\r\n\r\n");
    EXPECT_NE(client.receive("}]}").find("HTTP/1.1 200"), std::string::npos);
}

TEST_F(HttpServerTest, RefusesLargeBodies) {
    start({}, {.bodyBytes = 1000});
    const Client announced(port());
    announced.send(request(std::string(1001, ' ')));
    EXPECT_NE(announced.receive("}").find("HTTP/1.1 413"), std::string::npos);
    const Client huge(port());
    huge.send("POST /v1/models/weather:predict HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n");
    EXPECT_TRUE(huge.receive().find(" 200 ") == std::string::npos);
    const Client chunked(port());
    chunked.send("POST /v1/models/weather:predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 100; ++i) chunked.send("64\r\n" + std::string(100, ' ') + "\r\n");
    chunked.send("0\r\n\r\n");
    EXPECT_NE(chunked.receive("}").find("HTTP/1.1 413"), std::string::npos);
    EXPECT_EQ(statusNow(), 200);
}

TEST_F(HttpServerTest, CutsOffSlowClients) {
    start({.idleSeconds = 0.4, .requestSeconds = 0.4});
    const auto drip = [this](const std::string& bytes) {
        const Client client(port());
        const double begin = monotonicSeconds();
        for (const char letter : bytes) {
            if (!client.send(std::string(1, letter)) || monotonicSeconds() > begin + 10) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return monotonicSeconds() - begin;
    };
    EXPECT_LT(drip("POST /v1/models/weather:predict HTTP/1.1\r\nX-Long: " + std::string(1000, 'x')), 5) << "headers";
    EXPECT_LT(drip(std::string(1000, 'G')), 5) << "request line";
    const Client body(port());
    body.send("POST /v1/models/weather:predict HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{");
    EXPECT_EQ(body.receive(), "") << "a body that never comes";
    const Client idle(port());
    EXPECT_EQ(idle.receive(), "") << "nothing at all";
    EXPECT_EQ(statusNow(), 200);
}

TEST_F(HttpServerTest, SurvivesGarbage) {
    start();
    const std::string texts[] = {
        "\r\n\r\n\r\n",
        std::string(100000, 'A'),
        std::string("\0\1\2\3", 4),
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\n: x\r\n\r\n",
        "POST /v1/models/weather:predict HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        "POST /v1/models/weather:predict HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
        "POST /v1/models/weather:predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        "POST /v1/models/weather:predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "GET /" + std::string(60000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v2/models/%00%ff%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\n" + std::string(40000, 'h') + ": x\r\n\r\n"};
    for (const auto& text : texts) {
        const Client client(port());
        client.send(text);
        ::usleep(1000);
    }
    EXPECT_EQ(statusNow(), 200);
}

TEST_F(HttpServerTest, HoldsAThousandConnections) {
    start({.threads = 2});
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 1000; ++i) {
        clients.push_back(std::make_unique<Client>(port()));
        if (!clients.back()->connected()) GTEST_FAIL() << "only " << i << " connections";
    }
    for (const auto& client : clients) ASSERT_TRUE(client->send(request(sunny)));
    size_t answered = 0;
    for (const auto& client : clients)
        answered += client->receive("}]}").find("HTTP/1.1 200") != std::string::npos ? 1 : 0;
    EXPECT_EQ(answered, clients.size());
}

TEST_F(HttpServerTest, ASecondServerOnThePortIsToldSo) {
    start();
    const auto second = HttpServer::start(*m_service, {.port = port()});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::Conflict);
    EXPECT_NE(second.error().message.find("in use"), std::string::npos) << second.error().message;
    EXPECT_NE(second.error().hint.find("port"), std::string::npos);
    const auto badAddress = HttpServer::start(*m_service, {.address = "not an address"});
    ASSERT_FALSE(badAddress);
    EXPECT_EQ(badAddress.error().kind, ErrorKind::InvalidInput);
}

TEST_F(HttpServerTest, StopsWithoutLosingRequestsUnderWay) {
    start({.threads = 2});
    std::atomic<bool> stop{false};
    std::atomic<int> good{0};
    std::atomic<int> cutOff{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back([&] {
            while (!stop) {
                const Client client(port());
                if (!client.connected() || !client.send(request(sunny, "Connection: close\r\n"))) return;
                const std::string reply = client.receive();
                if (reply.empty()) return; // refused: the server no longer listens
                (reply.find("}]}") != std::string::npos ? good : cutOff) += 1;
            }
        });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    // One request is half sent when the stop begins.
    const Client slow(port());
    const std::string bytes = request(sunny);
    slow.send(std::string_view(bytes).substr(0, bytes.size() - 5));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::thread stopper([this] { m_server->stop(); });
    while (!m_server->isDraining()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    slow.send(std::string_view(bytes).substr(bytes.size() - 5));
    const std::string last = slow.receive();
    EXPECT_NE(last.find("HTTP/1.1 200"), std::string::npos);
    EXPECT_NE(last.find("Connection: close"), std::string::npos) << last;
    stopper.join();
    stop = true;
    for (auto& client : clients) client.join();
    EXPECT_GT(good, 0);
    EXPECT_EQ(cutOff, 0);
}

TEST(Address, KnowsLoopback) {
    for (const char* address : {"127.0.0.1", "127.9.9.9", "::1", "localhost"}) {
        EXPECT_TRUE(SocketAddress::parse(address, 0)->isLoopback()) << address;
        EXPECT_TRUE(checkExposure(address, ""));
    }
    for (const char* address : {"0.0.0.0", "::", "192.168.1.4", "::ffff:10.0.0.1"}) {
        EXPECT_FALSE(checkExposure(address, "")) << address;
        EXPECT_TRUE(checkExposure(address, "token"));
    }
    EXPECT_FALSE(checkExposure("example.org", "token")) << "names are not looked up";
}

TEST(HttpClient, ExplainsWhatWentWrong) {
    for (const char* url :
         {"", "ftp://x/", "http://", "http://:80/", "http://a:b/", "http://a/ b", "https://127.0.0.1/"}) {
        const auto reply = httpRequest(url, "GET", "");
        ASSERT_FALSE(reply) << url;
        EXPECT_EQ(reply.error().kind, ErrorKind::InvalidInput) << url;
    }
    const auto closed = httpRequest("http://127.0.0.1:1/", "GET", "");
    ASSERT_FALSE(closed);
    EXPECT_EQ(closed.error().kind, ErrorKind::Io);
    EXPECT_NE(closed.error().message.find("127.0.0.1:1"), std::string::npos);
}

} // namespace
} // namespace lathe
