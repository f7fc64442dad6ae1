// SPDX-License-Identifier: Apache-2.0
#include "base/ascii.h"

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

TEST(Ascii, OnlyItsLettersChange) {
    EXPECT_EQ(to_lower("AZ@[az09-\xC3\x84"), "az@[az09-\xC3\x84");
    EXPECT_EQ(to_upper("AZ`{az09-\xC3\xA4"), "AZ`{AZ09-\xC3\xA4");
    EXPECT_EQ(to_lower('Q'), 'q');
    EXPECT_EQ(to_upper('q'), 'Q');
}

TEST(Ascii, DashesBecomeCapitals) {
    EXPECT_EQ(pascal_case("s3-versioning"), "S3Versioning");
    EXPECT_EQ(pascal_case("root--login-"), "RootLogin");
    EXPECT_EQ(pascal_case(""), "");
}

}  // namespace
}  // namespace vouch::base
