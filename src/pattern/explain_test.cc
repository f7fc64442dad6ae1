// SPDX-License-Identifier: Apache-2.0
#include "pattern/explain.h"

#include <gtest/gtest.h>

namespace vouch::pattern {
namespace {

std::string of_filter(std::string_view text) {
    const auto filter = parse_filter(text);
    EXPECT_TRUE(filter) << text;
    return filter ? explain(*filter) : "";
}

std::string of_event(std::string_view text) {
    const auto pattern = parse_event_pattern(text);
    EXPECT_TRUE(pattern) << text;
    return pattern ? explain(*pattern) : "";
}

TEST(Explain, SaysWhatAJsonPatternAsksFor) {
    EXPECT_EQ(of_filter(R"({ ($.a.b = x && $.c[0] != "1*") || $.d[*] NOT EXISTS })"),
              "Matches events that are JSON objects for which\n"
              "  one of these holds:\n"
              "    all of these hold:\n"
              "      $.a.b is \"x\"\n"
              "      $.c[0] is there, a text or number, and is not a text that begins with \"1\"\n"
              "    $.d[*] is not there\n");
}

TEST(Explain, KnowsEveryRelation) {
    for (const auto& [pattern, words] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
             {"{ $.a = *x }", "$.a is a text that ends with \"x\""},
             {"{ $.a = *x* }", "$.a is a text that contains \"x\""},
             {"{ $.a = * }", "$.a is any text or number"},
             {"{ $.a = 12 }", "$.a is 12, as a number or as text"},
             {"{ $.a = %x% }", "$.a is a text in which the regular expression occurs"},
             {"{ $.a < 1.5 }", "$.a is a number below 1.5"},
             {"{ $.a > 1 }", "$.a is a number above 1"},
             {"{ $.a <= 1 }", "$.a is a number of at most 1"},
             {"{ $.a >= 1 }", "$.a is a number of at least 1"},
             {"{ $.a IS NULL }", "$.a is null"},
             {"{ $.a IS TRUE }", "$.a is true"},
             {"{ $.a IS FALSE }", "$.a is false"}})
        EXPECT_EQ(of_filter(pattern), "Matches events that are JSON objects for which\n  " + std::string(words) + "\n");
}

TEST(Explain, SaysWhatTheOtherFormsAskFor) {
    EXPECT_EQ(of_filter(""), "Matches every event.\n");
    EXPECT_EQ(of_filter("ERROR -debug"), "Matches lines that\n  contain \"ERROR\"\n  do not contain \"debug\"\n");
    EXPECT_EQ(of_filter("?a ?b"), "Matches lines that contain one of\n  \"a\"\n  \"b\"\n");
    EXPECT_EQ(of_filter("[ip, ..., status = 4*]"),
              "Matches lines with these fields between blanks: `ip`, any others, `status`; for which\n"
              "  all of these hold:\n"
              "    `status` is a text that begins with \"4\"\n");
    EXPECT_EQ(of_filter("[a, , ...]"), "Matches lines with these fields between blanks: `a`, one without a name, any others.\n");
}

TEST(Explain, SaysWhatAnEventPatternAsksFor) {
    EXPECT_EQ(
        of_event(
            R"({"source":["aws.iam"],"detail":{"n":[{"numeric":[">",1]}, {"exists":false}],"$or":[{"a":["b"]},{"c":[{"exists":true}, null]}]}})"),
        "Matches events of which\n"
        "  source is \"aws.iam\"\n"
        "  detail.n is numeric [\">\",1], or not there\n"
        "  one of these holds:\n"
        "    all of\n"
        "      detail.a is \"b\"\n"
        "    all of\n"
        "      detail.c is there, whatever it is, or null\n");
}

}  // namespace
}  // namespace vouch::pattern
