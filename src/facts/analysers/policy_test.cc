// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

// The fact of a resource of a stack of these resources.
std::string policy_fact(const std::string& resources, const std::string& id, const std::string& fact) {
    EstateBuilder builder;
    builder.stack("S", "{\"Resources\": {" + resources + "}}");
    const Estate estate(builder.inventory());
    return fact_of(estate, EstateBuilder::node(estate, "S", id), "Policy", fact);
}

const std::string kRole = R"("Role": {"Type": "AWS::IAM::Role", "Properties": {}})";
const std::string kPass =
    R"("Pass": {"Type": "AWS::IAM::Policy", "Properties": {"Roles": [{"Ref": "Role"}], "PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}}}})";
const std::string kRun =
    R"("Run": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": [{"Ref": "Role"}], "PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"}}}})";
const std::string kRequireMfa =
    R"("Mfa": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Groups": [{"Ref": "People"}], "PolicyDocument": {"Statement": {"Effect": "Deny", "NotAction": ["iam:EnableMFADevice", "sts:GetSessionToken"], "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}}}}, "People": {"Type": "AWS::IAM::Group", "Properties": {}})";

TEST(PolicyAnalyser, UnionOfAttachedPoliciesOpensAWay) {
    const std::string all = kRole + ", " + kPass + ", " + kRun;
    EXPECT_NE(policy_fact(all, "Role", "AllowsPrivilegeEscalation").find("start an instance with any role"), std::string::npos);
    EXPECT_EQ(policy_fact(all, "Pass", "AllowsPrivilegeEscalation"), "[]");
    EXPECT_EQ(policy_fact(all, "Run", "AllowsPrivilegeEscalation"), "[]");
}

TEST(PolicyAnalyser, InlinePoliciesOfAPrincipalAreItsOwn) {
    const std::string user =
        R"("U": {"Type": "AWS::IAM::User", "Properties": {"Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}]}})";
    EXPECT_EQ(policy_fact(user, "U", "AllowsEverything"), R"(["statement 1 allows every action on every resource"])");
}

TEST(PolicyAnalyser, BoundaryGrantsNothing) {
    const std::string boundary =
        R"("R": {"Type": "AWS::IAM::Role", "Properties": {"PermissionsBoundary": {"Ref": "B"}}}, "B": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}})";
    EXPECT_EQ(policy_fact(boundary, "B", "AllowsEverything"), "[]");
}

TEST(PolicyAnalyser, MfaIsAskedForByTheGroupOfAUser) {
    const std::string member = kRequireMfa + R"(, "U": {"Type": "AWS::IAM::User", "Properties": {"Groups": [{"Ref": "People"}]}})";
    EXPECT_EQ(policy_fact(member, "U", "AsksForMfa"), R"(["statement 1 denies without MFA"])");
    EXPECT_EQ(policy_fact(member, "People", "DeniesWithoutMfa"), R"(["statement 1 denies without MFA"])");
    const std::string added =
        kRequireMfa +
        R"(, "U": {"Type": "AWS::IAM::User"}, "A": {"Type": "AWS::IAM::UserToGroupAddition", "Properties": {"GroupName": {"Ref": "People"}, "Users": [{"Ref": "U"}]}})";
    EXPECT_EQ(policy_fact(added, "U", "AsksForMfa"), R"(["statement 1 denies without MFA"])");
    EXPECT_EQ(policy_fact(kRequireMfa + R"(, "U": {"Type": "AWS::IAM::User"})", "U", "AsksForMfa"), "[]");
}

TEST(PolicyAnalyser, MfaDeviceOfAUserCounts) {
    const std::string device =
        R"("U": {"Type": "AWS::IAM::User"}, "D": {"Type": "AWS::IAM::VirtualMFADevice", "Properties": {"Users": [{"Ref": "U"}]}})";
    EXPECT_EQ(policy_fact(device, "U", "AsksForMfa"), R"(["it has the virtual MFA device D"])");
}

TEST(PolicyAnalyser, PolicyFromElsewhereLeavesMfaOpen) {
    const std::string user =
        R"("U": {"Type": "AWS::IAM::User", "Properties": {"ManagedPolicyArns": ["arn:aws:iam::111122223333:policy/require-mfa"]}})";
    EXPECT_NE(policy_fact(user, "U", "AsksForMfa").find("Vouch::Unknown"), std::string::npos);
    const std::string group = R"("U": {"Type": "AWS::IAM::User", "Properties": {"Groups": ["people-of-another-stack"]}})";
    EXPECT_NE(policy_fact(group, "U", "AsksForMfa").find("Vouch::Unknown"), std::string::npos);
}

TEST(PolicyAnalyser, AdministratorOfWhomAPolicyWasDeniedNamesTheAction) {
    const std::string administrator = R"("U": {"Type": "AWS::IAM::User", "Properties": {"Policies": [{"PolicyName": "p",
        "PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}, %]}})";
    const auto with = [&](std::string_view more) { return std::string(administrator).replace(administrator.find('%'), 1, more); };
    const std::string found = policy_fact(with(R"({"Fn::Denied": "iam:GetUserPolicy"})"), "U", "AllowsEverythingWithoutMfa");
    EXPECT_TRUE(found.contains("not all its policies can be read: `iam:GetUserPolicy` was denied")) << found;
}

TEST(PolicyAnalyser, AdministratorOfAwsNeedsMfa) {
    const std::string admin =
        R"("U": {"Type": "AWS::IAM::User", "Properties": {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"])";
    EXPECT_NE(policy_fact(admin + "}}", "U", "AllowsEverythingWithoutMfa"), "[]");
    EXPECT_EQ(policy_fact(admin + R"(, "Groups": [{"Ref": "People"}]}}, )" + kRequireMfa, "U", "AllowsEverythingWithoutMfa"), "[]");
    EXPECT_EQ(policy_fact(admin + "}}", "U", "LacksAuditReads"), "[]");
}

TEST(PolicyAnalyser, PolicyOfAnotherStackCountsForItsRole) {
    EstateBuilder builder;
    builder.stack("A", R"({"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "runner",
        "Policies": [{"PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}}}]}}}})");
    builder.stack("B", R"({"Resources": {"P": {"Type": "AWS::IAM::RolePolicy", "Properties": {"RoleName": "runner",
        "PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"}}}}}})");
    const Estate estate(builder.inventory());
    EXPECT_NE(fact_of(estate, EstateBuilder::node(estate, "A", "Role"), "Policy", "AllowsPrivilegeEscalation"), "[]");
}

TEST(TrustAnalyser, KnowsTheAccountOfTheStack) {
    EstateBuilder builder;
    const std::string role = R"({"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement":
        {"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "sts:AssumeRole"}}}}}})";
    builder.stack("Here", role, {.account = "111122223333", .region = "", .partition = ""});
    builder.stack("There", role, {.account = "444455556666", .region = "", .partition = ""});
    builder.stack("Nowhere", role);
    const Estate estate(builder.inventory());
    const auto fact = [&](const std::string& stack) {
        return fact_of(estate, EstateBuilder::node(estate, stack, "R"), "Trust", "CrossAccount");
    };
    EXPECT_EQ(fact("Here"), R"(["statement 1 trusts account 444455556666"])");
    EXPECT_EQ(fact("There"), "[]");
    EXPECT_NE(fact("Nowhere").find("Vouch::Unknown"), std::string::npos);
}

}  // namespace
}  // namespace vouch::facts
