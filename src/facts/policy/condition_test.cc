// SPDX-License-Identifier: Apache-2.0
#include "facts/policy/condition.h"

#include <gtest/gtest.h>

#include "facts/policy/compare.h"
#include "value/testing/reading.h"

namespace vouch::facts {
namespace {

// "yes", "no", "depends" or "unknown": the block of conditions in a request.
std::string answer(const std::string& block, const Request& request) {
    const auto document = value::testing::json(block);
    const Answer answer = hold(parse_conditions(document->root), request);
    if (answer.truth != Truth::maybe) return answer.yes() ? "yes" : "no";
    return answer.undecided() ? "unknown" : "depends";
}

struct ConditionCase {
    std::string block;
    Request request;
    std::string expected;
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
TEST(Condition, ComparesAsDocumented) {
    for (const ConditionCase& row : std::vector<ConditionCase>{
             {R"({"StringEquals": {"aws:SourceAccount": "111122223333"}})", {{"aws:sourceaccount", "111122223333"}}, "yes"},
             {R"({"StringEquals": {"aws:SourceAccount": ["1", "2"]}})", {{"aws:sourceaccount", "2"}}, "yes"},
             {R"({"StringNotEquals": {"aws:SourceAccount": ["1", "2"]}})", {{"aws:sourceaccount", "2"}}, "no"},
             {R"({"StringEquals": {"k": "a*"}})", {{"k", "ab"}}, "no"},
             {R"({"StringLike": {"k": "a*"}})", {{"k", "ab"}}, "yes"},
             {R"({"StringNotLike": {"k": "a*"}})", {{"k", "ab"}}, "no"},
             {R"({"StringEqualsIgnoreCase": {"k": "AB"}})", {{"k", "ab"}}, "yes"},
             {R"({"NumericLessThan": {"s3:TlsVersion": 1.2}})", {{"s3:tlsversion", "1.1"}}, "yes"},
             {R"({"NumericGreaterThanEquals": {"k": "10"}})", {{"k", "9"}}, "no"},
             {R"({"NumericLessThan": {"k": "x"}})", {{"k", "9"}}, "no"},
             {R"({"DateGreaterThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}})", {{"aws:currenttime", "2026-05-01T00:00:00Z"}}, "yes"},
             {R"({"Bool": {"aws:SecureTransport": "false"}})", {{"aws:securetransport", "false"}}, "yes"},
             {R"({"Bool": {"aws:SecureTransport": false}})", {{"aws:securetransport", "false"}}, "yes"},
             {R"({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})", {{"aws:sourceip", "203.0.113.9"}}, "yes"},
             {R"({"IpAddress": {"aws:SourceIp": "2001:db8::/32"}})", {{"aws:sourceip", "2001:db8::1"}}, "yes"},
             {R"({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}})", {{"aws:sourceip", "203.0.114.9"}}, "yes"},
             {R"({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:123:*"}})", {{"aws:sourcearn", "arn:aws:sns:eu-west-1:123:t"}}, "yes"},
             {R"({"BinaryEquals": {"k": "QmluYXJ5"}})", {{"k", "QmluYXJ5"}}, "yes"},
             {R"({"StringEquals": {"a": "1"}, "Bool": {"b": "true"}})", {{"a", "1"}, {"b", "false"}}, "no"}})
        EXPECT_EQ(answer(row.block, row.request), row.expected) << row.block;
}

// The same page, IfExists and Null; reference_policies_condition-single-vs-multi-valued-context-keys.html for the quantifiers.
TEST(Condition, MissingKeyFailsUnlessNegatedOrIfExists) {
    const Request missing{{"k", std::nullopt}};
    for (const auto& [block, expected] :
         std::vector<std::pair<std::string, std::string>>{{R"({"StringEquals": {"k": "a"}})", "no"},
                                                          {R"({"Bool": {"k": "false"}})", "no"},
                                                          {R"({"BoolIfExists": {"k": "false"}})", "yes"},
                                                          {R"({"StringNotEquals": {"k": "a"}})", "yes"},
                                                          {R"({"StringNotEqualsIfExists": {"k": "a"}})", "yes"},
                                                          {R"({"NotIpAddress": {"k": "10.0.0.0/8"}})", "yes"},
                                                          {R"({"NumericLessThan": {"k": "1.2"}})", "no"},
                                                          {R"({"Null": {"k": "true"}})", "yes"},
                                                          {R"({"Null": {"k": "false"}})", "no"},
                                                          {R"({"ForAllValues:StringEquals": {"k": "a"}})", "yes"},
                                                          {R"({"ForAnyValue:StringEquals": {"k": "a"}})", "no"},
                                                          {R"({"ForAnyValue:StringNotEquals": {"k": "a"}})", "no"}})
        EXPECT_EQ(answer(block, missing), expected) << block;
}

TEST(Condition, KeyOfWhichNothingIsKnownDepends) {
    EXPECT_EQ(answer(R"({"StringEquals": {"k": "a"}})", {}), "depends");
    EXPECT_EQ(answer(R"({"StringEquals": {"k": "a"}, "Bool": {"b": "true"}})", {{"b", "false"}}), "no");
}

TEST(Condition, OperatorThatNobodyKnowsDepends) {
    EXPECT_EQ(answer(R"({"StringRhymes": {"k": "a"}})", {{"k", "a"}}), "depends");
    EXPECT_EQ(answer(R"({"StringEquals": "a"})", {{"k", "a"}}), "depends");
    EXPECT_EQ(answer(R"(["a"])", {{"k", "a"}}), "depends");
}

TEST(Condition, EmptyBlockHolds) { EXPECT_EQ(answer("{}", {}), "yes"); }

TEST(NarrowRange, LeavesMostOfTheInternetOut) {
    for (const std::string_view cidr : {"10.0.0.0/8", "203.0.113.7", "203.0.113.7/32", "2001:db8::/32"})
        EXPECT_TRUE(narrow_range(cidr)) << cidr;
    for (const std::string_view cidr : {"0.0.0.0/0", "128.0.0.0/1", "::/0", "", "text", "1.2.3.4/33", "1.2.3.4/x"})
        EXPECT_FALSE(narrow_range(cidr)) << cidr;
}

}  // namespace
}  // namespace vouch::facts
