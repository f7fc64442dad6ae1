// SPDX-License-Identifier: Apache-2.0
// Credentials for a token that `aws sso login` left.
#include "aws/detail/hmac.h"
#include "aws/testing/scripted.h"

namespace vouch::aws {
namespace {

using base::Code;

class SsoTest : public ScriptedWorld {
protected:
    void SetUp() override {
        config(
            "[profile a]\nsso_session = my\nsso_account_id = 111122223333\nsso_role_name = Audit\n"
            "[sso-session my]\nsso_start_url = https://my.awsapps.com/start\nsso_region = eu-west-1\n"
            "[profile old]\nsso_start_url = https://my.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = "
            "111122223333\nsso_role_name = Audit\n");
    }
    void token(const std::string& of, const std::string& expires = "2026-01-31T12:01:00Z") {
        files_.texts["/h/.aws/sso/cache/" + *detail::sha1_hex(of) + ".json"] =
            R"({"startUrl": "x", "accessToken": "sso-token", "expiresAt": ")" + expires + "\"}";
    }
    void keys() {
        answer(
            200,
            R"({"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "s", "sessionToken": "t", "expiration": 1769864400000}})");
    }
};

TEST_F(SsoTest, TokenOfTheSessionBuysCredentialsOfTheRole) {
    token("my");
    keys();
    const auto found = look(look_for_sso, "a");
    ASSERT_TRUE(found && *found) << base::render(found.error());
    EXPECT_EQ((*found)->access_key_id, "ASIASSO");
    EXPECT_EQ((*found)->expires, kNow + std::chrono::hours(1));
    EXPECT_EQ(url(0), "GET https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?role_name=Audit&account_id=111122223333");
    EXPECT_EQ(header(0, "x-amz-sso_bearer_token"), "sso-token");
}

TEST_F(SsoTest, ProfileWithoutASessionHasTheTokenOfItsAddress) {
    token("https://my.awsapps.com/start");
    keys();
    EXPECT_EQ((*look(look_for_sso, "old"))->access_key_id, "ASIASSO");
}

TEST_F(SsoTest, TokenThatIsMissingExpiredOrRefusedAsksForALogin) {
    for (int i = 0; i < 4; ++i) {
        if (i == 1) token("my", "2026-01-31T12:00:00Z");
        if (i == 2) token("my", "whenever");
        if (i == 3) token("my");
        answer(401, "");
        const auto found = look(look_for_sso, "a");
        ASSERT_FALSE(found) << i;
        EXPECT_EQ(found.error().help, "run `aws sso login --profile a`") << i;
    }
    EXPECT_EQ(requests_.size(), 1U);
}

TEST_F(SsoTest, OtherAnswersAreErrorsWithoutTheToken) {
    token("my");
    answer(403, "sso-token");
    answer(200, "sso-token");
    answer(200, R"({"roleCredentials": {"accessKeyId": "A"}})");
    answer(200, R"({"message": "sso-token"})");
    no_answer();
    for (int i = 0; i < 5; ++i) {
        const auto found = look(look_for_sso, "a");
        ASSERT_FALSE(found) << i;
        EXPECT_EQ(base::render(found.error(), true).find("sso-token"), std::string::npos) << i;
    }
}

TEST_F(SsoTest, CacheOfTheCliIsUsedWithoutAToken) {
    const std::string name = *detail::sha1_hex(R"({"accountId":"111122223333","roleName":"Audit","sessionName":"my"})");
    files_.texts["/h/.aws/cli/cache/" + name + ".json"] =
        R"({"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIACACHED", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2026-01-31T13:00:00Z"}})";
    EXPECT_EQ((*look(look_for_sso, "a"))->access_key_id, "ASIACACHED");
    EXPECT_TRUE(requests_.empty());
}

TEST_F(SsoTest, HalfAConfigurationIsAnErrorAndASessionAloneIsNone) {
    for (const char* text : {"sso_account_id = 1\n", "sso_role_name = r\n", "sso_account_id = 1\nsso_role_name = r\n",
                             "sso_account_id = 1\nsso_role_name = r\nsso_session = none\n",
                             "sso_account_id = 1\nsso_role_name = r\nsso_start_url = https://a\nsso_region = evil.com/\n"}) {
        config(std::string("[default]\n") + text);
        EXPECT_EQ(look(look_for_sso).error().code, Code::invalid_value) << text;
    }
    config("[default]\nsso_session = my\n");
    EXPECT_FALSE(*look(look_for_sso));
}

}  // namespace
}  // namespace vouch::aws
