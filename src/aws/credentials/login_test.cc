// SPDX-License-Identifier: Apache-2.0
// Credentials that `aws login` left.
#include "aws/testing/scripted.h"
#include "base/digest.h"

namespace vouch::aws {
namespace {

class LoginTest : public ScriptedWorld {
protected:
    void SetUp() override { config("[default]\nlogin_session = arn:aws:iam::1:user/ada\n"); }
    std::string name() const { return *base::sha256_hex("arn:aws:iam::1:user/ada") + ".json"; }
    std::string token(const std::string& expires) const {
        return R"({"accessToken": {"accessKeyId": "ASIALOGIN", "secretAccessKey": "s", "sessionToken": "t", "accountId": "1", "expiresAt": ")" +
               expires + R"("}, "refreshToken": "login-refresh", "dpopKey": "login-key"})";
    }
};

TEST_F(LoginTest, CredentialsOfTheSessionAreReadUntilTheyExpire) {
    files_.texts["/h/.aws/login/cache/" + name()] = token("2026-01-31T12:05:00Z");
    EXPECT_EQ((*look(look_for_login))->access_key_id, "ASIALOGIN");
    files_.texts["/h/.aws/login/cache/" + name()] = token("2026-01-31T12:00:00Z");
    EXPECT_EQ(look(look_for_login).error().help, "run `aws login --profile default`");
}

TEST_F(LoginTest, FolderMayBeElsewhere) {
    set("AWS_LOGIN_CACHE_DIRECTORY", "/cache");
    files_.texts["/cache/" + name()] = token("2026-01-31T12:05:00Z");
    EXPECT_EQ((*look(look_for_login))->access_key_id, "ASIALOGIN");
}

TEST_F(LoginTest, FileThatIsMissingOrBrokenIsAnErrorWithoutItsText) {
    for (const char* text : {"", "login-key", "{\"accessToken\": \"login-key\"}", "{\"dpopKey\": \"login-key\"}"}) {
        if (*text != 0) files_.texts["/h/.aws/login/cache/" + name()] = text;
        const auto found = look(look_for_login);
        ASSERT_FALSE(found) << text;
        EXPECT_EQ(base::render(found.error(), true).find("login-key"), std::string::npos);
    }
}

TEST_F(LoginTest, ProfileWithoutASessionHasNone) {
    config("");
    EXPECT_FALSE(*look(look_for_login));
}

}  // namespace
}  // namespace vouch::aws
