// SPDX-License-Identifier: Apache-2.0
#include "collect/complaint.h"

#include <gtest/gtest.h>

#include "collect/line.h"

namespace vouch::collect {
namespace {

Refused refused(std::string service, std::string operation, std::string region, std::string code, std::string message = {}) {
    Refused made;
    made.first.outcome = Outcome::failed;
    made.first.code = std::move(code);
    made.first.message = std::move(message);
    made.first.made =
        std::make_shared<const model::CallMade>(model::CallMade{{std::move(service), std::move(operation), region, "{}"}, {}, 0});
    made.questions = 1;
    made.regions = {std::move(region)};
    return made;
}

TEST(Complaint, AHostThatIsDownIsToldOnceForAllOperations) {
    const std::string down = "`127.0.0.1:1`: no connection can be made";
    const std::vector all{refused("sqs", "ListQueues", "eu-west-1", std::string(kNoAnswer), down + " (after 3 attempts)"),
                          refused("sqs", "ListTags", "us-east-1", std::string(kNoAnswer), down + " (after 2 attempts)"),
                          refused("sns", "ListTopics", "us-east-1", std::string(kNoAnswer), "`127.0.0.1:2`: no connection can be made")};
    const auto errors = complaints(all);
    ASSERT_EQ(errors.size(), 2U);
    EXPECT_EQ(errors[0].message,
              "`sqs:ListQueues` and 1 more operation failed: NoAnswer: `127.0.0.1:1`: no connection can be made (after 3 attempts) "
              "(eu-west-1, us-east-1)");
    EXPECT_EQ(errors[0].code, base::Code::network);
    EXPECT_NE(errors[0].help.find("--endpoint-url"), std::string::npos);
    EXPECT_EQ(errors[1].message, "`sns:ListTopics` failed: NoAnswer: `127.0.0.1:2`: no connection can be made (us-east-1)");
}

TEST(Complaint, CredentialsAreToldOnce) {
    std::vector all{refused("iam", "ListUsers", "us-east-1", "ExpiredToken", "expired"),
                    refused("sqs", "ListQueues", "eu-west-1", "ExpiredToken", "The security token included in the request is expired")};
    const auto errors = complaints(all);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].message, "`iam:ListUsers` and 1 more operation failed: ExpiredToken: expired (eu-west-1, us-east-1)");
    EXPECT_NE(errors[0].help.find("log in again"), std::string::npos);
}

TEST(Complaint, ARunThatWasStoppedIsOneSentence) {
    const std::vector all{refused("iam", "ListUsers", "us-east-1", std::string(kCancelled), "x"),
                          refused("sqs", "ListQueues", "us-east-1", std::string(kCancelled), "y")};
    const auto errors = complaints(all);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].message, "the audit was stopped before `iam:ListUsers` and 1 more operation had answered (us-east-1, 2 times)");
    EXPECT_EQ(errors[0].code, base::Code::cancelled);
}

TEST(Complaint, OtherFailuresAreToldByOperation) {
    std::vector all{refused("ec2", "DescribeImages", "us-east-1", "500"), refused("ec2", "DescribeVolumes", "us-east-1", "500")};
    all.push_back(refused("ec2", "DescribeVpcs", "us-east-1", "UnauthorizedOperation"));
    all.back().first.outcome = Outcome::denied;
    const auto errors = complaints(all);
    ASSERT_EQ(errors.size(), 2U);
    EXPECT_EQ(errors[0].message, "`ec2:DescribeImages` failed: 500 (us-east-1)");
    EXPECT_EQ(errors[0].help, "the service failed, not the account: audit again");
}

}  // namespace
}  // namespace vouch::collect
