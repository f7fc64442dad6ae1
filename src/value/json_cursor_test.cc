// SPDX-License-Identifier: Apache-2.0
// Cursors over JSON: what is taken, what is stepped over, and texts that end too early.
#include "value/json_cursor.h"

#include <gtest/gtest.h>

namespace vouch::value {
namespace {

class JsonCursorTest : public ::testing::Test {
protected:
    JsonCursor cursor(const std::string& text) {
        text_ = text;
        auto made = index_.index(text_);
        EXPECT_TRUE(made) << text;
        return *made;
    }

    JsonIndex index_;
    std::string text_;
    std::string_view raw_;
    bool escaped_ = false;
};

TEST_F(JsonCursorTest, KeysAndScalarsAreTakenAsTheyAreWritten) {
    JsonCursor at = cursor(R"( { "a" : "x y" , "b\u0041": -1.50e3, "c":true } )");
    ASSERT_EQ(at.here(), '{');
    EXPECT_EQ(at.offset(), 1U);
    at.step();
    ASSERT_TRUE(at.take_key(raw_, escaped_));
    EXPECT_EQ(raw_, "a");
    EXPECT_FALSE(escaped_);
    ASSERT_EQ(at.here(), '"');
    at.take_string(raw_, escaped_);
    EXPECT_EQ(raw_, "x y");
    EXPECT_FALSE(escaped_);
    ASSERT_EQ(at.here(), ',');
    at.step();
    ASSERT_TRUE(at.take_key(raw_, escaped_));
    EXPECT_EQ(raw_, "b\\u0041");
    EXPECT_TRUE(escaped_);
    EXPECT_EQ(unescape_json(raw_), "bA");
    EXPECT_EQ(at.take_word(), "-1.50e3");
    at.step();
    ASSERT_TRUE(at.take_key(raw_, escaped_));
    EXPECT_EQ(raw_, "c");
    EXPECT_FALSE(escaped_);
    EXPECT_EQ(at.take_word(), "true");
    EXPECT_EQ(at.here(), '}');
    at.step();
    EXPECT_EQ(at.here(), '\0');
}

TEST_F(JsonCursorTest, AQuoteWithinAStringDoesNotEndIt) {
    JsonCursor at = cursor(R"(["a\"" ,"\\"])");
    at.step();
    at.take_string(raw_, escaped_);
    EXPECT_EQ(raw_, R"(a\")");
    EXPECT_TRUE(escaped_);
    at.step();
    at.take_string(raw_, escaped_);
    EXPECT_EQ(raw_, R"(\\)");
    EXPECT_EQ(unescape_json(raw_), "\\");
    EXPECT_EQ(at.here(), ']');
}

TEST_F(JsonCursorTest, SkippingGoesBehindOneValue) {
    for (const std::string value : {"1", R"("a,]}")", "null", "{}", "[]", R"({"a":[1,{"b":[]}],"c":"}"})"}) {
        JsonCursor at = cursor("[" + value + ",7]");
        at.step();
        EXPECT_TRUE(at.skip()) << value;
        ASSERT_EQ(at.here(), ',') << value;
        at.step();
        EXPECT_EQ(at.take_word(), "7");
    }
}

TEST_F(JsonCursorTest, WhatEndsTooEarlyIsNotSkipped) {
    for (const std::string text : {"[", R"({"a":[1,2})", R"({"a":{"b":1})", "[[[[", R"({"a":)"}) EXPECT_FALSE(cursor(text).skip()) << text;
    for (const std::string text : {",", ":", "]", "}"}) EXPECT_FALSE(cursor(text).skip()) << text;
}

TEST_F(JsonCursorTest, AKeyNeedsQuotesAndAColon) {
    for (const std::string text : {R"({1:2})", R"({"a" 1})", R"({"a"})", R"({"a")", "{}"}) {
        JsonCursor at = cursor(text);
        at.step();
        EXPECT_FALSE(at.take_key(raw_, escaped_)) << text;
    }
}

TEST_F(JsonCursorTest, TextThatHasNoIndexIsAnError) {
    for (const std::string text : {"", "[\"a", "\"\xff\""}) {
        const auto made = index_.index(text);
        ASSERT_FALSE(made) << text;
        EXPECT_EQ(made.error().code, base::Code::syntax);
    }
    EXPECT_FALSE(unescape_json("\\q"));
    EXPECT_FALSE(unescape_json("\\ud800"));
}

TEST_F(JsonCursorTest, MemoryIsUsedForTheNextText) {
    cursor(std::string(100'000, ' ') + "1");
    JsonCursor at = cursor("[2]");
    at.step();
    EXPECT_EQ(at.take_word(), "2");
}

}  // namespace
}  // namespace vouch::value
