// SPDX-License-Identifier: Apache-2.0
// Against tests/support/http_server.py, a real server that misbehaves when it is asked to.
#include "aws/http.h"

#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "aws/fetch.h"
#include "aws/testing/server.h"

namespace vouch::aws {
namespace {

using namespace std::chrono_literals;

class HttpTest : public ::testing::Test {
protected:
    static void SetUpTestSuite() { server_ = new testing::Server("http_server.py"); }
    static void TearDownTestSuite() { delete server_; }
    void SetUp() override { ASSERT_NE(server_->port(), 0) << "python3 did not start"; }

    static HttpRequest get(std::string path, Pairs query = {}) {
        return {.scheme = "http", .host = "127.0.0.1", .port = server_->port(), .path = std::move(path), .query = std::move(query)};
    }
    static std::optional<HttpResult> send(Http& http, HttpRequest request, Seconds deadline = Seconds(0)) {
        std::optional<HttpResult> got;
        http.submit(std::move(request), deadline, [&](HttpResult result) { got = std::move(result); });
        http.run();
        return got;
    }
    static HttpResponse answer(HttpRequest request, HttpOptions options = {}) {
        CurlHttp http(std::move(options));
        auto got = send(http, std::move(request));
        if (!got || !*got) {
            ADD_FAILURE() << (got ? got->error().error.message : "no answer");
            return {};
        }
        return **got;
    }
    static TransportFailure failure(HttpRequest request, HttpOptions options = {}, Seconds deadline = Seconds(0)) {
        CurlHttp http(std::move(options));
        auto got = send(http, std::move(request), deadline);
        if (!got || *got) {
            ADD_FAILURE() << "an answer, or none at all, where a failure was expected";
            return {};
        }
        return got->error();
    }

