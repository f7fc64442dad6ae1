// SPDX-License-Identifier: Apache-2.0
#include "guard/report/xml.h"

#include <gtest/gtest.h>

namespace vouch::guard::report {
namespace {

TEST(Xml, MarkupLineBreaksAndIllegalCharactersAreReplaced) {
    struct Row {
        std::string_view text;
        std::string_view xml;
    };
    using namespace std::string_view_literals;
    const Row rows[] = {
        {"a<b>&\"'", "a&lt;b&gt;&amp;&quot;'"},       {"a\n\t\r", "a&#10;&#9;&#13;"},   {"\x1b[2J\0"sv, "\uFFFD[2J\uFFFD"},
        {"\xEF\xBF\xBE\xEF\xBF\xBF", "\uFFFD\uFFFD"}, {"\uFFFD\u00e9", "\uFFFD\u00e9"},
    };
    for (const Row& row : rows) {
        std::string out;
        append_xml(out, row.text);
        EXPECT_EQ(out, row.xml);
    }
}

}  // namespace
}  // namespace vouch::guard::report
