// SPDX-License-Identifier: Apache-2.0
#include "baseline/synth.h"

#include <algorithm>
#include <memory>
#include <set>

#include <gtest/gtest.h>

#include "baseline/stacks.h"

namespace vouch::baseline {
namespace {

std::map<std::string, std::string, std::less<>> made_of(const std::string& more) {
    const auto settings = read_settings(
        std::make_shared<const base::Source>("b.yaml", "security_email: s@example.com\noperations_email: o@example.com\n" + more));
    EXPECT_TRUE(settings) << base::render(settings.error().front());
    const auto files = synthesize(base::embedded_catalog(), *settings);
    EXPECT_TRUE(files) << base::render(files.error());
    std::map<std::string, std::string, std::less<>> all;
    for (const OutputFile& each : *files) all.emplace(each.path, each.text);
    return all;
}

constexpr const char* kOrganization = "accounts: organization\norganization_id: o-a1b2c3d4e5\norganization_root: r-a1b2\n";

// Every stack, and what only some settings ask for.
constexpr const char* kEverything =
    "stacks: [data-protection, trail, monitoring, iam, network, backup, automation, config, scanning, hooks]\nhooks: warn\n";

// What stands between `before` and `after`, each time that it does.
std::set<std::string> between(std::string_view text, std::string_view before, std::string_view after) {
    std::set<std::string> all;
    for (std::size_t at = text.find(before); at != std::string_view::npos; at = text.find(before, at + 1)) {
        const std::size_t start = at + before.size();
        all.emplace(text.substr(start, text.find(after, start) - start));
    }
    return all;
}

TEST(Synthesize, EveryStackAndWhatStandsBesideIsMade) {
    const auto files = made_of(kEverything);
    const auto rules = std::ranges::count_if(files, [](const auto& each) { return each.first.starts_with("hooks/rules/"); });
    EXPECT_GE(rules, 50);
    EXPECT_EQ(files.size(), stacks().size() + 6 + static_cast<std::size_t>(rules));
    for (const Stack& stack : stacks()) EXPECT_TRUE(files.contains(std::string(stack.name) + ".yaml")) << stack.name;
    for (const char* path :
         {"README.md", "baseline.ts", "modules/bucket.yaml", "modules/database.yaml", "parameters.json", "stacksets.json"})
        EXPECT_TRUE(files.contains(path)) << path;
}

TEST(Synthesize, StacksNeedWhatTheyImport) {
    const auto files = made_of(kEverything);
    std::map<std::string, std::string, std::less<>> exported_by;
    for (const Stack& stack : stacks())
        for (const std::string& name : between(files.find(std::string(stack.name) + ".yaml")->second, "Export: {Name: !Sub '", "'"))
            exported_by.emplace(name, stack.name);
    std::set<std::string_view> before;
    for (const Stack& stack : stacks()) {
        std::set<std::string> needed;
        for (const std::string& name : between(files.find(std::string(stack.name) + ".yaml")->second, "{'Fn::ImportValue': !Sub '", "'")) {
            ASSERT_TRUE(exported_by.contains(name)) << stack.name << " " << name;
            needed.insert(exported_by[name]);
        }
        std::set<std::string> said;
        for (const std::string_view each : stack.needs)
            if (!each.empty()) said.emplace(each);
        EXPECT_EQ(needed, said) << stack.name;
        for (const std::string& each : needed) EXPECT_TRUE(before.contains(each)) << stack.name << " comes before " << each;
        before.insert(stack.name);
    }
}

TEST(Synthesize, CommentsWithRowsStayAndNothingIsLeftToFillIn) {
    for (const auto& [path, text] : made_of(kEverything)) {
        if (!path.ends_with(".yaml")) continue;
        EXPECT_TRUE(text.contains("Rows: ") || text.contains(": rows ")) << path;
        EXPECT_EQ(text.find("# for each"), std::string::npos) << path;
        EXPECT_EQ(text.find("SPDX"), std::string::npos) << path;
        EXPECT_LT(text.size(), 51'200U) << path;  // what CloudFormation takes without a bucket
    }
}

TEST(Synthesize, RegionsOfCopiesHaveKeysAndVaultsOnly) {
    const auto files = made_of("regions: [us-east-1, eu-west-1]\n");
    const std::string& readme = files.find("README.md")->second;
    EXPECT_NE(readme.find("--region us-west-2 --stack-name soc2-backup"), std::string::npos);
    EXPECT_EQ(readme.find("--region us-west-2 --stack-name soc2-config"), std::string::npos);
    EXPECT_NE(readme.find("--region eu-west-1 --stack-name soc2-config"), std::string::npos);
    EXPECT_EQ(readme.find("--region eu-west-1 --stack-name soc2-trail"), std::string::npos);
}

TEST(Synthesize, MembersOfAnOrganizationAreNoManagementAccounts) {
    const auto files = made_of(std::string(kOrganization) + "trail_scope: organization\n");
    EXPECT_NE(files.find("iam.yaml")->second.find("Default: 'organization'"), std::string::npos);
    EXPECT_NE(files.find("trail.yaml")->second.find("Default: 'o-a1b2c3d4e5'"), std::string::npos);
    const std::string& sets = files.find("stacksets.json")->second;
    EXPECT_EQ(sets.find("soc2-trail"), std::string::npos) << "one trail of the organization is enough";
    EXPECT_NE(sets.find(R"("ParameterKey": "Accounts", "ParameterValue": "single")"), std::string::npos);
    EXPECT_NE(sets.find(R"("OrganizationalUnitIds": ["r-a1b2"])"), std::string::npos);
    EXPECT_EQ(sets.find(R"("ParameterValue": "organization")"), std::string::npos);
}

TEST(Synthesize, OnlyStacksThatAreAskedForAreMade) {
    const auto files = made_of("stacks: [trail, monitoring]\n");
    EXPECT_EQ(files.size(), 8U);
    EXPECT_EQ(files.find("README.md")->second.find("scanning.yaml"), std::string::npos);
    EXPECT_EQ(files.find("baseline.ts")->second.find("'scanning'"), std::string::npos);
}

TEST(Synthesize, HooksAreMadeWhereTheyAreAskedFor) {
    const auto without = made_of("");
    EXPECT_FALSE(without.contains("hooks.yaml"));
    EXPECT_TRUE(std::ranges::none_of(without, [](const auto& each) { return each.first.starts_with("hooks/"); }));
    const auto with = made_of(kEverything);
    EXPECT_NE(with.find("hooks.yaml")->second.find("Default: 'warn'  # setting: hooks"), std::string::npos);
    EXPECT_NE(with.find("hooks.yaml")->second.find("          - AWS::S3::Bucket\n"), std::string::npos);
    EXPECT_NE(with.find("README.md")->second.find("hooks/rules"), std::string::npos);
}

TEST(Synthesize, ACatalogWithoutATemplateIsAnError) {
    const auto settings = read_settings(std::make_shared<const base::Source>("b", "security_email: s@x.org\noperations_email: o@x.org\n"));
    const auto files = synthesize({}, *settings);
    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().message, "the catalog has no `baseline/data-protection.yaml`");
}

}  // namespace
}  // namespace vouch::baseline
