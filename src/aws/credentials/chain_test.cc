// SPDX-License-Identifier: Apache-2.0
// The order of the chain: everything is configured at once, and one place after the other is taken away.
#include "aws/credentials/source.h"
#include "aws/testing/scripted.h"
#include "base/digest.h"

namespace vouch::aws {
namespace {

class ChainTest : public ScriptedWorld {
protected:
    std::string source(std::optional<std::string> profile = std::nullopt) {
        requests_.clear();
        const auto found = find(std::move(profile));
        return found ? found->source : base::render(found.error());
    }
};

TEST_F(ChainTest, HasThePlacesOfBotocoreInItsOrder) {
    std::string names;
    for (const CredentialPlace& place : chain()) names += std::string(place.name) + " ";
    EXPECT_EQ(names,
              "env assume-role assume-role-with-web-identity sso shared-credentials-file login custom-process config-file "
              "ec2-credentials-file boto-config container-role iam-role ");
}

TEST_F(ChainTest, EveryPlaceCountsBeforeTheNext) {
    const std::string role = "role_arn = arn:aws:iam::111122223333:role/audit\n";
    const std::string sso = "sso_account_id = 1\nsso_role_name = r\nsso_start_url = https://a\nsso_region = eu-west-1\n";
    const std::string keys = "aws_access_key_id = AKIACONFIG\naws_secret_access_key = s\n";
    const std::string process = "credential_process = /bin/keys\n";
    const std::string session = "login_session = arn:aws:iam::1:user/a\n";
    set("AWS_ACCESS_KEY_ID", "AKIAENV");
    set("AWS_SECRET_ACCESS_KEY", "s");
    set("AWS_CREDENTIAL_FILE", "/ec2");
    set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/c");
    files_.texts["/token"] = "web-token";
    files_.texts["/ec2"] = "AWSAccessKeyId=AKIAEC2\nAWSSecretKey=s\n";
    files_.texts["/h/.boto"] = "[Credentials]\naws_access_key_id = AKIABOTO\naws_secret_access_key = s\n";
    files_.texts["/h/.aws/login/cache/" + *base::sha256_hex("arn:aws:iam::1:user/a") + ".json"] =
        R"({"accessToken": {"accessKeyId": "ASIA", "secretAccessKey": "s", "sessionToken": "t", "expiresAt": "2026-01-31T12:10:00Z"}})";
    output_ = R"({"Version": 1, "AccessKeyId": "ASIAPROC", "SecretAccessKey": "s"})";
    const std::string web = "web_identity_token_file = /token\n";
    const std::string source_profile = "source_profile = base\n";
    const std::string all = sso + session + process + keys;
    const std::string base_profile = "[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n";
    config("[default]\n" + role + source_profile + all + base_profile);
    credentials_file("[default]\naws_access_key_id = AKIASHARED\naws_secret_access_key = s\n");

    EXPECT_EQ(source(), "variables of the environment");
    set("AWS_ACCESS_KEY_ID", "");
    answer_sts();
    EXPECT_EQ(source(), "role arn:aws:iam::111122223333:role/audit");
    EXPECT_NE(requests_.at(0).body.find("Action=AssumeRole&"), std::string::npos);
    config("[default]\n" + role + web + all);
    answer_sts("ASIAROLE", "2026-01-31T13:00:00Z", "AssumeRoleWithWebIdentity");
    EXPECT_EQ(source(), "role arn:aws:iam::111122223333:role/audit");
    EXPECT_NE(requests_.at(0).body.find("Action=AssumeRoleWithWebIdentity&"), std::string::npos);
    config("[default]\n" + all);
    EXPECT_NE(source().find("single sign-on"), std::string::npos);
    config("[default]\n" + session + process + keys);
    EXPECT_EQ(source(), "profile `default` of the credentials file");
    credentials_file("");
    EXPECT_EQ(source(), "aws login");
    config("[default]\n" + process + keys);
    EXPECT_EQ(source(), "credential_process of profile `default`");
    config("[default]\n" + keys);
    EXPECT_EQ(source(), "profile `default` of the config file");
    config("");
    EXPECT_EQ(source(), "the file that AWS_CREDENTIAL_FILE names");
    set("AWS_CREDENTIAL_FILE", "");
    EXPECT_EQ(source(), "`~/.boto`");
    files_.texts.erase("/h/.boto");
    answer(200, R"({"AccessKeyId": "ASIATASK", "SecretAccessKey": "s", "Token": "t", "Expiration": "2026-01-31T13:00:00Z"})");
    EXPECT_EQ(source(), "the container at 169.254.170.2");
    set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "");
    answer(200, "token");
    answer(200, "web-server");
    answer(200,
           R"({"Code": "Success", "AccessKeyId": "ASIAEC2", "SecretAccessKey": "s", "Token": "t", "Expiration": "2026-01-31T18:00:00Z"})");
    EXPECT_EQ(source(), "the instance's role web-server");
    EXPECT_NE(source().find("no credentials for AWS were found"), std::string::npos);
}

TEST_F(ChainTest, ProfileThatTheCallerNamesCountsBeforeVariablesAndOneInAVariableDoesNot) {
    set("AWS_ACCESS_KEY_ID", "AKIAENV");
    set("AWS_SECRET_ACCESS_KEY", "s");
    credentials_file("[a]\naws_access_key_id = AKIAA\naws_secret_access_key = s\n");
    set("AWS_PROFILE", "a");
    EXPECT_EQ(source(), "variables of the environment");
    EXPECT_EQ(source("a"), "profile `a` of the credentials file");
}

TEST_F(ChainTest, PlaceThatIsConfiguredAndDoesNotWorkEndsTheChain) {
    config("[default]\nsso_account_id = 1\nsso_role_name = r\nsso_start_url = https://a\nsso_region = eu-west-1\n");
    credentials_file("[default]\naws_access_key_id = AKIASHARED\naws_secret_access_key = s\n");
    const auto found = find();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().context.back(), "credentials from sso");
    EXPECT_EQ(found.error().help, "run `aws sso login --profile default`");
}

TEST_F(ChainTest, ProviderAsksAgainOnlyWhenCredentialsEnd) {
    set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/c");
    settings_ = settings();
    const auto provider = chain_provider(outside_, settings_);
    answer(200, R"({"AccessKeyId": "ASIAONE", "SecretAccessKey": "s", "Token": "t", "Expiration": "2026-01-31T13:00:00Z"})");
    EXPECT_EQ(provider->get()->access_key_id, "ASIAONE");
    EXPECT_EQ(provider->get()->access_key_id, "ASIAONE");
    EXPECT_EQ(requests_.size(), 1U);
    clock_.set(kNow + std::chrono::minutes(50));
    answer(200, R"({"AccessKeyId": "ASIATWO", "SecretAccessKey": "s", "Token": "t", "Expiration": "2026-01-31T19:00:00Z"})");
    EXPECT_EQ(provider->get()->access_key_id, "ASIATWO");
}

}  // namespace
}  // namespace vouch::aws
