// SPDX-License-Identifier: Apache-2.0
// The metadata service of EC2 instances.
#include "aws/credentials/instance.h"

#include "aws/testing/scripted.h"

namespace vouch::aws {
namespace {

using base::Code;
using namespace std::chrono_literals;

class InstanceTest : public ScriptedWorld {
protected:
    void keys(const std::string& expires = "2026-01-31T18:00:00Z") {
        answer(200,
               R"({"Code": "Success", "AccessKeyId": "ASIAEC2", "SecretAccessKey": "s", "Token": "t", "Expiration": ")" + expires + "\"}");
    }
};

TEST_F(InstanceTest, TokenIsFetchedFirstAndSentWithEveryRequest) {
    answer(200, "imds-token");
    answer(200, "web server\nother");
    keys();
    const auto found = look(look_at_instance);
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->access_key_id, "ASIAEC2");
    EXPECT_EQ(url(0), "PUT http://169.254.169.254/latest/api/token");
    EXPECT_EQ(header(0, "x-aws-ec2-metadata-token-ttl-seconds"), "21600");
    EXPECT_EQ(url(1), "GET http://169.254.169.254/latest/meta-data/iam/security-credentials/");
    EXPECT_EQ(url(2), "GET http://169.254.169.254/latest/meta-data/iam/security-credentials/web%20server");
    EXPECT_EQ(header(1, "x-aws-ec2-metadata-token"), "imds-token");
    EXPECT_EQ(header(2, "x-aws-ec2-metadata-token"), "imds-token");
    EXPECT_EQ(options_[0].timeout, 1s);
    EXPECT_TRUE(options_[0].direct);
}

TEST_F(InstanceTest, ServiceWithoutTokensIsAskedWithoutUnlessThatIsSwitchedOff) {
    for (const int status : {403, 404, 405}) {
        requests_.clear();
        answer(status, "");
        answer(200, "role");
        keys();
        EXPECT_TRUE(*look(look_at_instance)) << status;
        EXPECT_EQ(header(1, "x-aws-ec2-metadata-token"), "");
    }
    set("AWS_EC2_METADATA_V1_DISABLED", "true");
    requests_.clear();
    answer(403, "");
    EXPECT_FALSE(*look(look_at_instance));
    EXPECT_EQ(requests_.size(), 1U);
}

TEST_F(InstanceTest, RefusalToGiveATokenIsAnError) {
    answer(400, "");
    EXPECT_EQ(look(look_at_instance).error().code, Code::invalid_value);
}

TEST_F(InstanceTest, WhoeverDoesNotAnswerIsNoInstance) {
    no_answer();
    EXPECT_FALSE(*look(look_at_instance));
    EXPECT_EQ(requests_.size(), 1U);
    set("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "3");
    set("AWS_METADATA_SERVICE_TIMEOUT", "5");
    EXPECT_FALSE(*look(look_at_instance));
    EXPECT_EQ(requests_.size(), 4U);
    EXPECT_EQ(options_[3].timeout, 5s);
}

TEST_F(InstanceTest, DisabledMeansNothingIsAsked) {
    set("AWS_EC2_METADATA_DISABLED", "true");
    EXPECT_FALSE(*look(look_at_instance));
    EXPECT_TRUE(requests_.empty());
}

TEST_F(InstanceTest, AddressIsConfigurable) {
    set("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6");
    EXPECT_FALSE(*look(look_at_instance));
    EXPECT_EQ(url(0), "PUT http://[fd00:ec2::254]/latest/api/token");
    set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1338");
    EXPECT_FALSE(*look(look_at_instance));
    EXPECT_EQ(url(1), "PUT http://127.0.0.1:1338/latest/api/token");
}

TEST_F(InstanceTest, InstanceWithoutARoleHasNoneAndARoleThatFailedIsAnError) {
    answer(200, "t");
    answer(404, "");
    EXPECT_FALSE(*look(look_at_instance));
    answer(200, "t");
    answer(200, "role");
    answer(200, R"({"Code": "AssumeRoleUnauthorizedAccess"})");
    EXPECT_EQ(look(look_at_instance).error().message, "the role of the instance has no credentials: `AssumeRoleUnauthorizedAccess`");
}

TEST_F(InstanceTest, CredentialsThatEndSoonAreUsedOnWhileTheServiceIsIll) {
    for (const char* expires : {"2026-01-31T11:00:00Z", "2026-01-31T12:20:59Z"}) {
        answer(200, "t");
        answer(200, "role");
        keys(expires);
        EXPECT_EQ((*look(look_at_instance))->expires, kNow + 21min) << expires;  // 15 minutes and the middle of 2 to 10
    }
    answer(200, "t");
    answer(200, "role");
    keys("2026-01-31T12:21:01Z");
    EXPECT_EQ((*look(look_at_instance))->expires, kNow + 21min + 1s);
}

TEST_F(InstanceTest, RegionIsToldAndMustBeOne) {
    settings_ = settings();
    answer(200, "t");
    answer(200, "eu-west-1");
    EXPECT_EQ(*region_of_instance(search()), "eu-west-1");
    EXPECT_EQ(url(1), "GET http://169.254.169.254/latest/meta-data/placement/region");
    answer(200, "t");
    answer(200, "evil.com/");
    EXPECT_FALSE(*region_of_instance(search()));
    EXPECT_FALSE(*region_of_instance(search()));
}

}  // namespace
}  // namespace vouch::aws
