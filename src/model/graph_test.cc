// SPDX-License-Identifier: Apache-2.0
#include "model/graph.h"

#include <array>
#include <memory>

#include <gtest/gtest.h>

#include "model/estate.h"
#include "model/names.h"

namespace vouch::model {
namespace {

using value::Value;

// Builds inventories of resources that refer to each other.
class GraphTest : public ::testing::Test {
protected:
    using Members = std::vector<std::pair<std::string_view, Value>>;

    Value text(std::string_view text, std::uint32_t at = 0) { return value::make_string(arena_, text, at); }
    Value unknown(std::string_view identity, std::uint32_t at = 0) {
        return value::make_unknown(arena_, {value::Unknown::Cause::attribute, "not known", arena_.copy(identity), {}}, at);
    }
    Value list(std::vector<Value> items) { return value::make_list(arena_, items, 0); }
    Value map(const Members& members) {
        std::vector<value::Member> made;
        for (const auto& [key, item] : members) made.push_back({text(key), item});
        return value::make_map(arena_, made, 0);
    }
    Unit& unit(const char* name, Environment environment = {}) {
        auto made = std::make_shared<Unit>();
        made->name = name;
        made->environment = std::move(environment);
        units_.push_back(made);
        inventory_.units.push_back(made);
        return *made;
    }
    void add(Unit& unit, const char* id, const char* type, const Members& properties) {
        Resource resource;
        resource.id = id;
        resource.type = type;
        resource.body = map({{"Type", text(type)}, {"Properties", map(properties)}});
        unit.resources.push_back(resource);
    }
    // Of a call that was denied or failed, or, with `unasked`, never made; the resource must come from a live account.
    Value lost(value::Unknown::Cause cause = value::Unknown::Cause::denied) {
        return value::make_unknown(arena_, {cause, "the call was denied", {}, {}}, 0);
    }
    void live(Unit& unit) {
        for (Resource& resource : unit.resources) resource.origins.push_back({"Any", {}});
    }
    // "id path" of every doubt about a node.
    static std::vector<std::string> doubts(const Graph& graph, Node to) {
        std::vector<std::string> out;
        for (const Doubt& doubt : graph.doubts_about(to)) out.push_back(graph.resource(doubt.from).id + " " + doubt.path);
        return out;
    }
    // "from>to path" of every edge.
    std::vector<std::string> edges(const Graph& graph) {
        std::vector<std::string> out;
        for (Node node = 0; node < graph.size(); ++node)
            for (const Edge& edge : graph.out(node)) {
                std::string line = graph.resource(edge.from).id;
                line.append(">").append(graph.resource(edge.to).id).append(" ").append(edge.path);
                if (!edge.attribute.empty()) line.append(" .").append(edge.attribute);
                if (edge.by_name) line.append(" by name");
                out.push_back(line);
            }
        return out;
    }

