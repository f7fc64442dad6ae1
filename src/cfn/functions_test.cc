// SPDX-License-Identifier: Apache-2.0
// Tests for the intrinsic functions, a row per case, and for the table in docs/resolution.md.
#include "cfn/functions.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "cfn/testing/resolved.h"

namespace vouch::cfn {
namespace {

using testing::problems;
using testing::property;
using testing::resolved;
using testing::shop_deployment;

// What the rows below are resolved with: known and unknown parameters, mappings, conditions of all three kinds.
constexpr std::string_view kSections = R"("Parameters": {
    "Env": {"Type": "String", "Default": "prod"}, "Open": {"Type": "String"}, "Other2": {"Type": "String"}, "Days": {"Type": "Number", "Default": "35"},
    "Zones": {"Type": "CommaDelimitedList", "Default": "a, b,c"}, "OpenList": {"Type": "CommaDelimitedList"}},
  "Mappings": {"M": {"prod": {"size": "big", "list": ["x", "y"]}, "dev": {"size": "small"}, "8": {"8": 8, "d": "{{resolve:ssm:x}}"}}},
  "Conditions": {"Yes": {"Fn::Equals": [{"Ref": "Env"}, "prod"]}, "No": {"Fn::Not": [{"Condition": "Yes"}]}, "Maybe": {"Fn::Equals": [{"Ref": "Open"}, "x"]}},)";

struct Row {
    const char* expression;
    const char* expected;
};

void expect(std::initializer_list<Row> rows) {
    for (const Row& row : rows) EXPECT_EQ(property(row.expression, kSections, shop_deployment()), row.expected) << row.expression;
}

TEST(Ref, ParametersPseudoParametersAndResources) {
    expect({
        {R"({"Ref": "Env"})", R"("prod")"},
        {R"({"Ref": "Days"})", "35"},
        {R"({"Ref": "Zones"})", R"(["a","b","c"])"},
        {R"({"Ref": "Open"})", "?parameter Ref:Open"},
        {R"({"Ref": "Other"})", "?attribute Ref:Other"},
        {R"({"Ref": "AWS::Region"})", R"("eu-west-1")"},
        {R"({"Ref": "AWS::AccountId"})", R"("111122223333")"},
        {R"({"Ref": "AWS::Partition"})", R"("aws")"},
        {R"({"Ref": "AWS::URLSuffix"})", R"("amazonaws.com")"},
        {R"({"Ref": "AWS::StackName"})", R"("Shop")"},
        {R"({"Ref": "AWS::StackId"})", "?parameter Ref:AWS::StackId"},
        {R"({"Ref": "AWS::NoValue"})", "absent"},
        {R"({"Ref": "Nobody"})", "?failed "},
        {R"({"Ref": ["Env"]})", "?failed "},
        {R"({"Ref": "Env", "Also": 1})", R"({"Ref":"Env","Also":1})"},  // two keys: no function
    });
}

TEST(NoValue, IsTakenOutOfMapsAndLists) {
    expect({
        {R"([1, {"Ref": "AWS::NoValue"}, 2])", "[1,2]"},
        {R"({"A": {"Ref": "AWS::NoValue"}, "B": [{"Ref": "AWS::NoValue"}]})", R"({"B":[]})"},
        {R"({"Fn::If": ["No", 1, {"Ref": "AWS::NoValue"}]})", "absent"},
        {R"({"Fn::Join": ["-", ["a", {"Ref": "AWS::NoValue"}, "b"]]})", R"("a-b")"},
    });
}

TEST(GetAtt, IsUnknownButThere) {
    expect({
        {R"({"Fn::GetAtt": ["Other", "Arn"]})", "?attribute GetAtt:Other.Arn"},
        {R"({"Fn::GetAtt": "Other.Arn"})", "?attribute GetAtt:Other.Arn"},
        {R"({"Fn::GetAtt": ["Other", "Endpoint", "Port"]})", "?attribute GetAtt:Other.Endpoint.Port"},
        {R"({"Fn::GetAtt": ["Other", {"Ref": "Env"}]})", "?attribute GetAtt:Other.prod"},
        {R"({"Fn::GetAtt": ["Nobody", "Arn"]})", "?failed "},
        {R"({"Fn::GetAtt": "Other"})", "?failed "},
        {R"({"Fn::GetAtt": 5})", "?failed "},
    });
}

