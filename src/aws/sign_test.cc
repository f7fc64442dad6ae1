// SPDX-License-Identifier: Apache-2.0
// Signatures, on the vectors of tests/aws/sigv4.json (its `about` says where each suite comes from).
#include "aws/sign.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "aws/time.h"
#include "base/digest.h"
#include "base/files.h"
#include "value/read.h"

namespace vouch::aws {
namespace {

using namespace std::chrono_literals;
using value::Value;

std::string text_of(const Value& map, std::string_view key) {
    const Value* found = map.find(key);
    return found == nullptr ? std::string() : std::string(found->as_string());
}

Pairs pairs_of(const Value& map, std::string_view key) {
    Pairs pairs;
    for (const Value& pair : map.find(key)->as_list()) pairs.emplace_back(pair.as_list()[0].as_string(), pair.as_list()[1].as_string());
    return pairs;
}

// One case with what its suite says of all of them.
struct Vector {
    HttpRequest request;
    Credentials credentials;
    Scope scope;
    SignOptions options;
    std::string canonical;
    std::string digest;
    std::string signature;
};

Vector vector_of(const Value& suite, const Value& row) {
    Vector vector;
    vector.request = {.method = text_of(row, "method"),
                      .host = text_of(suite, "host"),
                      .path = text_of(row, "path"),
                      .query = pairs_of(row, "query"),
                      .headers = pairs_of(row, "headers"),
                      .body = text_of(row, "body")};
    vector.credentials = {text_of(suite, "access_key_id"), Secret(text_of(suite, "secret")), Secret(text_of(row, "token")), {}, "a test"};
    std::string time = text_of(suite, "time");
    for (const std::size_t at : {4U, 7U}) time.insert(at, "-");
    for (const std::size_t at : {13U, 16U}) time.insert(at, ":");
    vector.scope = {text_of(suite, "region"), text_of(suite, "service"), *parse_time(time)};
    if (vector.scope.service == "s3") vector.options = s3_signing();
    if (row.find("normalise") != nullptr) vector.options.normalise_path = false;
    if (row.find("sign_token") != nullptr) vector.options.sign_session_token = false;
    vector.canonical = text_of(row, "canonical");
    vector.digest = text_of(row, "digest");
    vector.signature = text_of(row, "signature");
    return vector;
}

void expect_signed(const Vector& vector) {
    HttpRequest request = vector.request;
    ASSERT_TRUE(sign(request, vector.credentials, vector.scope, vector.options));
    const auto canonical = canonical_request(request, vector.options);
    ASSERT_TRUE(canonical);
    EXPECT_EQ(canonical->text, vector.canonical);
    EXPECT_EQ(*base::sha256_hex(canonical->text), vector.digest);
    const std::string* authorization = find_header(request.headers, "authorization");
    ASSERT_NE(authorization, nullptr);
    const std::string scope = compact_time(vector.scope.time).substr(0, 8) + "/us-east-1/" + vector.scope.service + "/aws4_request";
    EXPECT_EQ(*authorization, "AWS4-HMAC-SHA256 Credential=" + vector.credentials.access_key_id + "/" + scope +
                                  ", SignedHeaders=" + canonical->signed_headers + ", Signature=" + vector.signature);
}

TEST(Sign, AgreesWithEveryPublishedVector) {
    const auto source = base::DiskFiles().read(VOUCH_SOURCE_DIR "/tests/aws/sigv4.json");
    ASSERT_TRUE(source);
    const auto document = value::read_json(*source);
    ASSERT_TRUE(document);
    std::size_t count = 0;
    for (const Value& suite : document->root.find("suites")->as_list()) {
        for (const Value& row : suite.find("cases")->as_list()) {
            SCOPED_TRACE(text_of(row, "name"));
            expect_signed(vector_of(suite, row));
            ++count;
        }
    }
    EXPECT_EQ(count, 43U);
}

class SignTest : public ::testing::Test {
protected:
    std::string header(std::string_view name) const {
        const std::string* found = find_header(request_.headers, name);
        return found == nullptr ? "(none)" : *found;
    }

