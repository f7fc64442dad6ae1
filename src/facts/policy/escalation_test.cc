// SPDX-License-Identifier: Apache-2.0
#include "facts/policy/escalation.h"

#include <gtest/gtest.h>

#include "facts/testing/policies.h"

namespace vouch::facts {
namespace {

using testing::Written;

std::string ways(std::string_view statements, std::string_view boundary = {}) {
    const Written written(statements), limit(boundary);
    base::Arena arena;
    Reasons reasons(arena);
    const Policy* all[] = {&written.policy};
    allows_escalation(all, {}, boundary.empty() ? nullptr : &limit.policy, 0, reasons);
    return testing::shown(reasons);
}

std::string statement(const Escalation& row) {
    std::string actions;
    for (const Need& need : row.needs)
        if (!need.action.empty()) actions.append(actions.empty() ? "\"" : ", \"").append(need.action).append("\"");
    return R"({"Effect": "Allow", "Resource": "*", "Action": [)" + actions + "]}";
}

TEST(Escalations, EveryKnownWayIsFoundByItsName) {
    EXPECT_GE(escalations().size(), 60U);
    for (const Escalation& row : escalations()) EXPECT_NE(ways(statement(row)).find(row.name), std::string::npos) << row.name;
}

TEST(Escalations, EveryThingThatAWayNeedsIsNeeded) {
    for (const Escalation& row : escalations()) {
        for (const Need& left_out : row.needs) {
            if (left_out.action.empty()) continue;
            Escalation without = row;
            for (Need& need : without.needs)
                if (need.action == left_out.action) need.action = {};
            EXPECT_EQ(ways(statement(without)).find(std::string("can ") + std::string(row.name) + " ("), std::string::npos)
                << row.name << " without " << left_out.action;
        }
    }
}

TEST(Escalations, NamedResourcesAreNoWay) {
    EXPECT_EQ(
        ways(
            R"({"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": "arn:aws:iam::1:role/one"}, {"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"})"),
        "no");
    EXPECT_EQ(ways(R"({"Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": {"Unknown": "GetAtt:F.Arn"}})"), "no");
    EXPECT_EQ(ways(R"({"Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "arn:aws:iam::*:user/${aws:username}"})"), "no");
}

TEST(Escalations, AStackIsChangedWithTheRoleThatItHasWithoutPassingOne) {
    EXPECT_NE(ways(R"({"Effect": "Allow", "Action": "cloudformation:UpdateStack", "Resource": "*"})").find("change any stack"),
              std::string::npos);
    EXPECT_EQ(ways(R"({"Effect": "Allow", "Action": "cloudformation:UpdateStack", "Resource": "arn:aws:cloudformation:*:1:stack/mine/*"})"),
              "no");
}

TEST(Escalations, StartingAndStoppingMachinesOrBuildsThatAreNamedIsNoWay) {
    EXPECT_EQ(ways(R"({"Effect": "Allow", "Action": ["ec2:StartInstances", "ec2:StopInstances"], "Resource": "*"})"), "no");
    EXPECT_EQ(ways(R"({"Effect": "Allow", "Action": "codebuild:StartBuild", "Resource": "arn:aws:codebuild:eu-west-1:1:project/one"})"),
              "no");
    EXPECT_NE(ways(R"({"Effect": "Allow", "Action": "codebuild:StartBuild", "Resource": "*"})"), "no");
}

TEST(Escalations, OneselfIsEnoughToGiveOneselfAPolicy) {
    EXPECT_NE(ways(R"({"Effect": "Allow", "Action": "iam:PutUserPolicy", "Resource": "arn:aws:iam::*:user/${aws:username}"})"), "no");
}

TEST(Escalations, PassedToServiceClosesTheWaysOfOtherServices) {
    const std::string limited = ways(
        R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}},
        {"Effect": "Allow", "Action": ["ec2:RunInstances", "cloudformation:CreateStack"], "Resource": "*"})");
    EXPECT_NE(limited.find("start an instance"), std::string::npos);
    EXPECT_EQ(limited.find("deploy a stack"), std::string::npos);
}

TEST(Escalations, UnconditionalDenyClosesAWay) {
    EXPECT_EQ(
        ways(
            R"({"Effect": "Allow", "Action": "iam:CreatePolicyVersion", "Resource": "*"}, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"})"),
        "no");
    EXPECT_NE(
        ways(
            R"({"Effect": "Allow", "Action": "iam:CreatePolicyVersion", "Resource": "*"}, {"Effect": "Deny", "Action": "iam:*", "Resource": "*",
        "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}})"),
        "no");
}

TEST(Escalations, BoundaryThatAllowsNoneClosesAll) {
    EXPECT_EQ(ways(R"({"Effect": "Allow", "Action": "*", "Resource": "*"})", R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})"),
              "no");
}

TEST(Escalations, UnionOverPoliciesCountsOnlyWhatNoneOpensAlone) {
    const Written pass(R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"})");
    const Written run(R"({"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"})");
    const Written both(R"({"Effect": "Allow", "Action": ["ec2:RunInstances", "iam:PassRole"], "Resource": "*"})");
    base::Arena arena;
    Reasons together(arena), alone(arena);
    const Policy* two[] = {&pass.policy, &run.policy};
    allows_escalation(two, two, nullptr, 0, together);
    EXPECT_TRUE(together.certain());
    const Policy* one[] = {&both.policy};
    allows_escalation(one, one, nullptr, 0, alone);
    EXPECT_FALSE(alone.possible());
}

TEST(Escalations, ParameterDecides) {
    EXPECT_EQ(ways(R"({"Effect": "Allow", "Action": "iam:CreatePolicyVersion", "Resource": {"Unknown": "Ref:P"}})"), "unknown");
}

}  // namespace
}  // namespace vouch::facts
