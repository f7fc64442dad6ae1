// SPDX-License-Identifier: Apache-2.0
// EventBridge patterns: the examples of the user guide ("Comparison operators for use in event patterns") and of the README of
// aws/event-ruler, the engine behind it; errors and their places.
#include "pattern/event_pattern.h"

#include <string>

#include <gtest/gtest.h>

#include "value/read.h"

namespace vouch::pattern {
namespace {

constexpr std::string_view kEvent = R"({"version": "0", "detail-type": "EC2 Instance State-change Notification", "source": "aws.ec2",
    "time": "2017-10-02T16:24:49Z", "region": "us-east-1", "resources": ["arn:aws:ec2:us-east-1:123456789012:instance/i-0"],
    "detail": {"c-count": 5, "d-count": 3, "x-limit": 301.8, "source-ip": "10.0.0.33", "ip6": "2001:db8::1", "state": "running", "empty": "",
    "null": null, "flag": true, "none": [], "path": "dir/lib/x.png", "list": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]}})";

bool event_matches(std::string_view pattern, std::string_view event = kEvent) {
    const auto parsed = parse_event_pattern(pattern);
    EXPECT_TRUE(parsed) << pattern << ": " << (parsed ? "" : parsed.error().message);
    const auto read = value::read_json(std::make_shared<base::Source>("event", std::string(event)));
    EXPECT_TRUE(read);
    return parsed && read && matches(*parsed, read->root);
}

