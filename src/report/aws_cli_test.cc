// SPDX-License-Identifier: Apache-2.0
#include "report/aws_cli.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace vouch::report {
namespace {

std::string command(std::string service, std::string operation, std::string input, std::string region = "eu-west-1") {
    return cli_command({std::move(service), std::move(operation), std::move(region), std::move(input)});
}

// As botocore.xform_name(name, "-") spells them.
TEST(CliName, IsThatOfBotocore) {
    struct Row {
        std::string_view name;
        std::string_view spelled;
    };
    const std::vector<Row> rows{{"GetBucketEncryption", "get-bucket-encryption"},
                                {"DescribeDBInstances", "describe-db-instances"},
                                {"ListMFADevices", "list-mfa-devices"},
                                {"ListWebACLs", "list-web-acls"},
                                {"GatewayARNs", "gateway-arns"},
                                {"VPCIds", "vpc-ids"},
                                {"DescribeVpcs", "describe-vpcs"},
                                {"DBInstanceIdentifier", "db-instance-identifier"},
                                {"ListServiceSpecificCredentials", "list-service-specific-credentials"},
                                {"GetAccountSummary", "get-account-summary"},
                                {"Ec2Id", "ec2-id"},
                                {"ListObjectsV2", "list-objects-v2"},
                                {"BatchGetSecretValue", "batch-get-secret-value"},
                                {"listResources", "list-resources"},
                                {"GetHTTPSUrl", "get-https-url"},
                                {"DescribeSSLPolicies", "describe-ssl-policies"},
                                {"KMSKeyID", "kms-key-id"},
                                {"", ""}};
    for (const Row& row : rows) EXPECT_EQ(cli_name(row.name), row.spelled) << row.name;
}

TEST(CliCommand, ScalarsAreArguments) {
    EXPECT_EQ(command("s3", "GetBucketEncryption", R"({"Bucket":"logs"})"),
              "aws s3api get-bucket-encryption --bucket logs --region eu-west-1");
    EXPECT_EQ(command("config", "DescribeConfigurationRecorders", "{}"),
              "aws configservice describe-configuration-recorders --region eu-west-1");
    EXPECT_EQ(command("cloudtrail", "DescribeTrails", R"({"includeShadowTrails":false})", ""),
              "aws cloudtrail describe-trails --no-include-shadow-trails");
    EXPECT_EQ(command("logs", "DescribeLogGroups", R"({"limit":5,"logGroupNamePrefix":"a b"})", ""),
              "aws logs describe-log-groups --limit 5 --log-group-name-prefix 'a b'");
}

TEST(CliCommand, AnythingElseIsJson) {
    EXPECT_EQ(command("ec2", "DescribeVpcs", R"({"Filters":[{"Name":"it's"}]})"),
              R"(aws ec2 describe-vpcs --cli-input-json '{"Filters":[{"Name":"it'\''s"}]}' --region eu-west-1)");
    // The CLI would read the file; or take the text for an option.
    for (const std::string_view text : {"file:///etc/passwd", "fileb://x", "--debug", ""})
        EXPECT_NE(command("iam", "GetUser", fmt::format(R"({{"UserName":"{}"}})", text)).find("--cli-input-json"), std::string::npos)
            << text;
    EXPECT_EQ(command("iam", "GetUser", "no json"), "aws iam get-user --cli-input-json 'no json' --region eu-west-1");
}

TEST(CliCommand, NamesCannotEndTheirWord) {
    EXPECT_EQ(command("iam", "GetUser", R"({"UserName":"a; rm -rf / #'$(x)`y`"})", ""),
              R"(aws iam get-user --user-name 'a; rm -rf / #'\''$(x)`y`')");
    EXPECT_EQ(command("iam; ls", "Get User", "", "x|y"), "aws 'iam; ls' 'get -user' --region 'x|y'");
}

TEST(ShellWord, WhatCannotBeSeenIsSpelledInPrintableCharacters) {
    EXPECT_EQ(shell_word("a\x1b[0m"), R"($'a\x1b\x5b0m')");
    EXPECT_EQ(shell_word("a\nb"), R"($'a\x0ab')");
    EXPECT_EQ(shell_word("\xe2\x80\xae"), R"($'\xe2\x80\xae')");
    EXPECT_EQ(shell_word("##[group]"), R"($'\x23\x23\x5bgroup\x5d')");
    EXPECT_EQ(shell_word(""), "''");
}

}  // namespace
}  // namespace vouch::report
