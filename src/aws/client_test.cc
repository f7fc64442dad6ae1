// SPDX-License-Identifier: Apache-2.0
// The network is a function here, and time jumps; tests/aws calls real servers.
#include "aws/client.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "aws/testing/fake_http.h"
#include "value/read.h"

namespace vouch::aws {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kIdentity =
    "<GetCallerIdentityResponse "
    "xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/a</Arn>"
    "<UserId>U</UserId><Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r-1</RequestId></"
    "ResponseMetadata>"
    "</GetCallerIdentityResponse>";

HttpResponse good() { return {.status = 200, .headers = {{"x-amzn-requestid", "r-1"}}, .body = std::string(kIdentity)}; }

HttpResponse error_answer(int status, std::string_view code, std::string_view message = "no", Pairs headers = {}) {
    return {.status = status,
            .headers = std::move(headers),
            .body = fmt::format("<ErrorResponse><Error><Type>Sender</Type><Code>{}</Code><Message>{}</Message></Error><RequestId>r-2</"
                                "RequestId></ErrorResponse>",
                                code, message)};
}

HttpResult lost(TransportKind kind) {
    return std::unexpected(TransportFailure{.kind = kind, .error = base::fail(base::Code::network, "`h`: lost").error()});
}

Credentials keys(std::string token = {}) { return {"AKIDEXAMPLE", Secret("secretsecret"), Secret(std::move(token)), std::nullopt, "test"}; }

// Gives one set of keys until it is asked to renew them.
class TwoKeys final : public Provider {
public:
    base::Result<Credentials> get() override { return keys(renewals == 0 ? "old" : "new"); }
    base::Result<Credentials> renew() override {
        ++renewals;
        return get();
    }
    int renewals = 0;
};

class ClientTest : public ::testing::Test {
protected:
    using Answers = std::vector<std::function<HttpResult()>>;

    // Answers in this order; the last one goes on and on.
    void answers(Answers script) {
        respond_ = [script = std::move(script), at = std::size_t{0}](const HttpRequest&) mutable {
            return script[std::min(at++, script.size() - 1)]();
        };
    }
    void fails(int status, std::string_view code) {
        respond_ = [status, code](const HttpRequest&) { return error_answer(status, code); };
    }
    Client& client() {
        if (!client_)
            client_ = std::make_unique<Client>(ClientParts{.environment = environment_,
                                                           .settings = settings_,
                                                           .http = http_,
                                                           .models = models_,
                                                           .lanes = lanes_,
                                                           .provider = *provider_,
                                                           .account = "111122223333",
                                                           .user_agent = "vouch/test"});
        return *client_;
    }
    CallResult call(const Call& what) {
        std::optional<CallResult> got;
        client().call(what, [&](CallResult result) { got = std::move(result); });
        EXPECT_FALSE(got) << "callbacks come from within run()";
        http_.run();
        EXPECT_TRUE(got);
        return got ? *std::move(got) : std::unexpected(CallFailure{});
    }
    CallResult identity() { return call({.service = "sts", .operation = "GetCallerIdentity", .region = "eu-west-1"}); }
    CallResult versioning(std::string bucket) {
        auto document = value::read_json(std::make_shared<base::Source>("input", fmt::format(R"({{"Bucket": "{}"}})", bucket)));
        return call({.service = "s3",
                     .operation = "GetBucketVersioning",
                     .region = "eu-west-1",
                     .input = std::make_shared<value::Document>(*std::move(document))});
    }
    static std::string header(const HttpRequest& request, std::string_view name) {
        const std::string* found = find_header(request.headers, name);
        return found == nullptr ? std::string() : *found;
    }