TEST(EventPattern, MatchesTheDocumentedExamples) {
    for (const std::string_view detail : {
             R"({"state": ["initializing", "running"]})",
             R"({"state": [{"prefix": "run"}]})",
             R"({"state": [{"prefix": {"equals-ignore-case": "RUN"}}]})",
             R"({"path": [{"suffix": ".png"}]})",
             R"({"path": [{"suffix": {"equals-ignore-case": ".PNG"}}]})",
             R"({"state": [{"equals-ignore-case": "RUNNING"}]})",
             R"({"path": [{"wildcard": "dir/*.png"}]})",
             R"({"path": [{"wildcard": "*/lib/*"}]})",
             R"({"state": [{"anything-but": "initializing"}]})",
             R"({"state": [{"anything-but": ["stopped", "overloaded"]}]})",
             R"({"x-limit": [{"anything-but": [100, 200, 300]}]})",
             R"({"x-limit": [{"anything-but": 123}]})",
             R"({"state": [{"anything-but": {"prefix": "init"}}]})",
             R"({"state": [{"anything-but": {"suffix": [".png", ".jpg"]}}]})",
             R"({"state": [{"anything-but": {"equals-ignore-case": ["STOPPED"]}}]})",
             R"({"path": [{"anything-but": {"wildcard": "*/bin/*"}}]})",
             R"({"c-count": [{"numeric": [">", 0, "<=", 5]}]})",
             R"({"d-count": [{"numeric": ["<", 10]}]})",
             R"({"x-limit": [{"numeric": ["=", 3.018e2]}]})",
             R"({"source-ip": [{"cidr": "10.0.0.0/24"}]})",
             R"({"source-ip": [{"cidr": "0.0.0.0/0"}]})",
             R"({"ip6": [{"cidr": "2001:db8::/32"}]})",
             R"({"c-count": [{"exists": true}]})",
             R"({"z-count": [{"exists": false}]})",
             R"({"list": [{"exists": false}]})",
             R"({"none": [{"exists": false}]})",
             R"({"other": {"deep": [{"exists": false}]}})",
             R"({"null": [null]})",
             R"({"empty": [""]})",
             R"({"flag": [true]})",
             R"({"null": [{"exists": true}]})",
             R"({"list": {"a": [3]}})",
             R"({"list": {"a": [3], "b": [4]}})",
             R"({"$or": [{"c-count": [{"numeric": [">", 10]}]}, {"d-count": [3]}]})",
         })
        EXPECT_TRUE(event_matches(R"({"detail": )" + std::string(detail) + "}")) << detail;
    EXPECT_TRUE(
        event_matches(R"({"resources": ["x", "arn:aws:ec2:us-east-1:123456789012:instance/i-0"], "time": [{"prefix": "2017-10-02"}]})"));
}

TEST(EventPattern, DoesNotMatchOtherwise) {
    for (const std::string_view detail : {
             R"({"state": ["stopped"]})",
             R"({"state": ["RUNNING"]})",
             R"({"state": [{"anything-but": ["stopped", "running"]}]})",
             R"({"state": [{"anything-but": {"prefix": "run"}}]})",
             R"({"missing": [{"anything-but": "x"}]})",
             R"({"path": [{"wildcard": "*.jpg"}]})",
             R"({"path": [{"wildcard": "lib/*"}]})",
             R"({"c-count": [{"numeric": [">", 5]}]})",
             R"({"state": [{"numeric": [">", 0]}]})",
             R"({"c-count": ["5"]})",
             R"({"source-ip": [{"cidr": "10.0.1.0/24"}]})",
             R"({"state": [{"cidr": "10.0.1.0/24"}]})",
             R"({"c-count": [{"exists": false}]})",
             R"({"z-count": [{"exists": true}]})",
             R"({"none": [{"exists": true}]})",
             R"({"empty": [null]})",
             R"({"null": [""]})",
             R"({"state": {"deep": ["x"]}})",
             R"({"list": {"a": [1], "b": [4]}})",
             R"({"c-count": [5], "d-count": [4]})",
             R"({"$or": [{"c-count": [6]}, {"d-count": [4]}]})",
         })
        EXPECT_FALSE(event_matches(R"({"detail": )" + std::string(detail) + "}")) << detail;
}

TEST(EventPattern, OrStandsBesideOtherFieldsAndWithinItself) {
    constexpr std::string_view kPattern = R"({"source": ["aws.cloudwatch"], "$or": [{"metricName": ["CPU"]},
        {"metricType": ["T"], "$or": [{"metricId": [1234]}, {"spaceId": [1000]}]}, {"scope": ["Service"]}]})";
    EXPECT_TRUE(event_matches(kPattern, R"({"source": "aws.cloudwatch", "metricName": "CPU"})"));
    EXPECT_TRUE(event_matches(kPattern, R"({"source": "aws.cloudwatch", "metricType": "T", "spaceId": 1000})"));
    EXPECT_FALSE(event_matches(kPattern, R"({"source": "aws.cloudwatch", "metricType": "T"})"));
    EXPECT_FALSE(event_matches(kPattern, R"({"source": "aws.x", "metricName": "CPU"})"));
    EXPECT_TRUE(event_matches(R"({"$or": {"a": [1]}})", R"({"$or": {"a": 1}})"));  // an object: a field of that name
}

TEST(EventPattern, WildcardsCanBeEscaped) {
    EXPECT_TRUE(event_matches(R"({"a": [{"wildcard": "x\\**"}]})", R"({"a": "x*yz"})"));
    EXPECT_FALSE(event_matches(R"({"a": [{"wildcard": "x\\**"}]})", R"({"a": "xyz"})"));
    EXPECT_TRUE(event_matches(R"({"a": [{"wildcard": "a*b*c"}]})", R"({"a": "abbcbc"})"));
    EXPECT_FALSE(event_matches(R"({"a": [{"wildcard": "a*b*c"}]})", R"({"a": "acbd"})"));
}

TEST(EventPattern, ErrorsSayWhatAndWhere) {
    struct Row {
        std::string_view text;
        std::string_view error;
        std::uint32_t column;
    };
    for (const Row& row : {
             Row{R"([])", "an event pattern is an object", 1},
             Row{R"({})", "an object of an event pattern holds a field at least", 1},
             Row{R"({"a": {}})", "an object of an event pattern holds a field at least", 7},
             Row{R"({"source": "aws.ec2"})", "the values of `source` must stand in a list", 12},
             Row{R"({"a": []})", "the list of `a` is empty", 7},
             Row{R"({"a": [{"prefx": "x"}]})", "`prefx` is no operator of event patterns", 9},
             Row{R"({"a": [{"prefix": 1}]})", "`prefix`: a text, or `equals-ignore-case` with a text, is expected", 19},
             Row{R"({"a": [{"prefix": "x", "suffix": "y"}]})", "a value, or an object with one operator, is expected here", 8},
             Row{R"({"a": [["x"]]})", "a value, or an object with one operator, is expected here", 8},
             Row{R"({"a": [{"exists": "true"}]})", "`exists`: true or false is expected", 19},
             Row{R"({"a": [{"cidr": "10.0.0.0"}]})", "`cidr`: a range of addresses, as 10.0.0.0/24, is expected", 17},
             Row{R"({"a": [{"numeric": [">"]}]})", "`numeric`: one or two pairs of relation and number are expected", 20},
             Row{R"({"a": [{"numeric": [">", 5, "<", 3]}]})", "`numeric`: the lower bound must be less than the upper one", 20},
             Row{R"({"a": [{"numeric": [">", 1e10]}]})", "`numeric`: numbers lie between -5e9 and 5e9", 20},
             Row{R"({"a": [{"wildcard": "a**b"}]})", "`wildcard`: two asterisks may not stand side by side", 21},
             Row{R"({"a": [{"anything-but": [1, "x"]}]})", "`anything-but`: a list holds texts only or numbers only", 25},
             Row{R"({"a": [{"anything-but": {"cidr": "x"}}]})",
                 "`anything-but`: `anything-but` takes `prefix`, `suffix`, `equals-ignore-case` and `wildcard` only", 25},
         }) {
        const auto parsed = parse_event_pattern(row.text);
        ASSERT_FALSE(parsed) << row.text;
        EXPECT_EQ(parsed.error().message, row.error) << row.text;
        ASSERT_TRUE(parsed.error().where) << row.text;
        EXPECT_EQ(parsed.error().where->column, row.column) << row.text;
    }
}

}  // namespace
}  // namespace vouch::pattern
