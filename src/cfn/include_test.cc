// SPDX-License-Identifier: Apache-2.0
// Tests for include.h through load().
#include "cfn/include.h"

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
using testing::OpenWatch;
using testing::problems;
using testing::shown;

std::string include(const std::string& path) { return "{'Fn::Transform': {Name: 'AWS::Include', Parameters: {Location: '" + path + "'}}}"; }

class Include : public ::testing::Test {
protected:
    const model::Unit& load_main(const std::string& text, const Options& options = {}) {
        folder.write("main.yaml", text);
        inventory = load(std::vector<std::string>{folder / "main.yaml"}, options);
        EXPECT_TRUE(inventory.problems.empty());
        return *inventory.units.at(0);
    }
    // The properties of R where they are this.
    std::string properties(const std::string& written) {
        const model::Unit& unit = load_main("Resources:\n  B: {Type: B}\n  R:\n    Type: T\n    Properties: " + written + "\n");
        const model::Resource* resource = unit.find("R");
        return resource == nullptr ? "no resource" : shown(resource->properties());
    }
    std::vector<Code> codes() const {
        std::vector<Code> out;
        for (const base::Error& problem : inventory.units.at(0)->problems) out.push_back(problem.code);
        return out;
    }
    Folder folder;
    model::Inventory inventory;
};

TEST_F(Include, TheFileStandsWhereItIsNamedAndIsResolvedThere) {
    folder.write("parts/p.yaml",
                 "Name: !Sub 'x-${AWS::Region}'\nCount: 3\nRatio: 1.50\nBig: 123456789012345678901234567890\nList: [true, null]\n");
    Options options;
    options.environment.region = "eu-west-1";
    EXPECT_EQ(
        shown(load_main("Resources: {R: {Type: T, Properties: " + include("./parts/p.yaml") + "}}\n", options).find("R")->properties()),
        R"({"Name":"x-eu-west-1","Count":3,"Ratio":1.5,"Big":123456789012345678901234567890,"List":[true,null]})");
    EXPECT_TRUE(codes().empty());
    EXPECT_TRUE(inventory.units[0]->find("R")->open.empty());
}

TEST_F(Include, MembersStandAmongThoseBesideTheCall) {
    folder.write("p.json", R"({"B": 2, "C": 3})");
    EXPECT_EQ(properties("{A: 1, 'Fn::Transform': {Name: AWS::Include, Parameters: {Location: p.json}}, D: 4}"),
              R"({"A":1,"B":2,"C":3,"D":4})");
    EXPECT_EQ(properties("{B: 1, 'Fn::Transform': {Name: AWS::Include, Parameters: {Location: p.json}}}"), R"({"B":1,"C":3})");
    EXPECT_EQ(codes(), std::vector{Code::duplicate_key});
    folder.write("p.json", "[1]");
    properties("{B: 1, 'Fn::Transform': {Name: AWS::Include, Parameters: {Location: p.json}}}");
    EXPECT_EQ(codes(), std::vector{Code::invalid_value});
}

TEST_F(Include, ResourcesOfAFileAreResourcesOfTheTemplate) {
    folder.write("r.yaml", "X: {Type: T, Properties: {P: !Ref Y}}\nY: {Type: T}\n");
    const model::Unit& unit = load_main("Resources:\n  " + include("r.yaml") + "\n");
    ASSERT_EQ(unit.resources.size(), 2U);
    EXPECT_EQ(shown(*unit.find("X")->properties().find("P")), "?attribute Ref:Y");
    EXPECT_EQ(unit.find("X")->references.at(0).id, "Y");
    EXPECT_EQ(unit.location(unit.find("Y")->position).line, 2U) << "the place of the call";
    EXPECT_EQ(problems(unit), "");
}

TEST_F(Include, ReferencesInItAreToldApartByTheirPlace) {
    folder.write("p.yaml", "{A: !Ref B, C: !GetAtt B.Arn}");
    load_main("Resources: {B: {Type: B}, R: {Type: T, Properties: " + include("p.yaml") + "}}\n");
    const auto& references = inventory.units[0]->find("R")->references;
    ASSERT_EQ(references.size(), 2U);
    EXPECT_NE(references[0].position, references[1].position);
    EXPECT_EQ(inventory.units[0]->find("R")->properties().find("A")->position(), references[0].position);
}

TEST_F(Include, TheSectionTransformAddsToOtherSections) {
    folder.write("all.yaml", "Parameters: {P: {Type: String, Default: d}}\nResources: {New: {Type: T}}\n");
    const std::string macro = "{Name: 'AWS::Include', Parameters: {Location: all.yaml}}";
    for (const std::string& transform : {macro, "[" + macro + "]", "[" + macro + ", AWS::LanguageExtensions]"}) {
        const model::Unit& unit = load_main("Transform: " + transform + "\nResources: {R: {Type: T, Properties: {P: !Ref P}}}\n");
        EXPECT_NE(unit.find("New"), nullptr) << transform;
        EXPECT_EQ(shown(unit.find("R")->properties()), R"({"P":"d"})");
        EXPECT_TRUE(unit.problems.empty() && unit.warnings.empty()) << transform;
    }
    load_main("Transform: " + macro + "\nResources: {New: {Type: T}}\n");
    EXPECT_EQ(codes(), std::vector{Code::duplicate_key});
}

TEST_F(Include, FilesIncludeFilesFromTheirOwnFolder) {
    folder.write("a/one.yaml", "Two: " + include("b/two.yaml"));
    folder.write("a/b/two.yaml", "x");
    EXPECT_EQ(properties(include("a/one.yaml")), R"({"Two":"x"})");
    EXPECT_TRUE(codes().empty());
}

