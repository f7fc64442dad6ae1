// SPDX-License-Identifier: Apache-2.0
// Tests for nested stacks (unit_builder.h) through load().
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cfn/load.h"
#include "cfn/testing/folder.h"
#include "cfn/testing/resolved.h"

namespace vouch::cfn {
namespace {

using base::Code;
using testing::Folder;
using testing::load_one;
using testing::shown;

std::string nested(const std::string& url) {
    return "Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: " + url + "\n";
}

TEST(NestedStacks, AreFollowedByRelativePathWithTheirParameters) {
    const Folder folder;
    folder.write("main.yaml",
                 nested("./parts/child.yaml") + "      Parameters: {Env: !Sub 'x-${AWS::Region}', Key: !Ref Owner}\n  Owner: {Type: T}\n");
    folder.write("parts/child.yaml",
                 "Parameters: {Env: {Type: String}, Key: {Type: String}, Size: {Type: Number, Default: 3}, None: {Type: String}}\n"
                 "Resources: {R: {Type: T, Properties: {E: !Ref Env, K: !Ref Key, S: !Ref Size, N: !Ref None}}}\n");
    Options options;
    options.environment.region = "eu-west-1";
    for (const std::string& path : {folder.path(), folder / "main.yaml"}) {
        const auto inventory = load_one(path, options);
        ASSERT_EQ(inventory.units.size(), 2U) << path;
        const model::Unit& child = *inventory.units[1];
        EXPECT_TRUE(child.name.ends_with("main.yaml/Child"));
        const value::Value properties = child.resources.at(0).properties();
        EXPECT_EQ(shown(*properties.find("E")), R"("x-eu-west-1")");
        EXPECT_EQ(shown(*properties.find("S")), "3");
        EXPECT_EQ(shown(*properties.find("N")), "?parameter Ref:None");
        // The parent's unknown is told apart from a `Ref:Owner` of the child.
        EXPECT_TRUE(shown(*properties.find("K")).ends_with("main.yaml|Ref:Owner")) << shown(*properties.find("K"));
    }
}

TEST(NestedStacks, AreFoundThroughTheAssetManifestOfAnAssembly) {
    const Folder folder;
    const std::string digest(64, 'a');
    folder.write("manifest.json", R"({"artifacts": {"S.assets": {"type": "cdk:asset-manifest", "properties": {"file": "S.assets.json"}},
        "S": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "S.json"}}}})");
    folder.write("S.assets.json", R"({"files": {")" + digest + R"(": {"source": {"path": "child.json"}}}})");
    folder.write("S.json", R"({"Resources": {"N": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL":
        {"Fn::Sub": "https://s3.${AWS::URLSuffix}/b/)" +
                               digest + R"(.json"}}}}})");
    folder.write("child.json", R"({"Resources": {"B": {"Type": "T"}}})");
    const auto inventory = load_one(folder.path());
    ASSERT_EQ(inventory.units.size(), 2U);
    EXPECT_EQ(inventory.units[1]->name, "S/N");
}

TEST(NestedStacks, ThatCannotBeFollowedAreProblemsOfTheirParent) {
    struct Row {
        const char* url;
        Code code;
    };
    const Row rows[] = {
        {"missing.yaml", Code::not_found},
        {"!Ref Nobody", Code::unreadable},
        {"[1]", Code::invalid_value},
        {"other.yaml", Code::not_a_template},
        {"https://example.com/t.yaml", Code::outside_root},
        {"s3://bucket/t.yaml", Code::outside_root},
        {"main.yaml", Code::cycle},
        {"x/../main.yaml", Code::cycle},
    };
    for (const Row& row : rows) {
        const Folder folder;
        folder.write("main.yaml", nested(row.url) + "  Other: {Type: T}\n");
        folder.write("other.yaml", "a: 1\n");
        const auto inventory = load_one(folder / "main.yaml");
        ASSERT_EQ(inventory.units.size(), 1U) << row.url;
        EXPECT_EQ(inventory.units[0]->resources.size(), 2U);
        ASSERT_FALSE(inventory.units[0]->problems.empty()) << row.url;
        EXPECT_EQ(inventory.units[0]->problems.back().code, row.code) << base::render(inventory.units[0]->problems.back());
        EXPECT_EQ(inventory.units[0]->problems.back().where->line, 2U);
    }
}

