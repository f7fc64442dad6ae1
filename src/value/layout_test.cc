// SPDX-License-Identifier: Apache-2.0
#include "value/layout.h"

#include <gtest/gtest.h>

#include "value/testing/reading.h"

namespace vouch::value {
namespace {

// Every node's text in the order of the places, separated by bars.
std::string spans(const base::Result<Document>& document) {
    if (!document) return base::render(document.error());
    const auto layout = read_layout(*document);
    if (!layout) return base::render(layout.error());
    std::string all;
    for (const Place& place : layout->places) {
        if (!all.empty()) all += "|";
        all += document->source->text().substr(place.begin, place.end - place.begin);
    }
    return all;
}

TEST(Layout, OfJsonHasEveryNodeAsItIsWritten) {
    EXPECT_EQ(spans(testing::json(R"({"a": [1, "b\"c"] , "d":{}})")), R"({"a": [1, "b\"c"] , "d":{}}|"a"|[1, "b\"c"]|1|"b\"c"|"d"|{})");
}

TEST(Layout, OfJsonUnescapesKeys) {
    const auto document = testing::json(R"({"\u0041": 1})");
    EXPECT_EQ(read_layout(*document)->places[1].text, "A");
}

TEST(Layout, OfYamlBlocksEndWithTheirLastChild) {
    EXPECT_EQ(spans(testing::yaml("a:\n  b: 1\n\n  # comment\nc: x # y\n")), "a:\n  b: 1\n\n  # comment\nc: x|a|b: 1|b|1|c|x");
}

TEST(Layout, OfYamlListsBeginWithTheirFirstDash) {
    EXPECT_EQ(spans(testing::yaml("a:\n- 1\n- b: 2\n")), "a:\n- 1\n- b: 2|a|- 1\n- b: 2|1|b: 2|b|2");
}

TEST(Layout, OfYamlFlowIncludesTheBrackets) {
    EXPECT_EQ(spans(testing::yaml("a: {b: [1, 'x}'], # ]\n  c: d}\n")),
              "a: {b: [1, 'x}'], # ]\n  c: d}|a|{b: [1, 'x}'], # ]\n  c: d}|b|[1, 'x}']|1|'x}'|c|d");
}

TEST(Layout, OfBlockScalarsLeavesOutTheEmptyLinesBehindThem) {
    EXPECT_EQ(spans(testing::yaml("a: |\n  x\n  # y\n\n\nb: 1\n")), "a: |\n  x\n  # y\n\n\nb: 1|a||\n  x\n  # y|b|1");
}

TEST(Layout, OfBlockScalarsThatKeepEmptyLinesHasThem) {
    EXPECT_EQ(spans(testing::yaml("a: |+\n  x\n\nb: 1\n")), "a: |+\n  x\n\nb: 1|a||+\n  x\n|b|1");
}

TEST(Layout, OfAliasesAndAnchorsSaysSo) {
    const auto document = testing::yaml("a: &x {b: 1}\nc: *x\nd: !Ref e\n");
    const auto layout = read_layout(*document);
    ASSERT_TRUE(layout);
    EXPECT_TRUE(layout->places[2].anchored);
    EXPECT_EQ(layout->places[2].content - layout->places[2].begin, 3U);
    EXPECT_EQ(layout->places[6].shape, Shape::alias);
    EXPECT_EQ(layout->places[6].text, "x");
    EXPECT_TRUE(layout->places[8].tagged);
}

TEST(Layout, OfMultiByteTextCountsBytes) {
    EXPECT_EQ(spans(testing::yaml("\xEF\xBB\xBF\xC3\xA9: \xC3\xA9\n")), "\xC3\xA9: \xC3\xA9|\xC3\xA9|\xC3\xA9");
}

TEST(Layout, OfTooManyNodesIsAnError) {
    const auto document = testing::json("[1,2,3]");
    EXPECT_EQ(read_layout(*document, 2).error().code, base::Code::too_large);
    EXPECT_EQ(read_layout(*testing::yaml("[1,2,3]"), 2).error().code, base::Code::too_large);
    EXPECT_TRUE(read_layout(*document, 4));
}

}  // namespace
}  // namespace vouch::value