    static testing::Server* server_;
};
testing::Server* HttpTest::server_ = nullptr;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): GoogleTest's way to share

TEST_F(HttpTest, RequestArrivesAsItWasWritten) {
    HttpRequest request = get("/echo", {{"Action", "List Users"}, {"empty", ""}, {"marker", "a+b/c=&"}});
    request.method = "POST";
    request.headers = {{"content-type", "application/x-amz-json-1.1"}, {"x-amz-target", "A.B"}, {"x-empty", ""}};
    request.body = std::string("{\"a\":\"b\"}");
    HttpResponse response = answer(request);
    EXPECT_EQ(response.status, 200);
    EXPECT_NE(response.body.find(R"("method": "POST")"), std::string::npos) << response.body;
    EXPECT_NE(response.body.find(R"("target": "/echo?Action=List%20Users&empty=&marker=a%2Bb%2Fc%3D%26")"), std::string::npos)
        << response.body;
    EXPECT_NE(response.body.find(fmt::format(R"(["Host", "127.0.0.1:{}"])", server_->port())), std::string::npos) << response.body;
    EXPECT_NE(response.body.find(R"(["content-type", "application/x-amz-json-1.1"], ["x-amz-target", "A.B"], ["x-empty", ""])"),
              std::string::npos)
        << response.body;
    EXPECT_NE(response.body.find(R"(["Content-Length", "9"])"), std::string::npos) << response.body;
    EXPECT_NE(response.body.find(R"("body": "{\"a\":\"b\"}")"), std::string::npos) << response.body;
}

TEST_F(HttpTest, NothingIsAddedThatWasNotWritten) {
    HttpRequest request = get("/echo");
    request.method = "POST";
    request.body = std::string("a=b");
    HttpResponse response = answer(request);
    for (const char* header : {"xpect", "ccept", "ontent-Type", "ser-Agent"})
        EXPECT_EQ(response.body.find(header), std::string::npos) << header << ' ' << response.body;
}

TEST_F(HttpTest, PathIsSentAsItIs) {
    HttpResponse response = answer(get("/status", {{"code", "200"}}));
    EXPECT_EQ(response.status, 200);
    HttpRequest request = get("/echo");
    request.scheme = "http";
    request.path = "/a/../echo//%2E%2E/";
    EXPECT_EQ(failure(request).kind, TransportKind::reset);  // the server knows no such path; /echo it would know
}

TEST_F(HttpTest, EveryMethodIsSent) {
    for (const char* method : {"GET", "DELETE", "PUT", "POST", "PATCH"}) {
        HttpRequest request = get("/echo");
        request.method = method;
        EXPECT_NE(answer(request).body.find(fmt::format(R"("method": "{}")", method)), std::string::npos) << method;
    }
    HttpRequest request = get("/large", {{"bytes", "10"}});
    request.method = "HEAD";
    HttpResponse response = answer(request);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "");
}

TEST_F(HttpTest, StatusAndHeadersOfAnErrorAreAnAnswer) {
    HttpResponse response = answer(get("/status", {{"code", "503"}}));
    EXPECT_EQ(response.status, 503);
    ASSERT_NE(find_header(response.headers, "x-amzn-requestid"), nullptr);
    EXPECT_EQ(*find_header(response.headers, "x-amzn-requestid"), "r-1");
    ASSERT_NE(find_header(response.headers, "x-empty"), nullptr);
    EXPECT_EQ(*find_header(response.headers, "x-empty"), "");
}

TEST_F(HttpTest, RedirectIsAnAnswerAndIsNotFollowed) { EXPECT_EQ(answer(get("/status", {{"code", "301"}})).status, 301); }

TEST_F(HttpTest, InterimAnswerIsNotTheAnswer) {
    HttpResponse response = answer(get("/continue"));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "after");
    EXPECT_EQ(find_header(response.headers, "x-interim"), nullptr);
}

TEST_F(HttpTest, BrokenAnswersAreToldApart) {
    struct Row {
        const char* path;
        TransportKind kind;
        const char* text;
    };
    for (const Row& row : std::vector<Row>{{"/truncated", TransportKind::truncated, "the answer was cut off"},
                                           {"/chunk-cut", TransportKind::truncated, "the answer was cut off"},
                                           {"/body-reset", TransportKind::truncated, "the answer was cut off"},
                                           {"/reset", TransportKind::reset, "the connection was closed before an answer came"},
                                           {"/closed", TransportKind::reset, "the connection was closed before an answer came"}}) {
        TransportFailure found = failure(get(row.path));
        EXPECT_EQ(found.kind, row.kind) << row.path << ' ' << found.error.message;
        EXPECT_EQ(found.error.message, fmt::format("`127.0.0.1:{}`: {}", server_->port(), row.text)) << row.path;
        EXPECT_EQ(found.error.code, base::Code::network);
        EXPECT_TRUE(is_transient(found.kind));
    }
    EXPECT_EQ(failure(get("/garbage")).kind, TransportKind::other);
}

TEST_F(HttpTest, SilenceInAnAnswerIsATimeout) {
    TransportFailure found = failure(get("/drip"), {.read_timeout = 300ms});
    EXPECT_EQ(found.kind, TransportKind::timeout);
    EXPECT_NE(found.error.message.find("nothing came for 0.3 s"), std::string::npos) << found.error.message;
    EXPECT_TRUE(is_transient(found.kind));
}

TEST_F(HttpTest, AnswerThatIsLateByLessThanTheTimeoutIsAwaited) {
    EXPECT_EQ(answer(get("/slow", {{"ms", "400"}}), {.read_timeout = 5000ms}).body, "late");
    EXPECT_EQ(failure(get("/slow", {{"ms", "2000"}}), {.read_timeout = 300ms}).kind, TransportKind::timeout);
}

TEST_F(HttpTest, DeadlineEndsAWaitThatTheTimeoutsAllow) {
    TransportFailure found = failure(get("/slow", {{"ms", "5000"}}), {}, Seconds(0.2));
    EXPECT_EQ(found.kind, TransportKind::deadline);
    EXPECT_FALSE(is_transient(found.kind));
}

TEST_F(HttpTest, DeadlineCountsWhileARequestWaitsForItsTurn) {
    CurlHttp http({.concurrency = 1});
    std::vector<std::string> ends;
    http.submit(get("/slow", {{"ms", "600"}}), Seconds(0),
                [&](const HttpResult& result) { ends.push_back(result ? "answer" : "failure"); });
    http.submit(get("/echo"), Seconds(0.2), [&](const HttpResult& result) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().kind, TransportKind::deadline);
        ends.push_back("late");
    });
    http.run();
    EXPECT_EQ(ends, (std::vector<std::string>{"late", "answer"}));
}

TEST_F(HttpTest, AnswerLargerThanTheLimitIsRefusedAndTheLimitNamed) {
    EXPECT_EQ(answer(get("/large", {{"bytes", "100000"}}), {.response_bytes = 100000}).body.size(), 100000U);
    TransportFailure found = failure(get("/large", {{"bytes", "100001"}}), {.response_bytes = 100000});
    EXPECT_EQ(found.kind, TransportKind::too_large);
    EXPECT_EQ(found.error.code, base::Code::too_large);
    EXPECT_NE(found.error.message.find("100000 bytes"), std::string::npos);
    EXPECT_FALSE(is_transient(found.kind));
}

