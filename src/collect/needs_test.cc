// SPDX-License-Identifier: Apache-2.0
#include "collect/needs.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/embedded.h"

namespace vouch::collect {
namespace {

const Catalog& catalog() {
    static const Catalog read = read_catalog(base::embedded_catalog());
    return read;
}

model::Control control(std::vector<std::string> resources, std::string rules) {
    model::Control made;
    made.resources = std::move(resources);
    made.rules = std::make_shared<base::Source>("x.guard", std::move(rules));
    return made;
}

Needs needs(const model::Control& control) { return needs_of(catalog(), {&control, 1}); }

std::vector<std::string> actions(const model::Control& control) { return plan(catalog(), needs(control)).actions(); }

using Properties = std::set<std::string>;
using Texts = std::vector<std::string>;

TEST(NeedsOf, PropertiesThatTheRulesName) {
    const Needs found =
        needs(control({"AWS::S3::Bucket"}, "rule a { Resources.*.Properties.VersioningConfiguration.Status == 'Enabled' }"));
    EXPECT_EQ(found, (Needs{{"AWS::S3::Bucket", {"VersioningConfiguration"}}}));
}

TEST(NeedsOf, CommentsDoNotCount) {
    const Needs found = needs(control({"AWS::S3::Bucket"}, "# VersioningConfiguration\nrule a { X exists } # LoggingConfiguration\n"));
    EXPECT_EQ(found, (Needs{{"AWS::S3::Bucket", {}}}));
}

TEST(NeedsOf, SharpInATextIsNoComment) {
    const Needs found = needs(control({"AWS::S3::Bucket"}, "rule a { X == ' #' or Properties.Tags exists }"));
    EXPECT_EQ(found, (Needs{{"AWS::S3::Bucket", {"Tags"}}}));
}

TEST(NeedsOf, PropertiesThatAreNotCalledByNameAreAll) {
    const Needs found = needs(control({"AWS::S3::Bucket"}, "rule a { Resources.*.Properties.* exists }"));
    EXPECT_EQ(found, (Needs{{"AWS::S3::Bucket", {"*"}}}));
}

TEST(NeedsOf, TypesInTheRulesOfAControlAboutTheEstate) {
    const Needs found =
        needs(control({"Vouch::Estate"}, "rule a { Resources.*[ Type == 'AWS::SNS::Topic' ].Properties.KmsMasterKeyId exists }"));
    EXPECT_EQ(found, (Needs{{"AWS::SNS::Topic", {"KmsMasterKeyId"}}}));
}

TEST(NeedsOf, ResourcesThatReferMustBeKnownInAllTheirProperties) {
    const Needs found = needs(control({"AWS::S3::Bucket"}, "rule a { Vouch.ReferencedBy[ Type == 'AWS::CloudTrail::Trail' ] !empty }"));
    EXPECT_EQ(found.at("AWS::CloudTrail::Trail"), Properties{"*"});
}

TEST(NeedsOf, WhoeverMayReferIsCollectedWhereNoTypeIsNamed) {
    const Needs found = needs(control({"AWS::EC2::SecurityGroup"}, "rule a { Vouch.ReferencedBy[ Type != 'X' ] !empty }"));
    EXPECT_EQ(found.at("AWS::EC2::NetworkInterface"), Properties{"GroupSet"});
    EXPECT_EQ(found.at("AWS::Lambda::Function"), Properties{"VpcConfig"});
    EXPECT_FALSE(found.contains("AWS::SNS::Topic"));
}

TEST(NeedsOf, EverythingIsCollectedForATypeThatMayBeNamedAnywhere) {
    const Needs found = needs(control({"AWS::SNS::Topic"}, "rule a { Vouch.ReferencedBy !empty }"));
    for (const auto& [type, row] : catalog().rows) EXPECT_TRUE(found.at(type).contains("*")) << type;
}

TEST(NeedsOf, AnExactPathIsCollectedWhereverItIsAProperty) {
    const Needs found = needs(control({"AWS::SNS::Topic"}, "rule a { Vouch.ReferencedBy[ Path == 'Properties.AlarmActions' ] !empty }"));
    EXPECT_EQ(found, (Needs{{"AWS::SNS::Topic", {}},
                            {"AWS::CloudWatch::Alarm", {"AlarmActions"}},
                            {"AWS::CloudWatch::CompositeAlarm", {"AlarmActions"}}}));
}

TEST(NeedsOf, APatternOfWordsNarrowsThePathsThatMayRefer) {
    const Needs found = needs(control({"AWS::SQS::Queue"}, "rule a { Vouch.ReferencedBy[ Path == /(?i)onFAILURE|redrivePolicy/ ] empty }"));
    EXPECT_EQ(found, (Needs{{"AWS::SQS::Queue", {"RedrivePolicy"}}, {"AWS::Lambda::EventInvokeConfig", {"DestinationConfig"}}}));
}

TEST(NeedsOf, ResourcesThatReferAreKnownInAllTheirProperties) {
    const Needs found = needs(control({"AWS::Lambda::Function"}, "rule a { Vouch.References[ Type == 'AWS::RDS::DBInstance' ] empty }"));
    EXPECT_EQ(found.at("AWS::Lambda::Function"), Properties{"*"});
    EXPECT_TRUE(found.contains("AWS::RDS::DBInstance"));
}

TEST(NeedsOf, WhatAPropertyMayReferToIsListed) {
    const Needs found =
        needs(control({"AWS::SecretsManager::Secret"}, "rule a { Vouch.References[ Path == 'Properties.KmsKeyId' ] !empty }"));
    EXPECT_EQ(found, (Needs{{"AWS::KMS::Key", {}}, {"AWS::SecretsManager::Secret", {"KmsKeyId"}}}));
}

TEST(NeedsOf, HowTypesBeginStandsForAllOfThem) {
    const Needs found = needs(control({"Vouch::Estate"}, "rule a { Resources.*[ Type == /^AWS::WAFv2/ ] !empty }"));
    EXPECT_TRUE(found.contains("AWS::WAFv2::WebACL"));
    EXPECT_TRUE(found.contains("AWS::WAFv2::RuleGroup"));
    EXPECT_FALSE(found.contains("AWS::WAFv2"));
}

TEST(NeedsOf, FactsBringWhatTheyLookAt) {
    const Needs found = needs(control({"AWS::S3::Bucket"}, "rule a { Vouch.Bucket.EnforcesTls !empty }"));
    EXPECT_EQ(found.at("AWS::S3::BucketPolicy"), Properties{"*"});
    EXPECT_FALSE(
        needs(control({"AWS::IAM::User"}, "rule a { Vouch.Policy.AllowsEverything empty }")).contains("AWS::IAM::VirtualMFADevice"));
    EXPECT_TRUE(needs(control({"AWS::IAM::User"}, "rule a { Vouch.Policy.AsksForMfa !empty }")).contains("AWS::IAM::VirtualMFADevice"));
}

TEST(NeedsOf, FactsOfTheResourceItselfNeedAllOfIt) {
    const Needs found = needs(control({"AWS::KMS::Key"}, "rule a { Vouch.ResourcePolicy.Public empty }"));
    EXPECT_EQ(found, (Needs{{"AWS::KMS::Key", {"*"}}}));
}

TEST(NeedsOf, FactsNeedNothingOfTypesThatTheyAreNotAbout) {
    const auto made = control({"AWS::KMS::Key", "AWS::S3::Bucket"}, "rule a { Vouch.ResourcePolicy.Public empty }");
    Catalog tables = read_catalog(base::embedded_catalog());
    tables.about["ResourcePolicy"] = {"AWS::KMS::Key"};
    const Needs found = needs_of(tables, {&made, 1});
    EXPECT_EQ(found, (Needs{{"AWS::KMS::Key", {"*"}}, {"AWS::S3::Bucket", {}}}));
}

TEST(Plan, OnlyTheCallsOfTheNeededPropertiesAreMade) {
    EXPECT_EQ(actions(control({"AWS::S3::Bucket"}, "rule a { Resources.*.Properties.VersioningConfiguration exists }")),
              (Texts{"ec2:DescribeRegions", "s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListAllMyBuckets"}));
}

TEST(Plan, ParentsAreListedBeforeTheirChildren) {
    const Plan made = plan(catalog(), Needs{{"AWS::S3::BucketPolicy", {"*"}}});
    ASSERT_EQ(made.types.size(), 2U);
    EXPECT_EQ(made.types[0].row->type, "AWS::S3::Bucket");
    EXPECT_EQ(made.types[1].row->type, "AWS::S3::BucketPolicy");
    EXPECT_TRUE(made.types[0].reads.empty());
}

TEST(Plan, TypesWithoutATableAreNamed) {
    EXPECT_EQ(plan(catalog(), Needs{{"AWS::None::Such", {"*"}}}).not_collected, Texts{"AWS::None::Such"});
}

TEST(Plan, CallsStandOnceHoweverManyTypesUseThem) {
    const Plan made = plan(catalog(), Needs{{"AWS::IAM::User", {}}, {"AWS::IAM::Role", {}}, {"AWS::IAM::Group", {}}});
    EXPECT_EQ(std::ranges::count(made.calls, "GetAccountAuthorizationDetails", &Call::name), 1);
    EXPECT_EQ(made.calls.size(), 3U);  // with those that every audit makes
}

}  // namespace
}  // namespace vouch::collect
