// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

struct Row {
    std::string_view text;
    std::string_view shown;
};

TEST(Escape, ControlAndBidirectionalCharactersAreSpelledOut) {
    using namespace std::string_view_literals;
    const Row rows[] = {
        {"plain text, 100 %", "plain text, 100 %"},
        {"\x1b[2J", "\\u{1b}[2J"},
        {"a\nb\tc\r", "a\\u{a}b\\u{9}c\\u{d}"},
        {"\0"sv, "\\u{0}"},
        {"\x7f", "\\u{7f}"},
        {"\xc2\x9b"
         "31m",
         "\\u{9b}31m"},
        {"\xe2\x80\xae", "\\u{202e}"},
        {"\xe2\x81\xa6", "\\u{2066}"},
        {"\xe2\x80\x8b", "\\u{200b}"},
        {"\xef\xbb\xbf", "\\u{feff}"},
        {"\xf3\xa0\x81\x81", "\\u{e0041}"},
        {"caf\xc3\xa9 \xe6\x97\xa5 \xf0\x9f\x98\x80", "caf\xc3\xa9 \xe6\x97\xa5 \xf0\x9f\x98\x80"},
        {"back\\slash", "back\\slash"},
        {"\xef\xbf\xbe", "\\u{fffe}"},
        {"##[error]x [y] #[z]", "##\\u{5b}error]x [y] #[z]"},
    };
    for (const Row& row : rows) EXPECT_EQ(escape(row.text), row.shown);
}

TEST(Escape, BytesThatAreNoUtf8AreSpelledOut) {
    const Row rows[] = {{"\xff", "\\x{ff}"},
                        {"\xc3", "\\x{c3}"},
                        {"\xc0\x80", "\\x{c0}\\x{80}"},
                        {"\xed\xa0\x80", "\\x{ed}\\x{a0}\\x{80}"},
                        {"\xf4\x90\x80\x80", "\\x{f4}\\x{90}\\x{80}\\x{80}"}};
    for (const Row& row : rows) EXPECT_EQ(escape(row.text), row.shown);
}

TEST(Escape, KeptNewlinesStayAndReturnsDoNot) { EXPECT_EQ(escape("a\n\tb\r\n", Newlines::keep), "a\n\tb\\u{d}\n"); }

TEST(Excerpt, LongTextIsCutAtACharacter) { EXPECT_EQ(excerpt("\xc3\xa9\xc3\xa9\xc3\xa9", 2), "\xc3\xa9\xc3\xa9..."); }

TEST(Excerpt, TextOfExactlyTheLengthIsNotCut) { EXPECT_EQ(excerpt("abc", 3), "abc"); }

}  // namespace
}  // namespace vouch::base
