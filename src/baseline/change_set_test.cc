// SPDX-License-Identifier: Apache-2.0
#include "baseline/change_set.h"

#include <gtest/gtest.h>

#include "baseline/testing/scripted_formation.h"

namespace vouch::baseline {
namespace {

using testing::Answers;
using testing::kNoStack;
using testing::ScriptedFormation;
using testing::target;

constexpr const char* kMade = R"({"Id": "arn:set", "StackId": "arn:stack"})";
constexpr const char* kPending = R"({"Status": "CREATE_IN_PROGRESS"})";
const StackNow kThere{.id = "arn:stack", .status = "CREATE_COMPLETE", .changed = {}, .is_protected = true, .parameters = {}};

TEST(ChangeSet, IsWaitedForAndReadOverItsPages) {
    ScriptedFormation asked(Answers{
        {"CreateChangeSet", {kMade}},
        {"DescribeChangeSet",
         {kPending, kPending,
          R"({"Status": "CREATE_COMPLETE", "NextToken": "t2", "Changes": [{"Type": "Resource", "ResourceChange": {"Action": "Modify",
               "LogicalResourceId": "Key", "ResourceType": "AWS::KMS::Key", "Replacement": "Conditional",
               "Details": [{"Target": {"Attribute": "Properties", "Name": "KeyPolicy"}}, {"Target": {"Attribute": "Properties", "Name": "KeyPolicy"}},
                           {"Target": {"Attribute": "Tags"}}]}}]})",
          R"({"Status": "CREATE_COMPLETE", "Changes": [{"ResourceChange": {"Action": "Remove", "LogicalResourceId": "Log", "ResourceType": "AWS::Logs::LogGroup"}}]})"}}});
    const auto set = make_change_set(asked.formation(), target(), kThere, Way::update, "vouch-1");
    ASSERT_TRUE(set);
    EXPECT_EQ(asked.waits, 2U);
    EXPECT_EQ(set->id, "arn:set");
    EXPECT_EQ(as_text(set->changes), "  ~ Key  AWS::KMS::Key: KeyPolicy, Tags  (may be replaced)\n  - Log  AWS::Logs::LogGroup\n");
    EXPECT_NE(asked.asked.back().find("\"NextToken\": \"t2\""), std::string::npos);
    EXPECT_NE(asked.asked.front().find(R"("Parameters": [{"ParameterKey": "Days", "ParameterValue": "365"}])"), std::string::npos);
}

TEST(ChangeSet, NothingToChangeIsNoErrorInEitherForm) {
    ScriptedFormation failed(
        Answers{{"CreateChangeSet", {kMade}},
                {"DescribeChangeSet",
                 {R"({"Status": "FAILED", "StatusReason": "The submitted information didn't contain changes. Submit different"})"}},
                {"DeleteChangeSet", {"{}"}}});
    const auto empty = make_change_set(failed.formation(), target(), kThere, Way::update, "vouch-1");
    ASSERT_TRUE(empty);
    EXPECT_TRUE(empty->id.empty());
    EXPECT_EQ(failed.count("DeleteChangeSet"), 1U);
    ScriptedFormation refused_at_once(Answers{{"CreateChangeSet", {"!ValidationError No updates are to be performed."}}});
    const auto none = make_change_set(refused_at_once.formation(), target(), kThere, Way::update, "vouch-1");
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->id.empty());
}

TEST(ChangeSet, OneThatFailsIsTakenAwayWithTheStackThatCameWithIt) {
    ScriptedFormation asked(
        Answers{{"CreateChangeSet", {kMade}},
                {"DescribeChangeSet", {R"({"Status": "FAILED", "StatusReason": "No export named soc2-trail-key found."})"}},
                {"DeleteChangeSet", {"{}"}},
                {"DescribeStacks", {R"({"Stacks": [{"StackId": "arn:stack", "StackStatus": "REVIEW_IN_PROGRESS"}]})"}},
                {"DeleteStack", {"{}"}}});
    const auto set = make_change_set(asked.formation(), target(), {}, Way::create, "vouch-1");
    ASSERT_FALSE(set);
    EXPECT_NE(set.error().message.find("No export named soc2-trail-key"), std::string::npos);
    EXPECT_EQ(asked.asked.back(), R"(DeleteStack {"StackName": "arn:stack"})");
}

TEST(ChangeSet, AStackThatSomebodyMadeMeanwhileStays) {
    for (const char* now : {R"({"Stacks": [{"StackId": "arn:stack", "StackStatus": "CREATE_IN_PROGRESS"}]})",
                            R"({"Stacks": [{"StackId": "arn:other", "StackStatus": "REVIEW_IN_PROGRESS"}]})", kNoStack}) {
        ScriptedFormation asked(Answers{{"DeleteChangeSet", {"{}"}}, {"DescribeStacks", {now}}});
        ChangeSet set;
        set.id = "arn:set";
        set.stack_id = "arn:stack";
        set.brought_stack = true;
        EXPECT_TRUE(drop_change_set(asked.formation(), target(), set)) << now;
        EXPECT_EQ(asked.count("DeleteStack"), 0U) << now;
    }
}

TEST(ChangeSet, WhoeverStopsMeanwhileLeavesNothingBehind) {
    ScriptedFormation asked(Answers{{"CreateChangeSet", {kMade}}, {"DescribeChangeSet", {kPending}}, {"DeleteChangeSet", {"{}"}}});
    asked.most_waits = 3;
    const auto set = make_change_set(asked.formation(), target(), kThere, Way::update, "vouch-1");
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, base::Code::cancelled);
    EXPECT_EQ(asked.count("DeleteChangeSet"), 1U);
    EXPECT_EQ(asked.count("DeleteStack"), 0U);
}

TEST(ChangeSet, WhatANewStackLaysIsReadFromItsTemplate) {
    const auto resources = resources_of(target());
    ASSERT_TRUE(resources);
    EXPECT_EQ(as_text(*resources), "  + Key  AWS::KMS::Key\n  + Log  AWS::Logs::LogGroup  where Home\n");
}

}  // namespace
}  // namespace vouch::baseline
