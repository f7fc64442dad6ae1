// SPDX-License-Identifier: Apache-2.0
// Credentials by their form, and the analyser that looks for them.
#include <gtest/gtest.h>

#include "facts/secret/scan.h"
#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

using Kinds = std::vector<std::string_view>;

TEST(CredentialsIn, AreKnownByTheirForm) {
    EXPECT_EQ(credentials_in("export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n"), Kinds{"an access key of AWS"});
    EXPECT_EQ(credentials_in("-----BEGIN RSA PRIVATE KEY-----\nMII"), Kinds{"a private key"});
    EXPECT_EQ(credentials_in("ghp_0123456789abcdefghijABCDEFGHIJ012345"), Kinds{"a token of GitHub"});
    EXPECT_EQ(credentials_in("postgres://app:hunter2@db.example:5432/app"), Kinds{"a password in a URL"});
    EXPECT_EQ(credentials_in("redis://:hunter2@cache"), Kinds{"a password in a URL"});
    EXPECT_EQ(credentials_in("see https://example.org and https://x:y@example.org AKIAIOSFODNN7EXAMPLE"),
              (Kinds{"an access key of AWS", "a password in a URL"}));
}

TEST(CredentialsIn, AreNotWhatOnlyLooksAlike) {
    for (const std::string_view text :
         {"", "AKIA", "AKIAIOSFODNN7EXAMPLE2", "XAKIAIOSFODNN7EXAMPLE", "AKIAiosfodnn7example", "ghp_short", "-----BEGIN CERTIFICATE-----",
          "-----BEGIN PUBLIC KEY-----", "https://example.org:8443/a@b", "https://user@example.org", "postgres://app:${PASSWORD}@db",
          "postgres://app:<password>@db", "mailto:a@b", "postgres://app:@db", "://", "https://a/b:c@d"})
        EXPECT_TRUE(credentials_in(text).empty()) << text;
}

TEST(Secret, InClearTextNamesTheVariableAndNotTheSecret) {
    EstateBuilder builder;
    builder.stack("App", R"({"Resources": {
        "Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [
            {"Environment": [{"Name": "DATABASE_URL", "Value": "postgres://app:hunter2@db"}, {"Name": "STAGE", "Value": "prod"}]}]}},
        "Clean": {"Type": "AWS::Lambda::Function", "Properties": {"Environment": {"Variables": {"TABLE": {"Fn::Unknown": "why"}}}}},
        "Host": {"Type": "AWS::EC2::Instance", "Properties": {"UserData": "QUtJQUlPU0ZPRE5ON0VYQU1QTEU="}},
        "Parts": {"Type": "AWS::EC2::Instance", "Properties": {"UserData": {"Fn::Join": ["", ["AKIAIOSFODNN7EXAMPLE ", {"Ref": "Host"}]]}}},
        "Bare": {"Type": "AWS::EC2::Instance"}}})");
    const Estate estate(builder.inventory());
    const auto fact = [&](const std::string& id) {
        return fact_of(estate, EstateBuilder::node(estate, "App", id), "Secret", "InClearText");
    };
    EXPECT_EQ(fact("Task"), R"json(["a password in a URL stands in `DATABASE_URL` (hidden)"])json");
    EXPECT_EQ(fact("Clean"), "[]");
    EXPECT_EQ(fact("Host"), R"json(["an access key of AWS stands in `UserData` (hidden)"])json");
    EXPECT_EQ(fact("Parts"), R"json(["an access key of AWS stands in `UserData` (hidden)"])json");
    EXPECT_EQ(fact("Bare"), "[]");
}

}  // namespace
}  // namespace vouch::facts
