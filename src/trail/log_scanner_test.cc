// SPDX-License-Identifier: Apache-2.0
// What is told of events that match, and texts that are no logs.
#include "trail/log_scanner.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::at;

std::vector<ScanPattern> patterns_of(std::initializer_list<std::string_view> texts) {
    std::vector<ScanPattern> patterns;
    for (const std::string_view text : texts) patterns.push_back({*pattern::parse_filter(text), std::nullopt});
    return patterns;
}

const Interval kDay{at("2025-03-01T00:00:00Z"), at("2025-03-02T00:00:00Z")};

std::string record_of(std::string_view name, std::string_view time, std::string_view more = "") {
    return fmt::format(R"({{"eventTime":"{}","eventName":"{}","eventSource":"iam.amazonaws.com","awsRegion":"us-east-1",)"
                       R"("recipientAccountId":"111122223333","sourceIPAddress":"198.51.100.7","eventID":"e-1",)"
                       R"("userIdentity":{{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/a"}}{}}})",
                       time, name, more);
}

TEST(LogScanner, TellsWhoDidWhatWhenAndWhere) {
    LogScanner scanner(patterns_of({"{ $.eventName = DeleteUser }", "{ $.eventName = CreateUser }"}), kDay);
    const std::string first = record_of("ListUsers", "2025-03-01T10:00:00Z");
    const std::string log =
        R"({"Records":[)" + first + "," + record_of("CreateUser", "2025-03-01T10:01:00Z", R"(,"errorCode":"AccessDenied")") + "]}";
    const auto found = scanner.scan(log);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->events, 2U);
    ASSERT_EQ(found->matches.size(), 1U);
    const Match expected{1,
                         "2025-03-01T10:01:00Z",
                         "111122223333",
                         "us-east-1",
                         "iam.amazonaws.com",
                         "CreateUser",
                         "AccessDenied",
                         "arn:aws:iam::111122223333:user/a",
                         "198.51.100.7",
                         "e-1",
                         12 + first.size() + 1,
                         ""};
    EXPECT_EQ(found->matches[0], expected);
    EXPECT_EQ(log.substr(found->matches[0].offset, 14), R"({"eventTime":")") << "the offset is that of the event";
}

TEST(LogScanner, WhoIsTheBestNameThatThereIs) {
    LogScanner scanner(patterns_of({""}), kDay);
    const auto who = [&](const std::string& identity) {
        const auto found = scanner.scan(R"({"Records":[{"eventTime":"2025-03-01T10:00:00Z","userIdentity":)" + identity + "}]}");
        return found && found->matches.size() == 1 ? found->matches[0].principal : std::string("nothing");
    };
    EXPECT_EQ(who(R"({"type":"IAMUser","userName":"a"})"), "a");
    EXPECT_EQ(who(R"({"type":"AWSService","invokedBy":"config.amazonaws.com"})"), "config.amazonaws.com");
    EXPECT_EQ(who(R"({"type":"Root"})"), "Root");
    EXPECT_EQ(who("null"), "");
}

TEST(LogScanner, EventsOfAnotherTimeAreCountedAndNotTold) {
    LogScanner scanner(patterns_of({"{ $.eventName = * }"}), kDay);
    const auto found =
        scanner.scan(R"({"Records":[)" + record_of("A", "2025-02-28T23:59:59Z") + "," + record_of("B", "2025-03-01T00:00:00Z") + "," +
                     record_of("C", "2025-03-01T23:59:59Z") + "," + record_of("D", "2025-03-02T00:00:00Z") + R"(,{"eventName":"E"}]})");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->outside, 3U);
    ASSERT_EQ(found->matches.size(), 2U);
    EXPECT_EQ(found->matches[0].name, "B");
    EXPECT_EQ(found->matches[1].name, "C");
}

TEST(LogScanner, TheValueOfAMetricIsTold) {
    auto patterns = patterns_of({"{ $.eventName = A }", "{ $.eventName = A }"});
    patterns[1].value = *pattern::parse_selector("$.requestParameters.size");
    LogScanner scanner(std::move(patterns), kDay);
    const auto found =
        scanner.scan(R"({"Records":[)" + record_of("A", "2025-03-01T10:00:00Z", R"(,"requestParameters":{"size":12.5})") + "]}");
    ASSERT_TRUE(found);
    ASSERT_EQ(found->matches.size(), 2U);
    EXPECT_EQ(found->matches[0].value, "");
    EXPECT_EQ(found->matches[1].value, "12.5");
}

TEST(LogScanner, ALogOfManyMegabytesSaysTheSameInParts) {
    std::string log = R"({"other":[{"Records":1}],"Records":[)";
    std::size_t begin_of_last = 0;
    for (int i = 0; i < 30'000; ++i) {
        if (i > 0) log += ", ";
        begin_of_last = log.size();
        log += record_of(i % 1000 == 0 ? "CreateUser" : "ListUsers", "2025-03-01T10:01:00Z", R"(,"requestParameters":{"text":"]}\"{["})");
    }
    log += ", ";
    begin_of_last = log.size();
    log += record_of("CreateUser", "2025-03-01T10:01:00Z") + "]}";
    ASSERT_GT(log.size(), std::size_t{8} << 20U);
    LogScanner scanner(patterns_of({"{ $.eventName = CreateUser }"}), kDay);
    const auto found = scanner.scan(log);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->events, 30'001U);
    ASSERT_EQ(found->matches.size(), 31U);
    EXPECT_EQ(found->matches.back().offset, begin_of_last);
    EXPECT_FALSE(scanner.scan(std::string_view(log).substr(0, log.size() - 10))) << "cut off";
}

TEST(LogScanner, WhatIsNoLogIsAnErrorAndTheNextLogIsRead) {
    LogScanner scanner(patterns_of({""}), kDay);
    for (const std::string text : {"", "[]", "{}", R"({"Records":{}})", R"({"Records":[)", R"({"Records":[{}})", R"({"Records":[{} {}]})",
                                   R"({"Records":[{"a":]})", "no", R"({"Records")"}) {
        const auto found = scanner.scan(text);
        ASSERT_FALSE(found) << text;
        EXPECT_EQ(found.error().code, base::Code::syntax) << text;
    }
    EXPECT_TRUE(scanner.scan(R"({"Records":[]})"));
    EXPECT_TRUE(scanner.scan(R"({"kind":"x", "Records": [ ]})"));
}

}  // namespace
}  // namespace vouch::trail
