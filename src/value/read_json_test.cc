// SPDX-License-Identifier: Apache-2.0
// What the JSON reader accepts, what it makes of it, and how it says no.
#include <gtest/gtest.h>

#include "value/testing/reading.h"
#include "value/testing/tree_properties.h"

namespace vouch::value {
namespace {

using base::Code;
using testing::code_of;
using testing::json;
using testing::shown;

struct JsonCase {
    std::string text;
    std::string expected;
};

TEST(ReadJson, DocumentsComeBackAsTheyWere) {
    const JsonCase rows[] = {
        {R"( {"a": [1, -2.5, true, null, "x"], "b": {}, "c": false} )", R"({"a":[1,-2.5,true,null,"x"],"b":{},"c":false})"},
        {"[]", "[]"},
        {"\t\r\n7\n", "7"},
        {"\"s\"", "\"s\""},
        {"[[],{},[[]]]", "[[],{},[[]]]"},
        {R"({"":""})", R"({"":""})"},
        {"\xEF\xBB\xBF{\"a\":1}", R"({"a":1})"},
        {"[1 ,\r\n 2\r\n]", "[1,2]"},
        {R"("\"\\\/\b\f\n\r\t")", R"("\"\\/\b\f\n\r\t")"},
        {R"("\u0000\u0041\u00e9\u65e5\ud83d\ude00\uD83D\uDE00")", "\"\\u0000A\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80\xF0\x9F\x98\x80\""},
        {R"(["a\\","b\\\"c"])", R"(["a\\","b\\\"c"])"},
        {R"({"k\u0065y":1})", R"({"key":1})"},
    };
    for (const JsonCase& row : rows) EXPECT_EQ(shown(json(row.text)), row.expected);
}

struct NumberRow {
    const char* text;
    Kind kind;
    const char* written;
};

TEST(ReadJson, NumbersAreIntegersRealsOrKeepTheirText) {
    const NumberRow rows[] = {
        {"0", Kind::integer, "0"},
        {"-0", Kind::integer, "0"},
        {"123456789012345678", Kind::integer, "123456789012345678"},
        {"9223372036854775807", Kind::integer, "9223372036854775807"},
        {"-9223372036854775808", Kind::integer, "-9223372036854775808"},
        {"9223372036854775808", Kind::decimal, "9223372036854775808"},
        {"-9223372036854775809", Kind::decimal, "-9223372036854775809"},
        {"123456789012345678901234567890", Kind::decimal, "123456789012345678901234567890"},
        {"1.0", Kind::real, "1.0"},
        {"-0.0", Kind::real, "-0.0"},
        {"1E2", Kind::real, "100.0"},
        {"1e+2", Kind::real, "100.0"},
        {"25e-1", Kind::real, "2.5"},
        {"1e400", Kind::decimal, "1e400"},
        {"-1e400", Kind::decimal, "-1e400"},
        {"1e-400", Kind::decimal, "1e-400"},
        {"1.7976931348623157e308", Kind::real, "1.7976931348623157e+308"},
    };
    for (const NumberRow& row : rows) {
        const auto document = json(row.text);
        ASSERT_TRUE(document) << row.text;
        EXPECT_EQ(document->root.kind(), row.kind) << row.text;
        EXPECT_EQ(to_json(document->root), row.written);
        EXPECT_EQ(document->root.length(), std::string_view(row.text).size()) << "length of the text of " << row.text;
    }
}

TEST(ReadJson, FaultsAreNamedWithTheirPlace) {
    using namespace std::string_literals;
    const JsonCase rows[] = {
        {"", "t:1:1: the document is empty [E0107]"},
        {" \n ", "t:2:2: the document is empty [E0107]"},
        {"[1,]", "t:1:4: a comma before `]`: JSON allows none there [E0107]"},
        {R"({"a":1,})", "t:1:8: a comma before `}`: JSON allows none there [E0107]"},
        {"[,1]", "t:1:2: expected a value, found `,` [E0107]"},
        {"[1 2]", "t:1:4: expected `,` or `]`, found `2` [E0107]"},
        {"[1", "t:1:3: the text ends inside the list that begins at 1:1 [E0107]"},
        {"{\"a\":\n [1}", "t:2:4: expected `,` or `]`, found `}` [E0107]"},
        {"{\"a\"", "t:1:5: the text ends inside the map that begins at 1:1 [E0107]"},
        {R"({"a" 1})", "t:1:6: expected `:` after the key, found `1` [E0107]"},
        {"{a:1}", "t:1:2: expected a key in double quotes, found `a` [E0107]"},
        {"{1:1}", "t:1:2: expected a key in double quotes, found `1` [E0107]"},
        {"1 2", "t:1:3: unexpected `2` after the end of the document [E0107]"},
        {"[1]\0"s, "t:1:4: unexpected `\\u{0}` after the end of the document [E0107]"},
        {"[1\0]"s, "t:1:2: `1\\u{0}` is no JSON value [E0107]"},
        {"\"a\0\""s, "t:1:3: control character `\\u{0}` in a string must be escaped [E0107]"},
        {"\"a\nb\"", "t:1:3: control character `\\u{a}` in a string must be escaped [E0107]"},
        {"[\"abc", "t:1:2: this string has no closing quote [E0107]"},
        {R"("abc\")", "t:1:1: this string has no closing quote [E0107]"},
        {R"("\x")", "t:1:2: `\\x` is no escape that JSON has [E0107]"},
        {R"("\u12g4")", "t:1:2: `\\u` is no escape that JSON has [E0107]"},
        {R"(["\ud800"])", "t:1:3: `\\ud800` is half of a surrogate pair, which stands for no character [E0107]"},
        {R"("\udc00\ud800")", "t:1:2: `\\udc00` is half of a surrogate pair, which stands for no character [E0107]"},
        {R"("\ud83d\u0041")", "t:1:2: `\\ud83d` is half of a surrogate pair, which stands for no character [E0107]"},
        {"NaN", "t:1:1: `NaN` is no JSON value [E0107]"},
        {"tru", "t:1:1: `tru` is no JSON value [E0107]"},
        {"trueish", "t:1:1: `trueish` is no JSON value [E0107]"},
        {"nul\xC3\xA9", "t:1:1: `nul\xC3\xA9` is no JSON value [E0107]"},
        {"01", "t:1:1: `01` is no number that JSON has [E0107]"},
        {"[1.]", "t:1:2: `1.` is no number that JSON has [E0107]"},
        {"[.5]", "t:1:2: `.5` is no number that JSON has [E0107]"},
        {"+1", "t:1:1: `+1` is no number that JSON has [E0107]"},
        {"-", "t:1:1: `-` is no JSON value [E0107]"},
        {"1e", "t:1:1: `1e` is no number that JSON has [E0107]"},
        {"\f1", "t:1:1: `\\u{c}1` is no JSON value [E0107]"},
        {"1\f", "t:1:1: `1\\u{c}` is no JSON value [E0107]"},
        {"[1]//x", "t:1:4: unexpected `/` after the end of the document [E0107]"},
        {"1\"a\"", "t:1:1: `1\"a\"` is no JSON value [E0107]"},
        {"[\"a\"\"b\"]", "t:1:5: expected `,` or `]`, found `\"` [E0107]"},
        {"]", "t:1:1: expected a value, found `]` [E0107]"},
        {"{\xC3\xA9:1}", "t:1:2: expected a key in double quotes, found `\xC3\xA9` [E0107]"},
    };
    for (const JsonCase& row : rows) EXPECT_EQ(shown(json(row.text)), row.expected);
}

TEST(ReadJson, DuplicateKeyNamesBothPlaces) {
    const auto document = json("{\"R\": {\n  \"B\": 1,\n  \"C\": 2,\n  \"B\": 3}}");
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, Code::duplicate_key);
    EXPECT_EQ(document.error().message, "key `B` stands at 2:3 and again at 4:3 of the same map");
    EXPECT_EQ(document.error().where->line, 4U);
}