TEST(NestedStacks, ACircleIsRefusedWhereItCloses) {
    const Folder folder;
    folder.write("a.yaml", nested("b.yaml"));
    folder.write("b.yaml", nested("a.yaml"));
    for (const std::string& path : {folder.path(), folder / "a.yaml"}) {
        const auto inventory = load_one(path);
        ASSERT_EQ(inventory.units.size(), 2U) << path;
        ASSERT_EQ(inventory.units[1]->problems.size(), 1U);
        EXPECT_EQ(inventory.units[1]->problems[0].code, Code::cycle);
    }
}

TEST(NestedStacks, DepthAndNumberAreLimited) {
    const Folder folder;
    for (int i = 0; i < 12; ++i) folder.write("t" + std::to_string(i) + ".yaml", nested("t" + std::to_string(i + 1) + ".yaml"));
    folder.write("t12.yaml", "Resources: {R: {Type: T}}\n");
    const auto inventory = load_one(folder / "t0.yaml");
    EXPECT_EQ(inventory.units.size(), 9U);
    EXPECT_EQ(inventory.units.back()->problems.at(0).code, Code::too_large);
    Options options;
    options.nested_stacks = 3;
    EXPECT_EQ(load_one(folder / "t0.yaml", options).units.size(), 4U);
}

// Every template nests the next one ten times: 10^8 stacks without the limit.
TEST(NestedStacks, AFanThatMultipliesEndsAtTheLimit) {
    const Folder folder;
    for (int i = 0; i < 8; ++i) {
        std::string text = "Resources:\n";
        for (int j = 0; j < 10; ++j)
            text += "  C" + std::to_string(j) + ": {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: t" +
                    std::to_string(i + 1) + ".yaml}}\n";
        folder.write("t" + std::to_string(i) + ".yaml", text);
    }
    folder.write("t8.yaml", "Resources: {R: {Type: T}}\n");
    EXPECT_EQ(load_one(folder / "t0.yaml").units.size(), 2001U);
}

TEST(NestedStacks, UnderAnUnknownConditionTheirResourcesAreUncertain) {
    const Folder folder;
    folder.write("main.yaml",
                 "Parameters: {P: {Type: String}}\nConditions: {U: !Equals [!Ref P, u]}\n" + nested("child.yaml") + "    Condition: U\n");
    folder.write("child.yaml", "Resources: {R: {Type: T}}\n");
    const auto inventory = load_one(folder / "main.yaml");
    ASSERT_EQ(inventory.units.size(), 2U);
    EXPECT_NE(inventory.units[1]->resources.at(0).uncertain.find("parameter `P` has no value"), std::string::npos);
}

TEST(NestedStacks, UncertaintyGoesDownToTheInnermost) {
    const Folder folder;
    folder.write("main.yaml",
                 "Parameters: {P: {Type: String}}\nConditions: {U: !Equals [!Ref P, u]}\n" + nested("child.yaml") + "    Condition: U\n");
    folder.write("child.yaml", nested("inner.yaml"));
    folder.write("inner.yaml", "Resources: {R: {Type: T}}\n");
    const auto inventory = load_one(folder / "main.yaml");
    ASSERT_EQ(inventory.units.size(), 3U);
    EXPECT_NE(inventory.units[2]->resources.at(0).uncertain, "");
}

TEST(NestedStacks, ABrokenTemplateSaysWhereItIsBroken) {
    const Folder folder;
    folder.write("main.yaml", nested("child.yaml"));
    folder.write("child.yaml", "Resources:\n  A: {Type: T\n");
    const auto inventory = load_one(folder / "main.yaml");
    EXPECT_NE(inventory.units.at(0)->problems.at(0).message.find("child.yaml:"), std::string::npos)
        << inventory.units.at(0)->problems.at(0).message;
}

TEST(NestedStacks, ParametersCanBeGivenToOneStackByName) {
    const Folder folder;
    folder.write("main.yaml", nested("child.yaml") + "      Parameters: {E: passed}\n");
    folder.write("child.yaml", "Parameters: {E: {Type: String}}\nResources: {R: {Type: T, Properties: {P: !Ref E}}}\n");
    Options options;
    const auto value = [&] { return shown(*load_one(folder / "main.yaml", options).units.at(1)->resources.at(0).properties().find("P")); };
    EXPECT_EQ(value(), R"("passed")");
    options.parameters = {{"E", "for everyone"}};
    EXPECT_EQ(value(), R"("passed")");
    options.parameters = {{folder / "main.yaml/Child:E", "for this one"}};
    EXPECT_EQ(value(), R"("for this one")");
}

}  // namespace
}  // namespace vouch::cfn
