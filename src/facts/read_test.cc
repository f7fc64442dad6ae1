// SPDX-License-Identifier: Apache-2.0
#include "facts/read.h"

#include <gtest/gtest.h>

namespace vouch::facts {
namespace {

using value::Value;

TEST(IntegerOf, ReadsNumbersAlsoFromText) {
    const Value number = Value::integer(22, 0);
    const Value text = Value::string("22", 0);
    const Value other = Value::string("22a", 0);
    EXPECT_EQ(integer_of(&number), 22);
    EXPECT_EQ(integer_of(&text), 22);
    EXPECT_EQ(integer_of(&other), std::nullopt);
    EXPECT_EQ(integer_of(nullptr), std::nullopt);
}

TEST(TruthOf, IsYesOnlyForWhatSaysTrue) {
    const Value yes = Value::boolean(true, 0);
    const Value text = Value::string("True", 0);
    const Value no = Value::string("yes", 0);
    EXPECT_EQ(truth_of(&yes), Truth::yes);
    EXPECT_EQ(truth_of(&text), Truth::yes);
    EXPECT_EQ(truth_of(&no), Truth::no);
    EXPECT_EQ(truth_of(nullptr), Truth::no);
}

}  // namespace
}  // namespace vouch::facts
