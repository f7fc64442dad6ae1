// SPDX-License-Identifier: Apache-2.0
// Tests for resolve.h: whole templates, loops, cycles, hostile templates.
#include "cfn/resolve.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cfn/load.h"
#include "cfn/testing/resolved.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::cfn {
namespace {

using base::Code;
using testing::problems;
using testing::resolved;
using testing::shown;

std::string ids(const model::Unit& unit) {
    std::string out;
    for (const model::Resource& resource : unit.resources) out += resource.id + " ";
    return out;
}

TEST(Resolve, ResourcesKnowWhereTheyStandAndWhatTheyAre) {
    const auto unit = resolved("Resources:\n  Größe:\n    Type: AWS::S3::Bucket\n    Metadata: {'aws:cdk:path': Stack/B/Resource}\n");
    ASSERT_EQ(unit->resources.size(), 1U);
    EXPECT_EQ(unit->resources[0].id, "Größe");
    EXPECT_EQ(unit->resources[0].type, "AWS::S3::Bucket");
    EXPECT_EQ(unit->resources[0].construct_path, "Stack/B/Resource");
    EXPECT_EQ(unit->location(unit->resources[0].position), (base::Location{"t", 2, 3}));
    EXPECT_TRUE(unit->resources[0].properties().kind() == value::Kind::null);
}

TEST(Resolve, SectionsWithoutFunctionsStayTheVerySameNodes) {
    const auto unit = resolved(
        R"({"Metadata": {"a": {"Ref": "not resolved"}}, "Resources": {"R": {"Type": "T", "Properties": {"A": [1, {"B": "c"}]}}}})");
    const value::Value& source = unit->document->root;
    EXPECT_TRUE(unit->root.find("Metadata")->same_node(*source.find("Metadata")));
    EXPECT_TRUE(unit->resources[0].body.same_node(*source.find("Resources")->find("R")));
}

TEST(Resolve, ResourcesThatAreNoneAreProblems) {
    const auto unit = resolved(R"({"Resources": {"A": 1, "B": {}, "C": {"Type": 5}, "D": {"Type": "T"}}})");
    EXPECT_EQ(ids(*unit), "B C D ");
    EXPECT_EQ(problems(*unit),
              "t:1:16: resource `A` is no map [E0111]\nt:1:24: resource `B` has no type: its Type is missing or no string [E0111]\n"
              "t:1:33: resource `C` has no type: its Type is missing or no string [E0111]\n");
}

TEST(Resolve, OddLogicalIdsAreLegal) {
    const std::string nul("\"a\\u0000b\"");
    const auto unit = resolved(
        R"({"Resources": {"=cmd|' /C calc'!A0": {"Type": "T"}, "a/b\"c": {"Type": "T"}, "": {"Type": "T"}, "Ref": {"Type": "T"}, "Fn::If": {"Type": "T"}, )" +
        nul + R"(: {"Type": "T", "Properties": {"P": {"Ref": "a/b\"c"}, "Q": {"Ref": )" + nul + "}}}}}");
    ASSERT_EQ(unit->resources.size(), 6U);
    EXPECT_EQ(unit->resources[5].id, std::string("a\0b", 3));
    EXPECT_EQ(shown(*unit->resources[5].properties().find("P")), "?attribute Ref:a/b\"c");
    EXPECT_NE(unit->find("Ref"), nullptr);
    EXPECT_NE(unit->find("Fn::If"), nullptr);
}

