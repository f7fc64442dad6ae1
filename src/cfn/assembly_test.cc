// SPDX-License-Identifier: Apache-2.0
// Tests for assembly.h and for load() of assemblies, the bundled ones too.
#include "cfn/assembly.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cfn/load.h"
#include "cfn/testing/folder.h"
#include "cfn/testing/resolved.h"
#include "value/write.h"

namespace vouch::cfn {
namespace {

using base::Code;
using testing::Folder;
using testing::kBucket;
using testing::load_one;

std::string stack(const std::string& id, const std::string& file, const std::string& environment = "aws://111122223333/eu-west-1") {
    return "\"" + id + R"(": {"type": "aws:cloudformation:stack", "environment": ")" + environment +
           R"(", "properties": {"templateFile": ")" + file + R"("}})";
}

std::string manifest(const std::string& artifacts) { return R"({"version": "55.0.0", "artifacts": {)" + artifacts + "}}"; }

// Raw counts are 178, 216 and 464 (ForEach counted as one, resources under false conditions counted): a loop makes 6 of 2, and
// one ingress of ConditionsStack is for dev only; a serverless function has a role, and an API with a stage that its event asks for.
TEST(Assembly, TheBundledOnesHaveAllTheirStacksAndResources) {
    struct Row {
        const char* variant;
        std::size_t units;
        std::size_t resources;
    };
    for (const Row& row :
         {Row{"legacy", 24, 178 + 4 - 1 + 3}, Row{"as-written", 24, 216 + 4 - 1 + 3}, Row{"hardened", 25, 464 + 4 - 1 + 3}}) {
        for (const char* tail : {"", "/cdk.out", "/cdk.out/", "/cdk.out/manifest.json"}) {
            const auto inventory = load_one(std::string(VOUCH_SOURCE_DIR) + "/examples/cdk/" + row.variant + tail);
            EXPECT_EQ(inventory.units.size(), row.units) << row.variant << tail;
            EXPECT_EQ(inventory.resource_count(), row.resources) << row.variant << tail;
            EXPECT_TRUE(inventory.problems.empty());
            for (const model::UnitPtr& unit : inventory.units) EXPECT_EQ(testing::problems(*unit), "") << unit->name;
        }
    }
}

// Whether the only stack is protected, as a resource of its unit says; and how many problems there are.
std::pair<std::string, std::size_t> protection(const std::string& more) {
    Folder folder;
    folder.write("t.json", kBucket);
    folder.write("manifest.json",
                 manifest(R"("S": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "t.json")" + more + "}}"));
    const auto inventory = load_one(folder.path());
    EXPECT_EQ(inventory.resource_count(), 1U) << "it stands in no template";
    const model::Resource* found = inventory.units.front()->find("Stack");
    return {found == nullptr ? "" : value::to_json(found->body), inventory.problems.size()};
}

TEST(Assembly, ItsStacksSayWhetherTheyAreProtectedFromTermination) {
    const std::string off = R"({"Type":"Vouch::Stack","Properties":{"TerminationProtection":false}})";
    const std::string on = R"({"Type":"Vouch::Stack","Properties":{"TerminationProtection":true}})";
    EXPECT_EQ(protection(""), (std::pair{off, std::size_t{0}}));
    EXPECT_EQ(protection(R"(, "terminationProtection": false)"), (std::pair{off, std::size_t{0}}));
    EXPECT_EQ(protection(R"(, "terminationProtection": true)"), (std::pair{on, std::size_t{0}}));
    EXPECT_EQ(protection(R"(, "terminationProtection": "true")"), (std::pair{off, std::size_t{1}}));
}

TEST(Assembly, ATemplateOnItsOwnSaysNothingOfItsStack) {
    Folder folder;
    folder.write("t.json", kBucket);
    EXPECT_EQ(load_one(folder.path() + "/t.json").units.front()->find("Stack"), nullptr);
}

TEST(Assembly, StagesNestedStacksAndEnvironmentsHaveTheirNames) {
    const auto inventory = load_one(std::string(VOUCH_SOURCE_DIR) + "/examples/cdk/hardened/cdk.out");
    const auto find = [&](std::string_view name) -> const model::Unit* {
        for (const model::UnitPtr& unit : inventory.units)
            if (unit->name == name) return unit.get();
        return nullptr;
    };
    ASSERT_NE(find("Staging/Store"), nullptr);
    EXPECT_EQ(find("Staging/Store")->stack_name, "Staging-Store");
    EXPECT_EQ(find("Staging/Store")->environment, (model::Environment{"444455556666", "us-east-1", "aws"}));
    ASSERT_NE(find("WorkerStack/Stream/Inner"), nullptr);
    EXPECT_TRUE(find("WorkerStack/Stream/Inner")->file.ends_with("cdk.out/WorkerStackStreamInner3767D49C.nested.template.json"));
    ASSERT_NE(find("LoopStack"), nullptr);
    ASSERT_NE(find("LoopStack")->find("BucketReceipts"), nullptr);
    EXPECT_EQ(testing::shown(*find("LoopStack")->find("BucketReceipts")->properties().find("BucketName")),
              R"("acme-Receipts-111122223333")");
}

TEST(Assembly, UnknownEnvironmentsAreFilledInByTheOptions) {
    const Folder folder;
    folder.write("manifest.json", manifest(stack("A", "a.json", "aws://unknown-account/unknown-region")));
    folder.write("a.json", kBucket);
    EXPECT_EQ(load_one(folder.path()).units.at(0)->environment, model::Environment());
    Options options;
    options.environment = {"999988887777", "cn-north-1", ""};
    EXPECT_EQ(load(std::vector<std::string>{folder.path()}, options).units.at(0)->environment,
              (model::Environment{"999988887777", "cn-north-1", "aws-cn"}));
}

TEST(Assembly, TheManifestDecidesAndOtherFilesAreLeftAlone) {
    const Folder folder;
    folder.write("manifest.json", manifest(stack("A", "a.json")));
    folder.write("a.json", kBucket);
    folder.write("old.template.json", kBucket);
    folder.write("broken.json", "{");
    const auto inventory = load_one(folder.path());
    ASSERT_EQ(inventory.units.size(), 1U);
    EXPECT_EQ(inventory.units[0]->name, "A");
    EXPECT_TRUE(inventory.problems.empty());
    EXPECT_TRUE(inventory.warnings.empty());
}

TEST(Assembly, OneTemplateInTwoStacksIsTwoUnits) {
    const Folder folder;
    folder.write("manifest.json", manifest(stack("A", "a.json") + "," + stack("B", "a.json", "aws://1/us-east-1")));
    folder.write("a.json", kBucket);
    EXPECT_EQ(load_one(folder.path()).units.size(), 2U);
}

TEST(Assembly, WhatAManifestSaysWronglyIsAProblemEach) {
    struct Row {
        std::string artifacts;
        Code code;
    };
    const Row rows[] = {
        {stack("X", "missing.json"), Code::not_found},
        {stack("X", "manifest.json"), Code::not_a_template},
        {R"("X": {"type": "aws:cloudformation:stack"})", Code::invalid_value},
        {R"("X": {"type": "cdk:cloud-assembly", "properties": {}})", Code::invalid_value},
        {R"("X": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}})", Code::cycle},
        {R"("X": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "nowhere"}})", Code::not_found},
        {R"("X": {"type": "cdk:asset-manifest", "properties": {"file": 5}})", Code::invalid_value},
    };
    for (const Row& row : rows) {
        const Folder folder;
        folder.write("manifest.json", manifest(row.artifacts + "," + stack("Good", "a.json")));
        folder.write("a.json", kBucket);
        const auto inventory = load_one(folder.path());
        ASSERT_EQ(inventory.problems.size(), 1U) << row.artifacts;
        EXPECT_EQ(inventory.problems[0].code, row.code) << row.artifacts;
        EXPECT_EQ(inventory.units.size(), 1U) << row.artifacts;
    }
}

TEST(Assembly, AStackWithoutResourcesIsAWarningAndKeepsTheOthers) {
    for (const char* text : {"{}", R"({"Parameters": {"BootstrapVersion": {"Type": "String"}}, "Rules": {}})"}) {
        const Folder folder;
        folder.write("manifest.json", manifest(stack("Empty", "empty.json") + "," + stack("Good", "a.json")));
        folder.write("empty.json", text);
        folder.write("a.json", kBucket);
        const auto inventory = load_one(folder.path());
        EXPECT_TRUE(inventory.problems.empty());
        ASSERT_EQ(inventory.warnings.size(), 1U);
        EXPECT_EQ(inventory.warnings[0].message, "stack `Empty` has no resource and is not deployed");
        EXPECT_EQ(inventory.units.size(), 1U);
    }
}

TEST(Assembly, ATemplateWhoseResourcesComeFromElsewhereIsNotEmpty) {
    for (const char* text : {R"({"Transform": "Macro"})", R"({"Resource": {}})", R"({"Resources": []})", "[]"}) {
        const Folder folder;
        folder.write("manifest.json", manifest(stack("X", "x.json")));
        folder.write("x.json", text);
        EXPECT_EQ(load_one(folder.path()).problems.at(0).code, Code::not_a_template) << text;
    }
}

TEST(Assembly, OneWithoutStacksIsNothingToJudge) {
    const Folder folder;
    folder.write("manifest.json", manifest(""));
    EXPECT_EQ(load_one(folder.path()).problems.at(0).code, Code::empty_set);
}

TEST(Assembly, ABrokenManifestOfACdkOutIsAProblem) {
    const Folder folder;
    folder.write("cdk.out/manifest.json", "{");
    folder.write("cdk.out/a.json", kBucket);
    const auto inventory = load_one(folder / "cdk.out");
    EXPECT_EQ(inventory.problems.at(0).code, Code::syntax);
}

TEST(Assembly, StagesNestedForEverAreStoppedByTheLimit) {
    const Folder folder;
    std::string path;
    for (int i = 0; i < 12; ++i) {
        folder.write(path + "manifest.json", manifest(R"("S": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "s"}})"));
        path += "s/";
    }
    EXPECT_EQ(load_one(folder.path()).problems.at(0).code, Code::too_large);
}

TEST(Assembly, AssembliesInAFolderAreFoundAmongTemplates) {
    const Folder folder;
    folder.write("app/cdk.out/manifest.json", manifest(stack("A", "a.json")));
    folder.write("app/cdk.out/a.json", kBucket);
    folder.write("app/cdk.out/stray.json", kBucket);
    folder.write("plain.yaml", "Resources: {B: {Type: T}}\n");
    folder.write("web/manifest.json", R"({"name": "a web app", "icons": []})");
    const auto inventory = load_one(folder.path());
    EXPECT_EQ(inventory.units.size(), 2U);
    EXPECT_TRUE(inventory.problems.empty());
}

}  // namespace
}  // namespace vouch::cfn
