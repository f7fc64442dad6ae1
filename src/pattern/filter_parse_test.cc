// SPDX-License-Identifier: Apache-2.0
// What filter patterns are read as, what is refused and where the error stands, warnings, and the limits.
#include <string>

#include <gtest/gtest.h>

#include "pattern/filter.h"

namespace vouch::pattern {
namespace {

// "column: message" of the error, or "".
std::string error_of(std::string_view text, const FilterLimits& limits = {}) {
    const auto filter = parse_filter(text, limits);
    if (filter) return "";
    return std::to_string(filter.error().where ? filter.error().where->column : 0) + ": " + filter.error().message;
}

std::string first_warning(std::string_view text) {
    const auto filter = parse_filter(text);
    if (!filter) return "error: " + filter.error().message;
    return filter->warnings.empty() ? "" : filter->warnings.front().message;
}

TEST(ParseFilter, TakesEveryDocumentedForm) {
    for (const std::string_view text : {
             "",
             "ERROR",
             "ERROR ARGUMENTS",
             "\"INTERNAL SERVER ERROR\"",
             "ERROR -ARGUMENTS",
             "\"ERROR\" - \"Exiting\"",
             "?ERROR ?WARN",
             "%[Aa]uthentication%",
             "{ $.eventType = \"UpdateTrail\" }",
             "{$.eventType=UpdateTrail}",
             "{ $.sourceIPAddress != 123.123.* }",
             "{ $.arrayKey[0] = \"value\" }",
             "{ $.objectList[1].id = 2 }",
             "{ $.objectList[*].id = 2 }",
             "{ $.coordinates[0][1] = 1 }",
             "{ $.[\"a name\"].b = 1 }",
             "{ $['a.b'] = 1 }",
             "{ $.SomeObject IS NULL }",
             "{ $.SomeOtherObject NOT EXISTS }",
             "{ $.ThisFlag IS TRUE }",
             "{ $.ThisFlag IS FALSE }",
             "{ $.a IS  NULL&&$.b not  exists }",
             "{ $.numbers[0] < 10e3 }",
             "{ $.numbers[0] < 10e-3 }",
             "{ $.latency > +1000 }",
             "{ $.latency >= -1.5 }",
             "{ $.eventType = %Trail% }",
             "{ ($.user.id = 1) && ($.users[0].email = \"John.Doe@example.com\") }",
             "{ ((($.a = 1))) || $.b = 2 && ($.c = 3 || $.d = 4) }",
             "{ $.eventSource = s3.amazonaws.com && $.a = arn:aws:iam::123456789012:user/x }",
             "[ip, user, username, timestamp, request, status_code, bytes]",
             "[..., status_code, bytes]",
             "[ip, user, ...]",
             "[ip, ..., status_code = 4* && status_code != 403, bytes > 1000]",
             "[w1=ERROR || w1=WARN, w2]",
             "[w1=!ERROR&&w1=!WARN, w2]",
             "[..., request=*.html*, status_code=4*,]",
             "[a=%x+%, b=\"two words\"]",
         })
        EXPECT_EQ(error_of(text), "") << text;
}

TEST(ParseFilter, ErrorsSayTheColumn) {
    struct Row {
        std::string_view text;
        std::string_view error;
    };
    for (const Row& row : {
             Row{"{ $.a = 1", "10: the pattern ends before its closing brace"},
             Row{"{ }", "1: the braces hold no condition"},
             Row{"{ a = 1 }", "3: a selector is expected here"},
             Row{"{ $ = 1 }", "3: the selector names no property"},
             Row{"{ $.a == 1 }", "7: `==` is no operator of filter patterns"},
             Row{"{ $.a ~ 1 }", "7: a comparison is expected here"},
             Row{"{ $.a = }", "9: a value is expected here"},
             Row{"{ $.a = 'Root' }", "9: `'` may stand only in a text in double quotes"},
             Row{"{ $.a = me@x }", "11: `@` may stand only in a text in double quotes"},
             Row{"{ $.a = \"x }", "9: a quoted text has no end"},
             Row{"{ $.a = %x }", "9: a regular expression has no end"},
             Row{"{ $.a = %(x)% }", "10: `(` may not stand in a regular expression here"},
             Row{"{ $.a = %[% }", "9: the regular expression `[` does not compile: missing terminating ] for character class at offset 1"},
             Row{"{ $.a > x }", "9: only a number can be compared by order"},
             Row{"{ $.a > \"123\" }", "9: only a number can be compared by order"},
             Row{"{ $.a >= 1* }", "10: only a number can be compared by order"},
             Row{"{ $.a EXISTS }", "7: `EXISTS` is no relation of filter patterns"},
             Row{"{ $.a IS SET }", "10: `NULL`, `TRUE` or `FALSE` is expected behind `IS`"},
             Row{"{ ($.a = 1 }", "12: `&&`, `||` or `)` is expected here"},
             Row{"{ $.a = 1 & $.b = 2 }", "11: `&&`, `||` or `}` is expected here"},
             Row{"{ $.a = 1 && }", "14: a selector is expected here"},
             Row{"{ $.a = 1 } x", "13: nothing may stand behind the closing bracket"},
             Row{"{ $.a[x] = 1 }", "7: a number, `*` or a name in quotes is expected between the brackets"},
             Row{"{ $.a[99999999999999999999] = 1 }", "7: a number, `*` or a name in quotes is expected between the brackets"},
             Row{"{ $.a..b = 1 }", "7: the name of a property is expected here"},
             Row{"{ $.\xC3\xA4 = \"\xC3\xA4\" && b }", "16: a selector is expected here"},
             Row{"[a, b", "6: the pattern ends before its closing bracket"},
             Row{"[..., a, ...]", "10: a pattern may have one `...`"},
             Row{"[a, a]", "5: two fields have the name `a`"},
             Row{"[a ? 1]", "4: a comparison is expected here"},
             Row{"[a=1 b]", "6: `,` or `]` is expected here"},
             Row{"[ERROR", "7: the pattern ends before its closing bracket"},
             Row{"ERROR: x", "6: `:` may stand only in a term in double quotes"},
             Row{"\"x\"y", "4: a blank is expected between terms"},
             Row{"ERROR -", "8: the pattern ends where a term is expected"},
         })
        EXPECT_EQ(error_of(row.text), row.error) << row.text;
}

TEST(ParseFilter, WhatAwsWouldRefuseOrReadDifferentlyIsWarnedAbout) {
    EXPECT_EQ(first_warning("{ $.a = x }"), "");
    EXPECT_EQ(first_warning("{ $.a = \"Ev*ent\" }"), "the asterisk within `Ev*ent` stands for itself");
    EXPECT_EQ(first_warning(" { $.a = x }"), "blanks stand before the bracket: AWS has refused such patterns");
    EXPECT_EQ(first_warning("{ $.a = %a% && $.b = %b% && $.c = %c% }"), "a pattern may have 2 regular expressions: AWS refuses it");
    EXPECT_EQ(first_warning("{ $.a[*].b[*] = 1 }"), "a selector may have one `[*]`: AWS refuses it");
    EXPECT_EQ(first_warning("{ $.a[*] = 1 && $.b[*] = 1 && $.c[*] = 1 && $.d[*] = 1 }"),
              "a pattern may have 3 selectors with `[*]`: AWS refuses it");
    EXPECT_EQ(first_warning("ERROR ?WARN"), "terms with `?` count for nothing beside other terms");
    EXPECT_EQ(first_warning("{ $.a = " + std::string(1024, 'x') + " }"),
              "the pattern has 1034 characters and may have 1024: AWS refuses it");
}

TEST(ParseFilter, ASelectorThatOccursTwiceIsKeptOnce) {
    const auto filter = parse_filter("{ $.eventName = A || $.eventName = B || $.x = C || $.[\"eventName\"] = D }");
    ASSERT_TRUE(filter);
    EXPECT_EQ(filter->selectors.size(), 2U);
    EXPECT_EQ(filter->tests.size(), 4U);
}

TEST(ParseFilter, NestingAndLengthAreBounded) {
    const auto nested = [](std::size_t depth) { return "{ " + std::string(depth, '(') + "$.a = 1" + std::string(depth, ')') + " }"; };
    EXPECT_EQ(error_of(nested(63)), "");
    EXPECT_EQ(error_of(nested(64)), "66: parentheses are nested more than 64 deep");
    EXPECT_EQ(error_of(nested(20000)), "66: parentheses are nested more than 64 deep");
    EXPECT_EQ(error_of("12345", {.bytes = 4}), "0: the pattern has 5 bytes; 4 are read at most");
}

TEST(ParseFilter, TheCaretStandsUnderThePlace) {
    const std::string_view text = "{ $.a = \"\xC3\xA4\x1b\" && $.b == 1 }";
    const auto filter = parse_filter(text);
    ASSERT_FALSE(filter);
    EXPECT_EQ(caret(text, filter.error()), "{ $.a = \"\xC3\xA4\\u{1b}\" && $.b == 1 }\n                         ^");
}

}  // namespace
}  // namespace vouch::pattern
