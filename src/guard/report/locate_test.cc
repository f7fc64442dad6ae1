// SPDX-License-Identifier: Apache-2.0
// Every node of a document is found again, by position or, where aliases break the order, by its parent.
#include "guard/report/locate.h"

#include <gtest/gtest.h>

#include "value/read.h"

namespace vouch::guard::report {
namespace {

value::Document read_from(std::string text, std::uint32_t base = 0) {
    value::ReadOptions options;
    options.schema = value::Schema::guard;
    options.position_base = base;
    return *value::read_any(std::make_shared<const base::Source>("t", std::move(text)), options);
}

Locator locator(const value::Document& document, bool aliases = false) { return Locator(document.root, {{0, document.source, aliases}}); }

std::string path(Locator& locator, const value::Value& value, bool pointer = false) {
    std::string out;
    return locator.path(out, value, pointer) ? out : "none";
}

TEST(Locate, EveryNodeOfATreeHasItsPath) {
    const auto document = read_from(R"({"a": {"b": [1, [], {"c": null}], "d": {}}, "e": "x"})");
    auto at = locator(document);
    const value::Value& a = *document.root.find("a");
    const value::Value& list = *a.find("b");
    EXPECT_EQ(path(at, document.root), "");
    EXPECT_EQ(path(at, a), "/a");
    EXPECT_EQ(path(at, list), "/a/b");
    EXPECT_EQ(path(at, list.as_list()[1]), "/a/b/1");
    EXPECT_EQ(path(at, *list.as_list()[2].find("c")), "/a/b/2/c");
    EXPECT_EQ(path(at, *a.find("d")), "/a/d");
    EXPECT_EQ(path(at, *document.root.find("e")), "/e");
    EXPECT_EQ(path(at, document.root.as_map()[1].key), "/e");
}

TEST(Locate, PointerEscapesSlashAndTilde) {
    const auto document = read_from(R"({"a/b~": 1})");
    auto at = locator(document);
    EXPECT_EQ(path(at, document.root.as_map()[0].value), "/a/b~");
    EXPECT_EQ(path(at, document.root.as_map()[0].value, true), "/a~1b~0");
}

TEST(Locate, ValueOfAnotherDocumentHasNoPathAndNoPlace) {
    const auto document = read_from(R"({"a": "x"})");
    const auto other = read_from(R"({"a": "x"})");
    auto at = locator(document);
    EXPECT_EQ(path(at, other.root.as_map()[0].value), "none");
    EXPECT_FALSE(at.place(other.root.as_map()[0].value));
}

TEST(Locate, PlaceIsLineAndColumn) {
    const auto document = read_from("a:\n  \"\u00e9\": [1, 2]\n");
    auto at = locator(document);
    const auto place = at.place(document.root.as_map()[0].value.as_map()[0].value.as_list()[1]);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->at, (base::LineColumn{2, 12}));
}

TEST(Locate, PlacesAgreeWithTheSourceOnLongAndManyLines) {
    std::string items;
    for (int i = 0; i < 2000; ++i) items += i % 700 == 3 ? "\"\u00e9\u00e9\",\r\n" : i % 900 == 5 ? "1,\n\n" : "\"\u00e9x\",";
    const auto document = read_from("\xEF\xBB\xBF[" + items + "2]");
    auto at = locator(document);
    for (const value::Value& each : document.root.as_list()) {
        const auto place = at.place(each);
        ASSERT_TRUE(place);
        EXPECT_EQ(place->at, document.source->line_column(each.position()));
    }
}

TEST(Locate, AliasesAreFoundWhereTheyFirstStand) {
    const auto document = read_from("a: &x {k: [1]}\nb: *x\nc: {<<: *x, z: 2}\nd: 3\n");
    auto at = locator(document, true);
    const value::Value& list = *document.root.find("b")->find("k");
    EXPECT_EQ(path(at, list), "/a/k");
    EXPECT_EQ(path(at, *document.root.find("c")->find("z")), "/c/z");
    EXPECT_EQ(path(at, *document.root.find("d")), "/d");
}

TEST(Locate, MergedTextsAnswerWithTheirOwnLines) {
    const auto first = read_from("{\"a\": 1}\n");
    const auto second = read_from("\n{\"b\": 2}", 10);
    base::Arena arena;
    const value::Member members[] = {first.root.as_map()[0], second.root.as_map()[0]};
    const value::Value root = value::make_map(arena, members, 0);
    Locator at(root, {{0, first.source, false}, {10, second.source, false}});
    const auto place = at.place(root.as_map()[1].value);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->source, second.source.get());
    EXPECT_EQ(place->at, (base::LineColumn{2, 7}));
}

}  // namespace
}  // namespace vouch::guard::report
