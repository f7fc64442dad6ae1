// SPDX-License-Identifier: Apache-2.0
// Small records of accounts through the built-in tables, from the first question to linked units.
#include "collect/collector.h"

#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/embedded.h"
#include "collect/account.h"
#include "collect/catalog.h"
#include "collect/recorded_line.h"
#include "collect/testing/record.h"
#include "value/write.h"

namespace vouch::collect {
namespace {

using testing::Record;

const Catalog& tables() {
    static const Catalog catalog = read_catalog(base::embedded_catalog());
    return catalog;
}

constexpr const char* kHome = "eu-west-1";

Record account() {
    Record record;
    record.gives("sts", "GetCallerIdentity", kHome, "{}", R"({"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/audit"})");
    record.gives("ec2", "DescribeRegions", kHome, "{}", R"({"Regions": [{"RegionName": "us-east-1", "OptInStatus": "opt-in-not-required"},
        {"RegionName": "eu-west-1", "OptInStatus": "opted-in"}, {"RegionName": "me-south-1", "OptInStatus": "not-opted-in"}]})");
    return record;
}

struct Collected {
    AccountCollection::Result result;
    std::vector<model::Exchange> exchanges;

    std::vector<std::string> ids(std::string_view unit) const {
        std::vector<std::string> all;
        for (const model::UnitPtr& each : result.inventory.units)
            if (each->name == unit)
                for (const model::Resource& resource : each->resources) all.push_back(resource.type + " " + resource.id);
        return all;
    }
    const model::Resource* find(std::string_view id) const {
        for (const model::UnitPtr& each : result.inventory.units)
            if (const model::Resource* found = each->find(id)) return found;
        return nullptr;
    }
};

Collected collect(Record record, const Needs& needs, AccountOptions options = {.home = kHome}) {
    const Plan planned = plan(tables(), needs);
    RecordedLine line(record.take());
    AccountCollection collection(tables(), planned, line, std::move(options));
    collection.start();
    line.run();
    Collected made;
    made.exchanges = collection.caller().exchanges();
    made.result = collection.finish();
    return made;
}

TEST(Collector, AsksInEveryRegionThatIsEnabled) {
    Record record = account();
    record.gives("sqs", "ListQueues", "eu-west-1", "{}", R"({"QueueUrls": ["https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"]})");
    record.gives("sqs", "ListQueues", "us-east-1", "{}", R"({})");
    record.gives("sqs", "GetQueueAttributes", "eu-west-1",
                 R"({"QueueUrl":"https://sqs.eu-west-1.amazonaws.com/123456789012/jobs","AttributeNames":["All"]})",
                 R"({"Attributes": {"QueueArn": "arn:aws:sqs:eu-west-1:123456789012:jobs", "SqsManagedSseEnabled": "true"}})");
    const Collected made = collect(std::move(record), {{"AWS::SQS::Queue", {"*"}}});
    EXPECT_EQ(made.ids("123456789012/eu-west-1"), std::vector<std::string>{"AWS::SQS::Queue arn:aws:sqs:eu-west-1:123456789012:jobs"});
    EXPECT_TRUE(made.result.inventory.problems.empty());
    EXPECT_EQ(made.result.account.regions, (std::vector<std::string>{"eu-west-1", "us-east-1"}));
    EXPECT_EQ(made.result.account.caller, "arn:aws:iam::123456789012:user/audit");
    EXPECT_EQ(made.exchanges.size(), 5U);
    EXPECT_EQ(made.result.account.calls, 5U);
}

TEST(Collector, ADeniedListLeavesAStandInAndSaysSo) {
    Record record = account();
    record.fails("sqs", "ListQueues", "eu-west-1", "{}", "AccessDenied", "User is not authorized to perform: sqs:ListQueues on resource: *",
                 403);
    record.gives("sqs", "ListQueues", "us-east-1", "{}", "{}");
    const Collected made = collect(std::move(record), {{"AWS::SQS::Queue", {"*"}}});
    ASSERT_EQ(made.ids("123456789012/eu-west-1").size(), 1U);
    const model::Resource* queue = made.find("AWS::SQS::Queue in 123456789012/eu-west-1");
    ASSERT_NE(queue, nullptr);
    EXPECT_NE(queue->uncertain.find("`sqs:ListQueues` was denied"), std::string::npos) << queue->uncertain;
    EXPECT_EQ(made.result.account.failed.size(), 1U);
    EXPECT_TRUE(made.result.inventory.problems.empty());  // a denial is told by what is unverified
}

