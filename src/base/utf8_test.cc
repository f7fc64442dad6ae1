// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

TEST(Utf8, SequencesOfEveryLengthAreRead) {
    EXPECT_EQ(first_code_point("ab").number, U'a');
    EXPECT_EQ(first_code_point("\xC3\xA4x").number, U'\u00E4');
    EXPECT_EQ(first_code_point("\xE2\x82\xAC").number, U'\u20AC');
    EXPECT_EQ(first_code_point("\xF0\x9F\x98\x80").number, U'\U0001F600');
    EXPECT_EQ(first_code_point("\xF0\x9F\x98\x80").length, 4U);
}

TEST(Utf8, WhatIsNoSequenceHasNoLength) {
    for (const std::string_view text : {"\x80", "\xC3", "\xC3x", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF"})
        EXPECT_EQ(first_code_point(text).length, 0U) << ::testing::PrintToString(text);
}

TEST(ValidUtf8, ReplacesWhatIsNone) {
    EXPECT_EQ(valid_utf8("ä\xFF"
                         "b\xC3"),
              "ä\xEF\xBF\xBD"
              "b\xEF\xBF\xBD");
    EXPECT_EQ(valid_utf8(""), "");
}

TEST(ValidUtf8, WhereverItStands) {
    for (std::size_t length = 0; length < 40; ++length)
        for (std::size_t at = 0; at <= length; ++at) {
            std::string text(length, 'a'), wanted = text;
            EXPECT_EQ(valid_utf8(text), wanted);
            EXPECT_EQ(valid_utf8(text.insert(at, "\xFF")), wanted.insert(at, "\xEF\xBF\xBD")) << length << ' ' << at;
            EXPECT_EQ(valid_utf8(wanted), wanted);
        }
}

}  // namespace
}  // namespace vouch::base
