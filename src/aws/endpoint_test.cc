// SPDX-License-Identifier: Apache-2.0
// Hosts of services and addresses that users give.
#include "aws/endpoint.h"

#include <gtest/gtest.h>

namespace vouch::aws {
namespace {

TEST(PartitionOf, IsToldByHowTheRegionBegins) {
    EXPECT_EQ(partition_of("eu-central-1").name, "aws");
    EXPECT_EQ(partition_of("cn-northwest-1").name, "aws-cn");
    EXPECT_EQ(partition_of("us-gov-east-1").name, "aws-us-gov");
    EXPECT_EQ(partition_of("eusc-de-east-1").name, "aws-eusc");
    EXPECT_EQ(partition_of("zz-new-1").suffix, "amazonaws.com");
}

TEST(RegionalEndpoint, FipsIsPartOfTheNameAndDualStackOfTheSuffix) {
    EXPECT_EQ(to_string(regional_endpoint("ec2", "eu-west-1")), "https://ec2.eu-west-1.amazonaws.com");
    EXPECT_EQ(to_string(regional_endpoint("ec2", "cn-north-1")), "https://ec2.cn-north-1.amazonaws.com.cn");
    EXPECT_EQ(to_string(regional_endpoint("ec2", "us-gov-west-1", {.fips = true, .dual_stack = true})),
              "https://ec2-fips.us-gov-west-1.api.aws");
    EXPECT_EQ(to_string(regional_endpoint("rds", "cn-north-1", {.dual_stack = true})),
              "https://rds.cn-north-1.api.amazonwebservices.com.cn");
}

TEST(RegionalEndpoint, ServicesThatAreNamedOtherwiseAreNamedSo) {
    constexpr Variants kFips{.fips = true};
    constexpr Variants kDual{.dual_stack = true};
    constexpr Variants kBoth{.fips = true, .dual_stack = true};
    const struct {
        std::string_view prefix;
        std::string_view region;
        Variants variants;
        std::string_view host;
    } cases[] = {
        {"eks", "eu-west-1", kFips, "fips.eks.eu-west-1.amazonaws.com"},
        {"eks", "us-gov-west-1", kFips, "eks.us-gov-west-1.amazonaws.com"},
        {"api.ecr", "eu-west-1", {}, "api.ecr.eu-west-1.amazonaws.com"},
        {"api.ecr", "eu-west-1", kDual, "ecr.eu-west-1.api.aws"},
        {"api.ecr", "eu-west-1", kBoth, "ecr-fips.eu-west-1.api.aws"},
        {"es", "eu-west-1", kDual, "aos.eu-west-1.api.aws"},
        {"es", "eu-west-1", kBoth, "es-fips.eu-west-1.api.aws"},
        {"secretsmanager", "eu-west-1", kBoth, "secretsmanager-fips.eu-west-1.amazonaws.com"},
        {"ec2", "us-gov-west-1", kFips, "ec2.us-gov-west-1.amazonaws.com"},
        {"ec2", "us-gov-west-1", kBoth, "ec2-fips.us-gov-west-1.api.aws"},
        {"kafka", "us-gov-west-1", kBoth, "kafka-api.us-gov-west-1.api.aws"},
        {"kms", "us-gov-west-1", kFips, "kms-fips.us-gov-west-1.amazonaws.com"},
    };
    for (const auto& each : cases) EXPECT_EQ(regional_endpoint(each.prefix, each.region, each.variants).host, each.host);
}

TEST(ParseEndpoint, SchemeHostPortAndLeadingPathAreRead) {
    EXPECT_EQ(parse_endpoint("http://localhost:5000"), (Endpoint{"http", "localhost", 5000, ""}));
    EXPECT_EQ(parse_endpoint("https://vpce-1.ec2.eu-west-1.vpce.amazonaws.com/"),
              (Endpoint{"https", "vpce-1.ec2.eu-west-1.vpce.amazonaws.com", 0, ""}));
    EXPECT_EQ(parse_endpoint("http://[::1]:80/a/b/"), (Endpoint{"http", "[::1]", 80, "/a/b"}));
    EXPECT_EQ(to_string(*parse_endpoint("http://[::1]:80/a/b/")), "http://[::1]:80/a/b");
}

TEST(ParseEndpoint, AnythingElseIsRefusedWithoutItsPassword) {
    for (const char* text :
         {"", "localhost:5000", "ftp://a", "http://", "http://a:0", "http://a:65536", "http://a:b", "https://u:hunter2@a/", "http://a b",
          "http://a/?q=1", "http://a/#f", "http://a\r\nx: y", "http://a/\x1b[2J", "http://[::1", "http://[]"}) {
        const auto endpoint = parse_endpoint(text);
        ASSERT_FALSE(endpoint) << text;
        EXPECT_EQ(endpoint.error().code, base::Code::invalid_value);
        EXPECT_EQ(endpoint.error().message.find("hunter2"), std::string::npos);
    }
}

TEST(IsLoopback, OnlyThisMachine) {
    for (const char* host : {"localhost", "127.0.0.1", "127.1.2.3", "[::1]", "::1"}) EXPECT_TRUE(is_loopback(host)) << host;
    for (const char* host : {"localhost.example.com", "127.example.a.com", "127.0.0.1.evil.com", "10.0.0.1", "[::2]", ""})
        EXPECT_FALSE(is_loopback(host)) << host;
}

TEST(IsRegion, NothingThatChangesTheHost) {
    EXPECT_TRUE(is_region("ap-southeast-2"));
    for (const char* text : {"", "eu west", "a.b", "x/y", "EU-WEST-1", "-a", "a@b"}) EXPECT_FALSE(is_region(text)) << text;
}

TEST(Direct, LeadingPathStandsBeforeTheRequests) {
    HttpRequest request{.path = "/bucket"};
    direct(request, *parse_endpoint("http://localhost:1/base"));
    EXPECT_EQ(request.path, "/base/bucket");
    EXPECT_EQ(host_header(request), "localhost:1");
    EXPECT_EQ(request.scheme, "http");
}

}  // namespace
}  // namespace vouch::aws
