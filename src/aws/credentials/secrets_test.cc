// SPDX-License-Identifier: Apache-2.0
// Every secret of every place, in worlds where something else is wrong: none of them appears in what is said about it.
#include <functional>

#include "aws/credentials/sts.h"
#include "aws/detail/hmac.h"
#include "aws/sign.h"
#include "aws/testing/scripted.h"
#include "base/digest.h"

namespace vouch::aws {
namespace {

class SecretsTest : public ScriptedWorld {
protected:
    // All that is said when credentials are looked for and used. The session token is sent as AWS wants it, nothing else that is secret.
    std::string said() {
        std::string text;
        settings_ = Settings{};
        auto read = read_settings(environment_);
        if (!read) return base::render(read.error(), true);
        settings_ = *read;
        for (const std::string& warning : settings_.warnings) text += warning + "\n";
        const auto found = find_credentials(search());
        if (!found) return text + base::render(found.error(), true);
        text += describe(*found) + fmt::format(" {} {} ", found->secret, found->session_token) + ::testing::PrintToString(found->secret);
        HttpRequest request{.host = "iam.amazonaws.com"};
        const auto done = sign(request, *found, {"us-east-1", "iam", kNow});
        return text + (done ? *find_header(request.headers, "authorization") : base::render(done.error(), true));
    }
    void expect_nothing_secret(const char* world) {
        const std::string text = said();
        EXPECT_EQ(text.find("canary"), std::string::npos) << world << ": " << text;
        EXPECT_FALSE(text.empty()) << world;
    }
};

TEST_F(SecretsTest, BrokenFilesAreNotQuoted) {
    for (const char* text : {"[default]\naws_secret_access_key canary\n", "canary\n",
                             "[default]\naws_secret_access_key = canary\naws_secret_access_key = canary\n",
                             "[default]\naws_access_key_id = \naws_secret_access_key = canary\n",
                             "[default]\naws_access_key_id = AKIA\naws_session_token = canary\n"}) {
        credentials_file(text);
        expect_nothing_secret(text);
    }
}

TEST_F(SecretsTest, KeysThatCannotBeUsedAreNotQuoted) {
    set("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
    set("AWS_SECRET_ACCESS_KEY", "canary");
    expect_nothing_secret("variables");
    set("AWS_SESSION_TOKEN", "canary\r\n");
    expect_nothing_secret("a token with a line end");
    set("AWS_CREDENTIAL_EXPIRATION", "canary");
    expect_nothing_secret("a time that is none");
}

TEST_F(SecretsTest, SettingsThatAreWrongHideThePasswordInThem) {
    set("AWS_ENDPOINT_URL", "http://user:canary@example.com");
    config("[default]\nrole_arn = arn:aws:iam::1:role/a\ncredential_source = Environment\n");
    set("AWS_ACCESS_KEY_ID", "");
    expect_nothing_secret("no key");
    config(
        "[default]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = b\n[profile b]\naws_access_key_id = AKIA\naws_secret_access_key = "
        "canary\n");
    expect_nothing_secret("an endpoint with a password");
    set("HTTPS_PROXY", "http://user:canary@proxy");
    set("AWS_ENDPOINT_URL", "");
    expect_nothing_secret("nobody answers, behind a proxy");
}

TEST_F(SecretsTest, AnswersOfServicesAreNotQuoted) {
    config(
        "[default]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = b\n[profile b]\naws_access_key_id = AKIA\naws_secret_access_key = "
        "canary\n");
    answer(200, "<SecretAccessKey>canary</SecretAccessKey>");
    expect_nothing_secret("half an answer of STS");
    answer_sts();
    expect_nothing_secret("a role");
    config("");
    set("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
    set("AWS_ROLE_ARN", "arn:aws:iam::1:role/a");
    files_.texts["/token"] = "canary";
    answer(400, "<Error><Code>InvalidIdentityToken</Code><Message>no</Message></Error>");
    expect_nothing_secret("a token of an identity provider");
    set("AWS_WEB_IDENTITY_TOKEN_FILE", "");
    set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c");
    set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "canary");
    for (int i = 0; i < 3; ++i) answer(500, "canary");
    expect_nothing_secret("a container that fails");
    answer(200, "{\"SecretAccessKey\": \"canary\", \"SecretAccessKey\": \"canary\"}");
    expect_nothing_secret("a container with a key twice");
    answer(200, "canary");
    expect_nothing_secret("a container that answers anything");
}

TEST_F(SecretsTest, CachesAndTokensAreNotQuoted) {
    config("[default]\nlogin_session = a\n");
    files_.texts["/h/.aws/login/cache/" + *base::sha256_hex("a") + ".json"] =
        R"({"accessToken": {"secretAccessKey": "canary"}, "refreshToken": "canary"})";
    expect_nothing_secret("half a login");
    config("[default]\nsso_account_id = 1\nsso_role_name = r\nsso_start_url = https://a\nsso_region = eu-west-1\n");
    files_.texts["/h/.aws/sso/cache/" + *detail::sha1_hex("https://a") + ".json"] =
        R"({"accessToken": "canary", "expiresAt": "2026-01-31T13:00:00Z"})";
    answer(200, R"({"roleCredentials": {"secretAccessKey": "canary"}})");
    expect_nothing_secret("half an answer of single sign-on");
    config("[default]\ncredential_process = keys 'canary\n");
    expect_nothing_secret("a command line that is not closed");
    config("[default]\ncredential_process = keys --password canary\n");
    output_ = "canary";
    expect_nothing_secret("a program that prints anything");
}

}  // namespace
}  // namespace vouch::aws
