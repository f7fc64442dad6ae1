// SPDX-License-Identifier: Apache-2.0
// Tests for worlds.h through resolve().
#include "cfn/worlds.h"

#include <string>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "cfn/testing/resolved.h"
#include "value/write.h"

namespace vouch::cfn {
namespace {

using testing::problems;
using testing::resolved;
using testing::shown;

constexpr std::string_view kEnv = R"("Env": {"Type": "String", "AllowedValues": ["prod", "test"]}, "Free": {"Type": "String"},)";

std::shared_ptr<model::Unit> unit_with(const std::string& resource, const std::string& conditions = "",
                                       const std::string& parameters = "") {
    return resolved(fmt::format(R"({{"Parameters": {{{} {} "Last": {{"Type": "String"}}}}, "Conditions": {{{}}}, "Mappings":
        {{"Size": {{"prod": {{"Days": 30}}, "test": {{"Days": 1}}}}}}, "Resources": {{"R": {}}}}})",
                                kEnv, parameters, conditions, resource));
}

// A line for every variant: assumption, then property P ("gone" where it does not exist).
std::string variants(const model::Unit& unit) {
    std::string out;
    for (const model::Variant& variant : unit.resources.at(0).variants) {
        const value::Value* properties = variant.exists ? variant.body.find("Properties") : nullptr;
        const value::Value* p = properties != nullptr ? properties->find("P") : nullptr;
        out += fmt::format("{}: {}\n", variant.assumption, !variant.exists ? "gone" : p == nullptr ? "absent" : shown(*p));
    }
    return out;
}

std::string with(const std::string& expression, const std::string& conditions = "", const std::string& parameters = "") {
    return variants(*unit_with(R"({"Type": "T", "Properties": {"P": )" + expression + "}}", conditions, parameters));
}

TEST(Worlds, EachAllowedValueOfAParameterIsOne) {
    EXPECT_EQ(with(R"({"Ref": "Env"})"), "parameter `Env` is `prod`: \"prod\"\nparameter `Env` is `test`: \"test\"\n");
    EXPECT_EQ(with(R"({"Fn::FindInMap": ["Size", {"Ref": "Env"}, "Days"]})"),
              "parameter `Env` is `prod`: 30\nparameter `Env` is `test`: 1\n");
    EXPECT_EQ(with(R"({"Ref": "N"})", "", R"("N": {"Type": "Number", "AllowedValues": ["1", 2]},)"),
              "parameter `N` is `1`: 1\nparameter `N` is `2`: 2\n");
}

TEST(Worlds, AResourceThatDependsOnNoChoiceHasNone) {
    EXPECT_EQ(with("1", R"("C": {"Fn::Equals": [{"Ref": "Env"}, "prod"]})"), "");
    EXPECT_EQ(with(R"({"Ref": "Free"})"), "");
    EXPECT_EQ(with(R"({"Ref": "K"})", "", R"("K": {"Type": "String", "AllowedValues": ["a", "b"], "Default": "a"},)"), "");
}

TEST(Worlds, ValuesThatMakeTheSameOfTheResourceAreOneWorld) {
    EXPECT_EQ(with(R"({"Fn::If": ["C", 1, 2]})", R"("C": {"Fn::Equals": [{"Ref": "V"}, "a"]})",
                   R"("V": {"Type": "String", "AllowedValues": ["a", "b", "c"]},)"),
              "parameter `V` is `a`: 1\nparameter `V` is `b` or parameter `V` is `c`: 2\n");
}

TEST(Worlds, ConditionsThatFollowFromOneParameterAgree) {
    const std::string conditions = R"("A": {"Fn::Equals": [{"Ref": "Env"}, "prod"]}, "B": {"Fn::Not": [{"Condition": "A"}]})";
    EXPECT_EQ(with(R"([{"Fn::If": ["A", 1, 2]}, {"Fn::If": ["B", 3, 4]}])", conditions),
              "parameter `Env` is `prod`: [1,4]\nparameter `Env` is `test`: [2,3]\n");
    const std::string free = R"("A": {"Fn::Equals": [{"Ref": "Free"}, "a"]}, "B": {"Fn::Equals": ["b", {"Ref": "Free"}]})";
    EXPECT_EQ(with(R"([{"Fn::If": ["A", 1, 2]}, {"Fn::If": ["B", 3, 4]}])", free),
              "parameter `Free` is `a`: [1,4]\n"
              "parameter `Free` is not `a`, parameter `Free` is `b`: [2,3]\n"
              "parameter `Free` is not `a`, parameter `Free` is not `b`: [2,4]\n");
}