TEST_F(HttpTest, HeadersAreBoundedToo) {
    EXPECT_EQ(answer(get("/headers", {{"n", "50"}})).headers.size(), 51U);
    EXPECT_EQ(failure(get("/headers", {{"n", "1000"}})).kind, TransportKind::too_large);
}

TEST_F(HttpTest, NobodyListeningAndNoSuchNameAreToldApart) {
    HttpRequest request = get("/");
    request.port = 1;
    TransportFailure found = failure(request);
    EXPECT_EQ(found.kind, TransportKind::connect);
    EXPECT_EQ(found.error.message, "`127.0.0.1:1`: no connection can be made");
    request.host = "no-such-host.invalid";
    found = failure(request);
    EXPECT_EQ(found.kind, TransportKind::resolve) << found.error.message;
}

TEST_F(HttpTest, RequestThatWouldSmuggleIsNotSent) {
    auto refused = [](HttpRequest request) {
        TransportFailure found = failure(std::move(request));
        EXPECT_EQ(found.kind, TransportKind::other);
        EXPECT_EQ(found.error.code, base::Code::invalid_value);
        EXPECT_EQ(found.error.message.find('\n'), std::string::npos);
    };
    HttpRequest request = get("/echo");
    request.headers = {{"x-a", "1\r\nx-b: 2"}};
    refused(request);
    request.headers = {{"x-a: 1\r\nx-b", "2"}};
    refused(request);
    for (const char* path : {"echo", "/a b", "/a\r\nx: y", "/a?b", ""}) refused(get(path));
    for (const char* host : {"", "a b", "user@host", "host/path", "host\r\n"}) {
        request = get("/");
        request.host = host;
        refused(request);
    }
    request = get("/");
    request.scheme = "file";
    refused(request);
    request = get("/");
    request.method = "GET / HTTP/1.1\r\n";
    refused(request);
}

TEST_F(HttpTest, ConnectionsAreUsedAgain) {
    testing::Server server("http_server.py");
    CurlHttp http({});
    HttpRequest request = get("/echo");
    request.port = server.port();
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(*send(http, request));
    request.path = "/counts";
    auto got = send(http, request);
    ASSERT_TRUE(got && *got);
    EXPECT_EQ((*got)->body, R"({"connections": 1, "now": 1, "peak": 1})");
}

TEST_F(HttpTest, ConnectionThatTheServerClosedInSilenceIsReplaced) {
    CurlHttp http({});
    for (int i = 0; i < 5; ++i) {
        auto got = send(http, get("/stale"));
        ASSERT_TRUE(got && *got) << got->error().error.message;
        EXPECT_EQ((*got)->body, "last");
    }
}

TEST_F(HttpTest, AtMostSoManyRequestsAreUnderWay) {
    for (auto [concurrency, per_host, expected] : std::vector<std::tuple<std::size_t, std::size_t, int>>{{4, 16, 4}, {64, 3, 3}}) {
        testing::Server server("http_server.py");
        CurlHttp http({.concurrency = concurrency, .concurrency_per_host = per_host});
        HttpRequest request = get("/slow", {{"ms", "20"}});
        request.port = server.port();
        int answers = 0;
        for (int i = 0; i < 30; ++i)
            http.submit(request, Seconds(0), [&](const HttpResult& result) { answers += result.has_value() ? 1 : 0; });
        http.run();
        EXPECT_EQ(answers, 30);
        request.path = "/counts";
        request.query.clear();
        EXPECT_NE((*send(http, request))->body.find(fmt::format(R"("connections": {}, "now": 1, "peak": {})", expected, expected)),
                  std::string::npos)
            << (*send(http, request))->body;
    }
}

TEST_F(HttpTest, HostsTakeTurns) {
    testing::Server other("http_server.py");
    CurlHttp http({.concurrency = 1});
    std::vector<int> order;
    for (int i = 0; i < 3; ++i) http.submit(get("/echo"), Seconds(0), [&](const HttpResult&) { order.push_back(server_->port()); });
    HttpRequest request = get("/echo");
    request.port = other.port();
    http.submit(request, Seconds(0), [&](const HttpResult&) { order.push_back(other.port()); });
    http.run();
    ASSERT_EQ(order.size(), 4U);
    EXPECT_TRUE(order[0] == other.port() || order[1] == other.port());
}

TEST_F(HttpTest, CallbacksMaySubmitMore) {
    CurlHttp http({});
    int left = 5;
    Http::Task again = [&] {
        http.submit(get("/echo"), Seconds(0), [&](const HttpResult& result) {
            ASSERT_TRUE(result);
            if (--left > 0) again();
        });
    };
    again();
    http.run();
    EXPECT_EQ(left, 0);
}