    base::DiskFiles files_;
    base::FixedClock clock_{base::Time(std::chrono::sys_days(std::chrono::year(2026) / 1 / 31)) + 12h};
    Environment environment_{{}, files_, clock_, [] { return 0.5; }, {}};
    Settings settings_;
    std::function<HttpResult(const HttpRequest&)> respond_ = [](const HttpRequest&) { return good(); };
    testing::FakeHttp http_{[this](const HttpRequest& request) { return respond_(request); }};
    Models models_;
    Lanes lanes_{pacing()};
    FixedProvider fixed_{keys()};
    Provider* provider_ = &fixed_;
    std::unique_ptr<Client> client_;
};

TEST_F(ClientTest, AnswerComesWithItsRequestIdTimeAndAttempts) {
    CallResult result = identity();
    ASSERT_TRUE(result) << result.error().error.message;
    EXPECT_EQ(result->output.document.root.find("Account")->as_string(), "111122223333");
    EXPECT_EQ(result->output.request_id, "r-1");
    EXPECT_EQ(result->time, clock_.now());
    EXPECT_EQ(result->attempts, 1);
    ASSERT_EQ(http_.sent.size(), 1U);
    const HttpRequest& request = http_.sent[0].second;
    EXPECT_EQ(request.host, "sts.eu-west-1.amazonaws.com");
    EXPECT_NE(header(request, "authorization").find("Credential=AKIDEXAMPLE/20260131/eu-west-1/sts/aws4_request"), std::string::npos);
    EXPECT_EQ(header(request, "user-agent"), "vouch/test");
}

TEST_F(ClientTest, BlobComesAsItIsWhereThatIsAskedFor) {
    const std::string bytes("\0\x1f\xff", 3);
    respond_ = [&](const HttpRequest&) { return HttpResponse{.status = 200, .headers = {{"x-amz-meta-signature", "s"}}, .body = bytes}; };
    auto input = value::read_json(std::make_shared<base::Source>("input", R"({"Bucket": "b-1", "Key": "k"})"));
    Call get{
        .service = "s3", .operation = "GetObject", .region = "eu-west-1", .input = std::make_shared<value::Document>(*std::move(input))};
    CallResult in_output = call(get);
    ASSERT_TRUE(in_output);
    EXPECT_EQ(in_output->output.document.root.find("Body")->as_string(), "AB//");
    EXPECT_EQ(in_output->blob, "");
    get.takes_blob = true;
    CallResult beside = call(get);
    ASSERT_TRUE(beside);
    EXPECT_EQ(beside->blob, bytes);
    EXPECT_EQ(beside->output.document.root.find("Body"), nullptr);
    EXPECT_EQ(beside->output.document.root.find("Metadata")->find("signature")->as_string(), "s");
}

TEST_F(ClientTest, DenialKeepsCodeAndMessageAndIsNotRepeated) {
    respond_ = [](const HttpRequest&) { return error_answer(403, "AccessDenied", "User: arn:aws:iam::1:user/a is not authorized"); };
    CallResult result = identity();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, CallFailure::Kind::refused);
    EXPECT_EQ(result.error().error.code, base::Code::refused);
    EXPECT_EQ(result.error().error.message,
              "`sts:GetCallerIdentity eu-west-1`: AccessDenied: User: arn:aws:iam::1:user/a is not authorized");
    ASSERT_TRUE(result.error().api);
    EXPECT_EQ(result.error().api->code, "AccessDenied");
    EXPECT_EQ(result.error().api->status, 403);
    EXPECT_EQ(result.error().attempts, 1);
    EXPECT_EQ(http_.sent.size(), 1U);
}

TEST_F(ClientTest, UnavailableServiceIsAskedThreeTimesWithGrowingWaits) {
    fails(503, "ServiceUnavailable");
    CallResult result = identity();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().attempts, 3);
    EXPECT_NE(result.error().error.message.find("(after 3 attempts)"), std::string::npos);
    ASSERT_EQ(http_.sent.size(), 3U);
    EXPECT_NEAR((http_.sent[1].first - http_.sent[0].first).count(), 0.5 + 0.125, 1e-9);  // the wait and the latency
    EXPECT_NEAR((http_.sent[2].first - http_.sent[1].first).count(), 1 + 0.125, 1e-9);
}

