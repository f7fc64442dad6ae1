// SPDX-License-Identifier: Apache-2.0
// Worked examples of the public IAM documentation, written anew; each row cites its page (below docs.aws.amazon.com/IAM/latest/UserGuide/).
#include "facts/policy/decide.h"

#include <gtest/gtest.h>

#include "value/testing/reading.h"

namespace vouch::facts {
namespace {

struct DecisionCase {
    std::string name;
    std::string page;
    std::string statements;
    std::string action, resource;
    Request request;
    std::string expected;  // allow, deny, depends, unknown
};

std::string decided(const DecisionCase& row) {
    const auto document = value::testing::json("{\"Statement\": " + row.statements + "}");
    EXPECT_TRUE(document.has_value()) << row.name;
    Question question{.action = Pattern::of_text(row.action, Reading::action),
                      .resource = Pattern::of_text(row.resource, Reading::resource),
                      .request = row.request,
                      .speaks_of = nullptr};
    const Answer answer = allows(parse_policy(document->root), question);
    if (answer.truth != Truth::maybe) return answer.yes() ? "allow" : "deny";
    return answer.undecided() ? "unknown" : "depends";
}

const std::string kLogic = "reference_policies_evaluation-logic.html";
const std::string kNotAction = "reference_policies_elements_notaction.html";
const std::string kMfa = "reference_policies_examples_aws_my-sec-creds-self-manage.html";

const std::string kMfaDeny =
    R"([{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "NotAction": ["iam:EnableMFADevice", "iam:ListMFADevices"],
    "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}])";
const std::string kMfaDenyBool =
    R"([{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "NotAction": "iam:EnableMFADevice",
    "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}])";
const std::string kAllS3ButOne =
    R"([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::home/*"}])";

const std::vector<DecisionCase> kExamples{
    {"nothing says so", kLogic, "[]", "s3:GetObject", "arn:aws:s3:::b/k", {}, "deny"},
    {"an allow",
     kLogic,
     R"([{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*"}])",
     "s3:GetObject",
     "arn:aws:s3:::b/k",
     {},
     "allow"},
    {"of another resource",
     kLogic,
     R"([{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::c/*"}])",
     "s3:GetObject",
     "arn:aws:s3:::b/k",
     {},
     "deny"},
    {"an explicit deny beats an allow",
     kLogic,
     R"([{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}])",
     "s3:GetObject",
     "arn:aws:s3:::b/k",
     {},
     "deny"},
    {"order does not matter",
     kLogic,
     R"([{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}, {"Effect": "Allow", "Action": "*", "Resource": "*"}])",
     "s3:GetObject",
     "arn:aws:s3:::b/k",
     {},
     "deny"},
    {"deny of all but one place",
     "reference_policies_elements_notresource.html",
     kAllS3ButOne,
     "s3:GetObject",
     "arn:aws:s3:::b/k",
     {},
     "deny"},
    {"the one place", "reference_policies_elements_notresource.html", kAllS3ButOne, "s3:GetObject", "arn:aws:s3:::home/k", {}, "allow"},
    {"allow of all but IAM",
     kNotAction,
     R"([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}])",
     "ec2:RunInstances",
     "*",
     {},
     "allow"},
    {"IAM itself", kNotAction, R"([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}])", "iam:CreateUser", "*", {}, "deny"},
    {"deny with NotAction grants nothing",
     kNotAction,
     R"([{"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"}])",
     "iam:CreateUser",
     "*",
     {},
     "deny"},
    {"MFA present", kMfa, kMfaDeny, "ec2:RunInstances", "*", {{"aws:multifactorauthpresent", "true"}}, "allow"},
    {"MFA absent", kMfa, kMfaDeny, "ec2:RunInstances", "*", {{"aws:multifactorauthpresent", "false"}}, "deny"},
    {"long-term keys carry no MFA key: BoolIfExists holds",
     kMfa,
     kMfaDeny,
     "ec2:RunInstances",
     "*",
     {{"aws:multifactorauthpresent", std::nullopt}},
     "deny"},
    {"enrolment is exempt", kMfa, kMfaDeny, "iam:EnableMFADevice", "*", {{"aws:multifactorauthpresent", "false"}}, "allow"},
    {"Bool lets long-term keys through",
     "reference_policies_condition-keys.html",
     kMfaDenyBool,
     "ec2:RunInstances",
     "*",
     {{"aws:multifactorauthpresent", std::nullopt}},
     "allow"},
    {"a condition on the request",
     "reference_policies_elements_condition.html",
     R"([{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}])",
     "s3:GetObject",
     "*",
     {},
     "depends"},
    {"a condition that is met",
     "reference_policies_elements_condition.html",
     R"([{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}])",
     "s3:GetObject",
     "*",
     {{"aws:sourceip", "10.1.2.3"}},
     "allow"},
    {"PassRole to one service",
     "id_roles_use_passrole.html",
     R"([{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}}])",
     "iam:PassRole",
     "*",
     {{"iam:passedtoservice", "lambda.amazonaws.com"}},
     "deny"},
    {"one's own user only",
     "reference_policies_variables.html",
     R"([{"Effect": "Allow", "Action": "iam:*", "Resource": "arn:aws:iam::*:user/${aws:username}"}])",
     "iam:PutUserPolicy",
     "arn:aws:iam::*:user/*",
     {},
     "deny"},
    {"a deny of a part",
     kLogic,
     R"([{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}])",
     "s3:GetObject",
     "arn:aws:s3:::*",
     {},
     "depends"}};

TEST(Allows, FollowsTheEvaluationLogicAsDocumented) {
    for (const DecisionCase& row : kExamples) EXPECT_EQ(decided(row), row.expected) << row.name << ": " << row.page;
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html and id_roles_common-scenarios_third-party.html
TEST(Allows, TrustOfAThirdPartyNeedsTheExternalId) {
    const std::string trust = R"([{"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": "12345"}}}])";
    EXPECT_EQ(decided({"with it", "", trust, "sts:AssumeRole", "*", {{"sts:externalid", "12345"}}, ""}), "allow");
    EXPECT_EQ(decided({"of another", "", trust, "sts:AssumeRole", "*", {{"sts:externalid", "99999"}}, ""}), "deny");
    EXPECT_EQ(decided({"without", "", trust, "sts:AssumeRole", "*", {{"sts:externalid", std::nullopt}}, ""}), "deny");
}

}  // namespace
}  // namespace vouch::facts