TEST(Resolve, LoopsMakeResourcesPropertiesAndOutputs) {
    const auto unit =
        resolved(R"({"Transform": "AWS::LanguageExtensions", "Parameters": {"Names": {"Type": "CommaDelimitedList", "Default": "A,B-1"}},
      "Conditions": {"Fn::ForEach::C": ["X", ["1", "2"], {"Is${X}": {"Fn::Equals": [{"Ref": "X"}, "1"]}}]},
      "Resources": {"Fn::ForEach::R": ["N", {"Ref": "Names"}, {"Fn::ForEach::Inner": ["M", ["x", "y"], {"R&{N}${M}": {"Type": "T", "Condition": "Is1",
        "Properties": {"Name": {"Fn::Sub": "${N}/${M}"}, "Text": "${N}", "Kept": "${Other}", "Fn::ForEach::P": ["K", ["k1", "k2"], {"${K}": {"Ref": "K"}}],
        "Arn": {"Fn::GetAtt": ["Key${M}", "Arn"]}}}}]}], "Keyx": {"Type": "T"}, "Keyy": {"Type": "T"}, "Plain": {"Type": "T", "Condition": "Is2"}},
      "Outputs": {"Fn::ForEach::O": ["N", {"Ref": "Names"}, {"O&{N}": {"Value": {"Ref": "N"}}}]}})");
    EXPECT_EQ(problems(*unit), "");
    EXPECT_EQ(ids(*unit), "RAx RAy RB1x RB1y Keyx Keyy ");
    EXPECT_EQ(
        value::to_json(unit->resources[3].body.find("Properties")->at(0)),
        R"({"Name":"B-1/y","Text":"B-1","Kept":"${Other}","k1":"k1","k2":"k2","Arn":{"Vouch::Unknown":{"reason":"attribute `Arn` of `Keyy` comes with deployment","identity":"GetAtt:Keyy.Arn"}}})");
    EXPECT_EQ(value::to_json(*unit->root.find("Outputs")), R"({"OA":{"Value":"A"},"OB1":{"Value":"B-1"}})");
}

TEST(Resolve, LoopsOverTheUnknownAreProblemsAndNotSilence) {
    const auto unit = resolved(
        R"({"Parameters": {"L": {"Type": "CommaDelimitedList"}}, "Resources": {"Fn::ForEach::R": ["N", {"Ref": "L"}, {"R${N}": {"Type": "T"}}],
        "Fn::ForEach::Bad": ["N", ["a"]], "A": {"Type": "T", "Properties": {"Fn::ForEach::P": ["K", {"Ref": "L"}, {"${K}": 1}]}}}})");
    EXPECT_EQ(ids(*unit), "A ");
    EXPECT_EQ(problems(*unit),
              "t:1:69: loop `R` is not expanded: parameter `L` has no value; give `--parameter L=...` [E0111]\n"
              "t:2:9: loop `Bad` is not expanded: it takes [identifier, collection, {key: value}] [E0111]\n"
              "t:2:77: loop `P` is not expanded: parameter `L` has no value; give `--parameter L=...` [E0111]\n");
    EXPECT_NE(unit->resources[0].open, "");
}

TEST(Resolve, ALoopThatMakesAnIdTwiceIsAProblem) {
    const auto unit = resolved(R"({"Resources": {"Ra": {"Type": "T"}, "Fn::ForEach::R": ["N", ["a", "b"], {"R${N}": {"Type": "U"}}]}})");
    EXPECT_EQ(ids(*unit), "Ra Rb ");
    EXPECT_EQ(unit->problems.at(0).code, Code::duplicate_key);
}

TEST(Resolve, MacrosMakeUndefinedNamesNoError) {
    const auto unit = resolved(
        R"({"Transform": ["AWS::Serverless-2016-10-31"], "Resources": {"R": {"Type": "T", "DependsOn": "Made", "Properties": {"P": {"Ref": "Made"}, "Q": {"Fn::GetAtt": ["Made", "Arn"]}}}}})");
    EXPECT_EQ(problems(*unit), "");
    EXPECT_EQ(unit->warnings.size(), 1U);
    EXPECT_EQ(shown(*unit->resources[0].properties().find("P")), "?intrinsic Ref:Made");
}

TEST(Resolve, IncludesMarkWhatTheyMayAddTo) {
    const auto unit = resolved(
        R"({"Resources": {"Fn::Transform": {"Name": "AWS::Include"}, "R": {"Type": "T", "Properties": {"Fn::Transform": {"Name": "AWS::Include"}, "A": 1}},
        "S": {"Type": "T", "Properties": {"A": 1}}}})");
    EXPECT_EQ(ids(*unit), "R S ");
    EXPECT_NE(unit->resources[0].open, "");
    EXPECT_EQ(unit->resources[1].open, "");
    EXPECT_EQ(unit->warnings.size(), 1U);
}