TEST(Collector, ADeniedListLeavesAStandInForWhatIsListedForItToo) {
    Record record = account();
    record.fails("s3", "ListBuckets", kHome, R"({"MaxBuckets":1000})", "AccessDenied");
    const Collected made = collect(std::move(record), {{"AWS::S3::Bucket", {"*"}}, {"AWS::S3::BucketPolicy", {"*"}}});
    EXPECT_EQ(made.ids("123456789012/eu-west-1"),
              (std::vector<std::string>{"AWS::S3::Bucket AWS::S3::Bucket in 123456789012/eu-west-1",
                                        "AWS::S3::BucketPolicy AWS::S3::BucketPolicy in 123456789012/eu-west-1"}));
}

TEST(Collector, AFailureIsAProblemAndTheRestIsCollected) {
    Record record = account();
    record.fails("sqs", "ListQueues", "eu-west-1", "{}", std::string(kNoAnswer), "the server did not answer", 0);
    record.gives("sqs", "ListQueues", "us-east-1", "{}", "{}");
    const Collected made = collect(std::move(record), {{"AWS::SQS::Queue", {"*"}}});
    ASSERT_EQ(made.result.inventory.problems.size(), 1U);
    EXPECT_EQ(made.result.inventory.problems[0].code, base::Code::network);
}

TEST(Collector, WithoutAnIdentityNothingIsAskedAndTheReasonIsTold) {
    Record record;
    record.fails("sts", "GetCallerIdentity", kHome, "{}", "ExpiredToken", "The security token included in the request is expired", 403);
    const Collected made = collect(std::move(record), {{"AWS::SQS::Queue", {"*"}}}, {.expected = "123456789012", .home = kHome});
    EXPECT_TRUE(made.result.inventory.units.empty());
    ASSERT_EQ(made.result.inventory.problems.size(), 1U);
    EXPECT_NE(made.result.inventory.problems[0].message.find("ExpiredToken"), std::string::npos);
    EXPECT_EQ(made.result.account.account, "123456789012");
}

TEST(Collector, CredentialsOfAnotherAccountAreAnError) {
    const Collected made = collect(account(), {{"AWS::SQS::Queue", {"*"}}}, {.expected = "210987654321", .home = kHome});
    ASSERT_EQ(made.result.inventory.problems.size(), 1U);
    EXPECT_NE(made.result.inventory.problems[0].message.find("not of 210987654321"), std::string::npos);
}

TEST(Collector, BucketsAreReadInTheirRegionsAndTheirPoliciesListedForThem) {
    Record record = account();
    record.gives("s3", "ListBuckets", kHome, R"({"MaxBuckets":1000})",
                 R"({"Buckets": [{"Name": "logs", "BucketRegion": "us-east-1"}, {"Name": "far", "BucketRegion": "me-south-1"}]})");
    record.gives("s3", "GetBucketPolicy", "us-east-1", R"({"Bucket":"logs"})", R"({"Policy": "{\"Statement\": []}"})");
    const Collected made = collect(std::move(record), {{"AWS::S3::Bucket", {"BucketName"}}, {"AWS::S3::BucketPolicy", {"*"}}});
    EXPECT_EQ(made.ids("123456789012/us-east-1"),
              (std::vector<std::string>{"AWS::S3::Bucket arn:aws:s3:::logs", "AWS::S3::BucketPolicy arn:aws:s3:::logs/policy"}));
    EXPECT_TRUE(made.ids("123456789012/eu-west-1").empty());
    const model::Resource* policy = made.find("arn:aws:s3:::logs/policy");
    ASSERT_NE(policy, nullptr);
    EXPECT_EQ(value::to_json(policy->properties()), R"({"Bucket":"logs","PolicyDocument":{"Statement":[]}})");
}

TEST(Collector, ADeniedPolicyIsOneOfItsResource) {
    Record record = account();
    const std::string url = "https://sqs.eu-west-1.amazonaws.com/123456789012/";
    record.gives("sqs", "ListQueues", kHome, "{}", R"({"QueueUrls": [")" + url + R"(a", ")" + url + R"(b"]})");
    for (const std::string name : {"a", "b"})
        record.fails("sqs", "GetQueueAttributes", kHome, fmt::format(R"({{"QueueUrl":"{}{}","AttributeNames":["All"]}})", url, name),
                     "AccessDenied");
    const Collected made =
        collect(std::move(record), {{"AWS::SQS::Queue", {"*"}}, {"AWS::SQS::QueuePolicy", {"*"}}}, {.home = kHome, .regions = {kHome}});
    const std::string arn = "arn:aws:sqs:eu-west-1:123456789012:";
    EXPECT_EQ(made.ids("123456789012/eu-west-1"),
              (std::vector<std::string>{"AWS::SQS::Queue " + arn + "a", "AWS::SQS::Queue " + arn + "b",
                                        "AWS::SQS::QueuePolicy AWS::SQS::QueuePolicy of " + arn + "a",
                                        "AWS::SQS::QueuePolicy AWS::SQS::QueuePolicy of " + arn + "b"}));
    const model::Resource* policy = made.find("AWS::SQS::QueuePolicy of " + arn + "a");
    ASSERT_NE(policy, nullptr);
    EXPECT_FALSE(policy->uncertain.empty());
    ASSERT_EQ(policy->references.size(), 1U);
    EXPECT_EQ(policy->references[0].id, arn + "a");
}

