// SPDX-License-Identifier: Apache-2.0
#include "facts/facts.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "facts/reasons.h"
#include "facts/testing/estate_builder.h"
#include "value/write.h"

namespace vouch::facts {
namespace {

TEST(Mentioned, IsWhatRulesAskFor) {
    EXPECT_TRUE(mentioned("rule a { Resources.* exists }").nothing());
    EXPECT_TRUE(mentioned("Resources.*[ Type == 'Vouch::Estate' ] MyVouch.X Vouching").nothing());
    const Wanted by = mentioned("let x = Vouch.ReferencedBy[ Type == 'A' ]");
    EXPECT_TRUE(by.referenced_by);
    EXPECT_FALSE(by.references);
    EXPECT_TRUE(by.analysers.empty());
    EXPECT_TRUE(mentioned("Vouch.References[*].Id exists").references);
}

TEST(Mentioned, OfAnAnalyserIsTheFactsThatAreNamed) {
    const auto facts = [](std::string_view rules) { return mentioned(rules).analysers.at(0).facts; };
    const std::uint64_t tls = facts("Vouch.Bucket.EnforcesTls !empty");
    EXPECT_EQ(std::popcount(tls), 1);
    EXPECT_EQ(facts("Vouch.Bucket.EnforcesTls !empty or some Vouch.Bucket.Public empty"), tls | facts("Vouch.Bucket.Public empty"));
    for (const std::string_view whole :
         {"let b = Vouch.Bucket\n", "Vouch.Bucket.*", "Vouch.Bucket[ x == 1 ]", "Vouch.Bucket.NoSuchFact empty"})
        EXPECT_EQ(facts(whole), ~std::uint64_t{0}) << whole;
}

TEST(Vouch, LeavesOutFactsThatNobodyAsksFor) {
    EstateBuilder builder;
    builder.stack("App", R"({"Resources": {"B": {"Type": "AWS::S3::Bucket"}}})");
    const Estate estate(builder.inventory());
    base::Arena arena;
    const auto bucket = [&](std::string_view rules) { return *vouch({estate, 0, arena}, mentioned(rules)).find("Bucket"); };
    EXPECT_EQ(bucket("Vouch.Bucket.EnforcesTls !empty").length(), 1U);
    EXPECT_NE(bucket("Vouch.Bucket.EnforcesTls !empty").find("EnforcesTls"), nullptr);
    EXPECT_GT(bucket("Vouch.Bucket exists").length(), 1U);
}

TEST(Mentioned, OfVouchAsAWholeIsEverything) {
    const Wanted all = mentioned("let v = Vouch\n");
    EXPECT_TRUE(all.referenced_by && all.references);
    EXPECT_EQ(all.analysers.size(), analysers().size());
}

TEST(Vouch, ListsBothSidesOfAReference) {
    EstateBuilder builder;
    builder.stack("App", R"({"Resources": {
        "Log": {"Type": "AWS::EC2::FlowLog", "Properties": {"ResourceId": {"Ref": "Vpc"}, "TrafficType": "ALL"}},
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}}})");
    const Estate estate(builder.inventory());
    base::Arena arena;
    const Wanted both{.referenced_by = true, .references = true, .analysers = {}};
    EXPECT_EQ(value::to_json(*vouch({estate, 1, arena}, both).find("ReferencedBy")),
              R"([{"Id":"Log","Type":"AWS::EC2::FlowLog","Path":"Properties.ResourceId","Stack":"App","Properties":{"ResourceId":)"
              R"({"Vouch::Unknown":{"reason":"it comes with deployment","identity":"Ref:Vpc"}},"TrafficType":"ALL"}}])");
    EXPECT_EQ(
        value::to_json(*vouch({estate, 0, arena}, both).find("References")),
        R"([{"Id":"Vpc","Type":"AWS::EC2::VPC","Path":"Properties.ResourceId","Stack":"App","Properties":{"CidrBlock":"10.0.0.0/16"}}])");
    EXPECT_EQ(value::to_json(vouch({estate, 0, arena}, {})), "{}");
}

