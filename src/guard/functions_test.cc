// SPDX-License-Identifier: Apache-2.0
// The built-in functions, each over values it applies to and values it does not.
#include <gtest/gtest.h>

#include "guard/function.h"
#include "guard/testing/judging.h"

namespace vouch::guard {
namespace {

using testing::judge;

constexpr std::string_view kDocument =
    R"({"s": "aBc", "l": ["x", "y"], "n": 5, "r": 2.5, "t": true, "u": "a%20b%2Fc", "j": "{\"k\": [1]}", "d": "12", "f": "1.5", "yes": "TRUE", "c": "z", "when": "1970-01-02T00:00:00Z", "before": "1969-12-30T01:00:06+01:00", "m": {}, "é": "Éa"})";

struct CallCase {
    std::string_view call;
    std::string_view equals;  // the right side of `==` that holds
};

TEST(Functions, MakeTheValuesTheyAreDocumentedToMake) {
    constexpr CallCase kRows[] = {
        {"count(l[*])", "2"},
        {"count(nothing)", "0"},
        {"count(l[ this == 'q' ])", "0"},
        {"to_upper(s)", "'ABC'"},
        {"to_lower(s)", "'abc'"},
        {"join(l[*], ',')", "'x,y'"},
        {"join(l[*], '')", "'xy'"},
        {"substring(s, 0, 2)", "'aB'"},
        {"substring(s, 1, 3)", "'Bc'"},
        {"url_decode(u)", "'a b/c'"},
        {"json_parse(j)", "{k: [1]}"},
        {"parse_int(d)", "12"},
        {"parse_int(r)", "2"},
        {"parse_int(n)", "5"},
        {"parse_float(f)", "1.5"},
        {"parse_float(n)", "5.0"},
        {"parse_string(n)", "'5'"},
        {"parse_string(t)", "'true'"},
        {"parse_string(r)", "'2.5'"},
        {"parse_boolean(yes)", "true"},
        {"parse_boolean(t)", "true"},
        {"parse_epoch(when)", "86400"},
        {"parse_char(c)", "r[a, z]"},
        {"now()", "7"},
        {"days_since(when)", "-1"},
        {"hours_since(when)", "-24"},
        {"days_since(before)", "2"},
        {"hours_since(before)", "48"},
        {"regex_replace(s, '^(a)(.*)$', '${2}-$1')", "'Bc-a'"},
    };
    for (const CallCase& row : kRows) {
        EvaluationOptions options;
        options.now = 7;
        const std::string rules = "let x = " + std::string(row.call) + "\nrule r { %x == " + std::string(row.equals) + " }";
        EXPECT_EQ(testing::Judged(rules, kDocument, options).text(), "r PASS") << row.call;
    }
}

TEST(Functions, LeaveOutValuesOfOtherKinds) {
    for (const std::string_view call :
         {"to_upper(n)", "to_lower(m)", "url_decode(t)", "json_parse(n)", "substring(n, 0, 1)", "substring(s, 0, 9)", "substring(s, 2, 1)",
          "regex_replace(n, 'a', 'b')", "parse_int(t)", "to_upper(nothing)", "days_since(n)", "hours_since(nothing)"})
        EXPECT_EQ(judge("let x = " + std::string(call) + "\nrule r { %x !empty }", kDocument), "r FAIL") << call;
}

TEST(Functions, EndTheRuleInAnErrorWhereTheArgumentsMakeNoSense) {
    for (const std::string_view call :
         {"parse_int(s)", "parse_float(s)", "parse_boolean(s)", "parse_char(s)", "parse_epoch(s)", "days_since(s)", "join(n, ',')",
          "join(l[*], 5)", "substring(s, 'a', 2)", "regex_replace(s, '(', 'x')", "regex_replace(s, 5, 'x')", "json_parse(u2)"}) {
        const std::string outcome =
            judge("let x = " + std::string(call) + "\nrule r { %x exists }", R"({"s": "aBc", "l": ["x"], "n": 5, "u2": "{\"a\": "})");
        EXPECT_TRUE(outcome.starts_with("r ERROR: ")) << call << ": " << outcome;
    }
}

TEST(Functions, AHopelessPatternEndsInAnError) {
    const std::string document = R"({"a": ")" + std::string(60, 'a') + R"(!"})";
    EXPECT_TRUE(judge("let x = regex_replace(a, '^(a+)+$', 'x')\nrule r { %x == 'x' }", document).starts_with("r ERROR: "));
}

TEST(Functions, StandInOneTableSortedByName) {
    const auto all = functions();
    EXPECT_EQ(all.size(), 17U);
    for (std::size_t i = 1; i < all.size(); ++i) EXPECT_LT(all[i - 1]->name, all[i]->name);
    for (const Function* each : all) EXPECT_EQ(find_function(each->name), each);
    EXPECT_EQ(find_function("nothing"), nullptr);
}

}  // namespace
}  // namespace vouch::guard
