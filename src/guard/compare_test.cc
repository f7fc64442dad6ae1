// SPDX-License-Identifier: Apache-2.0
// Pairs of values under `==`, the orders and the equality of `in`, with unknown values among them.
#include "guard/compare.h"

#include <gtest/gtest.h>

#include "guard/literal.h"
#include "guard/regex.h"
#include "guard/testing/judging.h"

namespace vouch::guard {
namespace {

using value::Value;

// JSON in which {"?": name} stands for an unknown of that identity ("" for one without).
Value with_unknowns(base::Arena& arena, const Value& value) {
    if (value.is_map() && value.length() == 1 && value.as_map()[0].name() == "?")
        return value::make_unknown(arena, {value::Unknown::Cause::parameter, "test", value.as_map()[0].value.as_string(), ""},
                                   value.position());
    if (value.is_list()) {
        std::vector<Value> items;
        for (const Value& each : value.as_list()) items.push_back(with_unknowns(arena, each));
        return value::make_list(arena, items, value.position());
    }
    if (value.is_map()) {
        std::vector<value::Member> members;
        for (const value::Member& each : value.as_map()) members.push_back({each.key, with_unknowns(arena, each.value)});
        return value::make_map(arena, members, value.position());
    }
    return value;
}

struct Json {
    explicit Json(std::string_view text) : document(*value::read_json(testing::source(text))), root(with_unknowns(arena, document.root)) {}
    value::Document document;
    base::Arena arena;
    Value root;
};

struct EqualityCase {
    std::string_view left;
    std::string_view right;
    Match match;
};

TEST(Equals, KnowsNoConversions) {
    constexpr EqualityCase kRows[] = {
        {"1", "1", Match::yes},
        {"1", "2", Match::no},
        {"1", "1.0", Match::incomparable},
        {"1.0", "1.0", Match::yes},
        {"\"1\"", "1", Match::incomparable},
        {"\"a\"", "\"a\"", Match::yes},
        {"\"a\"", "\"A\"", Match::no},
        {"true", "true", Match::yes},
        {"true", "false", Match::no},
        {"true", "\"true\"", Match::incomparable},
        {"null", "null", Match::yes},
        {"null", "0", Match::incomparable},
        {"[1,2]", "[1,2]", Match::yes},
        {"[1,2]", "[2,1]", Match::no},
        {"[1]", "[1,2]", Match::no},
        {"[1]", "[\"1\"]", Match::incomparable},
        {"[]", "[]", Match::yes},
        {"{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", Match::yes},
        {"{\"a\":1}", "{\"a\":2}", Match::no},
        {"{\"a\":1}", "{\"b\":1}", Match::no},
        {"{}", "[]", Match::incomparable},
        {"{\"a\":1}", "{\"a\":\"1\"}", Match::incomparable},
        {"99999999999999999999", "99999999999999999999", Match::yes},
        {"99999999999999999999", "99999999999999999998", Match::no},
    };
    for (const EqualityCase& row : kRows)
        EXPECT_EQ(equals(Json(row.left).root, Json(row.right).root), row.match) << row.left << " == " << row.right;
}

// An unknown that is an ARN for certain is no `*`; one that may be absent, or may start as the text does, leaves it open.
TEST(Equals, ATextThatTheUnknownCannotStartWithIsAnother) {
    const auto asked = [](value::Unknown::Cause cause, std::string_view begins, std::string_view text) {
        const value::Unknown why{cause, "test", "GetAtt:Key.Arn", "", begins};
        const Value open = Value::unknown(&why, 0);
        const Value known = Value::string(text, 0);
        EXPECT_EQ(equals(open, known), equals(known, open));
        EXPECT_EQ(equals(open, known), is_same(open, known));
        return equals(open, known);
    };
    EXPECT_EQ(asked(value::Unknown::Cause::attribute, "arn:", "*"), Match::no);
    EXPECT_EQ(asked(value::Unknown::Cause::attribute, "arn:", "arn"), Match::no);
    EXPECT_EQ(asked(value::Unknown::Cause::attribute, "arn:", "arn:aws:s3:::*"), Match::unknown);
    EXPECT_EQ(asked(value::Unknown::Cause::attribute, "", "*"), Match::unknown);
    EXPECT_EQ(asked(value::Unknown::Cause::condition, "arn:", "*"), Match::unknown);
}

// What may be there has a type and a path that are known: only those that ask for them are left open.
TEST(Equals, ATextThatTheUnknownIsIfItIsThereIsNoOther) {
    const auto asked = [](const Value& known) {
        value::Unknown why{value::Unknown::Cause::attribute, "test", "", "", "Properties.LogConfig"};
        why.whole = true;
        const Value open = Value::unknown(&why, 0);
        EXPECT_EQ(equals(open, known), equals(known, open));
        return equals(open, known);
    };
    EXPECT_EQ(asked(Value::string("Properties.LogConfig", 0)), Match::unknown);
    EXPECT_EQ(asked(Value::string("Properties.LogConfig.Bucket", 0)), Match::no);
    EXPECT_EQ(asked(Value::string("Properties", 0)), Match::no);
    const auto fits = [&](std::string_view text) {
        const auto regex = Regex::compile(std::string(text));
        const Literal literal{.kind = Literal::Kind::regex, .text = text, .regex = regex->get()};
        return asked(Value::opaque(&literal, 0));
    };
    EXPECT_EQ(fits("(?i)logconfig$"), Match::unknown);
    EXPECT_EQ(fits("(?i)logging"), Match::no);
}

// The ARN of a policy of the account is none of AWS's own.
TEST(Equals, WhatTheUnknownCertainlyLacksIsInNoneOfItsValues) {
    const auto regex = Regex::compile(":iam::aws:policy\\/Admin$");
    Literal literal{.kind = Literal::Kind::regex, .text = ":iam::aws:policy\\/Admin$", .regex = regex->get()};
    const auto asked = [&](value::Unknown::Cause cause, const Value& known) {
        const value::Unknown why{cause, "test", "Ref:Policy", "", "arn:", "::aws:"};
        const Value open = Value::unknown(&why, 0);
        EXPECT_EQ(equals(open, known), equals(known, open));
        return equals(open, known);
    };
    EXPECT_EQ(asked(value::Unknown::Cause::attribute, Value::opaque(&literal, 0)), Match::no);
    EXPECT_EQ(asked(value::Unknown::Cause::condition, Value::opaque(&literal, 0)), Match::unknown);
    EXPECT_EQ(asked(value::Unknown::Cause::attribute, Value::string("arn:aws:iam::aws:policy/Admin", 0)), Match::no);
    EXPECT_EQ(asked(value::Unknown::Cause::attribute, Value::string("arn:aws:iam::111122223333:policy/Admin", 0)), Match::unknown);
    literal.text = "policy\\/Admin$";
    EXPECT_EQ(asked(value::Unknown::Cause::attribute, Value::opaque(&literal, 0)), Match::unknown);
}

TEST(Equals, AnUnknownLeavesTheAnswerOpenUnlessTheKnownPartsSettleIt) {
    constexpr EqualityCase kRows[] = {
        {R"({"?":""})", "1", Match::unknown},
        {R"({"?":""})", R"({"?":""})", Match::unknown},
        {R"({"?":"x"})", R"({"?":"x"})", Match::yes},
        {R"({"?":"x"})", R"({"?":"y"})", Match::unknown},
        {R"([1,{"?":""}])", "[1,2]", Match::unknown},
        {R"([1,{"?":""}])", "[2,2]", Match::no},
        {R"([{"?":""},1])", "[2,2]", Match::unlike},
        {R"([{"?":""}])", "[1,2]", Match::no},
        {R"({"a":{"?":""},"b":1})", R"({"a":1,"b":2})", Match::unlike},
    };
    for (const EqualityCase& row : kRows)
        EXPECT_EQ(equals(Json(row.left).root, Json(row.right).root), row.match) << row.left << " == " << row.right;
}

// A regular expression as rules hold it, against a dynamic reference of that identity.
Match asked(std::string_view pattern, std::string_view identity) {
    const auto compiled = Regex::compile(pattern);
    Literal literal{Literal::Kind::regex};
    literal.text = pattern;
    literal.regex = compiled->get();
    const value::Unknown why{value::Unknown::Cause::dynamic_reference, "test", identity, ""};
    return equals(Value::unknown(&why, 0), Value::opaque(&literal, 0));
}

TEST(Equals, ARegexThatAsksForADynamicReferenceIsAnsweredByItsSpelling) {
    EXPECT_EQ(asked("^\\{\\{resolve:secretsmanager:", "Resolve:{{resolve:secretsmanager:db}}"), Match::yes);
    EXPECT_EQ(asked("^\\{\\{resolve:secretsmanager:", "Resolve:{{resolve:ssm:/db}}"), Match::no);
    EXPECT_EQ(asked("^\\{\\{resolve:secretsmanager:", R"(Concat("{{resolve:secretsmanager:",Ref:S,"}}"))"), Match::yes);
    EXPECT_EQ(asked("^\\{\\{resolve:ssm:", R"(Concat("{{resolve:secretsmanager:",Ref:S,"}}"))"), Match::unknown);
    EXPECT_EQ(asked("^\\{\\{resolve:ssm:", R"(Concat(Ref:S,"{{resolve:ssm:x}}"))"), Match::unknown);
    EXPECT_EQ(asked("^.{8,}$", "Resolve:{{resolve:secretsmanager:db}}"), Match::unknown) << "asks what it will give";
}

TEST(IsSame, TakesWhatCannotBeComparedForDifferent) {
    constexpr EqualityCase kRows[] = {{"1", "\"1\"", Match::no},
                                      {"1", "1", Match::yes},
                                      {"[1]", "[\"1\"]", Match::no},
                                      {R"({"?":""})", "1", Match::unknown},
                                      {"{}", "[]", Match::no}};
    for (const EqualityCase& row : kRows)
        EXPECT_EQ(is_same(Json(row.left).root, Json(row.right).root), row.match) << row.left << " is " << row.right;
}

TEST(Ordered, ComparesNumbersOfOneKindAndStrings) {
    struct Order {
        std::string_view left;
        std::string_view right;
        Match less;
        Match less_equal;
    };
    constexpr Order kRows[] = {
        {"1", "2", Match::yes, Match::yes},
        {"2", "2", Match::no, Match::yes},
        {"3", "2", Match::no, Match::no},
        {"1.5", "2.5", Match::yes, Match::yes},
        {"\"a\"", "\"b\"", Match::yes, Match::yes},
        {"1", "2.5", Match::incomparable, Match::incomparable},
        {"true", "false", Match::incomparable, Match::incomparable},
        {R"({"?":""})", "1", Match::unknown, Match::unknown},
        {"-99999999999999999999", "99999999999999999999", Match::yes, Match::yes},
    };
    for (const Order& row : kRows) {
        const Json left(row.left);
        const Json right(row.right);
        const auto opposite = [](Match match) { return match == Match::yes ? Match::no : match == Match::no ? Match::yes : match; };
        EXPECT_EQ(ordered(Operator::less, left.root, right.root), row.less) << row.left << " < " << row.right;
        EXPECT_EQ(ordered(Operator::less_equal, left.root, right.root), row.less_equal) << row.left << " <= " << row.right;
        EXPECT_EQ(ordered(Operator::greater_equal, left.root, right.root), opposite(row.less)) << row.left << " >= " << row.right;
        EXPECT_EQ(ordered(Operator::greater, left.root, right.root), opposite(row.less_equal)) << row.left << " > " << row.right;
    }
}

TEST(Contains, IsUnknownOnlyWhereNoElementSettlesIt) {
    constexpr EqualityCase kRows[] = {{"[1,2]", "2", Match::yes},
                                      {"[1,2]", "3", Match::no},
                                      {R"([{"?":""},2])", "2", Match::yes},
                                      {R"([{"?":""},2])", "3", Match::unknown},
                                      {"[]", "1", Match::no}};
    for (const EqualityCase& row : kRows)
        EXPECT_EQ(contains(Json(row.left).root.as_list(), Json(row.right).root), row.match) << row.right << " in " << row.left;
}

}  // namespace
}  // namespace vouch::guard
