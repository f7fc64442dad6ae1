// SPDX-License-Identifier: Apache-2.0
// What the grammar takes, what it refuses and where the error stands, that every error of a file is told, and the limits.
#include "guard/parse.h"

#include <string>

#include <gtest/gtest.h>

#include "guard/testing/judging.h"

namespace vouch::guard {
namespace {

using testing::errors_of;

TEST(Parse, TakesEveryFormOfAClause) {
    for (const std::string_view clause : {
             "a exists",
             "a EXISTS",
             "a !exists",
             "a not exists",
             "not a exists",
             "!a exists",
             "a.b.c == 1",
             "a['b'].c == 1",
             "a[\"b c\"] == 1",
             "'a b'.c == 1",
             "a[0] == 1",
             "a[ 0 ] == 1",
             "a.0 == 1",
             "a[-1] == 1",
             "a[*] == 1",
             "a[ * ].b == 1",
             "a.*.b == 1",
             "some a[*] == 1",
             "SOME a[*] == 1",
             "this == 1",
             "THIS.a == 1",
             "a[ b == 1 ] !empty",
             "a[ b == 1\n c == 2 ].d exists",
             "a[ b == 1 or c == 2 ] exists",
             "a[ x | b == 1 ] exists",
             "a[x].b exists",
             "a[ keys == /x/ ] exists",
             "a[ KEYS in ['x'] ] exists",
             "a[ keys not in ['x'] ] exists",
             "a[ x | keys != 'b' ] exists",
             "a == 'x' <<message>>",
             "a == 'x'\n<<two\nlines>>",
             "a == b.c",
             "a in [1, 2]",
             "a not in [1, 2]",
             "a !in [1]",
             "a IN r[1, 2]",
             "a == r(1.0,2.0]",
             "a == r[a,z]",
             "a == /x\\/y/",
             "a == null",
             "a == NULL",
             "a == true",
             "a == True",
             "a == {a: 1, 'b': [2], c-d: {}}",
             "a == []",
             "a == count(b)",
             "a == join(b[*], ',')",
             "a > 1 or b < 2 OR c >= 3 |OR| d <= 4",
             "a { b exists }",
             "a[*] { b exists\n c exists }",
             "a !empty { b exists }",
             "a not empty { b exists }",
             "when a exists { b exists }",
             "WHEN a exists\n b exists { c exists }",
             "AWS::S3::Bucket { a exists }",
             "AWS::S3::Bucket when a exists { b exists }",
             "AWS::S3::Bucket a exists",
             "Custom::Thing { a exists }",
             "A::B::C::MODULE { a exists }",
             "let x = a\n %x exists",
             "let x := 'a'\n %x.b exists",
             "a\n.b\n.c exists",
             "a == 1 # said",
             "a is_string",
             "a IS_LIST",
             "a is_struct",
             "a is_bool",
             "a is_int",
             "a is_float",
             "a is_null",
             "a != 'x'",
             "a == -1",
             "a == -1.5",
             "a == 1e5",
             "a == flag",
             "a == trueFlag",
             "a == nullable",
         })
        EXPECT_EQ(errors_of("rule r {\n" + std::string(clause) + "\n}"), "") << clause;
}

TEST(Parse, TakesEveryFormOfAFile) {
    for (const std::string_view file : {
             "rule a { b exists }",
             "# only a comment\nrule a{b exists}",
             "let x = 1",
             "rule a when b exists { c exists }",
             "rule a when b exists\n c exists or d exists { e exists }",
             "rule a { b exists } rule c { a }",
             "rule a { b exists }\nrule c { not a }",
             "rule a { b exists }\nrule c when a { b exists }",
             "rule a { b exists }\nrule c when !a { b exists }",
             "rule a(x) { %x exists }\nrule b { a(c.d) }",
             "rule a(x, y) { %x == %y }\nrule b { a('1', count(c)) <<told>> }",
             "AWS::S3::Bucket { a exists }",
             "a exists\nb exists or c exists",
             "\xEF\xBB\xBFrule a { b exists }",
             "rule a {\r\n b exists\r\n}\r\n",
             "rule a { b exists }\nrule c { a <<told>> }",
             "rule a { b exists }\nrule c { a or b exists }",
             "rule a { let b = c }",
         })
        EXPECT_EQ(errors_of(file), "") << file;
}

struct Refused {
    std::string_view rules;
    std::string_view error;  // how it begins
};

TEST(Parse, RefusesWithThePlaceAndWhatWasExpected) {
    constexpr Refused kRows[] = {
        {"", "1:1 this file holds no rules"},
        {"# nothing\n", "1:1 this file holds no rules"},
        {"rule", "1:1 expected a rule, an assignment or a clause, found `rule`"},
        {"rule 1a { b exists }", "1:6 expected a name behind `rule`, found `1a`"},
        {"rule a", "1:7 expected the body of rule `a` in braces, found the end of the file"},
        {"rule a {", "1:8 this block is not closed by `}`"},
        {"rule a { }", "1:8 this block is empty"},
        {"rule a { b ? }", "1:10 expected a clause, `let` or `}`, found `b`"},
        {"rule a { b == }", "1:15 expected a literal, a query or a function call to compare with, found `}`"},
        {"rule a { b == 'x }", "1:15 this string is not closed"},
        {"rule a { b == /x }", "1:15 this regular expression is not closed"},
        {"rule a { b == /(/ }", "1:15 the regular expression `(` does not compile"},
        {"rule a { b == [1, }", "1:19 expected a literal in the list, found `}`"},
        {"rule a { b == [1 2] }", "1:18 expected `,` or `]` in the list, found `2`"},
        {"rule a { b == {x 1} }", "1:18 expected `:` behind the key `x`, found `1`"},
        {"rule a { b == r[1, 2.0] }", "1:15 the bounds of a range must be two integers, two reals or two characters"},
        {"rule a { b == 12abc }", "1:17 a number cannot run on into a name"},
        {"rule a { b == 99999999999999999999 }", "1:15 this number does not fit 64 bits"},
        {"rule a { b exists <<x }", "1:19 this message is not closed by `>>`"},
        {"rule a { b[ keys > 1 ] exists }", "1:18 expected `==`, `!=`, `in` or `not in` behind `keys`"},
        {"rule a { b[ keys == 'x' exists }", "1:25 expected `]` behind the key filter, found `exists`"},
        {"rule a { b[ c == 1 exists }", "1:20 expected `]` behind the filter"},
        {"rule a { b[] exists }", "1:12 expected `*`, an index, a key or a filter within brackets, found `]`"},
        {"rule a { b.  exists }", "1:12 expected a property, an index, a variable or `*` behind `.`"},
        {"rule a { b exists or }", "1:22 expected a clause behind `or`, found `}`"},
        {"rule a { when b exists c }", "1:25 expected a block in braces behind the conditions of `when`"},
        {"rule a { let x 1 }", "1:16 expected `=` behind `let x`, found `1`"},
        {"rule a { let x == 1 }", "1:16 expected `=` behind `let x`, found `=`"},
        {"rule a(x { %x exists }", "1:10 expected `,` or `)` among the parameters, found `{`"},
        {"rule a() { b exists }", "1:8 expected the name of a parameter, found `)`"},
        {"rule a { count(b exists }", "1:18 expected `,` or `)` among the arguments of `count`"},
        {"rule a { b exists } }", "1:21 expected a rule, an assignment or a clause, found `}`"},
        {"\xC3\x28", "1:1 "},
    };
    for (const Refused& row : kRows)
        EXPECT_TRUE(errors_of(row.rules).starts_with(row.error)) << row.rules << "\n  " << errors_of(row.rules);
}

TEST(Parse, TellsEveryErrorOfTheFile) {
    EXPECT_EQ(errors_of("rule a { b ? }\nrule b { b exists }\nrule c { == 1 }\nlet x 1\nrule d { e exists }\nrule f {"),
              "1:10 expected a clause, `let` or `}`, found `b`; 3:10 expected a clause, `let` or `}`, found `=`; 4:7 expected `=` behind "
              "`let x`, found `1`; 6:8 this block is not closed by `}`");
}

TEST(Parse, ColumnsCountCharactersBehindMultiByteText) {
    EXPECT_TRUE(errors_of("rule a { b == '\xC3\xA9\xC3\xA9' c ? }").starts_with("1:20 "))
        << errors_of("rule a { b == '\xC3\xA9\xC3\xA9' c ? }");
}

TEST(Parse, AByteOrderMarkTakesNoColumn) { EXPECT_TRUE(errors_of("\xEF\xBB\xBFrule a { b ? }").starts_with("1:10 ")); }

std::string nested(std::string_view open, std::string_view inside, std::string_view close, int levels) {
    std::string out;
    for (int i = 0; i < levels; ++i) out += open;
    out += inside;
    for (int i = 0; i < levels; ++i) out += close;
    return out;
}

TEST(Parse, EndsDeepNestingOfEveryKindInAnError) {
    const std::string deep[] = {
        "rule r { " + nested("a { ", "b exists", " }", 5000) + " }",
        "rule r { a == " + nested("[", "1", "]", 5000) + " }",
        "rule r { a == " + nested("{x: ", "1", "}", 5000) + " }",
        "rule r { " + nested("a[ ", "b exists", " ] exists", 5000) + " }",
        "rule r { a == " + nested("count(", "a", ")", 5000) + " }",
        "rule r { " + nested("when a exists { ", "b exists", " }", 5000) + " }",
        nested("[", "", "", 100000),
    };
    for (const std::string& each : deep) EXPECT_NE(errors_of(each), "") << each.substr(0, 40);
    EXPECT_NE(errors_of(deep[0]).find("nested too deeply"), std::string::npos);
}

TEST(Parse, FortyLevelsOfBlocksAreFine) { EXPECT_EQ(errors_of("rule r { " + nested("a { ", "b exists", " }", 40) + " }"), ""); }

TEST(Parse, RefusesAFileBeyondTheLimitOnBytes) {
    const auto file = parse(testing::source("rule a { b exists }"), {.bytes = 10, .depth = 200, .errors = 50});
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error()[0].code, base::Code::too_large);
}

TEST(Parse, StopsBehindTheLimitOnErrors) {
    std::string rules;
    for (int i = 0; i < 20; ++i) rules += "rule a { ? }\n";
    const auto file = parse(testing::source(rules), {.bytes = 100000, .depth = 200, .errors = 5});
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().size(), 5U);
}

TEST(Parse, ClausesOutsideAnyRuleFormTheRuleDefaultWhichComesFirst) {
    const auto file = parse(testing::source("rule a { b exists }\nc exists\nd exists"));
    ASSERT_TRUE(file);
    ASSERT_EQ(file->rules.size(), 2U);
    EXPECT_EQ(file->rules[0].name, "default");
    EXPECT_EQ(file->rules[0].body.body.size(), 2U);
}

}  // namespace
}  // namespace vouch::guard