TEST(Resolve, ResourcesThatNeedEachOtherAreReportedAndStillResolved) {
    const auto unit = resolved(
        R"({"Resources": {"A": {"Type": "T", "Properties": {"P": {"Ref": "B"}}}, "B": {"Type": "T", "Properties": {"P": {"Fn::Sub": "${C.Arn}"}}},
        "C": {"Type": "T", "DependsOn": ["A"]}, "Self": {"Type": "T", "Properties": {"P": {"Fn::GetAtt": "Self.Arn"}}}, "D": {"Type": "T", "DependsOn": "A"}, "E": {"Type": "T", "DependsOn": "Nobody"}}})");
    EXPECT_EQ(unit->resources.size(), 6U);
    EXPECT_EQ(problems(*unit),
              "t:2:191: resource `E` depends on `Nobody`, which is not in the template [E0110]\n"
              "t:1:16: resources need each other: `A` -> `B` -> `C` -> `A` [E0109]\nt:2:49: resources need each other: `Self` -> `Self` "
              "[E0109]\n");
}

TEST(Resolve, AReferenceUnderAnUnknownConditionClosesNoCycleForCertain) {
    const auto unit =
        resolved(R"({"Parameters": {"P": {"Type": "String"}}, "Conditions": {"U": {"Fn::Equals": [{"Ref": "P"}, "u"]}}, "Resources": {
        "A": {"Type": "T", "Properties": {"P": {"Fn::If": ["U", {"Ref": "B"}, 1]}}}, "B": {"Type": "T", "Properties": {"P": {"Fn::If": ["U", 1, {"Ref": "A"}]}}}}})");
    EXPECT_EQ(problems(*unit), "");
}

// Random graphs of references: a cycle is reported exactly where depth-first search finds one.
TEST(Resolve, CyclesInRandomGraphsAreFound) {
    std::mt19937 random(11);
    int cyclic = 0;
    for (int round = 0; round < 100; ++round) {
        const unsigned size = 2 + random() % 8;
        std::vector<std::vector<bool>> reaches(size, std::vector<bool>(size));
        std::string text = R"({"Resources": {)";
        for (unsigned i = 0; i < size; ++i) {
            text += (i > 0 ? ", \"R" : "\"R") + std::to_string(i) + R"(": {"Type": "T", "Properties": {"P": [)";
            const unsigned edges = random() % 2;
            for (unsigned e = 0; e < edges; ++e) {
                const unsigned to = random() % size;
                reaches[i][to] = true;
                text += R"({"Ref": "R)" + std::to_string(to) + "\"}";
            }
            text += "]}}";
        }
        for (unsigned k = 0; k < size; ++k)
            for (unsigned i = 0; i < size; ++i)
                for (unsigned j = 0; j < size; ++j)
                    if (reaches[i][k] && reaches[k][j]) reaches[i][j] = true;
        bool expected = false;
        for (unsigned i = 0; i < size; ++i) expected = expected || reaches[i][i];
        cyclic += expected ? 1 : 0;
        EXPECT_EQ(!resolved(text + "}}")->problems.empty(), expected) << text;
    }
    EXPECT_GT(cyclic, 10);
    EXPECT_LT(cyclic, 90);
}

// What resolution made is no template that changes again.
TEST(Resolve, ResolvingTwiceChangesNothing) {
    const std::string text =
        R"({"Parameters": {"E": {"Type": "String", "Default": "prod"}, "L": {"Type": "CommaDelimitedList", "Default": "a,b"}},
      "Mappings": {"M": {"prod": {"k": [1, 2]}}}, "Conditions": {"C": {"Fn::Equals": [{"Ref": "E"}, "prod"]}, "D": {"Fn::Not": [{"Condition": "C"}]}},
      "Resources": {"Fn::ForEach::F": ["N", {"Ref": "L"}, {"R${N}": {"Type": "T", "Condition": "C", "Properties": {"A": {"Fn::Sub": "${N}-${!x}-${E}"}, "B": {"Fn::If": ["D", 1, {"Ref": "AWS::NoValue"}]},
        "F": {"Fn::FindInMap": ["M", {"Ref": "E"}, "k"]}, "G": {"Fn::Select": [1, {"Fn::Split": [",", "x,y"]}]}, "H": {"Fn::Base64": {"Fn::Join": ["", ["a", {"Ref": "E"}]]}}}}}],
        "Gone": {"Type": "T", "Condition": "D"}}, "Outputs": {"O": {"Value": {"Fn::ToJsonString": {"a": {"Ref": "E"}}}}}})";
    const std::string once = value::to_json(resolved(text)->root);
    const auto twice = resolved(once);
    EXPECT_EQ(problems(*twice), "");
    EXPECT_EQ(value::to_json(twice->root), once);
    EXPECT_EQ(once.find("Vouch::Unknown"), std::string::npos);
}

