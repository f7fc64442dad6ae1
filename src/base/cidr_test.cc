// SPDX-License-Identifier: Apache-2.0
#include "base/cidr.h"

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

using namespace std::string_view_literals;

TEST(Cidr, ReadsBlocksOfBothKinds) {
    EXPECT_EQ(parse_cidr("10.1.2.3/8"), parse_cidr("10.0.0.0/8"));
    EXPECT_NE(parse_cidr("10.0.0.0/8"), parse_cidr("10.0.0.0/16"));
    EXPECT_NE(parse_cidr("0.0.0.0/0"), parse_cidr("::/0"));
    EXPECT_TRUE(parse_cidr("::/0")->everything());
    EXPECT_EQ(parse_cidr("192.0.2.7")->prefix, 32U);
    EXPECT_EQ(parse_cidr("2001:db8::1")->prefix, 128U);
}

TEST(Cidr, RefusesWhatIsNoBlock) {
    for (const std::string_view bad :
         {"", "text", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "10.0.0.0/8x", "10.0.0.0/-0", "::/129", "fe80::1%eth0"})
        EXPECT_FALSE(parse_cidr(bad)) << bad;
    EXPECT_FALSE(parse_cidr("10.0.0.0\0/8"sv));
    EXPECT_FALSE(parse_block("10.0.0.0"));
    EXPECT_EQ(parse_block("10.0.0.0/8"), parse_cidr("10.0.0.0/8"));
}

TEST(Cidr, ContainsWhatStartsWithItsPrefix) {
    EXPECT_TRUE(parse_cidr("0.0.0.0/0")->contains(*parse_cidr("8.8.8.8/32")));
    EXPECT_TRUE(parse_cidr("10.0.0.0/8")->contains(*parse_cidr("10.200.0.0/16")));
    EXPECT_FALSE(parse_cidr("10.0.0.0/16")->contains(*parse_cidr("10.0.0.0/8")));
    EXPECT_FALSE(parse_cidr("10.0.0.0/9")->contains(*parse_cidr("10.128.0.0/9")));
    EXPECT_FALSE(parse_cidr("0.0.0.0/0")->contains(*parse_cidr("::1")));
}

TEST(Cidr, KnowsTheFirstAddressOfABlockAndIsWrittenAsItWas) {
    EXPECT_TRUE(parse_cidr("10.0.0.0/8")->starts_block());
    EXPECT_FALSE(parse_cidr("10.0.0.1/8")->starts_block());
    EXPECT_TRUE(parse_cidr("10.0.0.1/32")->starts_block());
    EXPECT_EQ(to_string(*parse_cidr("10.0.0.1/8")), "10.0.0.1/8");
    EXPECT_EQ(to_string(*parse_cidr("2001:db8:0:0::/32")), "2001:db8::/32");
}

}  // namespace
}  // namespace vouch::base
