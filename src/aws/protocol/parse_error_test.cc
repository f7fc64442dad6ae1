// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "aws/models.h"
#include "aws/protocol/protocol.h"

namespace vouch::aws {
namespace {

// "code|message|request id"
std::string read_error(std::string_view service, std::string_view operation, const HttpResponse& response) {
    Models models;
    const ApiError found = parse_error(**models.operation(service, operation), response);
    EXPECT_EQ(found.status, response.status);
    return found.code + "|" + found.message + "|" + found.request_id;
}

TEST(ParseError, EachProtocolHasItsForm) {
    EXPECT_EQ(read_error("iam", "GetUser",
                         {404,
                          {},
                          "<ErrorResponse xmlns=\"u\"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>no "
                          "such user</Message></Error><RequestId>r1</RequestId></ErrorResponse>"}),
              "NoSuchEntity|no such user|r1");
    EXPECT_EQ(read_error("ec2", "DescribeRegions",
                         {403,
                          {},
                          "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error>"
                          "</Errors><RequestID>r2</RequestID></Response>"}),
              "UnauthorizedOperation|no|r2");
    EXPECT_EQ(read_error("s3", "GetBucketPolicy",
                         {404,
                          {},
                          "<Error><Code>NoSuchBucketPolicy</Code><Message>none</Message><RequestId>r3</RequestId>"
                          "<HostId>h</HostId></Error>"}),
              "NoSuchBucketPolicy|none|r3");
    EXPECT_EQ(read_error("logs", "DescribeLogGroups",
                         {400, {{"x-amzn-requestid", "r4"}}, R"({"__type":"com.amazon#AccessDeniedException","Message":"no"})"}),
              "AccessDeniedException|no|r4");
    EXPECT_EQ(read_error("lambda", "GetPolicy",
                         {404, {{"x-amzn-errortype", "ResourceNotFoundException:http://internal/"}}, R"({"message":"gone"})"}),
              "ResourceNotFoundException|gone|");
    EXPECT_EQ(read_error("apigateway", "GetRestApis", {403, {}, R"({"code":"AccessDeniedException","message":"no"})"}),
              "AccessDeniedException|no|");
}

TEST(ParseError, FormerCodeOfAServiceThatChangedItsProtocolCounts) {
    EXPECT_EQ(read_error("sqs", "GetQueueUrl",
                         {400,
                          {{"x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender"}},
                          R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"none"})"}),
              "AWS.SimpleQueueService.NonExistentQueue|none|");
}

TEST(ParseError, AnswerThatIsNoneOfAwsGivesItsStatusAsCode) {
    EXPECT_EQ(read_error("iam", "GetUser", {503, {}, "<html><body><b>Http/1.1 Service Unavailable</b></body></html>"}), "503||");
    EXPECT_EQ(read_error("iam", "GetUser", {502, {}, "<html><body><p>bad"}), "502||");
    EXPECT_EQ(read_error("logs", "DescribeLogGroups", {500, {}, "oops"}), "500||");
    EXPECT_EQ(read_error("s3", "HeadBucket", {404, {{"x-amz-request-id", "r"}}, ""}), "404||r");
    EXPECT_EQ(read_error("lambda", "GetPolicy", {500, {}, R"(["message"])"}), "500||");
}

TEST(ParseError, TextOfTheMessageCannotReachATerminal) {
    EXPECT_EQ(read_error("logs", "DescribeLogGroups", {400, {}, R"({"__type":"X","message":"a\u001b[2Jb"})"}), "X|a\\u{1b}[2Jb|");
}

TEST(ParseError, RetryIsWhatTheServicesModelSays) {
    Models models;
    const ApiError found =
        parse_error(**models.operation("account", "ListRegions"), {429, {{"x-amzn-errortype", "TooManyRequestsException"}}, "{}"});
    EXPECT_EQ(found.retry, Retry::throttling);
}

}  // namespace
}  // namespace vouch::aws
