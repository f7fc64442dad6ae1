// SPDX-License-Identifier: Apache-2.0
// The lexical pieces, one by one: what each takes, and that the position stays where it was when it does not match.
#include <gtest/gtest.h>

#include "guard/detail/cursor.h"

namespace vouch::guard::detail {
namespace {

struct Text {
    explicit Text(std::string_view text) : cursor(text, arena) {}
    base::Arena arena;
    Cursor cursor;
};

TEST(Cursor, SkipsWhiteSpaceAndComments) {
    Text text(" \t\r\n# one\n  # two # three\nx");
    EXPECT_TRUE(text.cursor.skip_space());
    EXPECT_EQ(text.cursor.rest(), "x");
    EXPECT_FALSE(text.cursor.skip_space());
}

TEST(Cursor, ACommentMayEndTheFile) {
    Text text("# last");
    text.cursor.skip_space();
    EXPECT_TRUE(text.cursor.done());
}

TEST(Cursor, AKeywordDoesNotRunOnIntoAName) {
    for (const std::string_view longer : {"whenever", "when_", "when1", "when\xC3\xA9"}) {
        Text text(longer);
        EXPECT_FALSE(text.cursor.keyword("when")) << longer;
        EXPECT_EQ(text.cursor.at(), 0U);
    }
    for (const std::string_view ended : {"when", "when ", "when{", "when.", "when-"})
        EXPECT_TRUE(Text(ended).cursor.keyword("when")) << ended;
}

struct Row {
    std::string_view text;
    std::string_view taken;
};

TEST(Cursor, ANameIsALetterThenLettersDigitsAndUnderscores) {
    constexpr Row kRows[] = {{"abc def", "abc"}, {"a1_b-c", "a1_b"}, {"A::B", "A"}, {"_a", ""}, {"1a", ""}, {"", ""}, {"a.b", "a"}};
    for (const Row& row : kRows) EXPECT_EQ(Text(row.text).cursor.name(), row.taken) << row.text;
}

TEST(Cursor, AStringEndsAtItsOwnQuoteAndABackslashKeepsIt) {
    constexpr Row kRows[] = {{R"("a" b)", "a"},
                             {R"('a"b')", "a\"b"},
                             {R"("a\"b")", "a\"b"},
                             {R"('it\'s')", "it's"},
                             {R"("a\\n")", "a\\\\n"},
                             {R"("")", ""},
                             {"\"two\nlines\"", "two\nlines"},
                             {R"("\"")", "\""}};
    for (const Row& row : kRows) {
        Text text(row.text);
        const auto taken = text.cursor.string();
        ASSERT_TRUE(taken) << row.text;
        EXPECT_EQ(*taken, row.taken);
    }
}

TEST(Cursor, AStringThatIsNotClosedIsNone) {
    for (const std::string_view open : {"\"a", "'a\\'", "\"", "a\"b\""}) {
        Text text(open);
        EXPECT_FALSE(text.cursor.string()) << open;
        EXPECT_EQ(text.cursor.at(), 0U);
    }
}

TEST(Cursor, ARegexEndsAtASlashWithoutABackslash) {
    Text text(R"(a\/b/ rest)");
    EXPECT_EQ(text.cursor.regex_body(), "a/b");
    EXPECT_EQ(text.cursor.rest(), " rest");
    EXPECT_FALSE(Text("abc").cursor.regex_body());
}

TEST(Cursor, IntegersFitSixtyFourBitsOrAreNone) {
    EXPECT_EQ(Text("-12x").cursor.integer(), -12);
    EXPECT_EQ(Text("007").cursor.integer(), 7);
    EXPECT_EQ(Text("9223372036854775807").cursor.integer(), 9223372036854775807);
    EXPECT_FALSE(Text("9223372036854775808").cursor.integer());
    EXPECT_FALSE(Text("-").cursor.integer());
    EXPECT_FALSE(Text("+1").cursor.integer());
}

TEST(Cursor, RealsHaveAFractionOrAnExponent) {
    EXPECT_EQ(Text("1.5").cursor.real(), 1.5);
    EXPECT_EQ(Text("-0.25,").cursor.real(), -0.25);
    EXPECT_EQ(Text("1e5").cursor.real(), 1e5);
    EXPECT_EQ(Text("2.5E-1").cursor.real(), 0.25);
    for (const std::string_view none : {"1", "1.", "1.x", "1e", "1e+", ".5", "1e999"}) EXPECT_FALSE(Text(none).cursor.real()) << none;
}

}  // namespace
}  // namespace vouch::guard::detail
