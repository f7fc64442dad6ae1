// SPDX-License-Identifier: Apache-2.0
// Roles that a token of an identity provider stands for.
#include "aws/testing/scripted.h"

namespace vouch::aws {
namespace {

constexpr const char* kOperation = "AssumeRoleWithWebIdentity";
constexpr const char* kExpires = "2026-01-31T13:00:00Z";

using base::Code;

class WebIdentityTest : public ScriptedWorld {
protected:
    void SetUp() override { files_.texts["/token"] = "jwt.one\n"; }
    void variables() {
        set("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
        set("AWS_ROLE_ARN", "arn:aws:iam::1:role/pod");
        set("AWS_ROLE_SESSION_NAME", "pod");
    }
};

TEST_F(WebIdentityTest, TokenIsSentUnsigned) {
    variables();
    answer_sts("ASIAROLE", kExpires, kOperation);
    const auto found = look(look_for_web_identity);
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->access_key_id, "ASIAROLE");
    EXPECT_EQ(requests_[0].body,
              "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fpod&RoleSessionName=pod&"
              "WebIdentityToken=jwt.one");
    EXPECT_EQ(header(0, "authorization"), "");
}

TEST_F(WebIdentityTest, FileIsReadAgainForEveryRenewal) {
    variables();
    settings_ = settings();
    const auto provider = chain_provider(outside_, settings_);
    answer_sts("ASIAONE", kExpires, kOperation);
    EXPECT_EQ(provider->get()->access_key_id, "ASIAONE");
    files_.texts["/token"] = "jwt.two";
    clock_.set(kNow + std::chrono::minutes(55));
    answer_sts("ASIATWO", "2026-01-31T15:00:00Z", kOperation);
    EXPECT_EQ(provider->get()->access_key_id, "ASIATWO");
    EXPECT_NE(requests_[1].body.find("jwt.two"), std::string::npos);
}

TEST_F(WebIdentityTest, VariablesCountBeforeTheProfileAndNotAtAllWhereItIsNamed) {
    config("[profile a]\nweb_identity_token_file = /token\nrole_arn = arn:aws:iam::1:role/profile\n");
    variables();
    set("AWS_PROFILE", "a");
    answer_sts("ASIAROLE", kExpires, kOperation);
    EXPECT_EQ((*look(look_for_web_identity))->source, "role arn:aws:iam::1:role/pod");
    answer_sts("ASIAROLE", kExpires, kOperation);
    EXPECT_EQ((*look(look_for_web_identity, "a"))->source, "role arn:aws:iam::1:role/profile");
}

TEST_F(WebIdentityTest, WhatIsMissingIsAnError) {
    EXPECT_FALSE(*look(look_for_web_identity));
    set("AWS_WEB_IDENTITY_TOKEN_FILE", "/none");
    EXPECT_EQ(look(look_for_web_identity).error().code, Code::invalid_value);
    set("AWS_ROLE_ARN", "arn:aws:iam::1:role/pod");
    EXPECT_EQ(look(look_for_web_identity).error().code, Code::not_found);
    set("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
    files_.texts["/token"] = "\n";
    EXPECT_EQ(look(look_for_web_identity).error().code, Code::invalid_value);
}

TEST_F(WebIdentityTest, ProviderThatIsBusyIsAskedAgain) {
    variables();
    answer(400, "<Error><Code>IDPCommunicationError</Code></Error>");
    answer_sts("ASIAROLE", kExpires, kOperation);
    EXPECT_TRUE(look(look_for_web_identity));
    EXPECT_EQ(requests_.size(), 2U);
}

}  // namespace
}  // namespace vouch::aws