TEST(Worlds, AnEquationBetweenUnknownsIsNamedByItsCondition) {
    EXPECT_EQ(with(R"({"Fn::If": ["Same", 1, {"Ref": "AWS::NoValue"}]})", R"("Same": {"Fn::Equals": [{"Ref": "Free"}, {"Ref": "Last"}]})"),
              "condition `Same` is true: 1\ncondition `Same` is false: absent\n");
    EXPECT_EQ(with(R"({"Fn::If": ["Here", 1, 2]})", R"("Here": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]})"),
              "`AWS::Region` is `eu-west-1`: 1\n`AWS::Region` is not `eu-west-1`: 2\n");
    EXPECT_EQ(with(R"({"Fn::If": ["Set", 1, 2]})", R"("Set": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Free"}, ""]}]})"),
              "parameter `Free` is empty: 2\nparameter `Free` is not empty: 1\n");
    EXPECT_EQ(with(R"({"Fn::If": ["Odd", 1, 2]})", R"("Odd": {"Fn::Contains": [["a"], {"Ref": "Free"}]})"),
              "condition `Odd` is true: 1\ncondition `Odd` is false: 2\n");
}

TEST(Worlds, AnOwnConditionThatIsFalseTakesTheResourceAway) {
    const auto unit = unit_with(R"({"Type": "T", "Condition": "C", "Properties": {"P": {"Fn::If": ["C", 1, 2]}}})",
                                R"("C": {"Fn::Equals": [{"Ref": "Env"}, "prod"]})");
    EXPECT_EQ(variants(*unit), "parameter `Env` is `prod`: 1\nparameter `Env` is `test`: gone\n");
    EXPECT_NE(unit->resources.at(0).uncertain, "");
}

TEST(Worlds, AResourceThatIsThereInEveryWorldIsCertain) {
    const auto unit =
        unit_with(R"({"Type": "T", "Condition": "Any", "Properties": {"P": {"Ref": "Env"}}})",
                  R"("Any": {"Fn::Or": [{"Condition": "P"}, {"Condition": "Q"}]}, "P": {"Fn::Equals": [{"Ref": "Env"}, "prod"]},
                                 "Q": {"Fn::Equals": [{"Ref": "Env"}, "test"]})");
    EXPECT_EQ(unit->resources.at(0).variants.size(), 2U);
    EXPECT_EQ(unit->resources.at(0).uncertain, "");
}

TEST(Worlds, MistakesOfOneWorldAreNoProblemsOfTheTemplate) {
    const auto unit = unit_with(R"({"Type": "T", "Properties": {"P": {"Fn::FindInMap": ["Size", {"Ref": "V"}, "Days"]}}})", "",
                                R"("V": {"Type": "String", "AllowedValues": ["prod", "odd"]},)");
    EXPECT_EQ(variants(*unit), "parameter `V` is `prod`: 30\nparameter `V` is `odd`: ?failed \n");
    EXPECT_EQ(problems(*unit), "");
}

TEST(Worlds, TheTemplateIsAsItWasBehindThem) {
    const auto unit = resolved(R"({"Parameters": {"Env": {"Type": "String", "AllowedValues": ["a", "b"]}},
        "Conditions": {"C": {"Fn::Equals": [{"Ref": "Env"}, "a"]}}, "Resources": {"R": {"Type": "T", "Properties": {"P": {"Fn::If": ["C", 1, 2]}}},
        "S": {"Type": "T", "Properties": {"P": {"Ref": "Env"}, "Q": {"Fn::If": ["C", 1, 2]}}}}})");
    EXPECT_EQ(shown(*unit->resources.at(1).properties().find("P")), "?parameter Ref:Env");
    EXPECT_EQ(shown(*unit->resources.at(1).properties().find("Q")), R"(?parameter If(Equals("a",Ref:Env),1,2))");
    EXPECT_EQ(unit->resources.at(1).variants.size(), 2U);
}

