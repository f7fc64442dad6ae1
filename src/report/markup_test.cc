// SPDX-License-Identifier: Apache-2.0
#include "report/markup.h"

#include <gtest/gtest.h>

namespace vouch::report {
namespace {

using namespace std::string_view_literals;

struct MarkupCase {
    std::string_view text;
    std::string_view shown;
};

TEST(Markup, LeavesNothingThatXmlOrHtmlReads) {
    const MarkupCase rows[] = {
        {"<b a=\"1\" c='2'>&amp;", "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;"},
        {"a\0b"sv, "a\\u{0}b"},
        {"\x1b[2J", "\\u{1b}[2J"},
        {"\xef\xbf\xbf", "\\u{ffff}"},
        {"\xff", "\\x{ff}"},
        {"\xe2\x80\xae", "\\u{202e}"},
        {"caf\xc3\xa9", "caf\xc3\xa9"},
    };
    for (const MarkupCase& row : rows) EXPECT_EQ(markup(row.text), row.shown);
}

TEST(MarkdownText, HasNoMarkupLinkOrMention) {
    const MarkupCase rows[] = {
        {"*a* _b_ `c` [d](e) ![f]", "&#42;a&#42; &#95;b&#95; &#96;c&#96; &#91;d&#93;(e) &#33;&#91;f&#93;"},
        {"<img src=x>", "&lt;img src=x&gt;"},
        {"@team #12", "@&#8203;team #&#8203;12"},
        {"see https://evil.example or www.evil.example", "see https:&#8203;//evil.example or www&#8203;.evil.example"},
        {"a|b\nc", "a&#124;b&#92;u{a}c"},
    };
    for (const MarkupCase& row : rows) EXPECT_EQ(markdown_text(row.text), row.shown);
}

TEST(MarkdownCode, CannotBeLeftFromWithin) {
    const MarkupCase rows[] = {{"a", "`a`"}, {"a`b", "``a`b``"}, {"``", "``` `` ```"}, {"", "`  `"}, {"a\nb", "`a\\u{a}b`"}};
    for (const MarkupCase& row : rows) EXPECT_EQ(markdown_code(row.text), row.shown);
}

TEST(CsvCell, NeutralisesWhatASpreadsheetWouldCompute) {
    const MarkupCase rows[] = {
        {"plain", "plain"},
        {"a,b", "\"a,b\""},
        {"say \"x\"", "\"say \"\"x\"\"\""},
        {"=1+1", "\"'=1+1\""},
        {"+1", "\"'+1\""},
        {"-1", "\"'-1\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {"  =1", "\"'  =1\""},
        {"\t=1", "\"'\\u{9}=1\""},
        {"\r=1", "\"'\\u{d}=1\""},
        {"\n=1", "\"'\\u{a}=1\""},
        {"\xef\xbc\x9d"
         "1",
         "\"'\xef\xbc\x9d"
         "1\""},
        {"\xef\xbc\xa0"
         "a",
         "\"'\xef\xbc\xa0"
         "a\""},
        {"1=1", "1=1"},
        {"", ""},
    };
    for (const MarkupCase& row : rows) EXPECT_EQ(csv_cell(row.text, false), row.shown);
}

TEST(CsvCell, RawTextIsOnlyQuoted) {
    EXPECT_EQ(csv_cell("=1", true), "=1");
    EXPECT_EQ(csv_cell("a\nb", true), "\"a\nb\"");
}

TEST(Command, TextCannotBeginAnotherCommand) {
    EXPECT_EQ(command_data("50 %\n::error::x"), "50 %25\\u{a}::error::x");
    EXPECT_EQ(command_property("a:b,c%"), "a%3Ab%2Cc%25");
    EXPECT_EQ(command_data("##[add-mask]x"), "##\\u{5b}add-mask]x");
}

}  // namespace
}  // namespace vouch::report
