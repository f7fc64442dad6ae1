// SPDX-License-Identifier: Apache-2.0
// The pieces of the text report, JSON text and URIs.
#include <utility>

#include <gtest/gtest.h>

#include "report/excerpt.h"
#include "report/json_writer.h"
#include "report/page.h"
#include "report/uri.h"
#include "report/words.h"

namespace vouch::report {
namespace {

model::Reason found(std::string value, std::string relation, std::string expected = {}) {
    model::Reason reason;
    reason.found = std::move(value);
    reason.relation = std::move(relation);
    reason.expected = std::move(expected);
    return reason;
}

model::Reason missing(std::string lacks, std::string relation, std::string expected = {}) {
    model::Reason reason = found({}, std::move(relation), std::move(expected));
    reason.missing = true;
    reason.lacks = std::move(lacks);
    return reason;
}

TEST(Compared, SaysWhatWasFoundAndWhatWasExpected) {
    struct Row {
        model::Reason reason;
        std::string text;
    };
    const std::vector<Row> rows{
        {found("false", "to be one of", R"([true, "true", "True"])"), "found false, expected true"},
        {found(R"("AES256")", "to be one of", R"(["aws:kms", "aws:kms:dsse"])"), R"(found "AES256", expected "aws:kms" or "aws:kms:dsse")"},
        {found("0", "to be at least", "7"), "found 0, expected it to be at least 7"},
        {found(R"("*")", "not to be", R"("*")"), R"(found "*", expected anything but "*")"},
        {missing("On", "to be", "true"), "On is not given, expected true"},
        {missing("A.B", "to be given"), "A.B is not given"},
        {found(R"({"a": 1})", "not to be given"), "expected it not to be given"},
        {found("[1]", "to select nothing"), ""},
    };
    for (const Row& row : rows) EXPECT_EQ(compared(row.reason), row.text);
}

TEST(ResourceName, IsTheConstructPathWithoutItsEmptyEnd) {
    model::Resource resource;
    resource.id = "B1234";
    EXPECT_EQ(resource_name(resource), "B1234");
    resource.construct_path = "Stack/B/Resource";
    EXPECT_EQ(resource_name(resource), "Stack/B");
}

std::string excerpt_of(std::string text, const base::Location& where, std::string_view value, std::string_view note, int width = 60) {
    std::string out;
    Page page(out, false, width);
    print_excerpt(page, base::Source("t", std::move(text)), where, 0, value, note);
    return out;
}

TEST(PrintExcerpt, TheMarkStandsBelowTheValue) {
    EXPECT_EQ(excerpt_of("a:\n    ä: x\n", {"t", 2, 8}, "", "note"), "    2 | ä: x\n      |    ^ note\n");
}

TEST(PrintExcerpt, TheMarkStandsBelowAValueBehindACharacterOfTwoBytes) {
    EXPECT_EQ(excerpt_of("\xc3\xa4\xc3\xb6x\n", {"t", 1, 3}, "", "n"), "    1 | \xc3\xa4\xc3\xb6x\n      |   ^ n\n");
}

TEST(PrintExcerpt, ControlCharactersAreWrittenOutAndTheMarkStillFits) {
    EXPECT_EQ(excerpt_of("\x1b: x\n", {"t", 1, 4}, "", "n"), "    1 | \\u{1b}: x\n      |         ^ n\n");
}

TEST(PrintExcerpt, AMapThatOnlyOpensIsShownOnOneLine) {
    EXPECT_EQ(excerpt_of("{\n\"a\": 1}", {"t", 1, 1}, "{\"a\": 1}", ""), "    1 | {\"a\": 1}\n");
}

TEST(PrintExcerpt, ALongLineIsCutAroundTheValue) {
    const std::string out = excerpt_of(std::string(500, 'a') + "X" + std::string(500, 'b'), {"t", 1, 501}, "", "n");
    EXPECT_NE(out.find("aX"), std::string::npos);
    for (std::size_t at = 0; at < out.size();) {
        const std::size_t end = out.find('\n', at);
        EXPECT_LE(end - at, 70U);
        at = end + 1;
    }
}

TEST(PrintExcerpt, ALineThatIsNotThereGivesNothing) { EXPECT_EQ(excerpt_of("a\n", {"t", 9, 1}, "", "n"), ""); }

TEST(Paragraph, BreaksAtSpacesAndHangs) {
    std::string out;
    Page page(out, false, 40);
    page.paragraph("fix: ", 5, "one two three four five six seven eight nine ten eleven");
    EXPECT_EQ(out, "fix: one two three four five six seven\n     eight nine ten eleven\n");
}

TEST(JsonWriter, NestsAndEscapes) {
    std::string out;
    JsonWriter json(out);
    json.open_map();
    json.member("a", "x\"\xff");
    json.key("b");
    json.open_list();
    json.number(1);
    json.close();
    json.key("c");
    json.open_map();
    json.close();
    json.close();
    EXPECT_EQ(out, "{\n  \"a\": \"x\\\"\xEF\xBF\xBD\",\n  \"b\": [\n    1\n  ],\n  \"c\": {}\n}\n");
}

TEST(RelativeUri, StaysBelowTheRootOrIsNone) {
    struct Row {
        std::string_view file;
        std::optional<std::string> uri;
    };
    const std::vector<Row> rows{
        {"a/b.yaml", "a/b.yaml"}, {"./a//b", "a/b"},         {"/root/x/a b", "a%20b"},          {"/root/y/a", std::nullopt},
        {"../a", std::nullopt},   {"a/../../x/b", "b"},      {"<stdin>", std::nullopt},         {"", std::nullopt},
        {"c:d", "c%3Ad"},         {"/root/x", std::nullopt}, {"../../../../../a", std::nullopt}};
    for (const Row& row : rows) EXPECT_EQ(relative_uri(row.file, "/root/x"), row.uri) << row.file;
}

TEST(Page, ALineThatACiRunnerWouldObeyIsSpelledOut) {
    std::string out;
    Page page(out, false, 80);
    page.line("  ::error::x");
    page.line("a ::error::x");
    EXPECT_EQ(out, "  \\u{3a}:error::x\na ::error::x\n");
}

TEST(RelativePath, IsTheUriWithoutItsEncoding) {
    EXPECT_EQ(relative_path("a b/c", "/root"), "a b/c");
    EXPECT_EQ(relative_path("/root/x/../y", "/root"), "y");
    EXPECT_EQ(relative_path("../y", "/root"), std::nullopt);
}

}  // namespace
}  // namespace vouch::report