TEST_F(ClientTest, SettingsSayHowOftenAndByWhichRules) {
    fails(503, "ServiceUnavailable");
    settings_.max_attempts = 2;
    settings_.new_retries = true;
    EXPECT_EQ(identity().error().attempts, 2);
    EXPECT_NEAR((http_.sent[1].first - http_.sent[0].first).count(), 0.025 + 0.125, 1e-9);
}

TEST_F(ClientTest, WhatPassesIsOvercome) {
    for (const auto& first :
         Answers{[] { return error_answer(500, "InternalError"); }, [] { return error_answer(400, "Throttling"); },
                 [] { return lost(TransportKind::reset); }, [] { return lost(TransportKind::timeout); },
                 [] { return HttpResult(HttpResponse{.status = 200, .headers = {}, .body = "<GetCallerIdentityResponse><GetCa"}); },
                 [] { return HttpResult(HttpResponse{.status = 502, .headers = {}, .body = "<html>"}); }}) {
        answers({first, [] { return good(); }});
        CallResult result = identity();
        ASSERT_TRUE(result) << result.error().error.message;
        EXPECT_EQ(result->attempts, 2);
    }
    EXPECT_EQ(lanes_.lane("111122223333", "eu-west-1", "sts", Seconds(0)).quota.left(), RetryQuota::kCapacity);
}

TEST_F(ClientTest, WhatStaysIsToldAtOnce) {
    for (TransportKind kind : {TransportKind::certificate, TransportKind::too_large, TransportKind::deadline}) {
        respond_ = [kind](const HttpRequest&) { return lost(kind); };
        CallResult result = identity();
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().kind, CallFailure::Kind::transport);
        EXPECT_EQ(result.error().attempts, 1);
        EXPECT_EQ(result.error().error.message, "`sts:GetCallerIdentity eu-west-1`: `h`: lost");
    }
    EXPECT_EQ(http_.sent.size(), 3U);
}

TEST_F(ClientTest, ARegionWithoutTheServiceIsToldFromANameThatIsNotFound) {
    respond_ = [](const HttpRequest&) { return lost(TransportKind::resolve); };
    const auto kind = [&](const std::string& region) {
        CallResult result = call({.service = "dax", .operation = "DescribeClusters", .region = region});
        return result ? CallFailure::Kind::invalid : result.error().kind;
    };
    EXPECT_EQ(kind("ca-west-1"), CallFailure::Kind::not_in);
    EXPECT_EQ(http_.sent.size(), 1U);
    EXPECT_EQ(kind("eu-west-1"), CallFailure::Kind::transport);
    // An endpoint that users give has the services that they say it has.
    settings_.options.endpoint_url = "https://localhost:5000";
    EXPECT_EQ(kind("ca-west-1"), CallFailure::Kind::transport);
}

TEST_F(ClientTest, StormOf503SendsAtMost35RequestsMore) {
    fails(503, "ServiceUnavailable");
    settings_.new_retries = true;
    constexpr int kCalls = 500;
    int failures = 0;
    for (int i = 0; i < kCalls; ++i)
        client().call({.service = "sts", .operation = "GetCallerIdentity", .region = "eu-west-1"},
                      [&](const CallResult& result) { failures += result ? 0 : 1; });
    http_.run();
    EXPECT_EQ(failures, kCalls);
    EXPECT_EQ(http_.sent.size(), kCalls + 35U);
}

TEST_F(ClientTest, ThrottledServiceIsAskedMoreSlowlyAndOthersAreNot) {
    answers({[] { return error_answer(400, "Throttling"); }, [] { return good(); }});
    ASSERT_TRUE(identity());
    int answered = 0;
    for (int i = 0; i < 20; ++i)
        client().call({.service = "sts", .operation = "GetCallerIdentity", .region = "eu-west-1"},
                      [&](const CallResult& result) { answered += result ? 1 : 0; });
    Seconds before = http_.now();
    http_.run();
    EXPECT_EQ(answered, 20);
    EXPECT_GT((http_.now() - before).count(), 2);
    before = http_.now();
    for (int i = 0; i < 20; ++i)
        client().call({.service = "sts", .operation = "GetCallerIdentity", .region = "eu-west-2"}, [](const CallResult&) {});
    http_.run();
    EXPECT_NEAR((http_.now() - before).count(), 0.125, 1e-9);
}

