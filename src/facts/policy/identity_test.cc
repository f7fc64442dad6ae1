// SPDX-License-Identifier: Apache-2.0
#include "facts/policy/identity.h"

#include <vector>

#include <gtest/gtest.h>

#include "facts/testing/policies.h"

namespace vouch::facts {
namespace {

using testing::verdict;

struct PolicyCase {
    std::string_view name, statements, expected;
};

void expect(void (*fact)(const Policy&, Reasons&), const std::vector<PolicyCase>& rows) {
    for (const PolicyCase& row : rows) EXPECT_EQ(verdict(row.statements, fact), row.expected) << row.name;
}

TEST(AllowsEverything, MeansEveryActionOnEveryResource) {
    expect(
        allows_everything,
        {{"plain", R"({"Effect": "Allow", "Action": "*", "Resource": "*"})", "yes"},
         {"spelt with a colon", R"({"Effect": "Allow", "Action": ["*:*"], "Resource": ["arn:aws:s3:::b", "*"]})", "yes"},
         {"all of one service", R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})", "no"},
         {"on one resource", R"({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b"})", "no"},
         {"denied", R"({"Effect": "Deny", "Action": "*", "Resource": "*"})", "no"},
         {"under MFA, still an administrator",
          R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}})", "yes"},
         {"under a tag",
          R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/a": "b"}}})", "no"},
         {"a parameter decides", R"({"Effect": "Allow", "Action": "*", "Resource": {"Unknown": "Ref:P"}})", "unknown"},
         {"a parameter that does not decide", R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Unknown": "Ref:P"}})", "no"},
         {"an attribute is no wildcard", R"({"Effect": "Allow", "Action": "*", "Resource": {"Unknown": "GetAtt:B.Arn"}})", "no"},
         {"the effect is not known", R"({"Effect": {"Unknown": "Ref:P"}, "Action": "*", "Resource": "*"})", "unknown"},
         {"a statement is not known", R"({"Unknown": "Ref:P"})", "unknown"}});
}

TEST(AllowsServiceWildcard, MeansAllOfAService) {
    expect(allows_service_wildcard, {{"named", R"({"Effect": "Allow", "Action": ["s3:GetObject", "sqs:*"], "Resource": "*"})", "yes"},
                                     {"a part", R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"})", "no"},
                                     {"denied", R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})", "no"}});
}

TEST(AllowsWildcardResource, SparesActionsThatTakeNoResource) {
    expect(
        allows_wildcard_resource,
        {{"objects of all buckets", R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})", "yes"},
         {"actions without resources",
          R"({"Effect": "Allow", "Action": ["ec2:Describe*", "xray:PutTraceSegments", "sts:GetCallerIdentity"], "Resource": "*"})", "no"},
         {"named in full",
          R"({"Effect": "Allow", "Action": ["states:SendTaskSuccess", "textract:DetectDocumentText", "codepipeline:PutJobSuccessResult"],
              "Resource": "*"})",
          "no"},
         {"a wildcard over such a name", R"({"Effect": "Allow", "Action": "states:SendTask*", "Resource": "*"})", "yes"},
         {"makes a thing that has a name", R"({"Effect": "Allow", "Action": "ecs:CreateCluster", "Resource": "*"})", "yes"},
         {"one of them has", R"({"Effect": "Allow", "Action": ["ec2:DescribeVpcs", "ec2:TerminateInstances"], "Resource": "*"})", "yes"},
         {"named", R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})", "no"},
         {"limited by tag",
          R"({"Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*", "Condition": {"StringEquals": {"ec2:ResourceTag/team": "a"}}})",
          "no"},
         {"a parameter decides", R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Unknown": "Ref:P"}})", "unknown"}});
}

