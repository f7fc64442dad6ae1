// SPDX-License-Identifier: Apache-2.0
// Rules, blocks, conditions, references between rules, and the records of what decided.
#include "guard/evaluate.h"

#include <gtest/gtest.h>

#include "guard/testing/judging.h"

namespace vouch::guard {
namespace {

using testing::judge;
using testing::Judged;

struct RulesCase {
    std::string_view rules;
    std::string_view document;
    std::string_view outcome;
};

void expect_outcomes(std::span<const RulesCase> rows) {
    for (const RulesCase& row : rows) EXPECT_EQ(judge(row.rules, row.document), row.outcome) << row.rules << "\nover " << row.document;
}

TEST(Evaluate, ConditionsDecideWhetherARuleApplies) {
    constexpr RulesCase kRows[] = {
        {"rule r when a exists { b == 1 }", R"({"a": 0, "b": 1})", "r PASS"},
        {"rule r when a exists { b == 1 }", R"({"a": 0, "b": 2})", "r FAIL"},
        {"rule r when a exists { b == 1 }", R"({"b": 2})", "r SKIP"},
        {"rule r when a[ this == 9 ] == 1 { b == 1 }", R"({"a": [1], "b": 2})", "r SKIP"},
        {"rule r { when a exists { b == 1 } }", R"({"b": 2})", "r SKIP"},
        {"rule r { when a exists { b == 1 }\n c == 1 }", R"({"b": 2, "c": 1})", "r PASS"},
    };
    expect_outcomes(kRows);
}

TEST(Evaluate, AReferenceToARuleThatSkippedFails) {
    constexpr RulesCase kRows[] = {
        {"rule a { x == 1 }\nrule r { a\n}", R"({"x": 1})", "a PASS, r PASS"},
        {"rule a { x == 1 }\nrule r { a\n}", R"({"x": 2})", "a FAIL, r FAIL"},
        {"rule a when y exists { x == 1 }\nrule r { a\n}", R"({"x": 1})", "a SKIP, r FAIL"},
        {"rule a when y exists { x == 1 }\nrule r { not a\n}", R"({"x": 1})", "a SKIP, r PASS"},
        {"rule a { x == 1 }\nrule r when a { x == 2 }", R"({"x": 1})", "a PASS, r FAIL"},
        {"rule a { x == 1 }\nrule r when !a { x == 2 }", R"({"x": 1})", "a PASS, r SKIP"},
        {"rule r { a\n}\nrule a when z exists { x == 1 }\nrule a { x == 2 }", R"({"x": 2})", "r PASS, a SKIP, a PASS"},
    };
    expect_outcomes(kRows);
}

TEST(Evaluate, BlocksJudgeEachValueOfTheirQuery) {
    constexpr RulesCase kRows[] = {
        {"rule r { a[*] { b == 1 } }", R"({"a": [{"b": 1}, {"b": 1}]})", "r PASS"},
        {"rule r { a[*] { b == 1 } }", R"({"a": [{"b": 1}, {"b": 2}]})", "r FAIL"},
        {"rule r { some a[*] { b == 1 } }", R"({"a": [{"b": 1}, {"b": 2}]})", "r PASS"},
        {"rule r { a[ b == 9 ] { b == 1 } }", R"({"a": [{"b": 1}]})", "r SKIP"},
        {"rule r { a[ b == 9 ] !empty { b == 1 } }", R"({"a": [{"b": 1}]})", "r FAIL"},
        {"rule r { a.c { b == 1 } }", R"({"a": {}})", "r FAIL"},
        {"rule r { a { let x = b\n %x == 1 } }", R"({"a": {"b": 1}})", "r PASS"},
    };
    expect_outcomes(kRows);
}

TEST(Evaluate, TypeBlocksJudgeResourcesOfTheirType) {
    constexpr RulesCase kRows[] = {
        {"AWS::A::B { p == 1 }", R"({"Resources": {"x": {"Type": "AWS::A::B", "p": 1}, "y": {"Type": "C", "p": 2}}})", "default PASS"},
        {"AWS::A::B { p == 1 }", R"({"Resources": {"x": {"Type": "AWS::A::B", "p": 2}}})", "default FAIL"},
        {"AWS::A::B { p == 1 }", R"({"Resources": {"x": {"Type": "C", "p": 2}}})", "default SKIP"},
        {"AWS::A::B when q exists { p == 1 }", R"({"Resources": {"x": {"Type": "AWS::A::B", "p": 2}}})", "default SKIP"},
        {"AWS::A::B { p == 1 }", R"({})", "default ERROR: the document has no resources to look for `AWS::A::B` among"},
    };
    expect_outcomes(kRows);
}

TEST(Evaluate, RulesWithParametersTakeLiteralsQueriesAndCalls) {
    constexpr RulesCase kRows[] = {
        {"rule p(x) { %x == 1 }\nrule r { p(a) }", R"({"a": 1})", "r PASS"},
        {"rule p(x, y) { %x == %y }\nrule r { p(a, b) }", R"({"a": 1, "b": 2})", "r FAIL"},
        {"rule p(x) { %x == 2 }\nrule r { p(count(a[*])) }", R"({"a": [5, 6]})", "r PASS"},
        {"rule p(x) { %x in ['k'] }\nrule r { p('k') }", "{}", "r PASS"},
        {"rule p(x) when %x exists { a == 1 }\nrule r { p(b) }", R"({"a": 2})", "r SKIP"},
    };
    expect_outcomes(kRows);
}

TEST(Evaluate, DisjunctionsPassByOneAlternative) {
    constexpr RulesCase kRows[] = {
        {"rule r { a == 1 or b == 1 }", R"({"a": 2, "b": 1})", "r PASS"},
        {"rule r { a == 1 or b == 1 }", R"({"a": 2, "b": 2})", "r FAIL"},
        {"rule r { a == 1 or b[ this == 9 ] == 1 }", R"({"a": 2, "b": [2]})", "r FAIL"},
        {"rule r { b[ this == 9 ] == 1 or b[ this == 8 ] == 1 }", R"({"b": [2]})", "r SKIP"},
    };
    expect_outcomes(kRows);
}

TEST(Evaluate, AnErrorEndsItsRuleAndNotTheOthers) {
    const Judged judged("rule r { a empty }\nrule s { a == 1 }", R"({"a": 1})");
    EXPECT_EQ(judged.found().status, Status::broken);
    ASSERT_EQ(judged.found().rules.size(), 2U);
    EXPECT_EQ(judged.found().rules[0].error->where->line, 1U);
    EXPECT_EQ(judged.found().rules[0].records, 0U);
    EXPECT_EQ(judged.found().rules[1].status, Status::pass);
}

TEST(Evaluate, VariablesAreLookedUpWhereARuleIsCalled) {
    EXPECT_EQ(judge("rule p(x) { %outer == 1 }\nrule r { let outer = 1\n p(2) }", "{}"), "r PASS");
    EXPECT_EQ(judge("rule p(x) { %outer == 1 }\nrule s { let outer = 1\n %outer == 1 }\nrule r { p(2) }", "{}"),
              "s PASS, r ERROR: variable `%outer` has no value where it is used");
}

TEST(Records, HoldTheClausesThatDecidedWithTheirValues) {
    const Judged judged("rule r { a == 1\n b == 2 <<told>>\n c == 3 or d == 4 }", R"({"a": 1, "b": 5, "c": 0, "d": 0})");
    const auto records = judged.found().records;
    ASSERT_EQ(records.size(), 5U);
    EXPECT_EQ(records[0].kind, Record::Kind::rule);
    EXPECT_EQ(records[0].size, 4U);
    EXPECT_EQ(records[1].kind, Record::Kind::clause);
    EXPECT_EQ(records[1].message, "told");
    EXPECT_EQ(records[1].from.value.as_integer(), 5);
    ASSERT_EQ(records[1].to.size(), 1U);
    EXPECT_EQ(records[1].to[0].value.as_integer(), 2);
    EXPECT_EQ(records[2].kind, Record::Kind::disjunction);
    EXPECT_EQ(records[2].size, 2U);
}

TEST(Records, NothingIsRecordedForWhatPassesOrOnlyChooses) {
    EXPECT_EQ(Judged("rule r when a != 2 { b[ c == 1 ] !empty\n d == 4 or a == 1 }", R"({"a": 1, "b": [{"c": 1}, {"c": 2}], "d": 0})")
                  .found()
                  .records.size(),
              0U);
}

TEST(Records, AreNotKeptWhereTheyAreNotWanted) {
    EvaluationOptions options;
    options.record = false;
    const Judged judged("rule r { a == 1 }", R"({"a": 2})", options);
    EXPECT_EQ(judged.text(), "r FAIL");
    EXPECT_TRUE(judged.found().records.empty());
}

TEST(Evaluate, AnEvaluatorGivesTheSameAnswerOnEveryRun) {
    auto program = load(testing::source("let x = some a[*].b\nrule r { %x == 1\n a[ n | b exists ] !empty }\nrule s { r\n}"));
    ASSERT_TRUE(program);
    const auto bad = value::read_any(testing::source(R"({"a": [{"b": 2}]})"), {});
    const auto good = value::read_any(testing::source(R"({"a": [{"b": 1}, {}]})"), {});
    ASSERT_TRUE(bad && good);
    Evaluator evaluator(*program);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(evaluator.run(TypeIndex(bad->root)).status, Status::fail);
        EXPECT_EQ(evaluator.run(TypeIndex(good->root)).status, Status::pass);
    }
}

TEST(Evaluate, DeepDocumentsAndCallsEndInAnErrorAndNotInACrash) {
    std::string rules = "rule p0(x) { %x exists }\n";
    for (int i = 1; i < 500; ++i) rules += "rule p" + std::to_string(i) + "(x) { p" + std::to_string(i - 1) + "(%x) }\n";
    const std::string outcome = judge(rules + "rule r { p499(a) }", R"({"a": 1})");
    EXPECT_EQ(outcome, "r ERROR: rules call each other deeper than 200 levels");
}

}  // namespace
}  // namespace vouch::guard