    HttpRequest request_{.host = "bucket.s3.amazonaws.com", .path = "/a%20b//c"};
    Credentials credentials_{"AKIDEXAMPLE", Secret("key"), Secret("token"), {}, "environment"};
    Scope scope_{"eu-west-1", "s3", base::Time(std::chrono::sys_days(std::chrono::year(2026) / 1 / 31))};
};

TEST_F(SignTest, PathThatIsSentEncodedIsSignedEncodedTwiceExceptForS3) {
    EXPECT_TRUE(canonical_request(request_, {})->text.starts_with("GET\n/a%2520b/c\n"));
    EXPECT_TRUE(canonical_request(request_, s3_signing())->text.starts_with("GET\n/a%20b//c\n"));
}

TEST_F(SignTest, SigningAgainReplacesWhatTheFirstSignatureLeft) {
    ASSERT_TRUE(sign(request_, credentials_, scope_, s3_signing()));
    HttpRequest again = request_;
    scope_.time += 1h;
    credentials_.session_token = Secret();
    ASSERT_TRUE(sign(again, credentials_, scope_, s3_signing()));
    EXPECT_EQ(*find_header(again.headers, "x-amz-date"), "20260131T010000Z");
    EXPECT_EQ(find_header(again.headers, "x-amz-security-token"), nullptr);
    for (const char* name : {"authorization", "x-amz-date", "x-amz-content-sha256"})
        EXPECT_EQ(std::ranges::count(again.headers, name, &Pairs::value_type::first), 1) << name;
}

TEST_F(SignTest, UnsignedPayloadIsSaidInAHeaderAndTheBodyDoesNotMatter) {
    SignOptions options = s3_signing();
    options.unsigned_payload = true;
    request_.body = "one";
    HttpRequest other = request_;
    other.body = "two";
    ASSERT_TRUE(sign(request_, credentials_, scope_, options));
    ASSERT_TRUE(sign(other, credentials_, scope_, options));
    EXPECT_EQ(header("x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
    EXPECT_EQ(*find_header(other.headers, "authorization"), header("authorization"));
}

TEST_F(SignTest, HeadersThatProxiesChangeAreNotSigned) {
    request_.headers = {{"user-agent", "vouch"}, {"x-amzn-trace-id", "1"}, {"accept", "a"}};
    EXPECT_EQ(canonical_request(request_, {})->signed_headers, "accept;host");
}

TEST_F(SignTest, PortIsPartOfTheSignedHost) {
    request_.port = 9000;
    EXPECT_NE(canonical_request(request_, {})->text.find("host:bucket.s3.amazonaws.com:9000\n"), std::string::npos);
}

TEST_F(SignTest, ControlCharacterIsRefusedAndTheRequestStaysAsItWas) {
    request_.headers = {{"x-amz-meta", "a\r\nx: y"}};
    const auto signed_request = sign(request_, credentials_, scope_);
    ASSERT_FALSE(signed_request);
    EXPECT_EQ(signed_request.error().code, base::Code::invalid_value);
    EXPECT_EQ(request_.headers.size(), 1U);
    request_.headers.clear();
    credentials_.session_token = Secret("tok\nen");
    const auto other = sign(request_, credentials_, scope_);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().message.find("tok"), std::string::npos);
    EXPECT_TRUE(request_.headers.empty());
}

TEST_F(SignTest, SecretIsInNoHeader) {
    credentials_.secret = Secret("wJalrXUtnFEMIK7MDENG");
    ASSERT_TRUE(sign(request_, credentials_, scope_));
    for (const auto& [name, value] : request_.headers) EXPECT_EQ(value.find("wJalrXUtnFEMIK7MDENG"), std::string::npos) << name;
}

}  // namespace
}  // namespace vouch::aws