TEST(AllowsPassRoleAnywhere, WildcardOfOneAccountIsAnywhereToo) {
    expect(
        allows_pass_role_anywhere,
        {{"any", R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"})", "yes"},
         {"of the account", R"({"Effect": "Allow", "Action": "iam:Pass*", "Resource": "arn:aws:iam::111122223333:role/*"})", "yes"},
         {"of the stack's account",
          R"j({"Effect": "Allow", "Action": "iam:PassRole", "Resource": {"Unknown": "Concat(\"arn:aws:iam::\",Ref:AWS::AccountId,\":role/*\")"}})j",
          "yes"},
         {"below a path", R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/app/*"})", "no"},
         {"one role", R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": {"Unknown": "GetAtt:Role.Arn"}})", "no"},
         {"all of IAM", R"({"Effect": "Allow", "Action": "iam:*", "Resource": "*"})", "yes"}});
}

TEST(AllowsNotAction, OnlyWithAllow) {
    expect(allows_not_action, {{"allow", R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})", "yes"},
                               {"deny", R"({"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"})", "no"}});
}

TEST(AllowsMarketplaceSubscribe, OnEverything) {
    expect(allows_marketplace_subscribe,
           {{"named", R"({"Effect": "Allow", "Action": "aws-marketplace:Subscribe", "Resource": "*"})", "yes"},
            {"wildcard", R"({"Effect": "Allow", "Action": "aws-marketplace:*", "Resource": "*"})", "yes"},
            {"views", R"({"Effect": "Allow", "Action": "aws-marketplace:View*", "Resource": "*"})", "no"}});
}

constexpr std::string_view kGood =
    R"({"Effect": "Deny", "NotAction": ["iam:EnableMFADevice", "sts:GetSessionToken"], "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}})";
constexpr std::string_view kKeysPass =
    R"({"Effect": "Deny", "NotAction": ["iam:EnableMFADevice"], "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": false}}})";
constexpr std::string_view kLockedOut =
    R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}})";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
TEST(DeniesWithoutMfa, NeedsIfExistsAndAWayToEnrol) {
    expect(
        denies_without_mfa,
        {{"good", kGood, "yes"},
         {"keys pass", kKeysPass, "no"},
         {"locked out", kLockedOut, "no"},
         {"one service only",
          R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}})",
          "no"},
         {"by age",
          R"({"Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": {"NumericGreaterThanIfExists": {"aws:MultiFactorAuthAge": "3600"}}})",
          "no"},
         {"by Null",
          R"({"Effect": "Deny", "NotAction": "sts:GetSessionToken", "Resource": "*", "Condition": {"Null": {"aws:MultiFactorAuthPresent": "true"}}})",
          "no"}});
    expect(broken_mfa_deny, {{"good", kGood, "no"}, {"keys pass", kKeysPass, "yes"}, {"locked out", kLockedOut, "yes"}});
}

TEST(AllowsEverythingWithoutMfa, IsNotSoUnderAConditionOnMfa) {
    expect(
        allows_everything_without_mfa,
        {{"plain", R"({"Effect": "Allow", "Action": "*", "Resource": "*"})", "yes"},
         {"asks for MFA",
          R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}})", "no"},
         {"if there is such a key",
          R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}})",
          "no"}});
}

TEST(LacksAuditReads, NamesWhatIsMissing) {
    const auto judge = [](const Policy& policy, Reasons& out) { lacks_audit_reads(policy, 0, out); };
    EXPECT_EQ(
        verdict(R"({"Effect": "Allow", "Action": ["iam:Get*", "iam:List*", "iam:GenerateCredentialReport"], "Resource": "*"})", judge),
        "no");
    EXPECT_EQ(verdict(R"({"Effect": "Allow", "Action": ["iam:Get*"], "Resource": "*"})", judge), "yes");
    EXPECT_EQ(verdict(R"({"Effect": "Allow", "Action": {"Unknown": "Ref:P"}, "Resource": "*"})", judge), "unknown");
}

TEST(AwsPolicies, AreKnownByTheirNameInEveryPartition) {
    EXPECT_TRUE(aws_administrator_policy("arn:aws-cn:iam::aws:policy/AdministratorAccess"));
    EXPECT_FALSE(aws_administrator_policy("arn:aws:iam::111122223333:policy/AdministratorAccess"));
    EXPECT_TRUE(aws_audit_policy("arn:aws:iam::aws:policy/SecurityAudit"));
}

}  // namespace
}  // namespace vouch::facts
