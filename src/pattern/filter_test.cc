// SPDX-License-Identifier: Apache-2.0
// What filter patterns match. The events and patterns are those of the CloudWatch Logs user guide ("Filter pattern syntax") and of
// public records of what the operation TestMetricFilter answered (docs/patterns.md names them).
#include "pattern/filter.h"

#include <string>

#include <gtest/gtest.h>

#include "value/read.h"

namespace vouch::pattern {
namespace {

bool line_matches(std::string_view pattern, std::string_view line) {
    const auto filter = parse_filter(pattern);
    EXPECT_TRUE(filter) << pattern << ": " << (filter ? "" : filter.error().message);
    const auto answer = filter ? matches(*filter, line) : base::Result<bool>(false);
    EXPECT_TRUE(answer) << pattern;
    return answer && *answer;
}

void expect_all(std::initializer_list<std::string_view> patterns, bool expected, std::string_view line) {
    for (const std::string_view pattern : patterns) EXPECT_EQ(line_matches(pattern, line), expected) << pattern << "\n" << line;
}

constexpr std::string_view kGuide = R"({"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111",
    "arrayKey": ["value", "another value"], "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
    "SomeObject": null, "ThisFlag": true, "latency": 1200, "small": 0.005, "errorCode": 400, "user": {"id": 1, "email": "John.Stiles@example.com"},
    "users": [{"id": 2, "email": "John.Doe@example.com"}, {"id": 3, "email": "Jane.Doe@example.com"}],
    "actions": ["GET", "PUT", "DELETE"], "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]]})";

TEST(Filter, MatchesTheJsonExamplesOfTheGuide) {
    expect_all({"{ $.eventType = \"UpdateTrail\" }", "{ $.sourceIPAddress != 123.123.* }", "{ $.arrayKey[0] = \"value\" }",
                "{ $.objectList[1].id = 2 }", "{ $.SomeObject IS NULL }", "{ $.SomeOtherObject NOT EXISTS }", "{ $.ThisFlag IS TRUE }",
                "{ $.latency >= 500 }", "{ $.latency < 10e3 }", "{ $.small < 10e-3 }", "{ $.errorCode = 400 }", "{ $.errorCode != 500 }",
                "{ $.latency > +1000 }", "{ $.eventType = %[Uu]pdateT% }", "{ $.eventType = %^Up.*l$% }",
                "{ ($.user.id = 1) && ($.users[0].email = \"John.Doe@example.com\") }",
                "{ $.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }",
                "{ $.users[*].id = 3 }"},
               true, kGuide);
    expect_all({"{ $.eventType = \"updatetrail\" }", "{ $.sourceIPAddress != 111.111.* }", "{ $.eventType[0] = \"U\" }",
                "{ $.objectList[1].number = 2 }", "{ $.ThisFlag IS FALSE }", "{ $.SomeObject NOT EXISTS }", "{ $.SomeOtherObject IS NULL }",
                "{ ($.user.id = 2 && $.users[0].email = \"nonmatch\") || $.actions[2] = \"GET\" }",
                "{ ($.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }",
                "{ $.users = 1 }", "{ $.users != 1 }", "{ $.users[*].id = 4 }", "{ $.users[2].id != 4 }"},
               false, kGuide);
}

constexpr std::string_view kValues =
    R"({"someString": "111.111.111.111", "emptyString": "", "someInt": 123, "someFloat": 12.34, "someFloat2": 12.0,
    "someEscaped": "error \"message\"", "someObject": {}, "someArray": [], "someNull": null, "account": "123456789012"})";

// As TestMetricFilter answered, by the records that docs/patterns.md names.
TEST(Filter, ComparesTextsAndNumbersAsTheServiceWasSeenTo) {
    expect_all({"{ $.someString = \"111.111.111.111\" }",
                "{ $.someString != 111*111 }",
                "{ $.someString = \"*\" }",
                "{ $.emptyString = \"*\" }",
                "{ $.someString = \"*.111.111.111\" }",
                "{ $.someString = \"111*\" }",
                "{ $.someString != \"222\" }",
                "{ $.someString != \"*222\" }",
                "{ $.someInt = \"123\" }",
                "{ $.someInt != \"123.0\" }",
                "{ $.someInt = 123.0 }",
                "{ $.someInt = \"1*\" }",
                "{ $.someInt = *23 }",
                "{ $.someInt != 3* }",
                "{ $.someFloat2 != \"12\" }",
                "{ $.someFloat2 = 12 }",
                "{ $.someFloat = \"12.*\" }",
                "{ $.someFloat = *34 }",
                "{ $.someFloat != 43.21 }",
                "{ $.someFloat = * }",
                "{ $.someString != 111 }",
                "{ $.someEscaped = \"error \\\"message\\\"\" }",
                "{ $.account = 123456789012 }",
                "{ $.someNull IS NULL }"},
               true, kValues);
    expect_all({"{ $.someString > 123 }", "{ $.someString <= 123 }", "{ $.someString = 123 }", "{ $.someString = \"11*1\" }",
                "{ $.someObject = 123 }", "{ $.someObject != 123 }", "{ $.someObject > 1 }", "{ $.someObject != \"x\" }",
                "{ $.someArray = \"x\" }", "{ $.someArray != \"x\" }", "{ $.someNull = \"*\" }", "{ $.someNull != \"x\" }",
                "{ $.someInt = \"123.00\" }", "{ $.someInt != 123 }", "{ $.someInt != \"123\" }"},
               false, kValues);
}

