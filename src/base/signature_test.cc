// SPDX-License-Identifier: Apache-2.0
#include "base/signature.h"

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

// RFC 8410, section 10.3, and section 10.1.
constexpr std::string_view kSecret = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
)";
constexpr std::string_view kPublic = R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
)";

TEST(Signature, OfAMessageIsThatOfItsKey) {
    const auto signature = sign(kSecret, "plan");
    ASSERT_TRUE(signature) << render(signature.error());
    EXPECT_EQ(is_signed(kPublic, "plan", *signature), true);
    EXPECT_EQ(is_signed(kPublic, "plam", *signature), false);
    EXPECT_EQ(is_signed(kPublic, "plan", "AAAA"), false);
    EXPECT_EQ(is_signed(kPublic, "plan", "no base 64!"), false);
    EXPECT_EQ(is_signed(kPublic, "plan", ""), false);
}

TEST(Signature, WantsAKeyOfItsKind) {
    EXPECT_EQ(sign(kPublic, "plan").error().code, Code::invalid_value);
    EXPECT_EQ(sign("", "plan").error().code, Code::invalid_value);
    EXPECT_EQ(is_signed(kSecret, "plan", "AAAA").error().code, Code::invalid_value);
}

}  // namespace
}  // namespace vouch::base