TEST_F(HttpTest, TasksRunInTheOrderOfTheirTimes) {
    CurlHttp http({});
    std::string order;
    Seconds begin = http.now();
    http.after(Seconds(0.15), [&] { order += 'b'; });
    http.after(Seconds(0.05), [&] {
        order += 'a';
        http.after(Seconds(0), [&] { order += 'c'; });
    });
    http.run();
    EXPECT_EQ(order, "acb");
    EXPECT_GE((http.now() - begin).count(), 0.15);
}

TEST_F(HttpTest, CancellationKeepsWhatHasArrivedAndEndsTheRestAtOnce) {
    std::atomic<bool> stop = false;
    CurlHttp http({.concurrency = 2, .stop = &stop});
    std::map<std::string, int> ends;
    auto count = [&](const HttpResult& result) {
        EXPECT_TRUE(result || result.error().error.code == base::Code::cancelled);
        ++ends[result ? result->body : "cancelled"];
    };
    http.submit(get("/slow", {{"ms", "1"}}), Seconds(0), [&](const HttpResult& result) {
        count(result);
        stop = true;
        http.submit(get("/echo"), Seconds(0), count);
    });
    http.submit(get("/slow", {{"ms", "20000"}}), Seconds(0), count);
    http.submit(get("/echo"), Seconds(0), count);
    bool told = false;
    http.after(Seconds(100), [&] { told = true; });
    Seconds begin = http.now();
    http.run();
    EXPECT_LT((http.now() - begin).count(), 5);
    EXPECT_EQ(ends, (std::map<std::string, int>{{"cancelled", 3}, {"late", 1}}));
    EXPECT_TRUE(told);
    EXPECT_TRUE(http.cancelled());
}

TEST_F(HttpTest, EnvironmentsProxyIsNotAsked) {
    for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) setenv(name, "http://127.0.0.1:1", 1);
    EXPECT_EQ(answer(get("/echo")).status, 200);
    for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) unsetenv(name);
}

TEST_F(HttpTest, ProxyIsAskedAsTheOptionsSay) {
    HttpRequest request = get("/anything");
    request.host = "service.example";
    request.port = 0;
    std::string proxy = fmt::format("http://127.0.0.1:{}", server_->port());
    HttpResponse response = answer(request, {.proxies = {.http = proxy}});
    EXPECT_NE(response.body.find(R"("target": "http://service.example/anything")"), std::string::npos) << response.body;

    setenv("no_proxy", "service.example", 1);
    EXPECT_EQ(answer(request, {.proxies = {.http = proxy}}).status, 200);
    unsetenv("no_proxy");

    EXPECT_EQ(answer(get("/echo"), {.proxies = {.http = "http://127.0.0.1:1", .none = "127.0.0.1"}}).status, 200);
    EXPECT_EQ(failure(get("/echo"), {.proxies = {.http = "http://127.0.0.1:1"}}).kind, TransportKind::connect);
}

TEST_F(HttpTest, ProxyThatRefusesTheTunnelIsNamedAsTheCause) {
    HttpRequest request = get("/");
    request.scheme = "https";
    request.host = "service.example";
    request.port = 0;
    TransportFailure found = failure(request, {.proxies = {.https = fmt::format("http://127.0.0.1:{}", server_->port())}});
    EXPECT_EQ(found.kind, TransportKind::connect);
    EXPECT_EQ(found.error.message, "`service.example`: the proxy answered with status 403");
}

TEST_F(HttpTest, MetadataOfTheMachineIsNeverAskedThroughAProxy) {
    HttpRequest request = get("/echo");
    request.host = "169.254.170.2";
    TransportFailure found =
        failure(request, {.proxies = {.http = fmt::format("http://127.0.0.1:{}", server_->port())}, .connect_timeout = 300ms});
    EXPECT_TRUE(found.kind == TransportKind::connect || found.kind == TransportKind::timeout) << found.error.message;
}

TEST_F(HttpTest, FetchWaitsForOneAnswerAndGoesRoundTheProxyWhereItIsTold) {
    Fetch fetch = curl_fetch({.proxies = {.http = "http://127.0.0.1:1"}});
    auto got = fetch(get("/status", {{"code", "404"}}), {.direct = true});
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(got->status, 404);
    EXPECT_FALSE(fetch(get("/echo"), {}));
    EXPECT_FALSE(fetch(get("/slow", {{"ms", "5000"}}), {.timeout = 200ms, .direct = true}));
}

}  // namespace
}  // namespace vouch::aws