// DataBiosphere/azul issue 5884: the metric filter did not count events without the property.
TEST(Filter, APropertyThatIsAbsentSatisfiesNoComparison) {
    expect_all({"{ $.a != \"x\" }", "{ $.a = \"*\" }", "{ $.a != 1 }", "{ $.a.b != x }", "{ $.a IS NULL }", "{ $.a IS FALSE }"}, false,
               R"({"b": 1})");
    EXPECT_TRUE(line_matches("{ ($.a NOT EXISTS) || ($.a != \"x\") }", R"({"b": 1})"));
}

TEST(Filter, AJsonPatternMatchesJsonObjectsOnly) {
    expect_all({"{ $.a NOT EXISTS }"}, false, "no json");
    expect_all({"{ $.a NOT EXISTS }"}, false, "[1]");
    expect_all({"{ $.a NOT EXISTS }"}, true, "{}");
}

TEST(Filter, MatchesTheTermExamplesOfTheGuide) {
    EXPECT_TRUE(line_matches("", "anything"));
    EXPECT_TRUE(line_matches("\"\"", "anything"));
    EXPECT_TRUE(line_matches("ERROR", "[ERROR 400] BAD REQUEST"));
    EXPECT_TRUE(line_matches("ERROR", "Exiting with ERRORCODE: -1"));
    EXPECT_FALSE(line_matches("ERROR", "error"));
    EXPECT_FALSE(line_matches("\"ERROR\" - \"Exiting\"", "Exiting with ERRORCODE: -1"));
    EXPECT_TRUE(line_matches("ERROR Exception", "[ERROR] Caught IllegalArgumentException"));
    EXPECT_FALSE(line_matches("ERROR Exception", "[ERROR] no"));
    EXPECT_TRUE(line_matches("\"INTERNAL SERVER ERROR\"", "[500] INTERNAL SERVER ERROR"));
    EXPECT_FALSE(line_matches("\"INTERNAL SERVER ERROR\"", "[500] INTERNAL ERROR SERVER"));
    for (const std::string_view line : {"ERROR WARN message", "ERROR message", "WARN message"})
        EXPECT_TRUE(line_matches("?ERROR ?WARN", line)) << line;
    EXPECT_FALSE(line_matches("?ERROR ?WARN", "message"));
    EXPECT_FALSE(line_matches("ERROR -WARN", "ERROR WARN message"));
    EXPECT_TRUE(line_matches("ERROR -WARN", "ERROR message"));
    EXPECT_FALSE(line_matches("ERROR ?WARN", "WARN message"));
    EXPECT_TRUE(line_matches("%ERROR|WARN%", "a WARN"));
    EXPECT_TRUE(line_matches("%10\\.10\\.0\\.1%", "from 10.10.0.1"));
    EXPECT_FALSE(line_matches("%10\\.10\\.0\\.1%", "from 10110.0.1"));
}

constexpr std::string_view kApache = R"(127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534)";

TEST(Filter, MatchesTheSpaceDelimitedExamplesOfTheGuide) {
    expect_all(
        {"[ip, user, username, timestamp, request, status_code, bytes]", "[..., status_code, bytes]", "[ip, user, ..., status_code, bytes]",
         "[ip, user, ...]", "[ip, user, username, timestamp, request, status_code, bytes > 1000]",
         "[ip, user, username, timestamp, request, status_code = 404, bytes]",
         "[ip, user, username, timestamp, request, status_code = 4*, bytes]",
         "[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]",
         "[ip, user, username, timestamp, request, status_code = 4* && bytes > 1000]",
         "[ip, user, username, timestamp, request, status_code = 403 || status_code = 404, bytes]",
         "[..., request=*.html*, status_code=4*,]", "[ip=%127\\.0\\.0\\.[1-9]%, ...]",
         "[..., request = \"GET /index*\", status_code < 500, bytes]", "[..., ip, user, username, timestamp, request, status_code, bytes]"},
        true, kApache);
    expect_all(
        {"[ip, user, username, timestamp, request, status_code]", "[ip, user, username, timestamp, request, status_code, bytes > 2000]",
         "[ip, user, username, timestamp, request, status_code = 4* && status_code != 404, bytes]",
         "[ip, user, username, timestamp, request > 5, status_code, bytes]", "[a, b, c, d, e, f, g, h, ...]"},
        false, kApache);
    EXPECT_TRUE(line_matches("[w1=ERROR, w2]", "ERROR message"));
    EXPECT_FALSE(line_matches("[w1=ERROR, w2]", "ERROR WARN message"));
    EXPECT_TRUE(line_matches("[w1=ERROR || w1=WARN, w2]", "WARN message"));
    EXPECT_FALSE(line_matches("[w1=!ERROR&&w1=!WARN, w2]", "WARN message"));
    EXPECT_TRUE(line_matches("[w1=!ERROR&&w1=!WARN, w2]", "INFO message"));
}

TEST(Filter, TermsSeeAnEventAsCompactJson) {
    const auto event = value::read_json(std::make_shared<base::Source>("e", R"({"eventName": "StopLogging", "n": 1})"));
    ASSERT_TRUE(event);
    const auto filter = parse_filter("\"{\\\"eventName\\\":\\\"StopLogging\\\"\"");
    ASSERT_TRUE(filter);
    EXPECT_TRUE(*matches(*filter, event->root));
}

TEST(Filter, ARegularExpressionThatTakesTooManyStepsIsAnErrorAndNoAnswer) {
    const auto filter = parse_filter("%a*a*a*a*a*a*a*[bc]%");
    ASSERT_TRUE(filter);
    const auto answer = matches(*filter, std::string(2000, 'a'));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, base::Code::regex);
}

}  // namespace
}  // namespace vouch::pattern
