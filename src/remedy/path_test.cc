// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "remedy/remedy.h"

namespace vouch::remedy {
namespace {

std::string spelled(std::string_view text) {
    const auto steps = parse_path(text);
    if (!steps) return steps.error().message;
    std::string all;
    for (const Step& step : *steps) {
        if (step.kind == Step::Kind::member) all += "/" + step.name;
        if (step.kind == Step::Kind::each) all += "/*";
        if (step.kind == Step::Kind::where) all += "/" + step.name + "=" + step.value;
        if (step.optional) all += "?";
    }
    return all;
}

TEST(ParsePath, OfMembersAndBracketsGivesSteps) {
    EXPECT_EQ(spelled("Properties.A[*].B[Key=a.b=c].V"), "/Properties/A/*/B/Key=a.b=c/V");
    EXPECT_EQ(spelled("A[*][*]"), "/A/*/*");
}

TEST(ParsePath, WithQuotesTakesDotsIntoTheName) { EXPECT_EQ(spelled("P.'rds.force_ssl'.X"), "/P/rds.force_ssl/X"); }

TEST(ParsePath, WithQuestionMarksMakesStepsOptional) { EXPECT_EQ(spelled("A?.B[*]?.C[K=v]?"), "/A?/B/*?/C/K=v?"); }

TEST(ParsePath, ThatIsWrongSaysWhere) {
    for (const char* text : {"", ".", "A.", "A..B", "A[", "A[x]", "A[=x]", "'A", "A]", "A?B", "[*]"}) {
        SCOPED_TRACE(text);
        EXPECT_NE(spelled(text).find("is wrong at character"), std::string::npos) << spelled(text);
    }
}

}  // namespace
}  // namespace vouch::remedy