TEST(ReadJson, DuplicateKeyIsSeenThroughEscapes) { EXPECT_EQ(code_of(json(R"({"a":1,"\u0061":2})")), Code::duplicate_key); }

TEST(ReadJson, SameKeyInOtherMapsIsNoDuplicate) { EXPECT_TRUE(json(R"([{"a":{"a":1}},{"a":2}])")); }

TEST(ReadJson, DuplicateKeyInALargeMapIsFound) {
    std::string text = "{";
    for (int i = 0; i < 5000; ++i) text += "\"k" + std::to_string(i) + "\":1,";
    EXPECT_EQ(code_of(json(text + "\"k4321\":1}")), Code::duplicate_key);
    EXPECT_TRUE(json(text + "\"other\":1}"));
}

TEST(ReadJson, StringsWithoutEscapesAreViewsOfTheSource) {
    const auto document = json(R"(["plain","esc\n"])");
    const std::string_view text = document->source->text();
    const auto items = document->root.as_list();
    EXPECT_EQ(items[0].as_string().data(), text.data() + 2);
    EXPECT_EQ(items[1].as_string(), "esc\n");
}

TEST(ReadJson, PositionsCountFromTheStartOfTheFileAndTheBase) {
    const auto document = json("\xEF\xBB\xBF{\"a\": 12}", {.limits = {}, .schema = Schema::cloudformation, .position_base = 100});
    EXPECT_EQ(document->root.position(), 103U);
    EXPECT_EQ(document->root.as_map()[0].key.position(), 104U);
    EXPECT_EQ(document->root.as_map()[0].value.position(), 109U);
}

TEST(ReadJson, MemoryStaysBelowSixTimesTheInput) {
    std::string text = "{";
    for (int i = 0; i < 3000; ++i)
        text += (i == 0 ? "" : ",") + std::string("\n  \"Resource") + std::to_string(i) +
                "\": {\n    \"Type\": \"AWS::S3::Bucket\",\n    \"Properties\": {}\n  }";
    const auto document = json(text + "}");
    EXPECT_LT(document->arena.reserved(), 6 * text.size());
}

}  // namespace
}  // namespace vouch::value
