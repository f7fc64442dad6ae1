// SPDX-License-Identifier: Apache-2.0
// Many filters at once say what each says alone: on the samples of the catalogue, and where keys, escapes and lists are odd.
#include "pattern/matcher.h"

#include <string>

#include <gtest/gtest.h>

#include "pattern/detections.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::pattern {
namespace {

Filter filter_of(std::string_view text) {
    auto filter = parse_filter(text);
    EXPECT_TRUE(filter) << text;
    return *std::move(filter);
}

std::vector<std::uint32_t> judged(Matching& matching, const std::string& text) {
    value::JsonIndex index;
    auto cursor = index.index(text);
    EXPECT_TRUE(cursor);
    const auto matched = matching.judge(*cursor, text);
    EXPECT_TRUE(matched) << text;
    return matched ? std::vector<std::uint32_t>(matched->begin(), matched->end()) : std::vector<std::uint32_t>();
}

// What the one-by-one judge says.
std::vector<std::uint32_t> expected(const std::vector<Filter>& filters, const std::string& text) {
    std::vector<std::uint32_t> matched;
    for (std::size_t i = 0; i < filters.size(); ++i)
        if (const auto answer = matches(filters[i], std::string_view(text)); answer && *answer)
            matched.push_back(static_cast<std::uint32_t>(i));
    return matched;
}

void expect_same(const std::vector<std::string_view>& patterns, const std::vector<std::string>& events) {
    std::vector<Filter> filters;
    for (const std::string_view pattern : patterns) filters.push_back(filter_of(pattern));
    Matching matching{Matcher(filters)};
    for (const std::string& event : events) EXPECT_EQ(judged(matching, event), expected(filters, event)) << event;
}

TEST(Matcher, SaysOfAllSamplesWhatEachFilterSaysAlone) {
    const Detections detections = read_detections(base::embedded_catalog());
    std::vector<Filter> filters;
    std::vector<std::string> events;
    for (const Detection& detection : detections.all) {
        filters.push_back(detection.filter);
        for (const auto* samples : {&detection.match, &detection.also, &detection.no_match})
            for (const Sample& sample : *samples) events.push_back(value::to_json(sample.event));
    }
    ASSERT_GE(filters.size(), 15U);
    Matching matching{Matcher(filters)};
    std::size_t matched = 0;
    for (const std::string& event : events) {
        const auto answer = judged(matching, event);
        matched += answer.size();
        EXPECT_EQ(answer, expected(filters, event)) << event;
    }
    EXPECT_GE(matched, filters.size()) << "nothing was compared but silence";
}

TEST(Matcher, KnowsEveryRelationAndKindOfValue) {
    expect_same({"{ $.a = x }", "{ $.a != x }", "{ $.a = \"1\" }", "{ $.a = 1 }", "{ $.a != 1 }", "{ $.a > 0.5 }", "{ $.a <= 1e0 }",
                 "{ $.a IS NULL }", "{ $.a IS TRUE }", "{ $.a IS FALSE }", "{ $.a NOT EXISTS }", "{ $.a = x* }", "{ $.a = *x }",
                 "{ $.a = *x* }", "{ $.a = %^x% }", "{ $.a = * }", "{ $.a = \"\" }"},
                {R"({"a":"x"})", R"({"a":"xy"})", R"({"a":"yx"})", R"({"a":1})", R"({"a":1.0})", R"({"a":"1"})", R"({"a":100e-2})",
                 R"({"a":null})", R"({"a":true})", R"({"a":false})", R"({"a":{}})", R"({"a":[]})", R"({"a":["x"]})", "{}", R"({"b":"x"})",
                 R"({"a":""})", R"({ "b" : {"a":"x"} , "a" : "x" })"});
}

TEST(Matcher, FollowsListsAndNestedKeys) {
    expect_same({"{ $.a.b = x }", "{ $.a[0] = x }", "{ $.a[1].b = x }", "{ $.a[*] = x }", "{ $.a[*].b = x }", "{ $.a[*].b NOT EXISTS }",
                 "{ $.a[*].b != x }", "{ $.a[0][1] = x }", "{ $.a IS NULL }", "{ $.a[*] = x && $.a[1] = y }"},
                {R"({"a":{"b":"x"}})", R"({"a":["x","y"]})", R"({"a":["y","x"]})", R"({"a":[{"b":"y"},{"b":"x","c":[1,{"b":"z"}]}]})",
                 R"({"a":[["y","x"],"x"]})", R"({"a":[]})", R"({"a":[{}]})", R"({"a":"x"})", R"({"a":{"b":{"b":"x"}}})"});
}

TEST(Matcher, ReadsEscapesInKeysAndTexts) {
    expect_same({"{ $.eventName = \"a\\\"b\" }", "{ $.eventName = StopLogging }", R"({ $.["a key"] = x })"},
                {R"({"event\u004eame":"Stop\u004cogging"})", R"({"eventName":"a\"b"})", R"({"eventName":"a\\"})", R"({"a\u0020key":"x"})"});
}

TEST(Matcher, JudgesLinesBesideEvents) {
    expect_same({"", "StopLogging", "-StopLogging", "?x ?StopLogging", "[a, b]", "{ $.a = x }"},
                {R"({"eventName":"StopLogging"})", R"({"a": "x"})", R"(["StopLogging"])", R"("StopLogging")", "7"});
}

TEST(Matcher, OfAKeyThatOccursTwiceEachValueCounts) {
    Matching matching{Matcher({filter_of("{ $.a = x }"), filter_of("{ $.a = y }"), filter_of("{ $.a NOT EXISTS }")})};
    EXPECT_EQ(judged(matching, R"({"a":"x","a":"y"})"), (std::vector<std::uint32_t>{0, 1}));
}

TEST(Matcher, TellsWhatAFieldHolds) {
    Matching matching{Matcher({filter_of("{ $.a.b = x }")}, {*parse_selector("$.a.b"), *parse_selector("$.n"), *parse_selector("$.a")})};
    const std::string event = R"({"n":1.50,"a":{"b":"\u0078"}})";
    judged(matching, event);
    EXPECT_EQ(matching.field(0), "x");
    EXPECT_EQ(matching.field(1), "1.50");
    EXPECT_EQ(matching.field(2), std::nullopt) << "a map is no text";
    judged(matching, "{}");
    EXPECT_EQ(matching.field(0), std::nullopt);
    EXPECT_FALSE(parse_selector("a.b"));
    EXPECT_FALSE(parse_selector("$.a IS NULL || $.b"));
}

TEST(Matcher, GoesBehindAnEventAndTellsWhereTextEnds) {
    Matching matching{Matcher({filter_of("{ $.a.b = x }")})};
    const std::string two = R"([{"a":{"b":"x"}},{"a":{"b":"y"}}])";
    value::JsonIndex index;
    auto cursor = index.index(two);
    cursor->step();
    EXPECT_EQ(matching.judge(*cursor, two)->size(), 1U);
    ASSERT_EQ(cursor->here(), ',');
    cursor->step();
    EXPECT_EQ(matching.judge(*cursor, two)->size(), 0U);
    EXPECT_EQ(cursor->here(), ']');
    for (const std::string text :
         {"{", R"({"a")", R"({"a":)", R"({"a":{"b":"x"})", R"({"a":{"b":}})", R"({"a":{"b":"x";"c":1}})", R"({"a" {}})", "]"}) {
        auto broken = index.index(text);
        ASSERT_TRUE(broken) << text;
        EXPECT_FALSE(matching.judge(*broken, text)) << text;
    }
}

TEST(Matcher, ManyFiltersHaveTheirOwnBits) {
    std::vector<Filter> filters;
    for (int i = 0; i < 200; ++i) filters.push_back(filter_of("{ $.eventName = Name" + std::to_string(i) + " && $.a = x }"));
    Matching matching{Matcher(filters)};
    EXPECT_EQ(judged(matching, R"({"a":"x","eventName":"Name150"})"), (std::vector<std::uint32_t>{150}));
    EXPECT_TRUE(judged(matching, R"({"a":"y","eventName":"Name150"})").empty());
}

TEST(Matcher, ARegexThatTakesTooLongIsCounted) {
    Matching matching{Matcher({filter_of("{ $.a = %a*a*a*a*a*a*a*[bc]% }")})};
    EXPECT_EQ(matching.gave_up(), 0U);
    judged(matching, R"({"a":")" + std::string(2000, 'a') + R"("})");
    EXPECT_GE(matching.gave_up(), 1U);
}

}  // namespace
}  // namespace vouch::pattern
