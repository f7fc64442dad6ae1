// SPDX-License-Identifier: Apache-2.0
// What is secret stays so.
#include "aws/credentials/credentials.h"

#include <sstream>

#include <gtest/gtest.h>

#include "aws/detail/hmac.h"

namespace vouch::aws {
namespace {

TEST(Secret, FormattingAndStreamsHideIt) {
    const Secret secret("wJalrXUtnFEMI");
    std::ostringstream stream;
    stream << secret;
    EXPECT_EQ(stream.str(), "(hidden)");
    EXPECT_EQ(fmt::format("{} {:>10}", secret, secret), "(hidden)   (hidden)");
    EXPECT_EQ(::testing::PrintToString(secret), "(hidden)");
}

TEST(Secret, MovedFromSecretIsEmpty) {
    Secret from("short");
    Secret to(std::move(from));
    EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): that is the point
    EXPECT_EQ(to.reveal(), "short");
    from = std::move(to);
    EXPECT_EQ(from.reveal(), "short");
}

TEST(Describe, ShowsTheEndsOfTheKeyIdOnly) {
    EXPECT_EQ(describe({"AKIAIOSFODNN7EXAMPLE", Secret("s"), {}, {}, "environment"}), "AKIA...MPLE from environment");
    EXPECT_EQ(describe({"short", Secret("s"), {}, {}, "environment"}), "a key from environment");
}

TEST(Hmac, AgreesWithThePublishedVector) {
    // RFC 4231, test case 2.
    EXPECT_EQ(detail::hex(*detail::hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Sha1, AgreesWithThePublishedVector) { EXPECT_EQ(*detail::sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d"); }

}  // namespace
}  // namespace vouch::aws
