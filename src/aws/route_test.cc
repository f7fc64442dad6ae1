// SPDX-License-Identifier: Apache-2.0
#include "aws/route.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "aws/models.h"

namespace vouch::aws {
namespace {

class RouteTest : public ::testing::Test {
protected:
    Route to(std::string_view service, std::string_view region, const Settings& settings = {}, Variables variables = {}) {
        const Environment environment{std::move(variables), files_, clock_, {}, {}};
        auto found = models_.service(service);
        EXPECT_TRUE(found) << service;
        auto where = route(**found, region, settings, environment);
        EXPECT_TRUE(where) << where.error().message;
        return where.value_or(Route{});
    }
    static HttpRequest request(const Route& route, std::string path, std::string_view bucket, std::string_view prefix = {}) {
        HttpRequest made;
        made.path = std::move(path);
        direct(made, route, prefix);
        host_bucket(made, route, bucket);
        return made;
    }

    base::DiskFiles files_;
    base::FixedClock clock_{base::Time{}};
    Models models_;
};

TEST_F(RouteTest, EndpointFollowsServiceRegionAndPartition) {
    struct Row {
        const char* service;
        const char* region;
        Variants variants;
        const char* host;
        const char* signed_for;
    };
    const Variants fips{.fips = true};
    const Variants dual{.dual_stack = true};
    for (const Row& row :
         std::vector<Row>{{"ec2", "eu-west-1", {}, "ec2.eu-west-1.amazonaws.com", "eu-west-1"},
                          {"ec2", "eu-west-1", dual, "ec2.eu-west-1.api.aws", "eu-west-1"},
                          {"ec2", "us-east-1", fips, "ec2-fips.us-east-1.amazonaws.com", "us-east-1"},
                          {"ec2", "cn-north-1", {}, "ec2.cn-north-1.amazonaws.com.cn", "cn-north-1"},
                          {"cloudwatch", "eu-west-1", {}, "monitoring.eu-west-1.amazonaws.com", "eu-west-1"},
                          {"iam", "eu-west-1", {}, "iam.amazonaws.com", "us-east-1"},
                          {"iam", "eu-west-1", fips, "iam-fips.amazonaws.com", "us-east-1"},
                          {"iam", "us-gov-west-1", fips, "iam.us-gov.amazonaws.com", "us-gov-west-1"},
                          {"iam", "cn-northwest-1", {}, "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"},
                          {"organizations", "ap-south-1", {}, "organizations.us-east-1.amazonaws.com", "us-east-1"},
                          {"s3", "eu-west-1", {}, "s3.eu-west-1.amazonaws.com", "eu-west-1"},
                          {"s3", "eu-west-1", dual, "s3.dualstack.eu-west-1.amazonaws.com", "eu-west-1"},
                          {"s3", "us-west-2", {.fips = true, .dual_stack = true}, "s3-fips.dualstack.us-west-2.amazonaws.com", "us-west-2"},
                          {"s3control", "eu-west-1", dual, "s3-control.dualstack.eu-west-1.amazonaws.com", "eu-west-1"},
                          {"sts", "eu-west-1", {}, "sts.eu-west-1.amazonaws.com", "eu-west-1"}}) {
        Settings settings;
        settings.variants = row.variants;
        Route found = to(row.service, row.region, settings);
        EXPECT_EQ(found.endpoint, (Endpoint{.host = row.host})) << row.service << ' ' << row.region << ' ' << to_string(found.endpoint);
        EXPECT_EQ(found.region, row.signed_for) << row.service << ' ' << row.region;
        EXPECT_TRUE(found.own);
    }
}

TEST_F(RouteTest, LegacyEndpointOfStsIsSignedForItsRegion) {
    Settings settings;
    settings.regional_sts = false;
    EXPECT_EQ(to("sts", "eu-west-1", settings).endpoint.host, "sts.amazonaws.com");
    EXPECT_EQ(to("sts", "eu-west-1", settings).region, "us-east-1");
    EXPECT_EQ(to("sts", "cn-north-1", settings).endpoint.host, "sts.cn-north-1.amazonaws.com.cn");
}

TEST_F(RouteTest, EndpointOfTheUserTakesThePlaceOfTheServices) {
    Route found = to("cloudwatch", "eu-west-1", {},
                     {{"AWS_ENDPOINT_URL", "http://127.0.0.1:1"}, {"AWS_ENDPOINT_URL_CLOUDWATCH", "http://127.0.0.1:5000/base"}});
    EXPECT_EQ(to_string(found.endpoint), "http://127.0.0.1:5000/base");
    EXPECT_FALSE(found.own);
    EXPECT_EQ(to_string(to("iam", "eu-west-1", {}, {{"AWS_ENDPOINT_URL", "http://127.0.0.1:1"}}).endpoint), "http://127.0.0.1:1");
    HttpRequest made = request(found, "/path", "");
    EXPECT_EQ(made.scheme + " " + made.host + " " + std::to_string(made.port) + " " + made.path, "http 127.0.0.1 5000 /base/path");
}

TEST_F(RouteTest, RegionThatIsNoneIsRefused) {
    const Environment environment{{}, files_, clock_, {}, {}};
    for (const char* region : {"", "eu west 1", "evil.example/", "EU-WEST-1"}) {
        auto where = route(**models_.service("ec2"), region, {}, environment);
        ASSERT_FALSE(where) << region;
        EXPECT_NE(where.error().message.find("is no region"), std::string::npos);
    }
}

TEST_F(RouteTest, BucketGoesIntoTheHostsNameWhereItIsALabel) {
    Route own = to("s3", "eu-west-1");
    HttpRequest made = request(own, "/my-bucket", "my-bucket");
    EXPECT_EQ(made.host + " " + made.path, "my-bucket.s3.eu-west-1.amazonaws.com /");
    made = request(own, "/my-bucket/a%20b/c", "my-bucket");
    EXPECT_EQ(made.host + " " + made.path, "my-bucket.s3.eu-west-1.amazonaws.com /a%20b/c");
    for (const char* bucket : {"my.bucket", "My-Bucket", "my_bucket", "ab", "-ab"}) {
        made = request(own, "/" + std::string(bucket), bucket);
        EXPECT_EQ(made.host, "s3.eu-west-1.amazonaws.com") << bucket;
        EXPECT_EQ(made.path, "/" + std::string(bucket));
    }
    made = request(to("s3", "eu-west-1", {}, {{"AWS_ENDPOINT_URL", "http://localhost:5000"}}), "/my-bucket", "my-bucket");
    EXPECT_EQ(made.host + " " + made.path, "localhost /my-bucket");
}

TEST_F(RouteTest, HostPrefixIsLeftOutWhereTheHostIsAnAddress) {
    EXPECT_EQ(request(to("s3control", "eu-west-1"), "/x", "", "111122223333.").host, "111122223333.s3-control.eu-west-1.amazonaws.com");
    for (const char* host : {"127.0.0.1", "localhost", "[::1]"}) {
        Route local = to("s3control", "eu-west-1", {}, {{"AWS_ENDPOINT_URL", std::string("http://") + host + ":5000"}});
        EXPECT_EQ(request(local, "/x", "", "111122223333.").host, host);
    }
}

TEST_F(RouteTest, S3SignsPathsAsTheyAre) {
    EXPECT_FALSE(to("s3", "eu-west-1").signing.encode_path);
    EXPECT_FALSE(to("s3control", "eu-west-1").signing.encode_path);
    EXPECT_TRUE(to("lambda", "eu-west-1").signing.encode_path);
}

TEST_F(RouteTest, RegionOfABucketIsReadFromHeaderOrBody) {
    EXPECT_EQ(bucket_region({.status = 301, .headers = {{"x-amz-bucket-region", "eu-west-3"}}, .body = {}}), "eu-west-3");
    EXPECT_EQ(bucket_region({.status = 400, .headers = {}, .body = "<Error><Region>us-west-2</Region></Error>"}), "us-west-2");
    for (const char* body : {"", "<Region>", "<Region>a/b</Region>", "<Region></Region>"})
        EXPECT_EQ(bucket_region({.status = 400, .headers = {}, .body = body}), "") << body;
}

}  // namespace
}  // namespace vouch::aws