TEST(Sub, BothFormsEscapesAndUnknownParts) {
    expect({
        {R"({"Fn::Sub": "plain"})", R"("plain")"},
        {R"({"Fn::Sub": "${Env}-${Days}-${AWS::Region}"})", R"("prod-35-eu-west-1")"},
        {R"({"Fn::Sub": "${!Env} ${Env}"})", R"("${Env} prod")"},
        {R"({"Fn::Sub": "$ {x} $} ${"})", R"("$ {x} $} ${")"},
        {R"({"Fn::Sub": ["${a}${Env}", {"a": {"Ref": "Days"}}]})", R"("35prod")"},
        {R"({"Fn::Sub": ["${Env}", {"Env": "own"}]})", R"("own")"},
        {R"({"Fn::Sub": ["${Ref}", {"Ref": "literal"}]})", R"("literal")"},
        {R"({"Fn::Sub": "${Other.Arn}/*"})", R"(?attribute Concat(GetAtt:Other.Arn,"/*"))"},
        {R"({"Fn::Sub": "${Open}"})", "?parameter Ref:Open"},
        {R"({"Fn::Sub": "${Nobody}"})", "?failed "},
        {R"({"Fn::Sub": "${a b}"})", "?failed "},
        {R"({"Fn::Sub": "${Zones}"})", "?failed "},
        {R"({"Fn::Sub": 5})", "?failed "},
        {R"({"Fn::Sub": ["x"]})", "?failed "},
    });
}

TEST(Join, PartsOfAnyScalarType) {
    expect({
        {R"({"Fn::Join": ["", []]})", R"("")"},
        {R"({"Fn::Join": [",", {"Ref": "Zones"}]})", R"("a,b,c")"},
        {R"({"Fn::Join": ["/", ["a", 1, true, 0.5, {"Ref": "Env"}]]})", R"("a/1/true/0.5/prod")"},
        {R"({"Fn::Join": ["", [{"Fn::GetAtt": ["Other", "Arn"]}, "/*"]]})", R"(?attribute Concat(GetAtt:Other.Arn,"/*"))"},
        {R"({"Fn::Join": ["-", ["a", {"Ref": "Open"}, "b"]]})", R"(?parameter Concat("a-",Ref:Open,"-b"))"},
        {R"({"Fn::Join": [",", {"Ref": "OpenList"}]})", R"(?parameter Join(",",Ref:OpenList))"},
        {R"({"Fn::Join": ["", [[1]]]})", "?failed "},
        {R"({"Fn::Join": ["", "x"]})", "?failed "},
        {R"({"Fn::Join": "x"})", "?failed "},
    });
}

TEST(Strings, JoinAndSubOfTheSamePartsAreTheSameUnknown) {
    EXPECT_EQ(property(R"({"Fn::Join": ["", ["arn:", {"Ref": "Open"}, ":x", "/y"]]})", kSections),
              property(R"({"Fn::Sub": "arn:${Open}:x/y"})", kSections));
}

TEST(DynamicReferences, AreUnknownAlsoWhereTheyArePutTogether) {
    expect({
        {R"("{{resolve:secretsmanager:db:SecretString:password}}")",
         "?dynamic_reference Resolve:{{resolve:secretsmanager:db:SecretString:password}}"},
        {R"("{{resolve:ssm:")", R"("{{resolve:ssm:")"},
        {R"({"Fn::Sub": "{{resolve:ssm:/${Env}/x}}"})", "?dynamic_reference Resolve:{{resolve:ssm:/prod/x}}"},
        {R"({"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": "Other"}, ":SecretString:password::}}"]]})",
         R"(?dynamic_reference Concat("{{resolve:secretsmanager:",Ref:Other,":SecretString:password::}}"))"},
    });
}

TEST(SplitAndSelect, KnownTextAndTheirLimits) {
    expect({
        {R"({"Fn::Split": [",", "a,,b"]})", R"(["a","","b"])"},
        {R"({"Fn::Split": ["::", {"Ref": "Env"}]})", R"(["prod"])"},
        {R"({"Fn::Split": ["", "x"]})", "?failed "},
        {R"({"Fn::Split": [",", {"Ref": "Open"}]})", R"(?parameter Split(",",Ref:Open))"},
        {R"({"Fn::Select": [1, {"Fn::Split": [".", "a.b.c"]}]})", R"("b")"},
        {R"({"Fn::Select": ["2", {"Ref": "Zones"}]})", R"("c")"},
        {R"({"Fn::Select": [3, {"Ref": "Zones"}]})", "?failed "},
        {R"({"Fn::Select": [-1, {"Ref": "Zones"}]})", "?failed "},
        {R"({"Fn::Select": ["x", {"Ref": "Zones"}]})", "?failed "},
        {R"({"Fn::Select": [0, [{"Ref": "Open"}, 1]]})", "?parameter Ref:Open"},
        {R"({"Fn::Select": [0, {"Fn::GetAZs": ""}]})", R"(?intrinsic Select(0,GetAZs("eu-west-1")))"},
        {R"({"Fn::Select": [0, {"Ref": "OpenList"}]})", "?parameter Select(0,Ref:OpenList)"},
    });
}

TEST(FindInMap, KnownKeysDefaultsAndUnknownKeys) {
    expect({
        {R"({"Fn::FindInMap": ["M", {"Ref": "Env"}, "size"]})", R"("big")"},
        {R"({"Fn::FindInMap": ["M", "prod", "list"]})", R"(["x","y"])"},
        {R"({"Fn::FindInMap": ["M", 8, 8]})", "8"},
        {R"({"Fn::FindInMap": ["M", 8, "d"]})", "?dynamic_reference Resolve:{{resolve:ssm:x}}"},
        {R"({"Fn::FindInMap": ["M", "none", "size"]})", "?failed "},
        {R"({"Fn::FindInMap": ["M", "none", "size", {"DefaultValue": {"Ref": "Days"}}]})", "35"},
        {R"({"Fn::FindInMap": ["M", {"Ref": "Open"}, "size"]})", R"(?parameter FindInMap("M",Ref:Open,"size"))"},
        {R"({"Fn::FindInMap": ["M", "prod"]})", "?failed "},
        {R"({"Fn::FindInMap": ["M", "prod", "size", {}]})", "?failed "},
    });
}

TEST(If, KnownConditionsChooseAndUnknownOnesCompare) {
    expect({
        {R"({"Fn::If": ["Yes", 1, 2]})", "1"},
        {R"({"Fn::If": ["No", 1, 2]})", "2"},
        {R"({"Fn::If": ["Maybe", true, true]})", "true"},
        {R"({"Fn::If": ["Maybe", {"Fn::Sub": "${Open}"}, {"Ref": "Open"}]})", "?parameter Ref:Open"},
        {R"({"Fn::If": ["Maybe", 1, 2]})", R"(?parameter If(Equals("x",Ref:Open),1,2))"},
        {R"({"Fn::If": ["Maybe", 1, {"Ref": "AWS::NoValue"}]})", R"(?condition If(Equals("x",Ref:Open),1,NoValue))"},
        {R"({"Fn::If": ["Maybe", {"Ref": "AWS::NoValue"}, {"Ref": "AWS::NoValue"}]})", "absent"},
        {R"({"Fn::If": ["Nobody", 1, 2]})", "?intrinsic "},
        {R"({"Fn::If": ["Yes", 1]})", "?failed "},
        {R"({"Fn::If": [{"Fn::Equals": [1, "1"]}, "y", "n"]})", R"("y")"},
    });
}

TEST(OtherFunctions, Base64LengthJsonAndWhatOnlyDeploymentKnows) {
    expect({
        {R"({"Fn::Base64": ""})", R"("")"},
        {R"({"Fn::Base64": "a"})", R"("YQ==")"},
        {R"({"Fn::Base64": "ab"})", R"("YWI=")"},
        {R"({"Fn::Base64": {"Fn::Sub": "${Env}ab"}})", R"("cHJvZGFi")"},
        {R"({"Fn::Base64": {"Ref": "Open"}})", "?parameter Base64(Ref:Open)"},
        {R"({"Fn::Length": {"Ref": "Zones"}})", "3"},
        {R"({"Fn::Length": [{"Ref": "Open"}]})", "1"},
        {R"({"Fn::Length": {"Ref": "OpenList"}})", "?parameter Length(Ref:OpenList)"},
        {R"({"Fn::ToJsonString": {"a": [{"Ref": "Days"}, null]}})", R"("{\"a\":[35,null]}")"},
        {R"({"Fn::ToJsonString": {"a": {"Ref": "Open"}}})", R"(?parameter ToJsonString({"a":Ref:Open}))"},
        {R"({"Fn::ImportValue": {"Fn::Sub": "${Env}-vpc"}})", R"(?import ImportValue("prod-vpc"))"},
        {R"({"Fn::Cidr": ["10.0.0.0/16", 2, 8]})", R"(["10.0.0.0/24","10.0.1.0/24"])"},
        {R"({"Fn::Transform": {"Name": "Mine"}})", R"(?intrinsic Transform({"Name":"Mine"}))"},
        {R"({"Fn::Whatever": 1})", "?intrinsic Fn::Whatever(1)"},
        {R"({"Condition": "Yes"})", R"({"Condition":"Yes"})"},  // no function outside conditions
    });
}

TEST(Functions, UnknownValuesSayWhyInWordsForPeople) {
    const auto unit = resolved(
        R"({"Parameters": {"Env": {"Type": "String"}}, "Resources": {"R": {"Type": "T", "Properties": {"P": {"Fn::Sub": "x-${Env}"}}}}})");
    const value::Value* value = unit->resources.at(0).body.find("Properties")->find("P");
    EXPECT_EQ(value->as_unknown().reason, "parameter `Env` has no value; give `--parameter Env=...`");
    EXPECT_EQ(value->as_unknown().subject, "Env");
    EXPECT_EQ(problems(*unit), "");
}

TEST(Functions, AMistakeIsAProblemWithItsPlace) {
    const auto unit = resolved("Resources:\n  R:\n    Type: T\n    Properties:\n      P: !Ref Nobody\n");
    EXPECT_EQ(problems(*unit), "t:5:10: `Nobody` is neither a parameter nor a resource of this template [E0110]\n");
}

TEST(Functions, ResolvedValuesStandWhereTheFunctionStood) {
    const auto unit =
        resolved("Parameters: {A: {Type: String, Default: x}}\nResources:\n  R:\n    Type: T\n    Properties:\n      P: !Ref A\n");
    const value::Value properties = unit->resources.at(0).properties();
    EXPECT_EQ(unit->location(properties.find("P")->position()).line, 6U);
}

// One case for each row of the table of functions in docs/resolution.md, by the name of the row.
struct Supported {
    const char* row;
    const char* expression;
    const char* expected;
};
constexpr std::array kSupported{
    Supported{"Condition", R"({"Fn::If": [{"Condition": "No"}, 1, 2]})", "2"},
    Supported{"Fn::And", R"({"Fn::If": [{"Fn::And": [{"Condition": "Maybe"}, {"Condition": "No"}]}, 1, 2]})", "2"},
    Supported{"Fn::Base64", R"({"Fn::Base64": "ab"})", R"("YWI=")"},
    Supported{"Fn::Cidr", R"({"Fn::Cidr": ["10.0.0.0/16", 1, 8]})", R"(["10.0.0.0/24"])"},
    Supported{"Fn::Equals", R"({"Fn::If": [{"Fn::Equals": [{"Ref": "Open"}, {"Fn::Sub": "${Open}"}]}, 1, 2]})", "1"},
    Supported{"Fn::FindInMap", R"({"Fn::FindInMap": ["M", "none", "size", {"DefaultValue": 5}]})", "5"},
    Supported{"Fn::GetAZs", R"({"Fn::GetAZs": ""})", R"(?intrinsic GetAZs("eu-west-1"))"},
    Supported{"Fn::GetAtt", R"({"Fn::GetAtt": ["Other", "Arn"]})", "?attribute GetAtt:Other.Arn"},
    Supported{"Fn::GetStackOutput", R"({"Fn::GetStackOutput": {"StackName": "S", "OutputName": "O"}})",
              R"(?import GetStackOutput({"OutputName":"O","StackName":"S"}))"},
    Supported{"Fn::If", R"({"Fn::If": ["Maybe", 3, 3]})", "3"},
    Supported{"Fn::ImportValue", R"({"Fn::ImportValue": "x"})", R"(?import ImportValue("x"))"},
    Supported{"Fn::Join", R"({"Fn::Join": ["-", ["a", 1]]})", R"("a-1")"},
    Supported{"Fn::Length", R"({"Fn::Length": {"Ref": "Zones"}})", "3"},
    Supported{"Fn::Not", R"({"Fn::If": [{"Fn::Not": [{"Condition": "No"}]}, 1, 2]})", "1"},
    Supported{"Fn::Or", R"({"Fn::If": [{"Fn::Or": [{"Condition": "Maybe"}, {"Condition": "Yes"}]}, 1, 2]})", "1"},
    Supported{"Fn::Select", R"({"Fn::Select": [1, ["a", {"Ref": "Open"}]]})", "?parameter Ref:Open"},
    Supported{"Fn::Split", R"({"Fn::Split": [",", "a,b"]})", R"(["a","b"])"},
    Supported{"Fn::Sub", R"({"Fn::Sub": "${Env}-${!Env}"})", R"("prod-${Env}")"},
    Supported{"Fn::ToJsonString", R"({"Fn::ToJsonString": {"a": 1}})", R"("{\"a\":1}")"},
    Supported{"Fn::Transform", R"({"Fn::Transform": {"Name": "Mine"}})", R"(?intrinsic Transform({"Name":"Mine"}))"},
    Supported{"Ref", R"({"Ref": "AWS::Partition"})", R"("aws")"},
    Supported{"Fn::ForEach::*", R"({"Fn::ForEach::X": ["A", ["1", "2"], {"K${A}": "${A}"}]})", R"({"K1":"1","K2":"2"})"},
    Supported{"any other `Fn::*`, an unknown short tag", R"({"Fn::Whatever": 1})", "?intrinsic Fn::Whatever(1)"},
};

std::string documentation() {
    std::ifstream file(std::string(VOUCH_SOURCE_DIR) + "/docs/resolution.md");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(Functions, EveryRowOfTheMatrixDoesWhatItSays) {
    for (const Supported& each : kSupported) EXPECT_EQ(property(each.expression, kSections, shop_deployment()), each.expected) << each.row;
}

TEST(Functions, EveryRowOfTheMatrixHasACaseOfItsOwn) {
    const std::string text = documentation();
    const std::size_t start = text.find("\n|---|---|\n", text.find("## Functions")) + 11;
    std::istringstream rows(text.substr(start, text.find("\n\n", start) - start));
    std::size_t count = 0;
    for (std::string line; std::getline(rows, line); ++count) {
        std::string row = line.substr(2, line.find(" | ", 2) - 2);
        if (row.starts_with('`') && row.find('`', 1) == row.size() - 1) row = row.substr(1, row.size() - 2);
        const auto same = [&](const Supported& each) { return row == each.row; };
        EXPECT_EQ(std::ranges::count_if(kSupported, same), 1) << "docs/resolution.md has the row " << row;
    }
    EXPECT_EQ(count, kSupported.size());
}

TEST(Functions, EveryRowStandsInTheDocumentation) {
    std::ifstream file(std::string(VOUCH_SOURCE_DIR) + "/docs/resolution.md");
    std::stringstream text;
    text << file.rdbuf();
    ASSERT_FALSE(text.str().empty());
    for (const Function& function : functions())
        EXPECT_NE(text.str().find("| `" + std::string(function.name) + "` | " + std::string(function.summary) + " |"), std::string::npos)
            << "docs/resolution.md lacks: | `" << function.name << "` | " << function.summary << " |";
}

TEST(Functions, FindFunctionKnowsItsRowsOnly) {
    for (const Function& function : functions()) EXPECT_EQ(find_function(function.name), &function);
    EXPECT_EQ(find_function("Fn::Nope"), nullptr);
    EXPECT_TRUE(is_function_name("Fn::Nope"));
    EXPECT_FALSE(is_function_name("Fn::ForEach::X"));
    EXPECT_FALSE(is_function_name("Name"));
}

}  // namespace
}  // namespace vouch::cfn
