// SPDX-License-Identifier: Apache-2.0
// Tests for load.h: files, folders, standard input, and that one bad file never stops the others.
#include "cfn/load.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cfn/testing/folder.h"
#include "cfn/testing/resolved.h"

namespace vouch::cfn {
namespace {

using base::Code;
using testing::Folder;
using testing::kBucket;
using testing::load_one;

std::vector<Code> codes(const std::vector<base::Error>& errors) {
    std::vector<Code> out;
    for (const base::Error& error : errors) out.push_back(error.code);
    return out;
}

std::vector<std::string> names(const model::Inventory& inventory, const Folder& folder) {
    std::vector<std::string> out;
    for (const model::UnitPtr& unit : inventory.units)
        out.push_back(unit->name.starts_with(folder.path()) ? unit->name.substr(folder.path().size() + 1) : unit->name);
    return out;
}

TEST(Load, NothingNamedIsAProblemAndNoPass) { EXPECT_EQ(codes(load({}, {}).problems), std::vector{Code::empty_set}); }

TEST(Load, AFileThatIsNoTemplateIsAnErrorWhenItIsNamed) {
    const Folder folder;
    folder.write("package.json", R"({"name": "x"})");
    folder.write("list.yaml", "- Resources\n");
    folder.write("resources.json", R"({"Resources": []})");
    for (const char* name : {"package.json", "list.yaml", "resources.json"}) {
        const auto inventory = load_one(folder / name);
        EXPECT_EQ(codes(inventory.problems), std::vector{Code::not_a_template}) << name;
        EXPECT_TRUE(inventory.units.empty());
    }
}

TEST(Load, AFileThatIsNotThereIsAProblem) {
    EXPECT_EQ(codes(load_one("/nonexistent/template.yaml").problems), std::vector{Code::not_found});
}

TEST(Load, AFolderGivesItsTemplatesSortedAndSkipsWhatIsNone) {
    const Folder folder;
    folder.write("b.json", kBucket);
    folder.write("a/x.yml", "Resources: {B: {Type: T}}\n");
    folder.write("a/deploy.template", kBucket);
    folder.write("package.json", "{}");
    folder.write("notes.txt", kBucket);
    const auto inventory = load_one(folder.path());
    EXPECT_EQ(names(inventory, folder), (std::vector<std::string>{"a/deploy.template", "a/x.yml", "b.json"}));
    EXPECT_TRUE(inventory.problems.empty());
    EXPECT_EQ(inventory.resource_count(), 3U);
}

TEST(Load, AFolderWithoutATemplateIsAProblem) {
    const Folder folder;
    folder.write("readme.yaml", "hello: world\n");
    EXPECT_EQ(codes(load_one(folder.path()).problems), std::vector{Code::empty_set});
}

TEST(Load, OneBrokenFileDoesNotStopTheOthers) {
    const Folder folder;
    folder.write("a.yaml", "Resources:\n  B: {Type: T\n");
    folder.write("b.json", kBucket);
    folder.write("c.json", R"({"Resources": {"A": {"Type": "T"}, "A": {"Type": "U"}}})");
    const auto inventory = load_one(folder.path());
    EXPECT_EQ(names(inventory, folder), std::vector<std::string>{"b.json"});
    EXPECT_EQ(codes(inventory.problems), (std::vector{Code::syntax, Code::duplicate_key}));
    EXPECT_GT(inventory.problems.at(0).where->line, 0U);
}

TEST(Load, BrokenFilesThatDoNotLookLikeTemplatesAreWarnings) {
    const Folder folder;
    folder.write("chart.yaml", "{{ if x }}\nkind: Deployment\n");
    folder.write("b.json", kBucket);
    const auto inventory = load_one(folder.path());
    EXPECT_TRUE(inventory.problems.empty());
    EXPECT_EQ(codes(inventory.warnings), std::vector{Code::syntax});
}

TEST(Load, TheSameFileTwiceIsJudgedOnce) {
    const Folder folder;
    folder.write("b.json", kBucket);
    EXPECT_EQ(load(std::vector<std::string>{folder / "b.json", folder.path(), folder / "b.json"}, {}).units.size(), 1U);
}

TEST(Load, StandardInputIsATemplateLikeAnyOther) {
    Options options;
    options.standard_input = "Resources: {B: {Type: !Ref 'AWS::Region'}}\n";
    options.environment.region = "eu-west-1";
    const auto inventory = load_one("-", options);
    ASSERT_EQ(inventory.units.size(), 1U);
    EXPECT_EQ(inventory.units[0]->file, "<stdin>");
    EXPECT_EQ(inventory.units[0]->resources.at(0).type, "eu-west-1");
    options.standard_input = "";
    EXPECT_EQ(codes(load_one("-", options).problems), std::vector{Code::syntax});
}

TEST(Load, ParametersGoToEveryStackAndTyposAreTold) {
    const Folder folder;
    folder.write("a.yaml", "Parameters: {Env: {Type: String}}\nResources: {B: {Type: T, Properties: {P: !Ref Env}}}\n");
    Options options;
    options.parameters = {{"Env", "prod"}, {"Evn", "dev"}};
    const auto inventory = load_one(folder.path(), options);
    EXPECT_EQ(testing::shown(*inventory.units.at(0)->resources.at(0).properties().find("P")), R"("prod")");
    ASSERT_EQ(inventory.warnings.size(), 1U);
    EXPECT_EQ(inventory.warnings[0].message, "no template has a parameter `Evn`");
}

TEST(Load, LimitsOfTheReadersHold) {
    const Folder folder;
    folder.write("a.json", kBucket);
    Options options;
    options.limits.bytes = 10;
    EXPECT_EQ(codes(load_one(folder / "a.json", options).problems), std::vector{Code::too_large});
    EXPECT_EQ(codes(load_one(folder.path(), options).problems), std::vector{Code::too_large});
}

TEST(Load, PipesAndLinkLoopsNeitherHangNorStopTheRest) {
    const Folder folder;
    folder.write("b.json", kBucket);
    folder.fifo("pipe.yaml");
    folder.link("loop", ".");
    folder.link("self.yaml", "self.yaml");
    const auto inventory = load_one(folder.path());
    EXPECT_EQ(inventory.units.size(), 1U);
    EXPECT_EQ(codes(load_one(folder / "pipe.yaml").problems), std::vector{Code::unreadable});
    EXPECT_EQ(load_one(folder / "self.yaml").problems.size(), 1U);
}

}  // namespace
}  // namespace vouch::cfn
