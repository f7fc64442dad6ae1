// SPDX-License-Identifier: Apache-2.0
#include "facts/policy/statement.h"

#include <gtest/gtest.h>

#include "value/testing/reading.h"

namespace vouch::facts {
namespace {

using value::testing::json;

TEST(ParsePolicy, OneValueOrAListEverywhere) {
    const auto document =
        json(R"({"Statement": {"Sid": "One", "Effect": "Allow", "Principal": {"AWS": ["111122223333", "*"], "Service": "sns.amazonaws.com"},
        "Action": "s3:GetObject", "NotResource": ["a", "b"], "Condition": {"Bool": {"aws:SecureTransport": "true"}}}})");
    const Policy policy = parse_policy(document->root);
    ASSERT_EQ(policy.statements.size(), 1U);
    const Statement& statement = policy.statements[0];
    EXPECT_EQ(statement.label(), "statement 1 (One)");
    EXPECT_EQ(statement.effect, Effect::allow);
    EXPECT_EQ(statement.actions.size(), 1U);
    EXPECT_TRUE(statement.not_resources);
    EXPECT_EQ(statement.resources.size(), 2U);
    EXPECT_EQ(statement.conditions.size(), 1U);
    ASSERT_EQ(statement.principals.size(), 3U);
    EXPECT_EQ(describe(statement.principals[0]), "account 111122223333");
    EXPECT_EQ(describe(statement.principals[1]), "everyone");
    EXPECT_EQ(describe(statement.principals[2]), "the service sns.amazonaws.com");
    EXPECT_TRUE(statement.covers_everyone().yes());
    EXPECT_EQ(statement.position, document->root.find("Statement")->position());
}

TEST(ParsePolicy, TextIsReadAndStandsWhereTheTextStands) {
    const auto document = json(R"({"P": "{\"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}]}"})");
    const Policy policy = parse_policy(*document->root.find("P"));
    ASSERT_EQ(policy.statements.size(), 1U);
    EXPECT_EQ(policy.statements[0].effect, Effect::deny);
    EXPECT_EQ(policy.statements[0].position, document->root.find("P")->position());
}

TEST(ParsePolicy, WhatIsNoPolicyIsToldAsAProblem) {
    for (const std::string text : {R"("{not json")", R"("[]")", R"([1])", R"({"Statement": 3})", R"({"Statement": ["x"]})"}) {
        const auto document = json(text);
        EXPECT_NE(parse_policy(document->root).problem, "") << text;
    }
    EXPECT_EQ(parse_policy(value::Value()).problem, "");
}

TEST(ParsePolicy, MisspeltEffectIsUnknown) {
    const auto document = json(R"({"Statement": [{"Effect": "allow", "Action": "*"}]})");
    EXPECT_EQ(parse_policy(document->root).statements[0].effect, Effect::unknown);
}

TEST(ParsePolicy, UnknownStatementIsKept) {
    const value::Unknown why{value::Unknown::Cause::parameter, "parameter `P` has no value", "Ref:P", "P"};
    EXPECT_EQ(parse_policy(value::Value::unknown(&why, 3)).unknown, &why);
}

// Beyond what AWS takes: the statements so far, and word that there are more.
TEST(ParsePolicy, MoreStatementsOrPartsThanAwsTakesAreAProblem) {
    const auto list = [](std::size_t count, const std::string& one) {
        std::string text = one;
        for (std::size_t i = 1; i < count; ++i) text.append(",").append(one);
        return text;
    };
    const auto read = [&](std::size_t count, const std::string& statement) {
        return parse_policy(json(R"({"Statement": [)" + list(count, statement) + "]}")->root);
    };
    EXPECT_EQ(read(1'000, R"({"Effect": "Allow", "Action": "*"})").problem, "");
    const Policy many = read(1'001, R"({"Effect": "Allow", "Action": "*"})");
    EXPECT_EQ(many.problem, "it has more than 1000 statements");
    EXPECT_EQ(many.statements.size(), 1'000U);
    EXPECT_EQ(read(3, R"({"Action": [)" + list(6'000, R"("s3:*")") + "]}").problem,
              "it has more than 10000 actions, resources, principals and values");
}

TEST(Append, KeepsNoMoreThanTwoThousandStatementsAndSaysSo) {
    Policy all, one;
    one.statements.resize(900);
    for (int i = 0; i < 3; ++i) append(all, one);
    EXPECT_EQ(all.statements.size(), 2'000U);
    EXPECT_EQ(all.problem, "there are more than 2000 statements in all policies together");
}

TEST(Statement, NotActionSpeaksOfAllOthers) {
    const auto document = json(R"({"Statement": [{"Effect": "Allow", "NotAction": ["iam:*", "sts:Get*"], "Resource": "*"}]})");
    const Policy policy = parse_policy(document->root);
    const Statement& statement = policy.statements[0];
    EXPECT_TRUE(statement.covers_action(Pattern::of_text("s3:*", Reading::action)).yes());
    EXPECT_TRUE(statement.covers_action(Pattern::of_text("*", Reading::action)).no());
    EXPECT_TRUE(statement.touches_action(Pattern::of_text("*", Reading::action)).yes());
    EXPECT_TRUE(statement.touches_action(Pattern::of_text("iam:Get*", Reading::action)).no());
    EXPECT_TRUE(statement.touches_action(Pattern::of_text("sts:*", Reading::action)).yes());
}

TEST(Principal, AccountIsReadFromArnsAndNumbers) {
    const auto document = json(R"({"AWS": ["111122223333", "arn:aws:iam::444455556666:role/a", "arn:aws:iam::*:root", "AIDAEXAMPLE",
        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"]})");
    const std::vector<Principal> principals = parse_principals(document->root);
    EXPECT_EQ(principals[0].account, "111122223333");
    EXPECT_EQ(principals[1].account, "444455556666");
    EXPECT_EQ(principals[2].kind, PrincipalKind::anyone);
    EXPECT_TRUE(is_foreign(principals[0], "111122223333").no());
    EXPECT_TRUE(is_foreign(principals[1], "111122223333").yes());
    EXPECT_TRUE(is_foreign(principals[1], "").truth == Truth::maybe);
    EXPECT_TRUE(is_foreign(principals[3], "111122223333").no());
    EXPECT_TRUE(is_foreign(principals[4], "111122223333").no());
}

TEST(Principal, RoleOfTheEstateIsOurOwn) {
    const value::Unknown why{value::Unknown::Cause::attribute, "attribute", "GetAtt:Role.Arn", "Role"};
    EXPECT_TRUE(is_foreign(parse_principals(value::Value::unknown(&why, 0))[0], "111122223333").no());
    const value::Unknown account{value::Unknown::Cause::parameter, "account", R"(Concat("arn:aws:iam::",Ref:AWS::AccountId,":root"))", {}};
    EXPECT_TRUE(is_foreign(parse_principals(value::Value::unknown(&account, 0))[0], "").no());
    const value::Unknown parameter{value::Unknown::Cause::parameter, "parameter", "Ref:P", "P"};
    EXPECT_TRUE(is_foreign(parse_principals(value::Value::unknown(&parameter, 0))[0], "1").undecided());
}

}  // namespace
}  // namespace vouch::facts
