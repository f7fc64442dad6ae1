// SPDX-License-Identifier: Apache-2.0
#include "model/credentials.h"

#include <gtest/gtest.h>

namespace vouch::model {
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

TEST(CredentialsIn, AreWebTokensWithTwoObjects) {
    EXPECT_EQ(credentials_in("token: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl;"), Kinds{"a JSON web token"});
    EXPECT_EQ(credentials_in("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."), Kinds{"a JSON web token"});
    for (const std::string_view text : {"eyJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJIUzI1NiJ9.x.y", "eyJa.eyJb", "keyJa.eyJb.c"})
        EXPECT_TRUE(credentials_in(text).empty()) << text;
}

TEST(CredentialsIn, CountWhatWasHidden) {
    EXPECT_EQ(credentials_in("x (hidden: looks like a private key)(hidden: looks like an access key of AWS)"),
              (Kinds{"an access key of AWS", "a private key"}));
    for (const std::string_view kind : {"an access key of AWS", "a token of GitHub", "a JSON web token", "a password in a URL"})
        EXPECT_EQ(credentials_in(hidden_as(kind)), Kinds{kind});
    for (const std::string_view text : {"(hidden)", "(hidden: looks like a)", "(hidden: looks like a private key", "(hidden: looks like )"})
        EXPECT_TRUE(credentials_in(text).empty()) << text;
}

std::string found(std::string_view text) {
    std::string out;
    for (const Credential& each : find_credentials(text))
        out.append(out.empty() ? "" : "|").append(text.substr(each.begin, each.end - each.begin));
    return out;
}

TEST(FindCredentials, TellsWhereEachStands) {
    EXPECT_EQ(found("a AKIAIOSFODNN7EXAMPLE b ASIAIOSFODNN7EXAMPLE"), "AKIAIOSFODNN7EXAMPLE|ASIAIOSFODNN7EXAMPLE");
    EXPECT_EQ(found("see https://app:hunter2@db/x"), "app:hunter2");
    EXPECT_EQ(found("k=-----BEGIN EC PRIVATE KEY-----\nMII\n-----END EC PRIVATE KEY-----\nrest"),
              "-----BEGIN EC PRIVATE KEY-----\nMII\n-----END EC PRIVATE KEY-----");
    EXPECT_EQ(found("{\"k\": \"-----BEGIN PRIVATE KEY-----MII\", \"x\": 1}"), "-----BEGIN PRIVATE KEY-----MII");
}

// Where time grew with the square of the length, this would take minutes.
TEST(FindCredentials, TakesTimeByTheLength) {
    for (const std::string_view piece :
         {"-----BEGIN PRIVATE KEY-----\"", "://a:b", "eyJa.", "AKIA", "x:y@", "-----END ", "(hidden: looks like ", "ghp_ "}) {
        std::string text;
        while (text.size() < 10'000'000) text += piece;
        credentials_in(text);
    }
}

}  // namespace
}  // namespace vouch::model