TEST_F(Include, FilesThatIncludeThemselvesAreAnErrorThatNamesTheChain) {
    folder.write("a.yaml", "B: " + include("b.yaml"));
    folder.write("b.yaml", "A: " + include("a.yaml"));
    properties(include("a.yaml"));
    EXPECT_EQ(codes(), std::vector{Code::cycle});
    EXPECT_NE(problems(*inventory.units[0]).find("`a.yaml` -> `b.yaml` -> `a.yaml`"), std::string::npos) << problems(*inventory.units[0]);
    EXPECT_EQ(inventory.units[0]->problems[0].where->line, 5U);
}

TEST_F(Include, ChainsValuesAndTextAreBounded) {
    for (int i = 0; i < 10; ++i) folder.write("f" + std::to_string(i), "A: " + include("f" + std::to_string(i + 1)));
    folder.write("f10", "end");
    properties(include("f0"));
    EXPECT_EQ(codes(), std::vector{Code::too_large});
    EXPECT_EQ(properties(include("f4")), R"({"A":{"A":{"A":{"A":{"A":{"A":"end"}}}}}})");

    folder.write("deep", std::string(200, '[') + std::string(200, ']'));
    EXPECT_NE(properties(include("deep")), "no resource");
    EXPECT_TRUE(codes().empty());
    properties(std::string(60, '[') + include("deep") + std::string(60, ']'));
    EXPECT_EQ(codes(), std::vector{Code::too_large});

    // Eight files that each name the next ten times, and at the end much text: 10^7 times.
    for (int i = 0; i < 7; ++i) {
        std::string text = "[";
        for (int n = 0; n < 10; ++n) text += include("w" + std::to_string(i + 1)) + ",";
        folder.write("w" + std::to_string(i), text + "1]");
    }
    folder.write("w7", std::string(100'000, '#') + "\nx");
    Options options;
    options.resolved_nodes = 100'000;
    load_main("Resources: {R: {Type: T, Properties: {P: " + include("w0") + "}}}\n", options);
    EXPECT_EQ(codes(), std::vector{Code::too_large});
}

TEST_F(Include, WhatIsNotReadStaysOpen) {
    for (const std::string path : {"s3://bucket/p.yaml", "https://example.com/p.yaml", "http://example.com/p.yaml"}) {
        EXPECT_EQ(properties("{A: 1, 'Fn::Transform': {Name: AWS::Include, Parameters: {Location: '" + path + "'}}}").substr(0, 7),
                  R"({"A":1,)");
        EXPECT_TRUE(codes().empty()) << path;
        EXPECT_FALSE(inventory.units[0]->find("R")->open.empty());
    }
    EXPECT_EQ(properties("{'Fn::Transform': {Name: AWS::Include, Parameters: {Location: !Ref 'AWS::Region'}}}"),
              "?intrinsic Transform({\"Name\":\"AWS::Include\",\"Parameters\":{\"Location\":Ref:AWS::Region}})");
    EXPECT_EQ(properties("{'Fn::Transform': {Name: Mine, Parameters: {Location: p.yaml}}}").substr(0, 20), "?intrinsic Transform");
    EXPECT_TRUE(codes().empty());
}

TEST_F(Include, NothingOutsideTheFolderIsOpened) {
    const Folder outside;
    outside.write("secret.yaml", "Secret: 1");
    folder.link("link.yaml", outside / "secret.yaml");
    folder.link("up", outside.path());
    folder.link("loop.yaml", "loop.yaml");
    folder.fifo("pipe.yaml");
    const OpenWatch secret(outside / "secret.yaml");
    const std::string name = outside.path().substr(outside.path().rfind('/') + 1);
    for (const std::string& path : {outside / "secret.yaml", "../" + name + "/secret.yaml", std::string("link.yaml"),
                                    std::string("up/secret.yaml"), "file://" + (outside / "secret.yaml")}) {
        EXPECT_EQ(properties(include(path)).substr(0, 20), "?intrinsic Transform") << path;
        EXPECT_EQ(codes(), std::vector{Code::outside_root}) << path;
    }
    EXPECT_FALSE(secret.opened());
    for (const std::string path : {"pipe.yaml", "loop.yaml", "none.yaml", ".", ""}) {
        EXPECT_EQ(properties(include(path)).substr(0, 20), "?intrinsic Transform") << path;
        EXPECT_EQ(codes().size(), 1U) << path;
    }
    folder.link("inner.yaml", "real.yaml");
    folder.write("real.yaml", "A: 1");
    EXPECT_EQ(properties(include("inner.yaml")), R"({"A":1})");
}

TEST_F(Include, BrokenFilesAreAnErrorWithTheirPlace) {
    folder.write("p.yaml", "A: [1\nB: 2\n");
    properties(include("p.yaml"));
    ASSERT_EQ(codes().size(), 1U);
    EXPECT_NE(problems(*inventory.units[0]).find("p.yaml:"), std::string::npos) << problems(*inventory.units[0]);
}

TEST_F(Include, InAFolderTheIncludedFileIsNoTemplateOfItsOwn) {
    folder.write("all.yaml", "Resources: {New: {Type: T}}\n");
    folder.write("main.yaml", "Transform: {Name: 'AWS::Include', Parameters: {Location: all.yaml}}\nResources: {R: {Type: T}}\n");
    const auto found = load(std::vector<std::string>{folder.path()}, {});
    ASSERT_EQ(found.units.size(), 1U);
    EXPECT_EQ(found.units[0]->resources.size(), 2U);
}

}  // namespace
}  // namespace vouch::cfn
