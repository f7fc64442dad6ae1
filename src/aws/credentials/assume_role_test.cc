// SPDX-License-Identifier: Apache-2.0
// Profiles whose credentials are those of a role.
#include "aws/detail/hmac.h"
#include "aws/testing/scripted.h"

namespace vouch::aws {
namespace {

using base::Code;

class AssumeRoleTest : public ScriptedWorld {
protected:
    static constexpr std::string_view kBase = "[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = base-secret\n";

    // The profile `a` with these settings, and `base` with keys.
    void profile(const std::string& settings) { config("[profile a]\nregion = eu-west-1\n" + settings + std::string(kBase)); }
    base::Error failure(const std::string& name = "a") {
        auto found = find(name);
        EXPECT_FALSE(found);
        return found ? base::Error{} : found.error();
    }
};

TEST_F(AssumeRoleTest, SourceProfilesKeysSignTheCallAndEverySettingIsSent) {
    profile(
        "role_arn = arn:aws:iam::1:role/audit\nsource_profile = base\nexternal_id = ex/1\nrole_session_name = me\nduration_seconds = 900\n"
        "mfa_serial = arn:aws:iam::1:mfa/ada\n");
    answer_sts();
    const auto found = find("a");
    ASSERT_TRUE(found) << base::render(found.error());
    EXPECT_EQ(found->access_key_id, "ASIAROLE");
    EXPECT_EQ(found->secret.reveal(), "role-secret");
    EXPECT_EQ(found->session_token.reveal(), "role-token");
    EXPECT_EQ(found->expires, kNow + std::chrono::hours(1));
    EXPECT_EQ(url(0), "POST https://sts.eu-west-1.amazonaws.com/");
    EXPECT_EQ(requests_[0].body,
              "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Faudit&RoleSessionName=me&ExternalId=ex%2F1&"
              "DurationSeconds=900&SerialNumber=arn%3Aaws%3Aiam%3A%3A1%3Amfa%2Fada&TokenCode=123456");
    EXPECT_TRUE(header(0, "authorization").starts_with("AWS4-HMAC-SHA256 Credential=AKIABASE/20260131/eu-west-1/sts/aws4_request"));
    EXPECT_EQ(questions_, std::vector<std::string>{"Code of arn:aws:iam::1:mfa/ada: "});
}

TEST_F(AssumeRoleTest, CodeThatNobodyCanBeAskedForIsAnError) {
    profile("role_arn = arn:aws:iam::1:role/audit\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/ada\n");
    outside_.ask = {};
    EXPECT_EQ(failure().code, Code::invalid_value);
    EXPECT_TRUE(requests_.empty());
}

TEST_F(AssumeRoleTest, SessionIsNamedAfterTheTimeWhereNobodyNamesIt) {
    profile("role_arn = arn:aws:iam::1:role/audit\nsource_profile = base\n");
    answer_sts();
    ASSERT_TRUE(find("a"));
    EXPECT_NE(requests_[0].body.find("RoleSessionName=vouch-1769860800"), std::string::npos);
}

TEST_F(AssumeRoleTest, RolesChainThroughProfiles) {
    config(
        "[profile a]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = b\n[profile b]\nrole_arn = arn:aws:iam::2:role/b\nsource_profile "
        "= base\n" +
        std::string(kBase));
    answer_sts("ASIAB");
    answer_sts("ASIAA");
    EXPECT_EQ(find("a")->access_key_id, "ASIAA");
    ASSERT_EQ(requests_.size(), 2U);
    EXPECT_NE(header(0, "authorization").find("Credential=AKIABASE/"), std::string::npos);
    EXPECT_NE(header(1, "authorization").find("Credential=ASIAB/"), std::string::npos);
    EXPECT_EQ(header(1, "x-amz-security-token"), "role-token");
    EXPECT_EQ(url(0), "POST https://sts.amazonaws.com/");  // no region anywhere
}

TEST_F(AssumeRoleTest, ProfileMayBeItsOwnSourceWhereItHasKeys) {
    config("[profile a]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = a\naws_access_key_id = AKIAOWN\naws_secret_access_key = s\n");
    answer_sts();
    EXPECT_EQ(find("a")->access_key_id, "ASIAROLE");
    EXPECT_EQ(requests_.size(), 1U);
    EXPECT_NE(header(0, "authorization").find("Credential=AKIAOWN/"), std::string::npos);
}

TEST_F(AssumeRoleTest, CyclesAreRefusedWithTheirWay) {
    config("[profile a]\nrole_arn = r\nsource_profile = a\n");
    EXPECT_EQ(failure().code, Code::cycle);
    config(
        "[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = c\n[profile c]\nrole_arn = "
        "r\nsource_profile = b\n");
    const base::Error error = failure();
    EXPECT_EQ(error.code, Code::cycle);
    EXPECT_EQ(error.message, "profiles are each other's source: `a` -> `b` -> `c` -> `b`");
}

TEST_F(AssumeRoleTest, ChainThatNobodyMeansIsRefused) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += fmt::format("[profile p{}]\nrole_arn = r\nsource_profile = p{}\n", i, i + 1);
    config(text);
    EXPECT_EQ(failure("p0").code, Code::too_large);
}

TEST_F(AssumeRoleTest, SourceIsNamedExactlyOnce) {
    profile("role_arn = r\n");
    EXPECT_EQ(failure().code, Code::invalid_value);
    profile("role_arn = r\nsource_profile = base\ncredential_source = Environment\n");
    EXPECT_EQ(failure().code, Code::invalid_value);
    profile("role_arn = r\nsource_profile = none\n");
    EXPECT_EQ(failure().code, Code::not_found);
    config("[profile a]\nrole_arn = r\nsource_profile = empty\n[profile empty]\nregion = eu-west-1\n");
    EXPECT_EQ(failure().code, Code::not_found);
    profile("role_arn = r\nsource_profile = base\nduration_seconds = 1h\n");
    EXPECT_EQ(failure().code, Code::invalid_value);
}

TEST_F(AssumeRoleTest, CredentialSourceIsOneOfThreePlaces) {
    set("AWS_ACCESS_KEY_ID", "AKIAENV");
    set("AWS_SECRET_ACCESS_KEY", "s");
    profile("role_arn = r\ncredential_source = Environment\n");
    answer_sts();
    ASSERT_TRUE(find("a"));
    EXPECT_NE(header(0, "authorization").find("Credential=AKIAENV/"), std::string::npos);

    set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c");
    profile("role_arn = r\ncredential_source = EcsContainer\n");
    answer(200, R"({"AccessKeyId": "ASIATASK", "SecretAccessKey": "s", "Token": "t", "Expiration": "2026-01-31T13:00:00Z"})");
    answer_sts();
    ASSERT_TRUE(find("a"));
    EXPECT_NE(header(2, "authorization").find("Credential=ASIATASK/"), std::string::npos);

    profile("role_arn = r\ncredential_source = Ec2InstanceMetadata\n");
    set("AWS_EC2_METADATA_DISABLED", "true");
    EXPECT_EQ(failure().code, Code::not_found);
    profile("role_arn = r\ncredential_source = Elsewhere\n");
    EXPECT_EQ(failure().code, Code::invalid_value);
}

TEST_F(AssumeRoleTest, CredentialSourceInTheCredentialsFileDoesNotCount) {
    credentials_file("[a]\nrole_arn = r\ncredential_source = Environment\n");
    EXPECT_EQ(failure().code, Code::invalid_value);
}

TEST_F(AssumeRoleTest, CacheOfTheCliIsUsedWhileItLasts) {
    profile("role_arn = arn:aws:iam::1:role/audit\nsource_profile = base\nexternal_id = e\n");
    const std::string name = *detail::sha1_hex(R"({"ExternalId": "e", "RoleArn": "arn:aws:iam::1:role/audit"})");
    const auto cache = [&](const char* expires) {
        files_.texts["/h/.aws/cli/cache/" + name + ".json"] =
            std::string(R"({"Credentials": {"AccessKeyId": "ASIACACHED", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": ")") +
            expires + R"("}})";
    };
    cache("2026-01-31T12:16:00UTC");
    EXPECT_EQ(find("a")->access_key_id, "ASIACACHED");
    cache("2026-01-31T12:14:00UTC");
    answer_sts();
    EXPECT_EQ(find("a")->access_key_id, "ASIAROLE");
    files_.texts["/h/.aws/cli/cache/" + name + ".json"] = "{";
    answer_sts();
    EXPECT_EQ(find("a")->access_key_id, "ASIAROLE");
}

}  // namespace
}  // namespace vouch::aws
