// SPDX-License-Identifier: Apache-2.0
#include "remedy/patch/patch.h"

#include <gtest/gtest.h>

#include "remedy/testing/drafts.h"

namespace vouch::remedy {
namespace {

using testing::applied;

const std::string kNested = "  - {set: Properties.V.S, to: 'On'}\n";

TEST(Patch, OfABlockPutsLinesBehindTheLastOneAndKeepsComments) {
    EXPECT_EQ(
        applied("# top\nResources:\n  R:\n    Type: T\n    Properties:\n      # name\n      N: x  # why\n\n  # next\n  Q: {}\n", kNested)
            .text,
        "# top\nResources:\n  R:\n    Type: T\n    Properties:\n      # name\n      N: x  # why\n      V:\n        S: 'On'\n\n  # next\n  "
        "Q: {}\n");
}

TEST(Patch, OfTheLastLineWithoutALineEndAddsOneBefore) {
    EXPECT_EQ(applied("Resources:\n  R:\n    Type: T", kNested).text,
              "Resources:\n  R:\n    Type: T\n    Properties:\n      V:\n        S: 'On'");
}

TEST(Patch, OfALiteralAtTheEndGoesBehindIt) {
    EXPECT_EQ(applied("Resources:\n  R:\n    Type: T\n    Properties:\n      A: |\n        x\n        # no comment\n\n\n  Q: 1\n",
                      "  - {set: Properties.B, to: 1}\n")
                  .text,
              "Resources:\n  R:\n    Type: T\n    Properties:\n      A: |\n        x\n        # no comment\n      B: 1\n\n\n  Q: 1\n");
    EXPECT_EQ(
        applied("Resources:\n  R:\n    Type: T\n    Properties:\n      A: |+\n        x\n\n", "  - {set: Properties.B, to: 1}\n").text,
        "Resources:\n  R:\n    Type: T\n    Properties:\n      A: |+\n        x\n\n      B: 1\n");
}

TEST(Patch, OfEmptyBracketsInABlockUnfoldsThem) {
    EXPECT_EQ(applied("Resources:\n  R:\n    Type: T\n    Properties: {} # c\n", kNested).text,
              "Resources:\n  R:\n    Type: T\n    Properties: # c\n      V:\n        S: 'On'\n");
    EXPECT_EQ(applied("Resources:\n  R:\n    Type: T\n    Properties:\n", kNested).text,
              "Resources:\n  R:\n    Type: T\n    Properties:\n      V:\n        S: 'On'\n");
}

TEST(Patch, OfAListKeepsWhereItsDashesStand) {
    const std::string edit = "  - {set: 'Properties.L[K=b].V', to: 1}\n";
    EXPECT_EQ(applied("Resources:\n  R:\n    Type: T\n    Properties:\n      L:\n      - K: a\n", edit).text,
              "Resources:\n  R:\n    Type: T\n    Properties:\n      L:\n      - K: a\n      - K: b\n        V: 1\n");
    EXPECT_EQ(applied("X:\n- 1\nResources:\n  R:\n    Type: T\n", edit).text,
              "X:\n- 1\nResources:\n  R:\n    Type: T\n    Properties:\n      L:\n      - K: b\n        V: 1\n");
    EXPECT_EQ(applied("Resources:\n    R:\n        Type: T\n", edit).text,
              "Resources:\n    R:\n        Type: T\n        Properties:\n            L:\n                - K: b\n                  V: 1\n");
}

TEST(Patch, OfMembersInAListItemStandsUnderTheFirst) {
    EXPECT_EQ(applied("Resources:\n  R:\n    Type: T\n    Properties:\n      L:\n        - K: a\n        - K: c\n",
                      "  - {set: 'Properties.L[*].V', to: 1}\n")
                  .text,
              "Resources:\n  R:\n    Type: T\n    Properties:\n      L:\n        - K: a\n          V: 1\n        - K: c\n          V: 1\n");
}

TEST(Patch, OfBracketsFollowsTheLastMember) {
    EXPECT_EQ(applied("Resources:\n  R: {Type: T}\n", kNested).text, "Resources:\n  R: {Type: T, Properties: {V: {S: 'On'}}}\n");
    EXPECT_EQ(applied("Resources:\n  R: {Type: T,}\n", kNested).text, "Resources:\n  R: {Type: T, Properties: {V: {S: 'On'}},}\n");
}

TEST(Patch, OfBracketsOverLinesAddsALineAndLeavesCommentsWithTheirMembers) {
    EXPECT_EQ(applied("Resources:\n  R: {\n    Type: T # type\n  }\n", kNested).text,
              "Resources:\n  R: {\n    Type: T, # type\n    Properties: {V: {S: 'On'}}\n  }\n");
    EXPECT_EQ(applied("Resources:\n  R: {Type: T # type\n    }\n", kNested).text,
              "Resources:\n  R: {Type: T, # type\n   Properties: {V: {S: 'On'}}\n    }\n");
}

TEST(Patch, OfJsonKeepsItsIndentation) {
    EXPECT_EQ(applied("{\n\t\"Resources\": {\n\t\t\"R\": {\n\t\t\t\"Type\": \"T\"\n\t\t}\n\t}\n}\n", kNested).text,
              "{\n\t\"Resources\": {\n\t\t\"R\": {\n\t\t\t\"Type\": \"T\",\n\t\t\t\"Properties\": {\n\t\t\t\t\"V\": {\n\t\t\t\t\t\"S\": "
              "\"On\"\n\t\t\t\t}\n\t\t\t}\n\t\t}\n\t}\n}\n");
    EXPECT_EQ(
        applied("{\n  \"Resources\": {\n    \"R\": {\n      \"Type\": \"T\",\n      \"Properties\": {}\n    }\n  }\n}",
                "  - {set: Properties.A, to: 1}\n")
            .text,
        "{\n  \"Resources\": {\n    \"R\": {\n      \"Type\": \"T\",\n      \"Properties\": {\n        \"A\": 1\n      }\n    }\n  }\n}");
}

TEST(Patch, OfMinifiedJsonStaysMinified) {
    EXPECT_EQ(applied(R"({"Resources":{"R":{"Type":"T","Properties":{"A":false}}}})",
                      "  - {set: Properties.A, to: true}\n  - {set: Properties.B.C, to: x}\n")
                  .text,
              R"({"Resources":{"R":{"Type":"T","Properties":{"A":true,"B":{"C":"x"}}}}})");
    EXPECT_EQ(applied(R"({"Resources":{"R":{"Type":"T"}}})", "  - {set: 'Properties.L[K=a].V', to: 1}\n").text,
              R"({"Resources":{"R":{"Type":"T","Properties":{"L":[{"K":"a","V":1}]}}}})");
}

TEST(Patch, KeepsCarriageReturnsAndTheByteOrderMark) {
    EXPECT_EQ(applied("\xEF\xBB\xBFResources:\r\n  R:\r\n    Type: T\r\n", kNested).text,
              "\xEF\xBB\xBFResources:\r\n  R:\r\n    Type: T\r\n    Properties:\r\n      V:\r\n        S: 'On'\r\n");
}

TEST(Patch, WritesQuotesLikeTheDocument) {
    EXPECT_EQ(applied("Resources:\n  R:\n    Type: \"T\"\n", "  - {set: Properties.A, to: 'true'}\n").text,
              "Resources:\n  R:\n    Type: \"T\"\n    Properties:\n      A: \"true\"\n");
    EXPECT_EQ(applied("\"Resources\":\n  \"R\":\n    \"Type\": T\n", "  - {set: Properties, to: x}\n").text,
              "\"Resources\":\n  \"R\":\n    \"Type\": T\n    \"Properties\": x\n");
}

TEST(Patch, QuotesWhatYamlWouldReadAsSomethingElse) {
    for (const char* word : {"yes", "Off", "null", "1", "1.5", "-", "a: b", "a #b", "", "x:", "*", "!a", "it's", "{a", "a\\nb"}) {
        SCOPED_TRACE(word);
        const auto done =
            applied("Resources: {R: {Type: T, Properties: {A: 0}}}\n", "  - {set: Properties.A, to: \"" + std::string(word) + "\"}\n");
        EXPECT_TRUE(done.text.starts_with("Resources: {R:")) << done.text;
        EXPECT_TRUE(done.text.find('\'') != std::string::npos || done.text.find('"') != std::string::npos) << done.text;
    }
}

TEST(Patch, ThatWouldLoseACommentIsRefused) {
    EXPECT_NE(applied("Resources:\n  R:\n    Type: T\n    Properties:\n      A:\n        - 1 # one\n        - 2\n",
                      "  - {set: Properties.A, to: []}\n")
                  .text.find("without losing its comments"),
              std::string::npos);
}

TEST(Patch, OfAListThatBecomesEmptyStaysOnTheLineOfItsKey) {
    EXPECT_EQ(
        applied("Resources:\n  R:\n    Type: T\n    Properties:\n      A:\n        - 1\n      B: 2\n", "  - {set: Properties.A, to: []}\n")
            .text,
        "Resources:\n  R:\n    Type: T\n    Properties:\n      A: []\n      B: 2\n");
}

}  // namespace
}  // namespace vouch::remedy
