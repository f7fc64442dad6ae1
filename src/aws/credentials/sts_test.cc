// SPDX-License-Identifier: Apache-2.0
// The calls of STS themselves: where they go, attempts, refusals, clocks.
#include "aws/credentials/sts.h"

#include "aws/testing/scripted.h"

namespace vouch::aws {
namespace {

using namespace std::chrono_literals;

class StsTest : public ScriptedWorld {
protected:
    base::Result<Credentials> assume(std::string arn = "arn:aws:iam::1:role/audit") {
        settings_ = settings();
        return assume_role(search(), {.arn = std::move(arn)}, {"AKIABASE", Secret("base-secret"), {}, {}, "a test"});
    }
    std::string where(std::string arn = "arn:aws:iam::1:role/audit") {
        requests_.clear();
        answer_sts();
        EXPECT_TRUE(assume(std::move(arn)));
        return url(0);
    }
};

TEST_F(StsTest, EndpointFollowsRegionPartitionAndSettings) {
    EXPECT_EQ(where(), "POST https://sts.amazonaws.com/");
    EXPECT_EQ(where("arn:aws-cn:iam::1:role/audit"), "POST https://sts.cn-north-1.amazonaws.com.cn/");
    EXPECT_EQ(where("arn:aws-us-gov:iam::1:role/audit"), "POST https://sts.us-gov-west-1.amazonaws.com/");
    set("AWS_REGION", "eu-west-1");
    EXPECT_EQ(where(), "POST https://sts.eu-west-1.amazonaws.com/");
    set("AWS_USE_FIPS_ENDPOINT", "true");
    EXPECT_EQ(where(), "POST https://sts-fips.eu-west-1.amazonaws.com/");
    set("AWS_STS_REGIONAL_ENDPOINTS", "legacy");
    EXPECT_EQ(where(), "POST https://sts.amazonaws.com/");
    set("AWS_REGION", "eu-south-1");
    EXPECT_EQ(where(), "POST https://sts-fips.eu-south-1.amazonaws.com/");
    set("AWS_ENDPOINT_URL_STS", "http://localhost:5000");
    EXPECT_EQ(where(), "POST http://localhost:5000/");
    EXPECT_NE(header(0, "authorization").find("/eu-south-1/sts/"), std::string::npos);
}

TEST_F(StsTest, RefusalHasTheCodeAndTheMessageOfTheApi) {
    answer(403,
           "<ErrorResponse><Error><Code>AccessDenied</Code><Message>User: u is not authorized to perform: "
           "sts:AssumeRole</Message></Error></ErrorResponse>");
    const auto found = assume();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().message, "sts:AssumeRole: AccessDenied: User: u is not authorized to perform: sts:AssumeRole");
    EXPECT_EQ(requests_.size(), 1U);
}

TEST_F(StsTest, PassingFailuresAreTriedThreeTimes) {
    no_answer();
    answer(503, "");
    answer_sts();
    EXPECT_TRUE(assume());
    EXPECT_EQ(requests_.size(), 3U);
    EXPECT_EQ(waits_, (std::vector<std::chrono::milliseconds>{500ms, 1000ms}));
    answer(400, "<Error><Code>Throttling</Code></Error>");
    answer_sts();
    EXPECT_TRUE(assume());
    for (int i = 0; i < 3; ++i) no_answer();
    EXPECT_FALSE(assume());
    EXPECT_EQ(requests_.size(), 8U);
}

TEST_F(StsTest, ClockThatIsOffIsCorrectedByTheAnswersDate) {
    answer(403, "<Error><Code>SignatureDoesNotMatch</Code></Error>", {{"date", "Sat, 31 Jan 2026 13:00:00 GMT"}});
    answer_sts();
    EXPECT_TRUE(assume());
    ASSERT_EQ(requests_.size(), 2U);
    EXPECT_EQ(header(0, "x-amz-date"), "20260131T120000Z");
    EXPECT_EQ(header(1, "x-amz-date"), "20260131T130000Z");
    EXPECT_TRUE(waits_.empty());
}

TEST_F(StsTest, AnswerWithoutCredentialsIsAnErrorThatHoldsNoneOfIt) {
    const std::string without_end = "<AccessKeyId>A</AccessKeyId><SecretAccessKey>canary</SecretAccessKey><SessionToken>t</SessionToken>";
    const std::string soon = without_end + "<Expiration>soon</Expiration>";
    for (const char* body : {"", "<html>", "<AccessKeyId>A</AccessKeyId><SecretAccessKey>canary", soon.c_str(),
                             "<AccessKeyId>A</AccessKeyId><SecretAccessKey>can<b/>ary</SecretAccessKey><SessionToken>t</SessionToken>"}) {
        answer(200, body);
        const auto found = assume();
        ASSERT_FALSE(found) << body;
        EXPECT_EQ(base::render(found.error(), true).find("canary"), std::string::npos);
    }
}

TEST_F(StsTest, RoleProviderAssumesTheRoleWithWhatTheOtherProviderHas) {
    settings_ = settings();
    const auto base = std::make_shared<FixedProvider>(Credentials{"AKIABASE", Secret("s"), {}, {}, "a test"});
    const auto provider = role_provider(outside_, settings_, base, {.arn = "arn:aws:iam::2:role/audit", .session_name = "s"});
    answer_sts();
    EXPECT_EQ(provider->get()->source, "role arn:aws:iam::2:role/audit");
    EXPECT_EQ(provider->get()->access_key_id, "ASIAROLE");
    EXPECT_EQ(requests_.size(), 1U);
}

}  // namespace
}  // namespace vouch::aws