TEST_F(ClientTest, ClockThatIsOffIsCorrectedOnceForAllCalls) {
    answers({[] { return error_answer(403, "SignatureDoesNotMatch", "no", {{"date", "Sat, 31 Jan 2026 13:00:00 GMT"}}); },
             [] { return good(); }});
    CallResult result = identity();
    ASSERT_TRUE(result) << result.error().error.message;
    EXPECT_EQ(client().clock_offset(), 1h);
    EXPECT_EQ(header(http_.sent[0].second, "x-amz-date"), "20260131T120000Z");
    EXPECT_EQ(header(http_.sent[1].second, "x-amz-date"), "20260131T130000Z");
    EXPECT_NEAR((http_.sent[1].first - http_.sent[0].first).count(), 0.125, 1e-9);  // at once
    ASSERT_TRUE(identity());
    EXPECT_EQ(header(http_.sent[2].second, "x-amz-date"), "20260131T130000Z");
}

TEST_F(ClientTest, SignatureThatIsWrongForAnotherReasonIsNotTakenForAClock) {
    respond_ = [](const HttpRequest&) {
        return error_answer(403, "SignatureDoesNotMatch", "no", {{"date", "Sat, 31 Jan 2026 12:01:00 GMT"}});
    };
    EXPECT_EQ(identity().error().attempts, 1);
    respond_ = [](const HttpRequest&) { return error_answer(403, "AccessDenied", "no", {{"date", "Sat, 31 Jan 2026 15:00:00 GMT"}}); };
    EXPECT_EQ(identity().error().attempts, 1);
    respond_ = [](const HttpRequest&) { return error_answer(403, "RequestTimeTooSkewed", "no", {{"date", "nonsense"}}); };
    EXPECT_EQ(identity().error().attempts, 1);
    respond_ = [](const HttpRequest&) {
        return error_answer(403, "RequestTimeTooSkewed", "no", {{"date", "Sat, 31 Jan 2026 15:00:00 GMT"}});
    };
    EXPECT_EQ(identity().error().attempts, 2) << "once, then it is told";
}

TEST_F(ClientTest, ExpiredCredentialsAreRenewedOnce) {
    TwoKeys two;
    provider_ = &two;
    respond_ = [](const HttpRequest& request) {
        return header(request, "x-amz-security-token") == "new" ? good() : error_answer(403, "ExpiredToken");
    };
    CallResult result = identity();
    ASSERT_TRUE(result) << result.error().error.message;
    EXPECT_EQ(two.renewals, 1);
    respond_ = [](const HttpRequest&) { return error_answer(403, "ExpiredToken"); };
    EXPECT_EQ(identity().error().attempts, 2);
    EXPECT_EQ(two.renewals, 2);
}

TEST_F(ClientTest, SecretsThatAServiceRepeatsAreHidden) {
    FixedProvider provider(keys("token/with+signs"));
    provider_ = &provider;
    respond_ = [](const HttpRequest&) {
        return error_answer(
            403, "SignatureDoesNotMatch",
            "it should have been x-amz-security-token:token/with+signs and token%2Fwith%2Bsigns and secretsecret\n\nThe Canonical String");
    };
    CallResult result = identity();
    ASSERT_FALSE(result);
    for (const std::string& text : {result.error().error.message, result.error().api->message}) {
        EXPECT_NE(text.find("x-amz-security-token:(hidden) and (hidden) and (hidden)"), std::string::npos) << text;
        EXPECT_EQ(text.find("Canonical"), std::string::npos);
    }
}

