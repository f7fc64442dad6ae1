// SPDX-License-Identifier: Apache-2.0
#include "value/write.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "value/testing/reading.h"

namespace vouch::value {
namespace {

TEST(WriteJson, RealsKeepAPointOrExponent) {
    struct Row {
        double number;
        const char* text;
    };
    const Row rows[] = {{1, "1.0"},
                        {-0.0, "-0.0"},
                        {0.1, "0.1"},
                        {1e22, "1e+22"},
                        {1.5e-9, "1.5e-09"},
                        {5e-324, "5e-324"},
                        {1.7976931348623157e308, "1.7976931348623157e+308"}};
    for (const Row& row : rows) {
        const std::string text = to_json(Value::real(row.number, 0));
        EXPECT_EQ(text, row.text);
        EXPECT_EQ(testing::json(text)->root.as_real(), row.number);
    }
}

TEST(WriteJson, NumbersThatJsonLacksBecomeStrings) {
    EXPECT_EQ(to_json(Value::real(std::numeric_limits<double>::infinity(), 0)), "\"inf\"");
    EXPECT_EQ(to_json(Value::real(-std::numeric_limits<double>::infinity(), 0)), "\"-inf\"");
    EXPECT_EQ(to_json(Value::real(std::nan(""), 0)), "\"nan\"");
}

TEST(WriteJson, IntegersAndDecimalsAreExact) {
    EXPECT_EQ(to_json(Value::integer(std::numeric_limits<std::int64_t>::min(), 0)), "-9223372036854775808");
    EXPECT_EQ(to_json(Value::decimal("1e400", 0)), "1e400");
}

TEST(WriteJson, StringsAreEscaped) {
    using namespace std::string_view_literals;
    std::string out;
    write_json_string(out, "\"\\\b\f\n\r\t\0\x1f/\x7f\xc3\xa9"sv);
    EXPECT_EQ(out, "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f/\x7f\xc3\xa9\"");
}

TEST(WriteJson, IndentedDocumentHasALineForEachElement) {
    EXPECT_EQ(to_json(testing::json(R"({"a":[1,{}],"b":[]})")->root, {2}), "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
}

TEST(WriteJson, UnknownSaysWhy) {
    const Unknown why{Unknown::Cause::parameter, "parameter `Env` has no value", "Ref:Env", "Env"};
    EXPECT_EQ(to_json(Value::unknown(&why, 0)), R"({"Vouch::Unknown":{"reason":"parameter `Env` has no value","identity":"Ref:Env"}})");
}

}  // namespace
}  // namespace vouch::value
