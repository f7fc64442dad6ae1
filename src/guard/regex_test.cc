// SPDX-License-Identifier: Apache-2.0
// Matching, the limits that end catastrophic patterns, and extraction.
#include "guard/regex.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

namespace vouch::guard {
namespace {

RegexMatch search(std::string_view pattern, std::string_view text) {
    const auto regex = Regex::compile(pattern);
    EXPECT_TRUE(regex) << pattern;
    return regex ? (*regex)->search(text) : RegexMatch::too_expensive;
}

struct SearchCase {
    std::string_view pattern;
    std::string_view text;
    bool found;
};

TEST(Regex, FindsThePatternAnywhereUnlessItIsAnchored) {
    constexpr SearchCase kRows[] = {
        {"b", "abc", true},
        {"^b", "abc", false},
        {"^a", "abc", true},
        {"c$", "abc", true},
        {"b$", "abc", false},
        {"^abc$", "abc", true},
        {"^abc$", "abcd", false},
        {"", "", true},
        {"^$", "", true},
        {"^$", "a", false},
        {"a.c", "abc", true},
        {"a\\.c", "abc", false},
        {"(?i)ABC", "abc", true},
        {"a(?!b)", "ab", false},
        {"a(?!b)", "ac", true},
        {"(?<=a)b", "ab", true},
        {"(?<!a)b", "ab", false},
        {"(a)\\1", "aa", true},
        {"(a)\\1", "ab", false},
        {"\\d{3}", "x123", true},
        {"^.$", "\xC3\xA9", true},
        {"\xC3\xA9", "\xC3\xA9", true},
        {"\\w", "\xC3\xA9", true},
        {"a$", "a\n", false},
        {"^a.b$", "a\nb", false},
        {"[[:alpha:]]", "1", false},
        {"a|b", "b", true},
        {"#", "a#b", true},
        {"^^a", "a", true},
        {"^ab*c", "ac", true},
        {"^ab?$", "a", true},
        {"^ab{0,1}$", "a", true},
        {"^ab+$", "a", false},
        {"^ab+$", "abb", true},
        {"^a\\E*b", "b", true},
        {"^a(?#x)?b", "b", true},
        {"^a|b.", "bc", true},
        {"^\\*+(:\\*)?$", "**:*", true},
        {"^\\*+(:\\*)?$", "a*", false},
        {"^(?i)ab.", "ABc", true},
        {"^a[bc]$", "ab", true},
        {"^a.$", "b", false},
        {"^\xC3\xA9*a", "a", true},
    };
    for (const SearchCase& row : kRows)
        EXPECT_EQ(search(row.pattern, row.text), row.found ? RegexMatch::yes : RegexMatch::no) << row.pattern << " in " << row.text;
}

TEST(Regex, GivesTheSameAnswerBeforeAndAfterItIsCompiledToMachineCode) {
    const auto regex = Regex::compile("^a+(b|c)[0-9]$");
    ASSERT_TRUE(regex);
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ((*regex)->search("aaab7"), RegexMatch::yes);
        EXPECT_EQ((*regex)->search("aaad7"), RegexMatch::no);
    }
}

TEST(Regex, RefusesWhatDoesNotCompileWithTheReason) {
    for (const std::string_view pattern : {"(", "[a", "a{2,1}", "(?P<n>a)(?P<n>b)", "*a", "\\C"}) {
        const auto regex = Regex::compile(pattern);
        ASSERT_FALSE(regex) << pattern;
        EXPECT_EQ(regex.error().code, base::Code::regex);
        EXPECT_NE(regex.error().message.find("does not compile"), std::string::npos);
    }
}

// Patterns that take exponential or high polynomial time in a backtracking matcher.
constexpr std::string_view kCatastrophic[] = {
    "^(a+)+$",
    "^(a*)*$",
    "^(a|a)*$",
    "^(a|aa)+$",
    "^([a-z]+)*$",
    "^(.*)*$",
    "^(a+b?)+$",
    "^((a+)+)+$",
    "^(a?){40}a{40}$",
    "^(\\w+\\s?)*$",
    "(x+x+)+y",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "^(a+)*b$",
    "(a*)*(a*)*(a*)*b",
    "^(?:a+){10,}$",
    "(.*a){20}b",
    "^(\\d+)*[a-z]$",
    "(?=(a+))a*b\\1",
    "^([^0-9]+|x+)*[0-9]$",
    "(a|b|ab)*c$",
};

TEST(Regex, EveryCatastrophicPatternEndsQuickly) {
    const std::string text = std::string(60, 'a') + "!";
    for (const std::string_view pattern : kCatastrophic) {
        const auto begin = std::chrono::steady_clock::now();
        const auto regex = Regex::compile(pattern);
        ASSERT_TRUE(regex) << pattern;
        (*regex)->search(text);
        for (int i = 0; i < 40; ++i) (*regex)->search("a");  // brings in the JIT
        (*regex)->search(text);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        EXPECT_LT(took.count(), 5) << pattern;  // without limits some of these take years
    }
}

TEST(Regex, AHopelessSearchIsAnErrorAndNotANo) { EXPECT_EQ(search("^(a+)+$", std::string(60, 'a') + "!"), RegexMatch::too_expensive); }

struct Extraction {
    std::string_view pattern;
    std::string_view text;
    std::string_view replacement;
    std::string_view result;
};

TEST(Regex, ExtractReplacesEachMatchAndDropsWhatStandsBetween) {
    constexpr Extraction kRows[] = {
        {"^arn:(\\w+):(\\w+)", "arn:aws:s3:::x", "${2}/$1", "s3/aws"},
        {"a", "banana", "o", "ooo"},
        {"z", "banana", "o", ""},
        {"(?P<x>b)", "abc", "<$x>", "<b>"},
        {"b", "abc", "$$", "$"},
        {"b", "abc", "$", "$"},
        {"(a)|(b)", "ab", "[$2]", "[][b]"},
        {"b", "abc", "$9", ""},
        {"x*", "ab", "-", "---"},
    };
    for (const Extraction& row : kRows) {
        const auto regex = Regex::compile(row.pattern);
        ASSERT_TRUE(regex);
        const auto result = (*regex)->extract(row.text, row.replacement);
        ASSERT_TRUE(result);
        EXPECT_EQ(*result, row.result) << row.pattern;
    }
}

TEST(Regex, ExtractEndsAHopelessSearchInAnError) {
    const auto regex = Regex::compile("^(a+)+$");
    ASSERT_TRUE(regex);
    const auto result = (*regex)->extract(std::string(60, 'a') + "!", "x");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, base::Code::regex);
}

