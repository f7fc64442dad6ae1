// SPDX-License-Identifier: Apache-2.0
// TLS and HTTP/2, against real servers with a certificate that is made for the test.
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "aws/http.h"
#include "aws/testing/server.h"

namespace vouch::aws {
namespace {

// A certificate for 127.0.0.1 that signs itself, in a folder that goes with the object.
class Certificate {
public:
    Certificate() {
        std::string folder = (std::filesystem::temp_directory_path() / "vouch-tls-XXXXXX").string();
        folder_ = mkdtemp(folder.data()) == nullptr ? "" : folder;
        std::string command = fmt::format(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test -addext "
            "subjectAltName=IP:127.0.0.1 "
            "-keyout {} -out {} 2>{}/openssl.log",
            key(), file(), folder_);
        made_ = std::system(command.c_str()) == 0;  // NOLINT(bugprone-command-processor): words of ours only
    }
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;
    ~Certificate() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    bool made() const { return made_; }
    std::string file() const { return folder_ + std::string("/certificate.pem"); }
    std::string key() const { return folder_ + std::string("/key.pem"); }

private:
    std::string folder_;
    bool made_ = false;
};

class HttpTlsTest : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(certificate_.made()) << "openssl made no certificate"; }

    static HttpRequest get(int port) { return {.host = "127.0.0.1", .port = port, .path = "/echo"}; }
    static HttpResult send(const HttpRequest& request, HttpOptions options) {
        CurlHttp http(std::move(options));
        std::optional<HttpResult> got;
        http.submit(request, Seconds(20), [&](HttpResult result) { got = std::move(result); });
        http.run();
        return got.value_or(std::unexpected(TransportFailure{}));
    }

    Certificate certificate_;
};

TEST_F(HttpTlsTest, ServerIsTrustedOnlyByItsCertificate) {
    testing::Server server("http_server.py", {"--tls", certificate_.file(), certificate_.key()});
    ASSERT_NE(server.port(), 0);
    HttpResult trusted = send(get(server.port()), {.ca_bundle = certificate_.file()});
    ASSERT_TRUE(trusted) << trusted.error().error.message;
    EXPECT_EQ(trusted->status, 200);

    HttpResult unknown = send(get(server.port()), {});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, TransportKind::certificate) << unknown.error().error.message;
    EXPECT_NE(unknown.error().error.message.find("the server's certificate is not trusted"), std::string::npos);
    EXPECT_FALSE(is_transient(unknown.error().kind));

    HttpRequest other_name = get(server.port());
    other_name.host = "localhost";
    HttpResult misnamed = send(other_name, {.ca_bundle = certificate_.file()});
    ASSERT_FALSE(misnamed);
    EXPECT_EQ(misnamed.error().kind, TransportKind::certificate) << misnamed.error().error.message;
}

TEST_F(HttpTlsTest, BundleThatIsNotThereIsNamed) {
    testing::Server server("http_server.py", {"--tls", certificate_.file(), certificate_.key()});
    HttpResult result = send(get(server.port()), {.ca_bundle = "/no/such/bundle.pem"});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, TransportKind::certificate);
    EXPECT_NE(result.error().error.message.find("`/no/such/bundle.pem`"), std::string::npos) << result.error().error.message;
}

TEST_F(HttpTlsTest, ServerWithoutTlsFailsTheHandshake) {
    testing::Server server("http_server.py");
    HttpResult result = send(get(server.port()), {.ca_bundle = certificate_.file()});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, TransportKind::tls) << result.error().error.message;
}

TEST_F(HttpTlsTest, RequestsShareOneHttp2Connection) {
    testing::Server server("http2_server.js", {certificate_.file(), certificate_.key()});
    ASSERT_NE(server.port(), 0) << "node did not start";
    CurlHttp http({.ca_bundle = certificate_.file()});
    std::vector<std::string> bodies;
    for (int i = 0; i < 16; ++i)
        http.submit(get(server.port()), Seconds(20),
                    [&](const HttpResult& result) { bodies.push_back(result ? result->body : result.error().error.message); });
    http.run();
    EXPECT_EQ(bodies, std::vector<std::string>(16, "2.0 1"));
}

}  // namespace
}  // namespace vouch::aws
