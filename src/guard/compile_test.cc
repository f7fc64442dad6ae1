// SPDX-License-Identifier: Apache-2.0
// Names that lead nowhere, wrong numbers of arguments and cycles are errors of the file; what can only be known at run time is not.
#include "guard/compile.h"

#include <gtest/gtest.h>

#include "guard/testing/judging.h"

namespace vouch::guard {
namespace {

using testing::errors_of;

struct RefusedRules {
    std::string_view rules;
    std::string_view errors;
};

TEST(Compile, RefusesNamesThatAreNotDefined) {
    constexpr RefusedRules kRows[] = {
        {"rule a { %x exists }", "1:10 there is no variable `%x`"},
        {"rule a { b.%x exists }", "1:10 there is no variable `%x`"},
        {"rule a { b == %x }", "1:15 there is no variable `%x`"},
        {"rule a { b[ c == %x ] exists }", "1:18 there is no variable `%x`"},
        {"rule a { b[ keys in %x ] exists }", "1:21 there is no variable `%x`"},
        {"rule a { nothing\n}", "1:10 there is no rule `nothing`"},
        {"rule a when nothing { b exists }", "1:13 there is no rule `nothing`"},
        {"rule a { nothing(1) }", "1:10 there is no rule `nothing` that takes arguments"},
        {"rule a { b exists }\nrule c { a(1) }", "2:10 there is no rule `a` that takes arguments"},
        {"rule a(x) { %x exists }\nrule c { a\n}", "2:10 rule `a` needs arguments"},
        {"let x = nothing(a)\nrule a { %x exists }", "1:9 there is no function `nothing`"},
        {"rule a { %x exists\n %y exists }", "1:10 there is no variable `%x`; 2:2 there is no variable `%y`"},
    };
    for (const RefusedRules& row : kRows) EXPECT_EQ(errors_of(row.rules), row.errors) << row.rules;
}

TEST(Compile, RefusesWrongNumbersOfArguments) {
    constexpr RefusedRules kRows[] = {
        {"rule a(x) { %x exists }\nrule b { a(1, 2) }", "2:10 rule `a` takes 1 argument, 2 given"},
        {"rule a(x, y) { %x == %y }\nrule b { a(1) }", "2:10 rule `a` takes 2 arguments, 1 given"},
        {"rule a { b == count(c, d) }", "1:15 function `count` takes 1 argument, 2 given"},
        {"rule a { b == join(c) }", "1:15 function `join` takes 2 arguments, 1 given"},
        {"rule a { b == now(c) }", "1:15 function `now` takes 0 arguments, 1 given"},
    };
    for (const RefusedRules& row : kRows) EXPECT_EQ(errors_of(row.rules), row.errors) << row.rules;
}

// Each of these recurses in cfn-guard until its stack is full.
TEST(Compile, RefusesCyclesWithTheirChain) {
    constexpr RefusedRules kRows[] = {
        {"rule a { a\n}", "1:1 rule `a` -> rule `a` would never end"},
        {"rule a { b\n}\nrule b { a\n}", "1:1 rule `a` -> rule `b` -> rule `a` would never end"},
        {"rule a when b { c exists }\nrule b when a { c exists }", "1:1 rule `a` -> rule `b` -> rule `a` would never end"},
        {"rule a(x) { a(%x) }\nrule b { a(1) }", "1:1 rule `a` -> rule `a` would never end"},
        {"rule a(x) { b(%x) }\nrule b(x) { a(%x) }", "1:1 rule `a` -> rule `b` -> rule `a` would never end"},
        {"let x = %x\nrule a { %x exists }", "1:1 variable `%x` -> variable `%x` would never end"},
        {"let x = %y.b\nlet y = %x.c\nrule a { %x exists }", "1:1 variable `%x` -> variable `%y` -> variable `%x` would never end"},
        {"let x = count(%x)\nrule a { %x exists }", "1:1 variable `%x` -> variable `%x` would never end"},
        {"let x = a[ b == %x ]\nrule a { %x exists }", "1:1 variable `%x` -> variable `%x` would never end"},
    };
    for (const RefusedRules& row : kRows) EXPECT_EQ(errors_of(row.rules), row.errors) << row.rules;
}

TEST(Compile, AnInnerVariableHidesAnOuterOneOfItsNameWithoutACycle) {
    EXPECT_EQ(errors_of("let x = a\nrule r { b { let y = %x\n %y exists } }\nrule s { let x = 1\n %x == 1 }"), "");
}

TEST(Compile, ChainsOfThousandsOfRulesAreNoCycle) {
    std::string rules = "rule r0 { a exists }\n";
    for (int i = 1; i < 5000; ++i) rules += "rule r" + std::to_string(i) + " { r" + std::to_string(i - 1) + "\n}\n";
    EXPECT_EQ(errors_of(rules), "");
}

TEST(Compile, KnowsWhichTypesAProgramSelects) {
    const auto program =
        load(testing::source("let q = Resources.*[ Type == 'B' ]\nlet t = 'A'\nrule r { Resources.*[ Type == %t ] exists\n C::D::E { a "
                             "exists }\n Resources.*[ Type != 'N' ] exists\n %q exists }"));
    ASSERT_TRUE(program);
    EXPECT_EQ(program->types, (std::vector<std::string_view>{"A", "B", "C::D::E"}));
}

TEST(Compile, RulesMayShareAName) {
    const auto program = load(testing::source("rule a { b exists }\nrule a { c exists }\nrule d { a\n}"));
    ASSERT_TRUE(program);
    EXPECT_EQ(program->rule_names, (std::vector<std::string_view>{"a", "d"}));
    EXPECT_EQ(program->rules_by_name[0].size(), 2U);
}

}  // namespace
}  // namespace vouch::guard
