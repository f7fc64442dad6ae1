// SPDX-License-Identifier: Apache-2.0
#include "facts/policy/trust.h"

#include <gtest/gtest.h>

#include "facts/testing/policies.h"

namespace vouch::facts {
namespace {

using testing::verdict;

std::string trusting(std::string_view principal, std::string_view conditions = "{}") {
    return std::string(R"({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": )")
        .append(principal)
        .append(R"(, "Condition": )")
        .append(conditions)
        .append("}");
}

TEST(AnyoneCanAssume, UnlessAConditionKeepsStrangersOut) {
    EXPECT_EQ(verdict(trusting(R"({"AWS": "*"})"), anyone_can_assume), "yes");
    EXPECT_EQ(verdict(trusting(R"("*")"), anyone_can_assume), "yes");
    EXPECT_EQ(verdict(trusting(R"({"AWS": "*"})", R"({"StringEquals": {"aws:PrincipalOrgID": "o-1"}})"), anyone_can_assume), "no");
    EXPECT_EQ(verdict(trusting(R"({"AWS": "*"})", R"({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}})"),
                      anyone_can_assume),
              "no");
    EXPECT_EQ(verdict(trusting(R"({"AWS": "*"})", R"({"StringLike": {"aws:PrincipalArn": "*"}})"), anyone_can_assume), "yes");
    EXPECT_EQ(verdict(trusting(R"({"AWS": {"Unknown": "Ref:P"}})"), anyone_can_assume), "unknown");
    EXPECT_EQ(verdict(trusting(R"({"Service": "ec2.amazonaws.com"})"), anyone_can_assume), "no");
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
TEST(OtherAccount, NeedsExternalIdOrOrganization) {
    const auto judge = [](const Policy& policy, Reasons& out) { other_account_without_proof(policy, "111122223333", out); };
    EXPECT_EQ(verdict(trusting(R"({"AWS": "arn:aws:iam::444455556666:root"})"), judge), "yes");
    EXPECT_EQ(verdict(trusting(R"({"AWS": "444455556666"})", R"({"StringEquals": {"sts:ExternalId": "a"}})"), judge), "no");
    EXPECT_EQ(verdict(trusting(R"({"AWS": "444455556666"})", R"({"StringEquals": {"aws:PrincipalOrgID": "o-1"}})"), judge), "no");
    EXPECT_EQ(verdict(trusting(R"({"AWS": "444455556666"})", R"({"StringNotEquals": {"sts:ExternalId": "a"}})"), judge), "yes");
    EXPECT_EQ(verdict(trusting(R"({"AWS": "arn:aws:iam::111122223333:role/a"})"), judge), "no");
    EXPECT_EQ(verdict(trusting(R"({"AWS": {"Unknown": "GetAtt:Role.Arn"}})"), judge), "no");
    const auto nowhere = [](const Policy& policy, Reasons& out) { other_account_without_proof(policy, "", out); };
    EXPECT_EQ(verdict(trusting(R"({"AWS": "444455556666"})"), nowhere), "unknown");
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
TEST(ConfusedDeputy, ServicesThatActForOthersNeedASource) {
    EXPECT_EQ(verdict(trusting(R"({"Service": "config.amazonaws.com"})"), confused_deputy), "yes");
    EXPECT_EQ(verdict(trusting(R"({"Service": ["ec2.amazonaws.com", "backup.amazonaws.com"]})"), confused_deputy), "yes");
    EXPECT_EQ(verdict(trusting(R"({"Service": "config.amazonaws.com"})", R"({"StringEquals": {"AWS:SourceAccount": "111122223333"}})"),
                      confused_deputy),
              "no");
    EXPECT_EQ(
        verdict(trusting(R"({"Service": "config.amazonaws.com"})", R"({"ArnLike": {"aws:SourceArn": "arn:aws:config:*:111122223333:*"}})"),
                confused_deputy),
        "no");
    EXPECT_EQ(verdict(trusting(R"({"Service": "config.amazonaws.com"})", R"({"ArnLike": {"aws:SourceArn": "arn:aws:config:*:*:*"}})"),
                      confused_deputy),
              "yes");
    EXPECT_EQ(verdict(trusting(R"({"Service": "lambda.amazonaws.com"})"), confused_deputy), "no");
    EXPECT_EQ(verdict(trusting(R"({"Service": "config.amazonaws.com"})",
                               R"({"StringEquals": {"aws:SourceAccount": {"Unknown": "Ref:AWS::AccountId"}}})"),
                      confused_deputy),
              "no");
}

TEST(Github, NeedsASubjectOfOneOwnerAndAnAudience) {
    constexpr std::string_view kProvider =
        R"({"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"})";
    const auto conditions = [](std::string_view sub,
                               std::string_view audience = R"("token.actions.githubusercontent.com:aud": "sts.amazonaws.com",)") {
        return std::string(R"({"StringLike": {)")
            .append(audience)
            .append(R"("token.actions.githubusercontent.com:sub": )")
            .append(sub)
            .append("}}");
    };
    EXPECT_EQ(verdict(trusting(kProvider, conditions(R"("repo:acme/shop:ref:refs/heads/main")")), github_unrestricted), "no");
    EXPECT_EQ(verdict(trusting(kProvider, conditions(R"("repo:acme/*")")), github_unrestricted), "no");
    EXPECT_EQ(verdict(trusting(kProvider, conditions(R"("repo:*")")), github_unrestricted), "yes");
    EXPECT_EQ(verdict(trusting(kProvider, conditions(R"("*")")), github_unrestricted), "yes");
    EXPECT_EQ(verdict(trusting(kProvider, conditions(R"(["repo:acme/shop:*", "repo:ac*"])")), github_unrestricted), "yes");
    EXPECT_EQ(verdict(trusting(kProvider, conditions(R"("repo:acme/shop:*")", "")), github_unrestricted), "yes");
    EXPECT_EQ(verdict(trusting(kProvider), github_unrestricted), "yes");
    EXPECT_EQ(verdict(trusting(kProvider, conditions(R"({"Unknown": "Ref:P"})")), github_unrestricted), "unknown");
    EXPECT_EQ(verdict(trusting(kProvider, conditions(R"j({"Unknown": "Concat(\"repo:acme/\",Ref:P,\":*\")"})j")), github_unrestricted),
              "no");
    EXPECT_EQ(verdict(trusting(R"({"Service": "ec2.amazonaws.com"})"), github_unrestricted), "no");
}

}  // namespace
}  // namespace vouch::facts
