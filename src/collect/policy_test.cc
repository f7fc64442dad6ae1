// SPDX-License-Identifier: Apache-2.0
#include "collect/policy.h"

#include <algorithm>
#include <cctype>

#include <gtest/gtest.h>

#include "value/read.h"
#include "value/write.h"

namespace vouch::collect {
namespace {

std::vector<std::string> many(std::size_t count) {
    std::vector<std::string> actions;
    for (std::size_t i = 0; i < count; ++i) actions.push_back("service:DescribeSomethingLong" + std::to_string(1000 + i));
    return actions;
}

std::size_t length(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](unsigned char c) { return std::isspace(c) == 0; }));
}

TEST(InPolicies, NoPartIsTooLongAndNoActionIsLost) {
    const std::vector<std::string> actions = many(600);
    std::vector<std::string> all;
    const auto parts = in_policies(actions);
    EXPECT_GT(parts.size(), 2U);
    for (const auto& part : parts) {
        EXPECT_LE(length(as_json(part)), kLongestPolicy);
        all.insert(all.end(), part.begin(), part.end());
    }
    EXPECT_EQ(all, actions);
}

TEST(AsJson, IsThePolicyOfTheActions) {
    const std::vector<std::string> actions{"s3:GetBucketAcl", "s3:ListAllMyBuckets"};
    const auto document = value::read_json(std::make_shared<base::Source>("x", as_json(actions)));
    ASSERT_TRUE(document);
    EXPECT_EQ(value::to_json(document->root),
              R"({"Version":"2012-10-17","Statement":[{"Sid":"VouchReads","Effect":"Allow","Action":["s3:GetBucketAcl",)"
              R"("s3:ListAllMyBuckets"],"Resource":"*"}]})");
}

TEST(AsCloudformation, IsATemplateOfManagedPolicies) {
    const auto document = value::read_json(std::make_shared<base::Source>("x", as_cloudformation(many(600))));
    ASSERT_TRUE(document);
    const value::Value& resources = *document->root.find("Resources");
    EXPECT_EQ(resources.length(), in_policies(many(600)).size());
    for (const value::Member& each : resources.as_map()) EXPECT_EQ(each.value.find("Type")->as_string(), "AWS::IAM::ManagedPolicy");
}

TEST(AsTerraform, HasAResourceForEveryPart) {
    const std::vector<std::string> actions{"s3:GetBucketAcl"};
    EXPECT_EQ(as_terraform(actions),
              "resource \"aws_iam_policy\" \"vouch_reads_1\" {\n  name        = \"vouch-reads-1\"\n"
              "  description = \"Reads of vouch, part 1 of 1\"\n  policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [{\n"
              "      Sid    = \"VouchReads\"\n      Effect = \"Allow\"\n      Action = [\n        \"s3:GetBucketAcl\",\n      ]\n"
              "      Resource = \"*\"\n    }]\n  })\n}\n");
}

TEST(AsReasons, HasTheControlsOfEachAction) {
    EXPECT_EQ(as_reasons({{"s3:GetBucketAcl", {"a", "b"}}, {"s3:ListAllMyBuckets", {"b"}}}),
              "{\n  \"s3:GetBucketAcl\": [\"a\", \"b\"],\n  \"s3:ListAllMyBuckets\": [\"b\"]\n}\n");
    EXPECT_EQ(as_reasons({}), "{}\n");
}

}  // namespace
}  // namespace vouch::collect