TEST(Vouch, IsUnknownWhereReferencesWereNotFollowed) {
    std::string text = R"({"Resources": {"Q": {"Type": "AWS::SQS::Queue"})";
    for (int i = 0; i < 300; ++i) {
        const std::string number = std::to_string(i);
        text.append(R"(, "B)").append(number).append(R"(": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "same"}})");
        text.append(R"(, "P)").append(number).append(R"(": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": "same"}})");
    }
    EstateBuilder builder;
    builder.stack("App", text + "}}");
    const Estate estate(builder.inventory());
    base::Arena arena;
    const Wanted wanted = mentioned("Vouch.Bucket.Public empty");
    EXPECT_FALSE(vouch({estate, 0, arena}, wanted).is_unknown());
    EXPECT_TRUE(vouch({estate, 1, arena}, wanted).is_unknown());
    EXPECT_TRUE(vouch({estate, 600, arena}, wanted).is_unknown());
}

// An estate of a queue, a bucket and what stands for the policies of queues that nobody could list.
EstateBuilder with_denied_policies() {
    EstateBuilder builder;
    builder.stack("App", "Resources: {Q: {Type: 'AWS::SQS::Queue'}, B: {Type: 'AWS::S3::Bucket'}}");
    builder.stand_in("AWS::SQS::QueuePolicy", "sqs:GetQueueAttributes", {"Queues", "PolicyDocument"});
    builder.whole();
    return builder;
}

constexpr Wanted kReferences{.referenced_by = true, .references = true, .analysers = {}};

TEST(Vouch, WhatCouldNotBeListedMayReferToAnything) {
    const EstateBuilder builder = with_denied_policies();
    const Estate estate(builder.inventory());
    base::Arena arena;
    for (const model::Node node : {0U, 1U}) {
        const value::Value by = *vouch({estate, node, arena}, kReferences).find("ReferencedBy");
        ASSERT_EQ(by.length(), 2U);
        const value::Value& first = by.as_list()[0];
        EXPECT_EQ(first.find("Type")->as_unknown().begins, "AWS::SQS::QueuePolicy");
        EXPECT_TRUE(first.find("Type")->as_unknown().whole);
        EXPECT_FALSE(first.find("Path")->as_unknown().whole);  // it may be named below
        EXPECT_EQ(first.find("Path")->as_unknown().begins, "Properties.Queues");
        EXPECT_EQ(first.find("Id")->as_unknown().reason, "`sqs:GetQueueAttributes` was denied (AccessDenied)");
        EXPECT_EQ(first.find("Id")->as_unknown().subject, "sqs:GetQueueAttributes");
        EXPECT_EQ(value::to_json(*vouch({estate, node, arena}, kReferences).find("References")), "[]");
    }
}

TEST(Vouch, OfAStandInItIsNotKnownWhoRefersToIt) {
    const EstateBuilder builder = with_denied_policies();
    const Estate estate(builder.inventory());
    base::Arena arena;
    const value::Value all =
        vouch({estate, EstateBuilder::node(estate, "AWS::SQS::QueuePolicy", "AWS::SQS::QueuePolicy"), arena}, kReferences);
    for (const std::string_view list : {"ReferencedBy", "References"}) {
        ASSERT_TRUE(all.find(list)->is_unknown()) << list;
        EXPECT_EQ(all.find(list)->as_unknown().subject, "sqs:GetQueueAttributes");
    }
}

TEST(Vouch, WhatMayReferToIsToldByTheWholePathWhereItIsKnown) {
    const model::NamedIn named{{"AWS::SQS::Queue", {{"AWS::SQS::QueuePolicy", {"Queues"}}}}};
    model::Inventory inventory = with_denied_policies().inventory();
    inventory.named = &named;
    const Estate estate(inventory);
    base::Arena arena;
    const value::Value by = *vouch({estate, 0, arena}, kReferences).find("ReferencedBy");
    ASSERT_EQ(by.length(), 1U);
    EXPECT_EQ(by.as_list()[0].find("Path")->as_unknown().begins, "Properties.Queues");
    EXPECT_TRUE(by.as_list()[0].find("Path")->as_unknown().whole);
}

