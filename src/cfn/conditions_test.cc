// SPDX-License-Identifier: Apache-2.0
// Tests for conditions.h.
#include "cfn/conditions.h"

#include <string>

#include <gtest/gtest.h>

#include "cfn/testing/resolved.h"

namespace vouch::cfn {
namespace {

using testing::problems;
using testing::resolved;
using testing::shown;

// T and F are known, U and V are not.
std::string condition(const std::string& expression) {
    const auto unit = resolved(
        R"({"Parameters": {"P": {"Type": "String"}, "Q": {"Type": "String"}}, "Resources": {}, "Conditions": {"X": )" + expression + R"(,
        "T": {"Fn::Equals": ["a", "a"]}, "F": {"Fn::Equals": ["a", "b"]}, "U": {"Fn::Equals": [{"Ref": "P"}, "u"]}, "V": {"Fn::Equals": [{"Ref": "Q"}, "v"]}}})");
    return shown(*unit->root.find("Conditions")->find("X"));
}

TEST(Conditions, OperatorsAreThreeValued) {
    struct Row {
        const char* expression;
        const char* expected;
    };
    const Row rows[] = {
        {R"({"Fn::And": [{"Condition": "T"}, {"Condition": "T"}]})", "true"},
        {R"({"Fn::And": [{"Condition": "T"}, {"Condition": "F"}]})", "false"},
        {R"({"Fn::And": [{"Condition": "U"}, {"Condition": "F"}]})", "false"},
        {R"({"Fn::And": [{"Condition": "U"}, {"Condition": "T"}]})", R"(?parameter Equals("u",Ref:P))"},
        {R"({"Fn::And": [{"Condition": "U"}, {"Condition": "V"}]})", R"(?parameter And(Equals("u",Ref:P),Equals("v",Ref:Q)))"},
        {R"({"Fn::And": [{"Condition": "V"}, {"Condition": "U"}]})", R"(?parameter And(Equals("u",Ref:P),Equals("v",Ref:Q)))"},
        {R"({"Fn::Or": [{"Condition": "F"}, {"Condition": "F"}]})", "false"},
        {R"({"Fn::Or": [{"Condition": "U"}, {"Condition": "T"}]})", "true"},
        {R"({"Fn::Or": [{"Condition": "U"}, {"Condition": "F"}]})", R"(?parameter Equals("u",Ref:P))"},
        {R"({"Fn::Not": [{"Condition": "T"}]})", "false"},
        {R"({"Fn::Not": [{"Condition": "U"}]})", R"(?parameter Not(Equals("u",Ref:P)))"},
        {R"({"Fn::Equals": [1, "1"]})", "true"},
        {R"({"Fn::Equals": [true, "true"]})", "true"},
        {R"({"Fn::Equals": [{"Ref": "P"}, {"Fn::Sub": "${P}"}]})", "true"},
        {R"({"Fn::Equals": ["u", {"Ref": "P"}]})", R"(?parameter Equals("u",Ref:P))"},
        {R"({"Fn::Equals": [{"Fn::If": ["T", 1, 2]}, 1]})", "true"},
        {R"({"Fn::And": []})", "?failed "},
        {R"({"Fn::Not": ["maybe"]})", "?failed "},
        {R"({"Fn::Equals": ["a"]})", "?failed "},
        {R"({"Condition": "Nobody"})", "?failed "},
        {R"("neither")", "?failed "},
    };
    for (const Row& row : rows) EXPECT_EQ(condition(row.expression), row.expected) << row.expression;
}

TEST(Conditions, ACycleIsNamedAndTheRestIsWorkedOut) {
    const auto unit = resolved(R"({"Resources": {}, "Conditions": {
        "A": {"Fn::Not": [{"Condition": "B"}]}, "B": {"Fn::Or": [{"Condition": "A"}]}, "Self": {"Condition": "Self"}, "Fine": {"Fn::Equals": [1, 1]}, "Uses": {"Condition": "A"}}})");
    EXPECT_EQ(problems(*unit),
              "t:2:9: conditions refer to themselves: `A` -> `B` -> `A` [E0109]\nt:2:88: conditions refer to themselves: `Self` -> `Self` "
              "[E0109]\n");
    const value::Value* conditions = unit->root.find("Conditions");
    EXPECT_EQ(shown(*conditions->find("Fine")), "true");
    EXPECT_EQ(shown(*conditions->find("Uses")), "?failed ");
}

TEST(Conditions, AChainOfAHundredThousandNeedsNoStack) {
    std::string text = R"({"Resources": {}, "Conditions": {"C0": {"Fn::Equals": [1, 1]})";
    for (int i = 1; i <= 100'000; ++i)
        text += R"(,"C)" + std::to_string(i) + R"(": {"Fn::Not": [{"Condition": "C)" + std::to_string(i - 1) + R"("}]})";
    const auto unit = resolved(text + "}}");
    EXPECT_EQ(shown(*unit->root.find("Conditions")->find("C100000")), "true");
    EXPECT_EQ(problems(*unit), "");
}

TEST(Conditions, DecideWhichResourcesAndOutputsThereAre) {
    const auto unit = resolved(
        R"({"Parameters": {"P": {"Type": "String"}}, "Conditions": {"F": {"Fn::Equals": [1, 2]}, "U": {"Fn::Equals": [{"Ref": "P"}, "u"]}},
        "Resources": {"Gone": {"Type": "T", "Condition": "F"}, "Perhaps": {"Type": "T", "Condition": "U"}, "There": {"Type": "T"}},
        "Outputs": {"Gone": {"Condition": "F", "Value": 1}, "There": {"Value": {"Ref": "There"}}}})");
    ASSERT_EQ(unit->resources.size(), 2U);
    EXPECT_EQ(unit->resources[0].id, "Perhaps");
    EXPECT_EQ(unit->resources[0].condition, "U");
    EXPECT_EQ(unit->resources[0].uncertain, "condition `U` is not known: parameter `P` has no value; give `--parameter P=...`");
    EXPECT_EQ(unit->resources[1].uncertain, "");
    EXPECT_EQ(unit->root.find("Resources")->find("Gone"), nullptr);
    EXPECT_EQ(unit->root.find("Outputs")->find("Gone"), nullptr);
    EXPECT_EQ(shown(*unit->root.find("Outputs")->find("There")->find("Value")), "?attribute Ref:There");
}

}  // namespace
}  // namespace vouch::cfn
