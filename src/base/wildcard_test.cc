// SPDX-License-Identifier: Apache-2.0
#include "base/wildcard.h"

#include <string>

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

TEST(Wildcard, StarIsAnyTextAndQuestionMarkOneCharacter) {
    EXPECT_TRUE(matches_wildcard("*", ""));
    EXPECT_TRUE(matches_wildcard("arn:aws:s3:::*", "arn:aws:s3:::logs/a"));
    EXPECT_TRUE(matches_wildcard("a?c*e", "abcdde"));
    EXPECT_TRUE(matches_wildcard("*a*b*", "xxaxxbxx"));
    EXPECT_FALSE(matches_wildcard("a?c", "ac"));
    EXPECT_FALSE(matches_wildcard("", "a"));
}

TEST(Wildcard, BackslashIsItselfUnlessEscapesAreAsked) {
    EXPECT_TRUE(matches_wildcard("a\\*", "a\\bc"));
    EXPECT_FALSE(matches_wildcard("a\\*", "a*"));
    EXPECT_TRUE(matches_wildcard("a\\*", "a*", Wildcards::star_and_escape));
    EXPECT_FALSE(matches_wildcard("a\\*", "abc", Wildcards::star_and_escape));
    EXPECT_TRUE(matches_wildcard("*\\\\*", "x\\y", Wildcards::star_and_escape));
    EXPECT_TRUE(matches_wildcard("a\\", "a\\", Wildcards::star_and_escape));
    EXPECT_FALSE(matches_wildcard("a?", "ab", Wildcards::star_and_escape));
    EXPECT_TRUE(matches_wildcard("a?", "a?", Wildcards::star_and_escape));
}

TEST(Wildcard, ManyStarsInLongTextEnd) { EXPECT_FALSE(matches_wildcard("*a*a*a*a*a*a*a*a*b", std::string(10'000, 'a'))); }

}  // namespace
}  // namespace vouch::base