TEST(AllResources, OfWhatCouldNotBeListedTheTypeIsNotKnownForCertain) {
    const EstateBuilder builder = with_denied_policies();
    const Estate estate(builder.inventory());
    base::Arena arena;
    const value::Value all = all_resources(estate, *builder.inventory().units.back(), arena);
    EXPECT_EQ(all.length(), 3U);
    EXPECT_EQ(all.find("App/Q")->find("Type")->as_string(), "AWS::SQS::Queue");
    const value::Value* stand_in = all.find("AWS::SQS::QueuePolicy/AWS::SQS::QueuePolicy");
    ASSERT_NE(stand_in, nullptr);
    ASSERT_TRUE(stand_in->find("Type")->is_unknown());
    EXPECT_EQ(stand_in->find("Type")->as_unknown().begins, "AWS::SQS::QueuePolicy");
    EXPECT_TRUE(stand_in->find("Type")->as_unknown().whole);
    EXPECT_TRUE(stand_in->find("Properties")->find("Queues")->is_unknown());
}

TEST(AllResources, StandUnderTheirStack) {
    EstateBuilder builder;
    builder.stack("One", R"({"Resources": {"B": {"Type": "AWS::S3::Bucket"}}})");
    builder.stack("Two", R"({"Resources": {"B": {"Type": "AWS::S3::Bucket"}}})");
    builder.whole();
    const Estate estate(builder.inventory());
    base::Arena arena;
    EXPECT_EQ(value::to_json(all_resources(estate, *builder.inventory().units.back(), arena)),
              R"({"One/B":{"Type":"AWS::S3::Bucket"},"Two/B":{"Type":"AWS::S3::Bucket"}})");
}

TEST(Reasons, AreAListOrUnknownOnlyWhileNothingIsCertain) {
    base::Arena arena;
    Reasons reasons(arena);
    EXPECT_EQ(value::to_json(reasons.value(0)), "[]");
    reasons.maybe("a parameter has no value", 3);
    EXPECT_TRUE(reasons.value(0).is_unknown());
    EXPECT_EQ(reasons.value(0).position(), 3U);
    Reasons by_reference(arena);
    by_reference.maybe({value::Unknown::Cause::attribute, "an attribute", "GetAtt:A.B", "A"}, 0);
    EXPECT_FALSE(by_reference.value(0).as_unknown().filled());
    reasons.add("statement 1 allows it", 5);
    EXPECT_EQ(value::to_json(reasons.value(0)), R"(["statement 1 allows it"])");
    EXPECT_EQ(reasons.value(0).as_list()[0].position(), 5U);
}

TEST(Because, TellsTheReasonOfTheValueThatIsNotKnown) {
    const value::Unknown denied{value::Unknown::Cause::denied, "`a:Get` was denied (AccessDenied)", {}, "a:Get"};
    EXPECT_EQ(because("whether it is on is not known", &denied), "whether it is on is not known: `a:Get` was denied (AccessDenied)");
    EXPECT_EQ(because("a program may", nullptr), "a program may");
    const value::Unknown silent{value::Unknown::Cause::intrinsic, {}, {}, {}};
    EXPECT_EQ(because("a program may", &silent), "a program may");
}

TEST(Reasons, ThatAreEmptyAreNodesOfTheirOwn) {
    base::Arena arena;
    EXPECT_FALSE(Reasons(arena).value(7).same_node(Reasons(arena).value(7)));
}

// docs/facts.md has a row for every fact, in the order of the registry.
TEST(Analysers, AreDocumented) {
    std::ifstream file(VOUCH_SOURCE_DIR "/docs/facts.md");
    std::ostringstream text;
    text << file.rdbuf();
    std::size_t rows = 0;
    for (const Analyser* analyser : analysers()) {
        EXPECT_FALSE(analyser->types.empty()) << analyser->name;
        for (const Fact& fact : analyser->facts) {
            ++rows;
            std::string row = "| `";
            row.append(analyser->name).append("` | `").append(fact.name).append("` | ").append(fact.summary).append(" |\n");
            EXPECT_NE(text.str().find(row), std::string::npos) << row;
        }
    }
    const std::string all = text.str();
    std::size_t documented = 0;
    for (std::size_t at = all.find("\n| `"); at != std::string::npos; at = all.find("\n| `", at + 1)) ++documented;
    EXPECT_EQ(documented, rows);
}

}  // namespace
}  // namespace vouch::facts