TEST(Worlds, MoreThanSixteenAreNotTried) {
    for (const int count : {4, 5, 20}) {
        std::string parameters;
        std::string conditions;
        std::string list;
        for (int i = 0; i < count; ++i) {
            parameters += fmt::format(R"("P{}": {{"Type": "String"}},)", i);
            conditions += fmt::format(R"({}"C{}": {{"Fn::Equals": [{{"Ref": "P{}"}}, "x"]}})", i > 0 ? "," : "", i, i);
            list += fmt::format(R"({}{{"Fn::If": ["C{}", 1, 2]}})", i > 0 ? "," : "", i);
        }
        const auto unit = unit_with(R"({"Type": "T", "Properties": {"P": [)" + list + "]}}", conditions, parameters);
        EXPECT_EQ(unit->resources.at(0).variants.size(), count == 4 ? 16U : 0U) << count;
    }
}

TEST(Worlds, WhereValuesOfParametersAreTooManyConditionsAreStillToldApart) {
    const std::string values = R"({"Type": "String", "AllowedValues": ["a", "b", "c", "d", "e"]},)";
    const std::string parameters = R"("V": )" + values + R"("W": )" + values;
    EXPECT_EQ(
        with(R"([{"Fn::If": ["C", 1, 2]}, {"Ref": "V"}, {"Ref": "W"}])", R"("C": {"Fn::Equals": [{"Ref": "Env"}, "prod"]})", parameters)
            .substr(0, 36),
        "parameter `Env` is `prod`: [1,{\"Vouc");
    EXPECT_EQ(with(R"({"Fn::If": ["C", {"Ref": "W"}, "{{V}}"]})", R"("C": {"Fn::Equals": [{"Ref": "V"}, "a"]})", parameters).substr(0, 28),
              "parameter `V` is `a`, parame")
        << "few enough: every value";
    EXPECT_EQ(with(R"({"Fn::If": ["C", 1, [{"Ref": "W"}, {"Ref": "V"}]]})", R"("C": {"Fn::Equals": [{"Ref": "V"}, "a"]})", parameters)
                  .substr(0, 45),
              "parameter `V` is `a`: 1\nparameter `V` is not ");
    EXPECT_EQ(with(R"([{"Ref": "V"}, {"Ref": "W"}])", "", parameters), "") << "nothing but values";
}

TEST(Worlds, StopQuietlyWhereTheyMakeTooManyValues) {
    std::string list = "[0";
    for (int i = 0; i < 2000; ++i) list += R"(,{"Fn::Sub": "${Env}-and-some-more-text-to-make-it-longer"})";
    const std::string text = R"({"Parameters": {"Env": {"Type": "String", "AllowedValues": ["aaaaaaaaaaaaaaaaaaaaaaaaaa", "b", "c", "d"]}},
        "Resources": {"R": {"Type": "T", "Properties": {"P": )" +
                             list + "]}}}}";
    EXPECT_EQ(resolved(text)->resources.at(0).variants.size(), 4U);
    std::string many = R"({"Parameters": {"Env": {"Type": "String", "AllowedValues": ["a", "b", "c", "d"]}}, "Resources": {)";
    for (int i = 0; i < 400; ++i)
        many += fmt::format(R"({}"R{}": {{"Type": "T", "Properties": {{"P": {{"Fn::Sub": "${{Env}}{}"}}}}}})", i > 0 ? "," : "", i,
                            std::string(5, 'x'));
    const auto unit = resolved(many + "}}", {}, 0);
    EXPECT_EQ(unit->resources.front().variants.size(), 4U);
    for (const model::Resource& resource : unit->resources) EXPECT_TRUE(resource.variants.empty() || resource.variants.size() == 4U);
}

}  // namespace
}  // namespace vouch::cfn
