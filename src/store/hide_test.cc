// SPDX-License-Identifier: Apache-2.0
#include "store/hide.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "model/credentials.h"

namespace vouch::store {
namespace {

constexpr std::string_view kKey = "AKIAIOSFODNN7EXAMPLE";
constexpr std::string_view kHiddenKey = "(hidden: looks like an access key of AWS)";
constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

// Hidden twice is hidden once, and what a control finds by form is found in both.
std::string hide(std::string_view text) {
    const std::string out = hide_secrets(text);
    EXPECT_EQ(hide_secrets(out), out) << text;
    EXPECT_EQ(model::credentials_in(out), model::credentials_in(text)) << text << "\n" << out;
    return out;
}

// Found by fuzzing: once the password is hidden, what is left of the URL is a user and a password.
TEST(HideSecrets, WithinOneAnotherUntilNothingChanges) {
    EXPECT_EQ(hide(R"(\ad=http://x@rn:[Password=http://x@}arn:tok@h)"), R"(\ad=http://(hidden)@rn:(hidden)@h)");
}

// What is hidden may have ended a URL, or kept the words of a key apart: what then looks like a credential was none.
TEST(HideSecrets, MakesNoCredentialThatWasNotThere) {
    EXPECT_EQ(hide("http://x@rn:[Password=a/x@}a:tok@h"), "http://(hidden)@h");
    EXPECT_EQ(hide("http://x@rn:[Password=a/x@}a:tok@h postgres://app:hunter2@db"),
              "http://(hidden)@rn:(hidden)@h postgres://app:(hidden)@db");
    EXPECT_EQ(hide("-----BEGIN password=0123456789012345678901234567890123456789 PRIVATE KEY-----\n"), "(hidden)");
}

TEST(HideSecrets, CredentialsByTheirForm) {
    EXPECT_EQ(hide("export A=AKIAIOSFODNN7EXAMPLE;"), "export A=(hidden: looks like an access key of AWS);");
    EXPECT_EQ(hide("a ghp_0123456789abcdefghijABCDEFGHIJ012345 b"), "a (hidden: looks like a token of GitHub) b");
    EXPECT_EQ(hide("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"), "(hidden: looks like a JSON web token)");
    EXPECT_EQ(hide("{\"k\": \"-----BEGIN PRIVATE KEY-----\\nMIIB\\n-----END PRIVATE KEY-----\\n\"}"),
              "{\"k\": \"(hidden: looks like a private key)\\n\"}");
    EXPECT_EQ(hide("sk_live_0123456789abcdef,xoxb-0123456789"),
              "(hidden: looks like a key of Stripe),(hidden: looks like a token of Slack)");
}

TEST(HideSecrets, WhatFollowsATokenGoesWithIt) {
    EXPECT_EQ(hide("AKIAIOSFODNN7EXAMPLE-ghp_0123456789abcdefghijABCDEFGHIJ012345"), kHiddenKey);
    EXPECT_EQ(hide("AKIAIOSFODNN7EXAMPLE-----BEGIN PRIVATE KEY-----x"),
              "(hidden: looks like an access key of AWS)(hidden: looks like a private key)");
}

TEST(HideSecrets, UsersOfUrls) {
    EXPECT_EQ(hide("postgres://app:hunter2@db.example:5432/app"), "postgres://app:(hidden)@db.example:5432/app");
    EXPECT_EQ(hide("https://ghp_0123456789abcdefghijABCDEFGHIJ012345:x@github.com/a"),
              "https://(hidden):(hidden)@(hidden: looks like a token of GitHub)github.com/a");
    EXPECT_EQ(hide("https://tok@github.com/acme/app.git"), "https://(hidden)@github.com/acme/app.git");
    EXPECT_EQ(hide("https://github.com/acme/app.git http://h/a@b postgres://app:${P}@db"),
              "https://github.com/acme/app.git http://h/a@b postgres://app:${P}@db");
    EXPECT_EQ(hide("-----BEGIN PRIVATE KEY-----\nhttps://u:p@h\n-----END PRIVATE KEY-----"),
              "(hidden: looks like a private key)(hidden: looks like a password in a URL)");
}

TEST(HideSecrets, SecretKeysBesideTheirId) {
    const std::string pair = std::string(kKey) + ":" + std::string(kSecret);
    EXPECT_EQ(hide(pair), std::string(kHiddenKey) + ":(hidden)");
    EXPECT_EQ(hide(kSecret), kSecret);
    EXPECT_EQ(hide("0123456789abcdef0123456789abcdef01234567 " + std::string(kKey)),
              "0123456789abcdef0123456789abcdef01234567 " + std::string(kHiddenKey));
}

TEST(HideSecrets, WhatPasswordsAreSaidToBe) {
    EXPECT_EQ(hide("PGPASSWORD=hunter2 psql"), "PGPASSWORD=(hidden) psql");
    EXPECT_EQ(hide("password: 'hunter2'\nuser: app"), "password: '(hidden)'\nuser: app");
    EXPECT_EQ(hide(R"j({"user": "a", "password": "h\"2", "pwd": 12, "apiKey": null})j"),
              R"j({"user": "a", "password": "(hidden)", "pwd": 0, "apiKey": null})j");
    EXPECT_EQ(hide(R"j("{\"ClientSecret\":\"x\",\"n\":1}")j"), R"j("{\"ClientSecret\":\"(hidden)\",\"n\":1}")j");
    EXPECT_EQ(hide("Server=db;Password=hunter2;Port=1"), "Server=db;Password=(hidden);Port=1");
    EXPECT_EQ(hide("jdbc:mysql://h/d?user=a&password=x&b=c"), "jdbc:mysql://h/d?user=a&password=(hidden)&b=c");
    EXPECT_EQ(hide("run --db-password hunter2 --user x --api-key=abc"), "run --db-password (hidden) --user x --api-key=(hidden)");
    EXPECT_EQ(hide("Authorization: Bearer abcdefghijklmnop.q"), "Authorization: Bearer (hidden)");
    EXPECT_EQ(hide("https://b.s3.amazonaws.com/k?X-Amz-Security-Token=IQoJb3Jp%2F&X-Amz-Signature=0123abc"),
              "https://b.s3.amazonaws.com/k?X-Amz-Security-Token=(hidden)&X-Amz-Signature=(hidden)");
    EXPECT_EQ(hide("password=/run/db-password"), "password=/(hidden)");
}

// What policies, filter patterns and names of things are made of stays.
TEST(HideSecrets, LeavesWhatOnlySpeaksOfSecrets) {
    for (const std::string_view text :
         {"", "password", "password=", "password: ${DB_PASSWORD}", "PASSWORD=$DB", "password: {{resolve:secretsmanager:db}}", "<password>",
          "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/password:x",
          R"({"Action": "iam:ChangePassword", "Condition": {"Bool": {"aws:SecureTransport": "false"}}})",
          R"({ ($.eventName = "ConsoleLogin") && ($.userIdentity.password = "x") })", "password: !Ref P",
          R"({"MinimumPasswordLength":"14"})", "token=abc", "accessKeyId = x", "BearerToken", R"("password": null)",
          "the password is changed"})
        EXPECT_EQ(hide(text), text);
}

TEST(HideValue, KeepsWhatTheRuleForNamesOfSecretsAsks) {
    const auto whole = [](std::string_view text) {
        const std::string out = hide_value(text);
        EXPECT_EQ(hide_value(out), out) << text;
        return out;
    };
    for (const std::string_view text :
         {"", " ", "true", "False", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db", "{{resolve:ssm-secure:/db/password:1}}"})
        EXPECT_EQ(whole(text), text);
    EXPECT_EQ(whole("hunter2"), "(hidden)");
    EXPECT_EQ(whole(kKey), kHiddenKey);
    EXPECT_EQ(whole("/shop/api-key"), "/(hidden)");
    EXPECT_EQ(whole("shop/Api.Key"), "/(hidden)");
    EXPECT_EQ(whole("Shop/x"), "(hidden)");
    EXPECT_EQ(whole("arn:hunter2"), "arn:(hidden)");
    EXPECT_EQ(whole("x{{resolve:secretsmanager:db}}y"), "(hidden){{resolve:secretsmanager:db}}(hidden)");
    EXPECT_EQ(whole("{{resolve:AKIAIOSFODNN7EXAMPLE}}"), kHiddenKey);
}

TEST(HideUserData, TellsWhatStoodInIt) {
    EXPECT_EQ(hide_user_data(base::to_base64("export A=AKIAIOSFODNN7EXAMPLE")), kHiddenKey);
    EXPECT_EQ(hide_user_data("#!/bin/sh\nAKIAIOSFODNN7EXAMPLE"), kHiddenKey);
    EXPECT_EQ(hide_user_data(base::to_base64("#!/bin/sh\necho hello")), "(hidden)");
    EXPECT_EQ(hide_user_data(""), "");
    for (const std::string_view text : {kHiddenKey, std::string_view("(hidden)")}) EXPECT_EQ(hide_user_data(text), text);
}

// Where time grew with the square of the length, this would take minutes.
TEST(HideSecrets, TakeTimeByTheLength) {
    constexpr std::string_view kPieces[] = {"password=",
                                            "password={",
                                            "\"password\":\"",
                                            "a",
                                            "AKIAIOSFODNN7EXAMPLE ",
                                            "://u:p@",
                                            "http://x@",
                                            "--password ",
                                            "Bearer abcdefghijklmnopq",
                                            "{{resolve:",
                                            "eyJa.",
                                            "=",
                                            "-----BEGIN PRIVATE KEY-----\"",
                                            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY,",
                                            "password=$x",
                                            "(hidden: looks like "};
    std::string all;
    for (const std::string_view piece : kPieces) {
        std::string text;
        while (text.size() < 650'000) text += piece;
        EXPECT_FALSE(hide_value(text).empty());
        EXPECT_FALSE(hide_secrets(text).empty());
        all += text;
    }
    ASSERT_GT(all.size(), 10'000'000U);
    EXPECT_FALSE(hide_secrets(all).empty());
}

}  // namespace
}  // namespace vouch::store
