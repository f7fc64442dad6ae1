// SPDX-License-Identifier: Apache-2.0
// Tests for spelling.h.
#include "cfn/spelling.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "value/read.h"

namespace vouch::cfn {
namespace {

using value::Unknown;
using value::Value;

const Unknown kNamed{Unknown::Cause::parameter, "why", "Ref:A", "A"};
const Unknown kNameless{Unknown::Cause::failed, "why", "", ""};

TEST(Spelling, OrderOfKeysDoesNotMatter) {
    const auto read = [](const char* text) { return *value::read_json(std::make_shared<const base::Source>("t", text)); };
    const auto a = read(R"({"b": [1, "x"], "a": null})");
    const auto b = read(R"({"a": null, "b": [1, "x"]})");
    EXPECT_EQ(spelling(a.root), R"({"a":null,"b":[1,"x"]})");
    EXPECT_EQ(spelling(a.root), spelling(b.root));
}

TEST(Spelling, AnUnknownStandsWithItsIdentityAndWithoutOneThereIsNone) {
    const std::vector<Value> named{Value::integer(1, 0), Value::unknown(&kNamed, 0)};
    const std::vector<Value> nameless{Value::integer(1, 0), Value::unknown(&kNameless, 0)};
    EXPECT_EQ(spelling(Value::list(named, 0)), "[1,Ref:A]");
    EXPECT_EQ(spelling(Value::list(nameless, 0)), "");
}

TEST(Spelling, WhatIsTooLongHasNone) {
    const std::string text(5000, 'x');
    EXPECT_EQ(spelling(Value::string(text, 0)), "");
    EXPECT_EQ(call_spelling("F", {text}), "");
    EXPECT_EQ(call_spelling("F", {"a", ""}), "");
    EXPECT_EQ(call_spelling("F", {"a", "b"}), "F(a,b)");
}

TEST(ScalarText, IsWhatCloudFormationPutsIntoAString) {
    EXPECT_EQ(scalar_text(Value::integer(-8080, 0)), "-8080");
    EXPECT_EQ(scalar_text(Value::boolean(true, 0)), "true");
    EXPECT_EQ(scalar_text(Value::real(0.5, 0)), "0.5");
    EXPECT_EQ(scalar_text(Value::decimal("1e400", 0)), "1e400");
    EXPECT_EQ(scalar_text(Value::null(0)), std::nullopt);
    EXPECT_EQ(scalar_text(Value::unknown(&kNamed, 0)), std::nullopt);
}

TEST(SameText, NumbersAndTheirTextAreEqual) {
    EXPECT_TRUE(same_text(Value::integer(1, 0), Value::string("1", 0)));
    EXPECT_FALSE(same_text(Value::integer(1, 0), Value::string("01", 0)));
    EXPECT_TRUE(same_text(Value::boolean(false, 0), Value::string("false", 0)));
}

TEST(FindUnknown, OneThatMayBeAbsentComesFirst) {
    const std::vector<Value> items{Value::unknown(&kNamed, 0), Value::unknown(&kNameless, 0)};
    EXPECT_EQ(find_unknown(Value::list(items, 0)), &kNameless);
    EXPECT_EQ(find_unknown(items[0]), &kNamed);
    EXPECT_EQ(find_unknown(Value::integer(1, 0)), nullptr);
}

}  // namespace
}  // namespace vouch::cfn
