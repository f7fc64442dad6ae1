// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "aws/client.h"
#include "aws/testing/fake_http.h"
#include "value/read.h"

namespace vouch::aws {
namespace {

HttpResponse users(std::string_view name, std::string_view marker) {
    std::string more =
        marker.empty() ? "<IsTruncated>false</IsTruncated>" : fmt::format("<IsTruncated>true</IsTruncated><Marker>{}</Marker>", marker);
    return {.status = 200,
            .headers = {},
            .body = fmt::format("<ListUsersResponse><ListUsersResult>{}<Users><member><UserName>{}</UserName></member></Users></"
                                "ListUsersResult></ListUsersResponse>",
                                more, name)};
}

class ClientPagesTest : public ::testing::Test {
protected:
    // The names of the users on all pages, and how the listing ended.
    std::pair<std::string, std::string> listed(std::size_t most = 100) {
        std::string names;
        std::string end = "never";
        Client client(
            {.environment = environment_, .settings = settings_, .http = http_, .models = models_, .lanes = lanes_, .provider = provider_});
        auto input = value::read_json(std::make_shared<base::Source>("input", R"({"PathPrefix": "/audit/"})"));
        client.pages(
            {.service = "iam",
             .operation = "ListUsers",
             .region = "eu-west-1",
             .input = std::make_shared<value::Document>(*std::move(input))},
            [&](const Answer& answer) {
                names += answer.output.document.root.find("Users")->as_list()[0].find("UserName")->as_string();
                return names.size() < most;
            },
            [&](const std::expected<std::size_t, CallFailure>& ended) {
                end = ended ? fmt::format("{} pages", *ended) : ended.error().error.message;
            });
        http_.run();
        return {names, end};
    }

    base::DiskFiles files_;
    base::FixedClock clock_{base::Time{}};
    Environment environment_{{}, files_, clock_, [] { return 0.5; }, {}};
    Settings settings_;
    std::function<HttpResult(const HttpRequest&)> respond_;
    testing::FakeHttp http_{[this](const HttpRequest& request) { return respond_(request); }};
    Models models_;
    Lanes lanes_{pacing()};
    FixedProvider provider_{Credentials{"AKIDEXAMPLE", Secret("s"), Secret(), std::nullopt, "test"}};
};

TEST_F(ClientPagesTest, TokensAreFollowedAndTheFirstInputStays) {
    respond_ = [](const HttpRequest& request) {
        EXPECT_NE(request.body.find("PathPrefix=%2Faudit%2F"), std::string::npos) << request.body;
        if (request.body.find("Marker=two") != std::string::npos) return users("c", "");
        return request.body.find("Marker=one") != std::string::npos ? users("b", "two") : users("a", "one");
    };
    EXPECT_EQ(listed(), std::pair(std::string("abc"), std::string("3 pages")));
}

TEST_F(ClientPagesTest, CallerMayStop) {
    respond_ = [n = 0](const HttpRequest&) mutable { return users("a", fmt::format("{}", ++n)); };
    EXPECT_EQ(listed(2), std::pair(std::string("aa"), std::string("2 pages")));
}

TEST_F(ClientPagesTest, SameTokenAgainEndsWithAnError) {
    respond_ = [](const HttpRequest&) { return users("a", "one"); };
    auto [names, end] = listed();
    EXPECT_EQ(names, "aa");
    EXPECT_NE(end.find("ListUsers"), std::string::npos) << end;
}

TEST_F(ClientPagesTest, FailureOfAPageKeepsThoseBefore) {
    respond_ = [](const HttpRequest& request) -> HttpResponse {
        if (request.body.find("Marker=one") == std::string::npos) return users("a", "one");
        return {.status = 403,
                .headers = {},
                .body = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"};
    };
    EXPECT_EQ(listed(), std::pair(std::string("a"), std::string("`iam:ListUsers eu-west-1`: AccessDenied: no")));
}

TEST_F(ClientPagesTest, OperationThatDoesNotExistIsTold) {
    Client client(
        {.environment = environment_, .settings = settings_, .http = http_, .models = models_, .lanes = lanes_, .provider = provider_});
    std::string end;
    client.pages(
        {.service = "iam", .operation = "NoSuch", .region = "eu-west-1"}, [](const Answer&) { return true; },
        [&](const std::expected<std::size_t, CallFailure>& ended) { end = ended ? "pages" : ended.error().error.message; });
    http_.run();
    EXPECT_NE(end.find("NoSuch"), std::string::npos) << end;
}

}  // namespace
}  // namespace vouch::aws