TEST_F(ClientTest, BucketElsewhereIsFoundAndRemembered) {
    respond_ = [](const HttpRequest& request) -> HttpResult {
        if (request.host == "b-1.s3.eu-central-1.amazonaws.com" || request.host == "s3.eu-central-1.amazonaws.com")
            return HttpResponse{
                .status = 200, .headers = {}, .body = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"};
        return HttpResponse{.status = 301,
                            .headers = {{"x-amz-bucket-region", "eu-central-1"}},
                            .body = "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>"};
    };
    CallResult result = versioning("b-1");
    ASSERT_TRUE(result) << result.error().error.message;
    EXPECT_EQ(result->output.document.root.find("Status")->as_string(), "Enabled");
    EXPECT_EQ(result->attempts, 2);
    EXPECT_NE(header(http_.sent[1].second, "authorization").find("/eu-central-1/s3/"), std::string::npos);
    EXPECT_EQ(versioning("b-1")->attempts, 1);
    EXPECT_EQ(versioning("with.points")->attempts, 2);
    EXPECT_EQ(http_.sent.back().second.path, "/with.points");
}

TEST_F(ClientTest, BucketThatIsNowhereIsToldAfterOneMove) {
    respond_ = [n = 0](const HttpRequest&) mutable -> HttpResult {
        return HttpResponse{.status = 301,
                            .headers = {{"x-amz-bucket-region", fmt::format("eu-west-{}", 2 + n++)}},
                            .body = "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>"};
    };
    EXPECT_EQ(versioning("b-1").error().attempts, 2);
}

TEST_F(ClientTest, DeadlineLeavesOutRetriesThatWouldBeLate) {
    fails(503, "ServiceUnavailable");
    CallResult result = call({.service = "sts", .operation = "GetCallerIdentity", .region = "eu-west-1", .deadline = Seconds(1)});
    EXPECT_EQ(result.error().attempts, 2);
    EXPECT_LT((http_.sent.back().first - http_.sent.front().first).count(), 1);
}

TEST_F(ClientTest, CancellationEndsWaitsAndSaysSo) {
    respond_ = [this](const HttpRequest&) {
        http_.stop = true;
        return error_answer(503, "ServiceUnavailable");
    };
    CallResult result = identity();
    ASSERT_FALSE(result);
    EXPECT_EQ(http_.sent.size(), 1U);
    result = identity();
    EXPECT_EQ(result.error().kind, CallFailure::Kind::cancelled);
    EXPECT_EQ(result.error().error.code, base::Code::cancelled);
    EXPECT_EQ(http_.sent.size(), 1U);
}

TEST_F(ClientTest, CallThatCannotBeMadeIsNotSent) {
    EXPECT_EQ(call({.service = "nosuch", .operation = "X", .region = "eu-west-1"}).error().kind, CallFailure::Kind::invalid);
    EXPECT_EQ(call({.service = "sts", .operation = "NoSuch", .region = "eu-west-1"}).error().kind, CallFailure::Kind::invalid);
    EXPECT_EQ(call({.service = "sts", .operation = "GetCallerIdentity", .region = ""}).error().kind, CallFailure::Kind::invalid);
    EXPECT_EQ(call({.service = "s3", .operation = "GetBucketVersioning", .region = "eu-west-1"}).error().kind, CallFailure::Kind::invalid);
    EXPECT_TRUE(http_.sent.empty());
}

TEST_F(ClientTest, MissingCredentialsAreTheirOwnFailure) {
    struct None final : Provider {
        base::Result<Credentials> get() override { return base::fail(base::Code::not_found, "no credentials were found"); }
        base::Result<Credentials> renew() override { return get(); }
    } none;
    provider_ = &none;
    CallResult result = identity();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, CallFailure::Kind::credentials);
    EXPECT_EQ(result.error().error.message, "`sts:GetCallerIdentity eu-west-1`: no credentials were found");
    EXPECT_TRUE(http_.sent.empty());
}

}  // namespace
}  // namespace vouch::aws