TEST(Collector, ARegionThatIsNotEnabledIsNamedAndLeftOut) {
    const Collected made = collect(account(), {{"AWS::SQS::Queue", {"*"}}}, {.home = kHome, .regions = {"me-south-1", "xx-none-1"}});
    ASSERT_EQ(made.result.inventory.problems.size(), 2U);
    EXPECT_EQ(made.result.inventory.problems[0].message,
              "account 123456789012: region `me-south-1` does not exist or is not enabled: it is not audited");
    EXPECT_TRUE(made.result.account.regions.empty());
}

TEST(Collector, NamedRegionsAreTakenWhereNobodyMayAskWhichThereAre) {
    Record record;
    record.gives("sts", "GetCallerIdentity", kHome, "{}", R"({"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/a"})");
    record.fails("ec2", "DescribeRegions", kHome, "{}", "UnauthorizedOperation");
    record.gives("sqs", "ListQueues", "us-east-1", "{}", "{}");
    const Collected made = collect(std::move(record), {{"AWS::SQS::Queue", {"*"}}}, {.home = kHome, .regions = {"us-east-1"}});
    EXPECT_EQ(made.result.account.regions, std::vector<std::string>{"us-east-1"});
    EXPECT_TRUE(made.result.inventory.problems.empty());
}

TEST(Collector, ManyAreAskedForInOneCallAndRecordedOneByOne) {
    // The record has single keys only: what a batch answered was dealt out.
    Record record = account();
    record.gives("codebuild", "ListProjects", kHome, "{}", R"({"projects": ["a", "b"]})");
    record.gives("codebuild", "BatchGetProjects", kHome, R"({"names":["a"]})", R"({"projects": [{"name": "a", "serviceRole": "ra"}]})");
    record.gives("codebuild", "BatchGetProjects", kHome, R"({"names":["b"]})", R"({"projects": []})");
    record.gives("codebuild", "BatchGetProjects", kHome, R"({"names":["a","b"]})",
                 R"({"projects": [{"name": "b", "serviceRole": "rb"}, {"name": "a", "serviceRole": "ra"}]})");
    const Collected made = collect(std::move(record), {{"AWS::CodeBuild::Project", {"ServiceRole"}}}, {.home = kHome, .regions = {kHome}});
    std::vector<std::string> asked;
    for (const model::Exchange& each : made.exchanges)
        if (each.made->question.operation == "BatchGetProjects")
            asked.push_back(each.made->question.input + value::to_json(each.output->root));
    EXPECT_EQ(asked, (std::vector<std::string>{R"({"names":["a"]}{"projects":[{"name":"a","serviceRole":"ra"}]})",
                                               R"({"names":["b"]}{"projects":[{"name":"b","serviceRole":"rb"}]})"}));
}

TEST(Collector, IdsThatServicesHandOutLinkResources) {
    Record record = account();
    record.gives("ec2", "DescribeVpcs", kHome, "{}", R"({"Vpcs": [{"VpcId": "vpc-0a1b2c3d", "OwnerId": "123456789012"}]})");
    record.gives(
        "ec2", "DescribeSubnets", kHome, "{}",
        R"({"Subnets": [{"SubnetId": "subnet-0a1b2c3e", "VpcId": "vpc-0a1b2c3d", "SubnetArn": "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-0a1b2c3e"}]})");
    const Collected made = collect(std::move(record), {{"AWS::EC2::Subnet", {"VpcId"}}, {"AWS::EC2::VPC", {"CidrBlock"}}},
                                   {.home = kHome, .regions = {kHome}});
    const auto subnets = made.ids("123456789012/eu-west-1");
    ASSERT_EQ(subnets.size(), 2U);
    const model::Resource* subnet = nullptr;
    for (const model::UnitPtr& unit : made.result.inventory.units)
        for (const model::Resource& resource : unit->resources)
            if (resource.type == "AWS::EC2::Subnet") subnet = &resource;
    ASSERT_NE(subnet, nullptr);
    ASSERT_EQ(subnet->references.size(), 1U);
    EXPECT_NE(subnet->references[0].id.find("vpc-0a1b2c3d"), std::string_view::npos);
    EXPECT_EQ(subnet->references[0].unit, "123456789012/eu-west-1");
}

}  // namespace
}  // namespace vouch::collect
