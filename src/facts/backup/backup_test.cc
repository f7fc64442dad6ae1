// SPDX-License-Identifier: Apache-2.0
// The analyser Backup and selections, over estates of a table and a selection.
#include <gtest/gtest.h>

#include "facts/facts.h"
#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

// SelectedBy of a table `T` with those properties, under a selection with that body.
std::string selected(const std::string& table, const std::string& selection) {
    EstateBuilder builder;
    builder.stack("App", "Resources:\n  T: {Type: 'AWS::DynamoDB::Table', Properties: " + table +
                             "}\n  S: {Type: 'AWS::Backup::BackupSelection', Properties: {BackupSelection: " + selection + "}}\n");
    const Estate estate(builder.inventory());
    return fact_of(estate, 0, "Backup", "SelectedBy");
}

constexpr auto kNamed = R"(["selection `S` names it"])";
constexpr auto kTagged = R"(["selection `S` takes it by tag"])";

TEST(Backup, SelectsByReferenceArnAndPattern) {
    const std::string table = "{TableName: orders}";
    EXPECT_EQ(selected("{}", "{Resources: [{Fn::GetAtt: [T, Arn]}]}"), kNamed);
    EXPECT_EQ(selected("{}", "{Resources: {Fn::Join: ['', ['arn:aws:dynamodb:eu-west-1:1:table/', {Ref: T}]]}}"), kNamed);
    EXPECT_EQ(selected(table, "{Resources: ['arn:aws:dynamodb:eu-west-1:123456789012:table/orders']}"), kNamed);
    EXPECT_EQ(selected(table, "{Resources: ['arn:aws:dynamodb:*:*:table/ord*']}"), kNamed);
    EXPECT_EQ(selected(table, "{Resources: ['*']}"), kNamed);
    EXPECT_EQ(selected("{}", "{Resources: ['arn:aws:dynamodb:*:*:table/*']}"), kNamed);
    EXPECT_EQ(selected(table, "{Resources: ['arn:aws:dynamodb:*:*:table/other', 'arn:aws:rds:*:*:db:*', {Ref: Other}]}"), "[]");
}

TEST(Backup, SelectsByTag) {
    const std::string daily = "{ListOfTags: [{ConditionType: STRINGEQUALS, ConditionKey: backup, ConditionValue: daily}]}";
    EXPECT_EQ(selected("{Tags: [{Key: team, Value: x}, {Key: backup, Value: daily}]}", daily), kTagged);
    EXPECT_EQ(selected("{Tags: [{Key: backup, Value: weekly}]}", daily), "[]");
    EXPECT_EQ(selected("{}", daily), "[]");
    EXPECT_NE(selected("{Tags: [{Key: backup, Value: {Fn::Unknown: parameter P has no value}}]}", daily).find("Vouch::Unknown"),
              std::string::npos);
}

TEST(Backup, ConditionsMustAllHold) {
    const std::string tags = "{Tags: [{Key: backup, Value: daily}, {Key: stage, Value: prod-eu}]}";
    const auto where = [](const std::string& more) {
        return "{Resources: ['*'], Conditions: {StringEquals: [{ConditionKey: 'aws:ResourceTag/backup', ConditionValue: daily}]" + more +
               "}}";
    };
    EXPECT_EQ(selected(tags, where("")), kNamed);
    EXPECT_EQ(selected(tags, where(", StringLike: [{ConditionKey: 'aws:ResourceTag/stage', ConditionValue: 'prod*'}]")), kNamed);
    EXPECT_EQ(selected(tags, where(", StringNotLike: [{ConditionKey: 'aws:ResourceTag/stage', ConditionValue: 'prod*'}]")), "[]");
    EXPECT_EQ(selected("{}", where("")), "[]");
}

TEST(Backup, WhatIsExceptedIsNotSelected) {
    EXPECT_EQ(selected("{}", "{Resources: ['*'], NotResources: [{Fn::GetAtt: [T, Arn]}]}"), "[]");
    EXPECT_EQ(selected("{TableName: tmp}", "{Resources: ['*'], NotResources: ['arn:aws:dynamodb:*:*:table/tmp*']}"), "[]");
}

TEST(Backup, AnArnThatIsNotKnownMayBeTheResource) {
    const std::string found = selected("{}", "{Resources: [{Fn::Unknown: parameter P has no value}]}");
    EXPECT_NE(found.find("may take it"), std::string::npos) << found;
}

TEST(Backup, WhatWasDeniedIsNamed) {
    const auto names = [](const std::string& found, const std::string& action) {
        EXPECT_TRUE(found.contains("selection `S`") && found.contains("`" + action + "` was denied")) << found;
    };
    const std::string daily = "ListOfTags: [{ConditionKey: backup, ConditionValue: daily}]";
    const std::string tagged = "{Tags: [{Key: backup, Value: daily}]}";
    names(selected("{}", "{Fn::Denied: b:Body}"), "b:Body");
    names(selected("{}", "{Resources: [{Fn::Denied: b:Arn}]}"), "b:Arn");
    names(selected("{}", "{ListOfTags: [{Fn::Denied: b:Tag}]}"), "b:Tag");
    names(selected(tagged, "{ListOfTags: [{ConditionKey: backup, ConditionValue: {Fn::Denied: b:Value}}]}"), "b:Value");
    names(selected(tagged, "{" + daily + ", Conditions: {Fn::Denied: b:Conditions}}"), "b:Conditions");
    names(selected(tagged, "{" + daily + ", NotResources: [{Fn::Denied: b:Not}]}"), "b:Not");
    names(selected("{Tags: {Fn::Denied: t:Tags}}", "{" + daily + "}"), "t:Tags");
    names(selected("{Tags: [{Key: {Fn::Denied: t:Key}, Value: daily}]}", "{" + daily + "}"), "t:Key");
    names(selected("{TableName: {Fn::Denied: t:Name}}", "{Resources: ['arn:aws:dynamodb:*:*:table/ord*']}"), "t:Name");
}

TEST(Backup, ASelectionThatOnlyMayTakeItDoesNotSayThatItNamesIt) {
    const std::string found = selected("{}", "{Resources: ['*'], Conditions: {Fn::Unknown: parameter P has no value}}");
    EXPECT_TRUE(found.contains("selection `S` may take it: parameter P has no value")) << found;
}

TEST(Backup, PlansAreKnownWhereSelectionsAreOrTheEstateIsWhole) {
    EstateBuilder alone;
    alone.stack("App", "Resources: {T: {Type: 'AWS::DynamoDB::Table'}}");
    EXPECT_EQ(fact_of(Estate(alone.inventory()), 0, "Backup", "Planned"), "[]");
    alone.whole();
    EXPECT_EQ(fact_of(Estate(alone.inventory()), 0, "Backup", "Planned"), R"(["the whole estate is judged"])");
}

}  // namespace
}  // namespace vouch::facts