// The same of the bundled assemblies where nothing in a unit is unknown, and always: resolving the same text gives the same.
TEST(Resolve, TheBundledAssembliesResolveTheSameEveryTime) {
    const std::vector<std::string> paths{std::string(VOUCH_SOURCE_DIR) + "/examples"};
    const auto first = load(paths, {});
    const auto second = load(paths, {});
    ASSERT_EQ(first.units.size(), second.units.size());
    for (std::size_t i = 0; i < first.units.size(); ++i)
        EXPECT_EQ(value::to_json(first.units[i]->root), value::to_json(second.units[i]->root)) << first.units[i]->name;
}

void expect_stopped(const std::string& text, std::size_t nodes = 100'000) {
    const auto unit = resolved(text, {}, nodes);
    ASSERT_FALSE(unit->problems.empty());
    EXPECT_EQ(unit->problems.back().code, Code::too_large);
    EXPECT_EQ(std::ranges::count(unit->problems, Code::too_large, &base::Error::code), 1);
    EXPECT_LT(unit->arena.reserved(), 64U << 20U);
}

TEST(Hostile, NestedSubsThatDoubleTheirTextAreStopped) {
    std::string expression = R"("0123456789")";
    for (int i = 0; i < 60; ++i) expression = R"({"Fn::Sub": ["${a}${a}", {"a": )" + expression + "}]}";
    expect_stopped(R"({"Resources": {"R": {"Type": "T", "Properties": {"P": )" + expression + "}}}}");
}