TEST(AlwaysHas, LettersThatEveryMatchHas) {
    constexpr SearchCase kRows[] = {
        {":iam::aws:policy\\/(AdministratorAccess|PowerUserAccess)$", "::aws:", true},
        {":iam::aws:policy\\/(.+\\/)?\\w+FullAccess(_v\\d+)?$", "::aws:", true},
        {"[^/]\\/ab+c", "/ab", true},
        {"(a|b)cd", "cd", true},
        {"[]x]ab", "ab", true},
        {"[\\]ab]cd", "cd", true},
        // May be missing, or is not looked into.
        {":policy\\/Admin", "::aws:", false},
        {"ab?c", "ab", false},
        {"ab*", "ab", false},
        {"ab{0,2}c", "ab", false},
        {"ab|cd", "ab", false},
        {"(ab)?", "ab", false},
        {"(ab)", "ab", false},
        {"(?i)ab", "ab", false},
        {"c(?!ab)", "ab", false},
        {"(x(?=y)|ab)ab", "ab", false},
        {"[ab]", "ab", false},
        {"[\\]x[ab]", "ab", false},
        {"[[:alpha:]]ab", "ab", false},
        {"a.b", "ab", false},
        {"\\x61b", "1b", false},
        {"ab(", "b", false},
        {"ab\\", "b", false},
    };
    for (const SearchCase& row : kRows) EXPECT_EQ(always_has(row.pattern, row.text), row.found) << row.pattern << " / " << row.text;
}

}  // namespace
}  // namespace vouch::guard
