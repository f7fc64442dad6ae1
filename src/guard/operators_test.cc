// SPDX-License-Identifier: Apache-2.0
// Operators over sets of results: literals, queries, lists within them, `some`, negation, missing and unknown values.
#include <gtest/gtest.h>

#include "guard/testing/judging.h"

namespace vouch::guard {
namespace {

using testing::Case;
using testing::expect_clauses;
using testing::judge;
using testing::judge_clause;

TEST(Unary, AsksForKindsAndPresence) {
    constexpr std::string_view kAll = R"({"s": "x", "l": [], "m": {}, "b": true, "i": 1, "f": 1.5, "n": null})";
    constexpr std::pair<std::string_view, std::string_view> kKinds[] = {
        {"s", "is_string"}, {"l", "is_list"}, {"m", "is_struct"}, {"b", "is_bool"}, {"i", "is_int"}, {"f", "is_float"}, {"n", "is_null"}};
    for (const auto& [key, unused] : kKinds)
        for (const auto& [right, op] : kKinds) {
            const std::string clause = std::string(key).append(" ");
            EXPECT_EQ(judge_clause(clause + std::string(op), kAll), key == right ? "PASS" : "FAIL") << clause << op;
            EXPECT_EQ(judge_clause(clause + "!" + std::string(op), kAll), key == right ? "FAIL" : "PASS") << clause << op;
            EXPECT_EQ(judge_clause("not " + clause + std::string(op), kAll), key == right ? "FAIL" : "PASS") << clause << op;
            EXPECT_EQ(judge_clause("not " + clause + "!" + std::string(op), kAll), key == right ? "PASS" : "FAIL") << clause << op;
        }
}

TEST(Unary, EmptinessIsThatOfTheValueOrOfTheSelection) {
    constexpr Case kRows[] = {
        {"a empty", R"({"a": []})", Status::pass},
        {"a empty", R"({"a": {}})", Status::pass},
        {"a empty", R"({"a": ""})", Status::pass},
        {"a empty", R"({"a": "x"})", Status::fail},
        {"a empty", R"({"a": [0]})", Status::fail},
        {"a empty", R"({})", Status::pass},
        {"a !empty", R"({})", Status::fail},
        {"a empty", R"({"a": false})", Status::fail},
        {"a[ this == 1 ] empty", R"({"a": [2]})", Status::pass},
        {"a[ this == 1 ] !empty", R"({"a": [1]})", Status::pass},
        {"not a[ this == 1 ] empty", R"({"a": [1]})", Status::pass},
        {"a[ this == null ] !empty", R"({"a": [null]})", Status::fail},
    };
    expect_clauses(kRows);
}

TEST(Unary, EmptinessOfANumberIsAnError) { EXPECT_TRUE(judge_clause("a empty", R"({"a": 1})").starts_with("ERROR: ")); }

TEST(Equality, ComparesWithALiteral) {
    constexpr Case kRows[] = {
        {"a == 1", R"({"a": 1})", Status::pass},
        {"a == 1", R"({"a": 1.0})", Status::fail},
        {"a == '1'", R"({"a": 1})", Status::fail},
        {"a != '1'", R"({"a": 1})", Status::fail},
        {"a == 1", R"({})", Status::fail},
        {"a != 1", R"({})", Status::fail},
        {"a == 'x'", R"({"a": ["x", "x"]})", Status::pass},
        {"a == 'x'", R"({"a": ["x", "y"]})", Status::fail},
        {"a == 'x'", R"({"a": []})", Status::pass},
        {"a == ['x']", R"({"a": "x"})", Status::pass},
        {"a == ['x', 'y']", R"({"a": ["x", "y"]})", Status::pass},
        {"a == ['y', 'x']", R"({"a": ["x", "y"]})", Status::fail},
        {"a == {k: 1}", R"({"a": {"k": 1}})", Status::pass},
        {"a == {k: 1}", R"({"a": {"k": 1, "l": 2}})", Status::fail},
        {"a == /^x/", R"({"a": "xy"})", Status::pass},
        {"a != /^x/", R"({"a": "xy"})", Status::fail},
        {"a == r[1, 5)", R"({"a": 1})", Status::pass},
        {"a == r[1, 5)", R"({"a": 5})", Status::fail},
        {"a == null", R"({"a": null})", Status::pass},
        {"a == true", R"({"a": true})", Status::pass},
        {"a == r[1.0, 2.0]", R"({"a": 1.5})", Status::pass},
        {"a == -1", R"({"a": -1})", Status::pass},
        {"a == 1e2", R"({"a": 100.0})", Status::pass},
        {"a == 'true'", R"({"a": true})", Status::fail},
    };
    expect_clauses(kRows);
}

TEST(Equality, TwoQueriesAreEqualWhereTheLargerHoldsNothingTheOtherLacks) {
    constexpr Case kRows[] = {
        {"a == b", R"({"a": 1, "b": 1})", Status::pass},
        {"a == b", R"({"a": 1, "b": 2})", Status::fail},
        {"a[*] == b[*]", R"({"a": [1, 2], "b": [2, 1]})", Status::pass},
        {"a[*] == b[*]", R"({"a": [1, 2], "b": [1]})", Status::fail},
        {"a[*] == b[*]", R"({"a": [1], "b": [1, 1]})", Status::pass},
        {"a == b", R"({"a": 1})", Status::fail},
    };
    expect_clauses(kRows);
}

// Where cfn-guard 3.1.1 contradicts its documentation (docs/guard-compatibility.md).
TEST(Equality, TwoQueriesDifferWhereTheyShareNothing) {
    constexpr Case kRows[] = {
        {"a != b", R"({"a": 1, "b": 2})", Status::pass},
        {"a != b", R"({"a": 1, "b": 1})", Status::fail},
        {"a[*] != b[*]", R"({"a": [1, 2], "b": [2, 3]})", Status::fail},
        {"a[*] != b[*]", R"({"a": [1], "b": [2, 3]})", Status::pass},
        {"not a == 1", R"({"a": 2})", Status::pass},
        {"not a == 1", R"({"a": 1})", Status::fail},
        {"not a != 1", R"({"a": 1})", Status::pass},
        {"!a in [1]", R"({"a": 2})", Status::pass},
    };
    expect_clauses(kRows);
}

TEST(In, LooksIntoListsAndStrings) {
    constexpr Case kRows[] = {
        {"a in ['x', 'y']", R"({"a": "x"})", Status::pass},
        {"a in ['x', 'y']", R"({"a": "z"})", Status::fail},
        {"a not in ['x', 'y']", R"({"a": "z"})", Status::pass},
        {"a in ['x', 'y']", R"({"a": ["x", "y"]})", Status::pass},
        {"a in ['x', 'y']", R"({"a": ["x", "z"]})", Status::fail},
        {"a not in ['x', 'y']", R"({"a": ["x", "z"]})", Status::fail},
        {"a not in ['x']", R"({"a": ["y", "z"]})", Status::pass},
        {"a in 'xyz'", R"({"a": "xy"})", Status::pass},
        {"a in 'xyz'", R"({"a": "q"})", Status::fail},
        {"a in [/^x/, 'y']", R"({"a": "xx"})", Status::pass},
        {"a in r[1, 3]", R"({"a": 2})", Status::pass},
        {"a in r[1, 3]", R"({"a": 4})", Status::fail},
        {"a in b", R"({"a": 1, "b": [1, 2]})", Status::pass},
        {"a in b", R"({"a": 3, "b": [1, 2]})", Status::fail},
        {"a not in b", R"({"a": 3, "b": [1, 2]})", Status::pass},
        {"a in [[1, 2]]", R"({"a": [1, 2]})", Status::pass},
        {"a in ['x']", R"({})", Status::fail},
        {"a not in ['x']", R"({})", Status::fail},
    };
    expect_clauses(kRows);
}

TEST(Order, ComparesNumbersAndStringsOfOneKindAndFailsElsewhere) {
    constexpr Case kRows[] = {
        {"a > 1", R"({"a": 2})", Status::pass},
        {"a > 1", R"({"a": 1})", Status::fail},
        {"a >= 1", R"({"a": 1})", Status::pass},
        {"a < 1.5", R"({"a": 1.0})", Status::pass},
        {"a < 1.5", R"({"a": 1})", Status::fail},
        {"a <= 'b'", R"({"a": "a"})", Status::pass},
        {"a > 1", R"({"a": [2, 3]})", Status::pass},
        {"a > 1", R"({"a": [2, 1]})", Status::fail},
        {"a > '1'", R"({"a": 2})", Status::fail},
        {"not a > 1", R"({"a": 1})", Status::pass},
        {"a > b", R"({"a": 3, "b": [1, 2]})", Status::pass},
        {"a > 1", R"({})", Status::fail},
    };
    expect_clauses(kRows);
}

TEST(Some, NeedsOneValueThatComplies) {
    constexpr Case kRows[] = {
        {"some a[*] == 1", R"({"a": [1, 2]})", Status::pass},
        {"some a[*] == 1", R"({"a": [2]})", Status::fail},
        {"some a[*].b exists", R"({"a": [{}, {"b": 1}]})", Status::pass},
        {"some a[*].b == 1", R"({"a": [{}, {"b": 1}]})", Status::pass},
        {"some a[*] == 1", R"({"a": []})", Status::fail},
        {"some a == 'x'", R"({"a": []})", Status::fail},
        {"some a[*] > 1", R"({"a": [0, 2]})", Status::pass},
    };
    expect_clauses(kRows);
}

TEST(Binary, SkipsWhereASideSelectsNothing) {
    constexpr Case kRows[] = {
        {"a[ this == 9 ] == 1", R"({"a": [1]})", Status::skip},
        {"b == a[ this == 9 ]", R"({"a": [1], "b": 1})", Status::skip},
        {"some a[ this == 9 ] == 1", R"({"a": [1]})", Status::skip},
    };
    expect_clauses(kRows);
}

TEST(Literals, OnBothSidesCompareDirectly) {
    EXPECT_EQ(judge("let x = 'ab'\nrule r { %x == 'ab'\n %x in 'xaby'\n %x != 'b'\n %x in ['ab'] }", "{}"), "r PASS");
    EXPECT_EQ(judge("let x = ['a', 'b']\nrule r { %x == a }", R"({"a": ["a", "b"]})"), "r PASS");
    EXPECT_EQ(judge("let x = ['a', 'b']\nrule r { %x in a[*] }", R"({"a": ["a", "b", "c"]})"), "r PASS");
}

TEST(Regex, AnExpensiveOneOnAValueEndsTheRuleInAnErrorAndTheOthersGoOn) {
    const std::string document = R"({"a": ")" + std::string(60, 'a') + R"(!", "b": 1})";
    EXPECT_EQ(judge("rule r { a == /^(a+)+$/ }\nrule s { b == 1 }", document),
              "r ERROR: a regular expression took more steps than the limit on some value, s PASS");
    EXPECT_TRUE(judge("rule r { a in [/^(a+)+$/] }", document).starts_with("r ERROR"));
}

}  // namespace
}  // namespace vouch::guard