TEST(Hostile, OneSubWithManyLongVariablesIsStopped) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += "${A}";
    expect_stopped(R"({"Parameters": {"A": {"Type": "String", "Default": ")" + std::string(4000, 'x') +
                   R"("}}, "Resources": {"R": {"Type": "T", "Properties": {"P": {"Fn::Sub": ")" + text + "\"}}}}}");
}

TEST(Hostile, NestedSubsOfAnUnknownAreStoppedToo) {
    std::string expression = R"({"Ref": "A"})";
    for (int i = 0; i < 60; ++i) expression = R"({"Fn::Sub": ["${a}-${a}", {"a": )" + expression + "}]}";
    const auto unit = resolved(R"({"Parameters": {"A": {"Type": "String"}}, "Resources": {"R": {"Type": "T", "Properties": {"P": )" +
                               expression + "}}}}");
    EXPECT_LT(unit->arena.reserved(), 64U << 20U);
    EXPECT_TRUE(unit->resources.at(0).properties().find("P")->is_unknown());
}

TEST(Hostile, LoopsInLoopsAreStopped) {
    std::string body = R"({"Type": "T"})";
    std::string keys = "R";
    for (int i = 0; i < 12; ++i) keys += "${L" + std::to_string(i) + "}";
    std::string loops = "{\"" + keys + "\": " + body + "}";
    for (int i = 0; i < 12; ++i)
        loops = R"({"Fn::ForEach::F": ["L)" + std::to_string(i) + R"(", ["1","2","3","4","5","6","7","8"], )" + loops + "]}";
    expect_stopped(R"({"Resources": )" + loops + "}");
    expect_stopped(R"({"Resources": {"R": {"Type": "T", "Properties": )" + loops + "}}}");
}

TEST(Hostile, MappingsHandedOutManyTimesAreStopped) {
    std::string list = "0";
    for (int i = 0; i < 1000; ++i) list += ",0";
    std::string uses = "0";
    for (int i = 0; i < 1000; ++i) uses += R"(,{"Fn::FindInMap": ["M", "a", "b"]})";
    expect_stopped(R"({"Mappings": {"M": {"a": {"b": [)" + list + R"(]}}}, "Resources": {"R": {"Type": "T", "Properties": {"P": [)" + uses +
                   "]}}}}");
}

TEST(Hostile, TheDeepestDocumentIsResolved) {
    // Three levels of the document a function: 82 of them fit below the limit of 256.
    const auto deep = [&](int count) {
        std::string expression = "\"x\"";
        for (int i = 0; i < count; ++i) expression = R"({"Fn::Join": ["", [)" + expression + "]]}";
        return R"({"Resources": {"R": {"Type": "T", "Properties": {"P": )" + expression + "}}}}";
    };
    const auto unit = resolved(deep(83));
    EXPECT_EQ(shown(*unit->resources.at(0).properties().find("P")), "\"x\"");
}

// Linear: 10^5 resources that refer to each other in a row, and a cycle through all of them.
TEST(Hostile, AHundredThousandResourcesAreResolved) {
    std::string text = R"({"Resources": {"R0": {"Type": "T", "Properties": {"P": {"Ref": "R99999"}}})";
    for (int i = 1; i < 100'000; ++i)
        text += R"(,"R)" + std::to_string(i) + R"(": {"Type": "T", "Properties": {"P": {"Ref": "R)" + std::to_string(i - 1) + "\"}}}";
    const auto unit = resolved(text + "}}");
    EXPECT_EQ(unit->resources.size(), 100'000U);
    ASSERT_EQ(unit->problems.size(), 1U);
    EXPECT_EQ(unit->problems[0].code, Code::cycle);
    EXPECT_LT(unit->problems[0].message.size(), 300U);
}

// A loop over 10^9 values, as nine loops of ten in each other: stopped by the budget, wherever it stands.
TEST(Hostile, ALoopOfABillionIsABoundedError) {
    for (const bool in_properties : {false, true}) {
        std::string key = "K";
        for (int i = 0; i < 9; ++i) key += "${L" + std::to_string(i) + "}";
        std::string loops = "{\"" + key + "\": " + (in_properties ? "1" : R"({"Type": "T"})") + "}";
        for (int i = 0; i < 9; ++i)
            loops = R"({"Fn::ForEach::F": ["L)" + std::to_string(i) + R"(", ["0","1","2","3","4","5","6","7","8","9"], )" + loops + "]}";
        expect_stopped(in_properties ? R"({"Resources": {"R": {"Type": "T", "Properties": )" + loops + "}}}"
                                     : R"({"Resources": )" + loops + "}");
    }
}

TEST(Hostile, FunctionsNestedFiveHundredDeepAreRefusedAndTheLimitIsNamed) {
    std::string expression = "\"x\"";
    for (int i = 0; i < 500; ++i) expression = R"({"Fn::Join": ["", [)" + expression + "]]}";
    const auto document = value::read_any(
        std::make_shared<const base::Source>("t", R"({"Resources": {"R": {"Type": "T", "Properties": {"P": )" + expression + "}}}}"));
    ASSERT_FALSE(document.has_value());
    EXPECT_NE(document.error().message.find("256"), std::string::npos) << document.error().message;
}

TEST(Hostile, TerminalEscapesInNamesDoNotReachMessages) {
    const auto unit = resolved(
        "{\"Resources\": {\"R\\u001b[2J\": {}, \"S\": {\"Type\": \"T\", \"Properties\": {\"P\": {\"Ref\": "
        "\"\\u001b]0;x\\u0007\\u202e\"}}}}}");
    for (const base::Error& problem : unit->problems) {
        EXPECT_EQ(problem.message.find('\x1b'), std::string::npos);
        EXPECT_EQ(problem.message.find("\xe2\x80\xae"), std::string::npos);
    }
    EXPECT_EQ(unit->problems.size(), 2U);
}

}  // namespace
}  // namespace vouch::cfn