    base::Arena arena_;
    Inventory inventory_;
    std::vector<std::shared_ptr<Unit>> units_;
};

using Lines = std::vector<std::string>;

TEST_F(GraphTest, ReferencesNameTheirPropertyOnceEachAndNeverTheResourceItself) {
    Unit& only = unit("Only");
    add(only, "Site", "AWS::S3::Bucket",
        {{"LoggingConfiguration", map({{"DestinationBucketName", unknown("Ref:Logs")}})},
         {"Others", list({unknown("GetAtt:Logs.Arn"), unknown("GetAtt:Logs.Arn")})}});
    add(only, "Logs", "AWS::S3::Bucket", {{"Self", unknown("Ref:Logs")}});
    const Graph graph(inventory_);
    EXPECT_EQ(edges(graph), (Lines{"Site>Logs Properties.LoggingConfiguration.DestinationBucketName", "Site>Logs Properties.Others .Arn"}));
    ASSERT_EQ(graph.in(1).size(), 2U);
    EXPECT_EQ(graph.in(1)[0]->from, 0U);
    EXPECT_TRUE(graph.in(0).empty());
}

TEST_F(GraphTest, TextPutTogetherRefersToAllThatIsInIt) {
    Unit& only = unit("Only");
    add(only, "P", "AWS::S3::BucketPolicy", {{"Resource", unknown(R"(Concat(GetAtt:B.Arn,"/",Ref:K))")}});
    add(only, "B", "AWS::S3::Bucket", {});
    add(only, "K", "AWS::KMS::Key", {});
    EXPECT_EQ(edges(Graph(inventory_)), (Lines{"P>B Properties.Resource .Arn", "P>K Properties.Resource"}));
}

TEST_F(GraphTest, ReferencesCrossUnits) {
    Unit& network = unit("Network");
    add(network, "Vpc", "AWS::EC2::VPC", {});
    Unit& app = unit("App");
    add(app, "Vpc", "AWS::EC2::VPC", {});
    add(app, "Log", "AWS::EC2::FlowLog", {{"ResourceId", unknown("Network|Ref:Vpc")}});
    add(app, "Lost", "AWS::EC2::FlowLog", {{"ResourceId", unknown("Elsewhere|Ref:Vpc")}});
    const Graph graph(inventory_);
    ASSERT_EQ(graph.in(0).size(), 1U);
    EXPECT_EQ(graph.in(0)[0]->from, graph.node(1, 1));
    EXPECT_TRUE(graph.in(1).empty());
}

TEST_F(GraphTest, NamesAndArnsReferToWhoeverIsCalledSo) {
    Unit& only = unit("Only");
    add(only, "B", "AWS::S3::Bucket", {{"BucketName", text("orders")}});
    add(only, "T", "AWS::DynamoDB::Table", {{"TableName", text("orders")}});
    add(only, "ByArn", "AWS::Lambda::Function", {{"Table", text("arn:aws:dynamodb:eu-west-1:123456789012:table/orders/index/x")}});
    add(only, "ByKey", "AWS::Lambda::Function", {{"Objects", text("arn:aws:s3:::orders/*")}, {"Other", text("arn:aws:s3:::orders-2")}});
    const Graph graph(inventory_);
    EXPECT_EQ(edges(graph), (Lines{"ByArn>T Properties.Table by name", "ByKey>B Properties.Objects by name"}));
}

TEST_F(GraphTest, NamesThatAreNotKnownReferWhereTheyAreSpeltAlikeInOneTemplate) {
    constexpr const char* kName = R"(Concat(Ref:App,"-logs"))";
    Unit& one = unit("One");
    add(one, "B", "AWS::S3::Bucket", {{"BucketName", unknown(kName)}});
    add(one, "Same", "AWS::S3::BucketPolicy", {{"Bucket", unknown(kName)}});
    add(one, "Other", "AWS::S3::BucketPolicy", {{"Bucket", unknown(R"(Concat(Ref:App,"-data"))")}});
    Unit& two = unit("Two");
    add(two, "Elsewhere", "AWS::S3::BucketPolicy", {{"Bucket", unknown(kName)}});
    EXPECT_EQ(edges(Graph(inventory_)), (Lines{"Same>B Properties.Bucket by name"}));
}

TEST_F(GraphTest, NamesMeanNothingInAnotherAccount) {
    Unit& one = unit("One", {"111111111111", "eu-west-1", "aws"});
    add(one, "B", "AWS::S3::Bucket", {{"BucketName", text("orders")}});
    Unit& two = unit("Two", {"222222222222", "eu-west-1", "aws"});
    add(two, "F", "AWS::Lambda::Function", {{"Bucket", text("orders")}});
    EXPECT_TRUE(edges(Graph(inventory_)).empty());
}

// Positions of problems need a document.
void give_document(Unit& unit) {
    value::Document document;
    document.source = std::make_shared<const base::Source>("t", "{}");
    unit.document = std::make_shared<const value::Document>(std::move(document));
}

TEST_F(GraphTest, SoManyOfOneNameThatTheirUsesMultiplyAreFollowedToALimitAndToldOf) {
    Unit& only = unit("Only");
    give_document(only);
    for (int i = 0; i < 1'000; ++i) {
        add(only, "B", "AWS::S3::Bucket", {{"BucketName", text("same")}});
        add(only, "P", "AWS::S3::BucketPolicy", {{"Bucket", text("same")}});
    }
    add(only, "Alone", "AWS::S3::Bucket", {{"BucketName", text("other")}});
    add(only, "Reader", "AWS::S3::BucketPolicy", {{"Bucket", text("other")}});
    const Graph graph(inventory_);
    EXPECT_EQ(edges(graph).size(), 66'001U);
    ASSERT_EQ(graph.problems().size(), 1U);
    EXPECT_EQ(graph.problems()[0].code, base::Code::too_large);
    for (Node node = 0; node < 2'000; ++node) EXPECT_FALSE(graph.complete(node)) << node;
    EXPECT_TRUE(graph.complete(2'000));
    EXPECT_TRUE(graph.complete(2'001));
}

TEST_F(GraphTest, TheSeventeenthOfANameThatIsSpeltAlikeIsFoundLikeTheFirst) {
    constexpr const char* kName = R"(Concat(Ref:App,"-logs"))";
    Unit& only = unit("Only");
    for (int i = 0; i < 40; ++i) add(only, "B", "AWS::S3::Bucket", {{"BucketName", unknown(kName)}});
    for (int i = 0; i < 40; ++i) add(only, "P", "AWS::S3::BucketPolicy", {{"Bucket", unknown(kName)}});
    const Graph graph(inventory_);
    EXPECT_EQ(edges(graph).size(), 1'600U);
    EXPECT_TRUE(graph.problems().empty());
    EXPECT_TRUE(graph.complete(39));
}

TEST_F(GraphTest, WhatHangsTogetherWithAnIncompleteResourceIsIncompleteAndSoIsTheEstate) {
    constexpr const char* kName = R"(Concat(Ref:App,"-logs"))";
    Unit& only = unit("Only");
    give_document(only);
    for (int i = 0; i < 300; ++i) add(only, "B", "AWS::S3::Bucket", {{"BucketName", unknown(kName)}});
    for (int i = 0; i < 300; ++i) add(only, "P", "AWS::S3::BucketPolicy", {{"Bucket", unknown(kName)}});
    add(only, "Trail", "AWS::CloudTrail::Trail", {{"S3BucketName", unknown("Ref:B")}});
    add(only, "Alarm", "AWS::CloudWatch::Alarm", {{"X", unknown("Ref:Trail")}});
    add(only, "Topic", "AWS::SNS::Topic", {});
    add_estate(inventory_);
    const Graph graph(inventory_);
    EXPECT_EQ(graph.problems().size(), 1U);
    for (const Node node : {0U, 299U, 300U, 599U, 600U, 601U, 603U}) EXPECT_FALSE(graph.complete(node)) << node;
    EXPECT_TRUE(graph.complete(602));
}

TEST_F(GraphTest, ManyOfOneNameThatNobodyUsesAreNoProblem) {
    Unit& only = unit("Only");
    for (int i = 0; i < 100'000; ++i) add(only, "B", "AWS::S3::Bucket", {{"BucketName", text("same")}});
    EXPECT_TRUE(Graph(inventory_).problems().empty());
}

TEST_F(GraphTest, TypesAreFoundInOrderAndTheEstateIsOneResourceMore) {
    Unit& only = unit("Only");
    add(only, "A", "AWS::S3::Bucket", {});
    add(only, "Q", "AWS::SQS::Queue", {});
    add(only, "B", "AWS::S3::Bucket", {});
    add_estate(inventory_);
    const Graph graph(inventory_);
    const auto buckets = graph.of_type("AWS::S3::Bucket");
    EXPECT_EQ(std::vector<Node>(buckets.begin(), buckets.end()), (std::vector<Node>{0, 2}));
    ASSERT_EQ(graph.of_type(kEstateType).size(), 1U);
    EXPECT_EQ(graph.resource(graph.of_type(kEstateType)[0]).id, kEstateId);
    EXPECT_TRUE(graph.of_type("AWS::EC2::VPC").empty());
}

TEST(Names, AreTakenOutOfArns) {
    struct Row {
        std::string_view type, arn, name;
    };
    for (const Row& row :
         {Row{"AWS::S3::Bucket", "arn:aws-cn:s3:::logs/a/b*", "logs"},
          Row{"AWS::IAM::Role", "arn:aws:iam::123456789012:role/service/team/Deploy", "Deploy"},
          Row{"AWS::Logs::LogGroup", "arn:aws:logs:eu-west-1:1:log-group:/aws/trail:*", "/aws/trail"},
          Row{"AWS::SNS::Topic", "arn:aws:sns:eu-west-1:1:alarms", "alarms"}, Row{"AWS::SNS::Topic", "arn:aws:sqs:eu-west-1:1:q", ""},
          Row{"AWS::Lambda::Function", "arn:aws:lambda:eu-west-1:1:layer:x", ""}, Row{"AWS::S3::Bucket", "arn:aws:s3", ""},
          Row{"AWS::S3::Bucket", "logs", ""}})
        EXPECT_EQ(name_in_arn(*naming_of(row.type), row.arn), row.name) << row.arn;
}

TEST_F(GraphTest, WhatWasDeniedMayReferToAnyOtherResource) {
    Unit& only = unit("Only");
    add(only, "Site", "AWS::S3::Bucket", {{"LoggingConfiguration", map({{"DestinationBucketName", lost()}})}});
    add(only, "Logs", "AWS::S3::Bucket", {});
    live(only);
    const Graph graph(inventory_);
    EXPECT_EQ(doubts(graph, 1), Lines{"Site Properties.LoggingConfiguration.DestinationBucketName"});
    EXPECT_EQ(doubts(graph, 0), Lines{});
}

TEST_F(GraphTest, OfManyDoubtsOfOneKindThatOfAnotherResourceIsLeft) {
    Unit& only = unit("Only");
    for (const char* id : {"A", "B", "C"}) add(only, id, "AWS::S3::Bucket", {{"LoggingConfiguration", lost()}});
    live(only);
    const Graph graph(inventory_);
    EXPECT_EQ(doubts(graph, 0), Lines{"B Properties.LoggingConfiguration"});
    EXPECT_EQ(doubts(graph, 1), Lines{"A Properties.LoggingConfiguration"});
    EXPECT_EQ(doubts(graph, 2).size(), 2U);
}

TEST_F(GraphTest, WhatNobodyAskedForOrATemplateLeavesOpenIsNoDoubt) {
    Unit& only = unit("Only");
    add(only, "Unasked", "AWS::S3::Bucket", {{"Tags", lost(value::Unknown::Cause::unasked)}, {"Name", unknown("Ref:Other")}});
    add(only, "Other", "AWS::S3::Bucket", {});
    live(only);
    Unit& stack = unit("Stack");
    add(stack, "Template", "AWS::S3::Bucket", {{"Tags", lost()}});
    const Graph graph(inventory_);
    EXPECT_EQ(doubts(graph, 1), Lines{});
}

TEST_F(GraphTest, OnlyPropertiesThatMayNameATypeAreInDoubtAboutIt) {
    const NamedIn named{{"AWS::EC2::SecurityGroup", {{"AWS::Lambda::Function", {"VpcConfig.SecurityGroupIds"}}}}};
    inventory_.named = &named;
    Unit& only = unit("Only");
    add(only, "Function", "AWS::Lambda::Function", {{"VpcConfig", lost()}, {"Timeout", lost()}});
    add(only, "Topic", "AWS::SNS::Topic", {{"KmsMasterKeyId", lost()}});
    add(only, "Group", "AWS::EC2::SecurityGroup", {});
    add(only, "Bucket", "AWS::S3::Bucket", {});
    live(only);
    const Graph graph(inventory_);
    EXPECT_EQ(doubts(graph, 2), Lines{"Function Properties.VpcConfig.SecurityGroupIds"});
    EXPECT_EQ(doubts(graph, 3).size(), 3U);  // of buckets nobody has said where they are named
}

TEST_F(GraphTest, ADoubtAboutATypeStandsAtThePathsThatNameIt) {
    const NamedIn named{{"AWS::S3::Bucket", {{"AWS::CodeBuild::Project", {"Artifacts.Location", "Source.Location", "Cache"}}}}};
    inventory_.named = &named;
    Unit& only = unit("Only");
    add(only, "Build", "AWS::CodeBuild::Project", {{"Artifacts", lost()}, {"Source", lost()}, {"Cache", map({{"Location", lost()}})}});
    add(only, "Bucket", "AWS::S3::Bucket", {});
    live(only);
    const Graph graph(inventory_);
    std::vector<std::string> found;
    for (const Doubt& doubt : graph.doubts_about(1)) found.push_back(doubt.path + (doubt.exact ? "" : ".*"));
    EXPECT_EQ(found, (Lines{"Properties.Artifacts.Location", "Properties.Source.Location", "Properties.Cache.Location.*"}));
}

TEST_F(GraphTest, DoubtsOfAResourceAreAllOfItsOwn) {
    Unit& only = unit("Only");
    add(only, "Site", "AWS::S3::Bucket", {{"Tags", list({lost(), text("x")})}, {"Policy", map({{"Statement", lost()}})}});
    live(only);
    const Graph graph(inventory_);
    std::vector<std::string> paths;
    for (const Doubt& doubt : graph.doubts(0)) paths.push_back(doubt.path);
    EXPECT_EQ(paths, (Lines{"Properties.Tags", "Properties.Policy.Statement"}));
}

}  // namespace
}  // namespace vouch::model
