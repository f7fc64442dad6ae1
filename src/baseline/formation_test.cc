// SPDX-License-Identifier: Apache-2.0
#include "baseline/formation.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "baseline/testing/scripted_formation.h"

namespace vouch::baseline {
namespace {

using testing::Answers;
using testing::kNoStack;
using testing::ScriptedFormation;
using testing::target;

Settings settings_with(const std::string& more) {
    return *read_settings(
        std::make_shared<const base::Source>("b.yaml", "security_email: s@example.com\noperations_email: o@example.com\n" + more));
}

TEST(Targets, StandInTheOrderOfDependencyWithTheirRegions) {
    const auto all = targets(base::embedded_catalog(), settings_with("regions: [us-east-1, eu-west-1]\n"), {});
    ASSERT_TRUE(all);
    std::vector<std::string> names;
    for (const Target& each : *all) names.push_back(shown(each));
    const auto at = [&](const char* name) { return std::ranges::find(names, name) - names.begin(); };
    EXPECT_EQ(names.front(), "soc2-data-protection (us-east-1)");
    EXPECT_EQ(std::ranges::count_if(names, [](const std::string& each) { return each.starts_with("soc2-trail"); }), 1);
    EXPECT_LT(at("soc2-data-protection (us-west-2)"), at("soc2-backup (us-east-1)"));
    EXPECT_LT(at("soc2-automation (eu-west-1)"), at("soc2-config (eu-west-1)"));
    EXPECT_LT(at("soc2-config (eu-west-1)"), static_cast<std::ptrdiff_t>(names.size()));
}

TEST(Targets, AreOnlyThoseThatAreNamed) {
    const std::vector<std::string> names{"network"};
    const auto some = targets(base::embedded_catalog(), settings_with(""), names);
    ASSERT_TRUE(some);
    ASSERT_EQ(some->size(), 1U);
    EXPECT_EQ(some->front().name, "soc2-network");
}

TEST(Targets, ANameThatTheSettingsDoNotAskForIsAnError) {
    const std::vector<std::string> names{"scanning"};
    const auto none = targets(base::embedded_catalog(), settings_with("stacks: [data-protection]\n"), names);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, base::Code::invalid_usage);
}

TEST(StackNow, IsReadWithItsParametersAndProtection) {
    ScriptedFormation asked(
        Answers{{"DescribeStacks", {R"({"Stacks": [{"StackId": "arn:1", "StackStatus": "UPDATE_COMPLETE", "CreationTime": "2026-01-01",
                                  "LastUpdatedTime": "2026-02-01", "EnableTerminationProtection": true,
                                  "Parameters": [{"ParameterKey": "Days", "ParameterValue": "400"}]}]})"}}});
    const auto now = stack_now(asked.formation(), target());
    ASSERT_TRUE(now);
    EXPECT_TRUE(now->is_there());
    EXPECT_TRUE(now->is_protected);
    EXPECT_EQ(now->changed, "2026-02-01");
    EXPECT_EQ(now->parameters, (Parameters{{"Days", "400"}}));
}

TEST(StackNow, WhatDoesNotExistIsAnAnswerAndADenialIsAnError) {
    ScriptedFormation none(Answers{{"DescribeStacks", {kNoStack}}});
    const auto now = stack_now(none.formation(), target());
    ASSERT_TRUE(now);
    EXPECT_FALSE(now->is_there());
    ScriptedFormation denied(Answers{{"DescribeStacks", {"!AccessDenied no identity-based policy allows it"}}});
    EXPECT_FALSE(stack_now(denied.formation(), target()));
}

TEST(WayOf, FollowsFromTheState) {
    struct Row {
        const char* status;
        const char* way;  // or what the help names
    };
    constexpr std::array kRows{
        Row{"CREATE_COMPLETE", "update"},
        Row{"UPDATE_ROLLBACK_COMPLETE", "update"},
        Row{"REVIEW_IN_PROGRESS", "create"},
        Row{"UPDATE_IN_PROGRESS", "wait"},
        Row{"UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "wait"},
        Row{"ROLLBACK_COMPLETE", "delete-stack --region us-east-1 --stack-name soc2-trail"},
        Row{"CREATE_FAILED", "delete-stack"},
        Row{"UPDATE_ROLLBACK_FAILED", "continue-update-rollback"},
        Row{"SOMETHING_NEW", ""},
    };
    for (const Row& row : kRows) {
        const auto way = way_of({.id = "arn:1", .status = row.status, .changed = {}, .is_protected = false, .parameters = {}}, target());
        if (way)
            EXPECT_STREQ(row.way, *way == Way::create ? "create" : "update") << row.status;
        else
            EXPECT_NE(way.error().help.find(row.way), std::string::npos) << row.status << ": " << way.error().help;
    }
}

}  // namespace
}  // namespace vouch::baseline
