// SPDX-License-Identifier: Apache-2.0
// What the YAML reader makes of documents, and how it says no.
#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "value/testing/reading.h"

namespace vouch::value {
namespace {

using base::Code;
using testing::code_of;
using testing::guard_yaml;
using testing::shown;
using testing::yaml;

struct YamlCase {
    std::string text;
    std::string expected;
};

TEST(ReadYaml, ScalarsListsAndMapsInEveryStyle) {
    const YamlCase rows[] = {
        {"a: 1\nb: [x, 'y', \"z\\n\"]\nc:\n- {d: e}\n- - f\n", R"({"a":1,"b":["x","y","z\n"],"c":[{"d":"e"},["f"]]})"},
        {"- |\n  one\n  two\n- >-\n  one\n  two\n- plain\n  more\n", R"(["one\ntwo\n","one two","plain more"])"},
        {"'it''s': \"\\u00e9\\x41\\0\"",
         "{\"it's\":\"\xC3\xA9"
         "A\\u0000\"}"},
        {"a:\nb: ~\nc: ''\n", R"({"a":null,"b":null,"c":""})"},
        {"Version: 2012-10-17\nId: 012345678901\nOn: on\n", R"({"Version":"2012-10-17","Id":"012345678901","On":true})"},
        {"\xEF\xBB\xBF"
         "a: b\r\nc:\r\n  - d\r\n",
         R"({"a":"b","c":["d"]})"},
        {"a: b\rc: d\r", R"({"a":"b","c":"d"})"},
        {"--- # start\na: 1\n...\n# end\n", R"({"a":1})"},
        {"8080: a\ntrue: b\n~: c\n1.50: d\n", R"({"8080":"a","true":"b","~":"c","1.50":"d"})"},
        {"? a\n: b\n", R"({"a":"b"})"},
        {"\"1\": '2'", R"({"1":"2"})"},
        {"{\"a\":{\"b\":[1,2.5,null,true]}}", R"({"a":{"b":[1,2.5,null,true]}})"},
        {"just text", "\"just text\""},
    };
    for (const YamlCase& row : rows) EXPECT_EQ(shown(yaml(row.text)), row.expected);
}

TEST(ReadYaml, ShortFormTagsBecomeLongForms) {
    const YamlCase rows[] = {
        {"!Ref A", R"({"Ref":"A"})"},
        {"!Condition A", R"({"Condition":"A"})"},
        {"!GetAtt a.b.c", R"({"Fn::GetAtt":["a","b.c"]})"},
        {"!GetAtt 'a.b'", R"({"Fn::GetAtt":["a","b"]})"},
        {"!GetAtt [a, b]", R"({"Fn::GetAtt":["a","b"]})"},
        {"!GetAtt a", R"({"Fn::GetAtt":"a"})"},
        {"!Sub '${A}'", R"({"Fn::Sub":"${A}"})"},
        {"!Sub\n- '${A}'\n- {A: 1}\n", R"({"Fn::Sub":["${A}",{"A":1}]})"},
        {"!GetAZs ''", R"({"Fn::GetAZs":""})"},
        {"!Ref 5", R"({"Ref":"5"})"},
        {"!If [c, !Ref A, !Ref 'AWS::NoValue']", R"({"Fn::If":["c",{"Ref":"A"},{"Ref":"AWS::NoValue"}]})"},
        {"!Transform {Name: AWS::Include, Parameters: {Location: x}}",
         R"({"Fn::Transform":{"Name":"AWS::Include","Parameters":{"Location":"x"}}})"},
        {"!Cidr [!Ref V, 6, 5]", R"({"Fn::Cidr":[{"Ref":"V"},6,5]})"},
        {"!Length [1]", R"({"Fn::Length":[1]})"},
        {"!ToJsonString {a: 1}", R"({"Fn::ToJsonString":{"a":1}})"},
        {"!Base64 |\n  text\n", R"({"Fn::Base64":"text\n"})"},
        {"!Not [!Equals [a, b]]", R"({"Fn::Not":[{"Fn::Equals":["a","b"]}]})"},
        {"!Base64\n  Fn::Sub: x\n", R"({"Fn::Base64":{"Fn::Sub":"x"}})"},
    };
    for (const YamlCase& row : rows) EXPECT_EQ(shown(yaml(row.text)), row.expected);
}

TEST(ReadYaml, UnknownShortTagIsKeptOpaqueWithAWarning) {
    const auto document = yaml("a: !Frobnicate {b: 1}\n");
    EXPECT_EQ(shown(document), R"({"a":{"!Frobnicate":{"b":1}}})");
    ASSERT_EQ(document->warnings.size(), 1U);
    EXPECT_EQ(to_string(*document->warnings[0].where), "t:1:4");
}

TEST(ReadYaml, PlainYesAndNoAreBooleansAsToCloudFormation) {
    const auto document = yaml("IsMultiRegionTrail: no\nother: 'yes'\non: ON\n");
    EXPECT_EQ(shown(document), R"({"IsMultiRegionTrail":false,"other":"yes","on":true})");
    EXPECT_TRUE(document->warnings.empty());
}

TEST(ReadYaml, CoreTypeTagsAreHonouredAndOthersRefused) {
    EXPECT_EQ(shown(yaml("[!!str 5, !!int '7', !!float 2, !!bool 'true', !!null '', !!seq [1], !!map {a: 1}]")),
              R"(["5",7,2.0,true,null,[1],{"a":1}])");
    for (const char* text : {"!!python/object:os.system x", "!!binary aGk=", "!!set {a}", "!!omap [a: 1]", "!!timestamp 2012-10-17",
                             "!!int x", "!!map [1]", "!!seq {a: 1}", "!!str [a]", "!<tag:example.com,2000:x> y"}) {
        EXPECT_EQ(code_of(yaml(text)), Code::invalid_value) << text;
    }
}

TEST(ReadYaml, GuardSchemaExpandsOnlyTheTagsThatCfnGuardDoes) {
    const YamlCase rows[] = {
        {"!GetAtt a.b.c", R"({"Fn::GetAtt":"a.b.c"})"},
        {"!Ref 5", R"({"Ref":"5"})"},
        {"!Join [a, b]", R"({"Fn::Join":["a","b"]})"},
        {"!Join x", R"("x")"},
        {"!If {a: 1}", R"({"a":1})"},
        {"!Cidr [1]", "[1]"},
        {"!Length x", R"("x")"},
        {"!Transform {a: 1}", R"({"a":1})"},
        {"!Ref [a]", R"(["a"])"},
        {"!Custom 5", R"("5")"},
        {"!!binary 5", R"("5")"},
        {"!!set {a: 1}", R"({"a":1})"},
        {"a:\n", R"({"a":""})"},
        {"[True, true, inf, +5, 017, NULL]", R"(["True",true,"inf",5,17,null])"},
    };
    for (const YamlCase& row : rows) EXPECT_EQ(shown(guard_yaml(row.text)), row.expected);
}

TEST(ReadYaml, GuardSchemaRefusesKeysThatAreNoStrings) {
    for (const char* text : {"8080: a", "true: a", "~: a", "1.5: a", "!Ref a: b", "!!int 5: a", "inf: a"}) {
        const auto document = guard_yaml(text);
        ASSERT_FALSE(document) << text;
        EXPECT_TRUE(document.error().message.starts_with("non string type detected for key")) << document.error().message;
    }
    EXPECT_EQ(shown(guard_yaml("'8080': a\n!!str 5: b\n!x y: c")), R"({"8080":"a","5":"b","y":"c"})");
}

TEST(ReadYaml, AliasesShareTheNodesOfTheirAnchor) {
    const auto document = yaml("a: &x {k: [1, 2]}\nb: *x\nc: [*x]\nd: &s text\n*s : e\n");
    EXPECT_EQ(shown(document), R"({"a":{"k":[1,2]},"b":{"k":[1,2]},"c":[{"k":[1,2]}],"d":"text","text":"e"})");
    EXPECT_TRUE(document->root.find("a")->same_node(*document->root.find("b")));
}

TEST(ReadYaml, LaterAnchorOfTheSameNameWins) { EXPECT_EQ(shown(yaml("[&a 1, *a, &a 2, *a]")), "[1,1,2,2]"); }

TEST(ReadYaml, AnchoredFunctionIsSharedWithItsLongForm) {
    EXPECT_EQ(shown(yaml("[&a !Ref X, *a, &b !If [1], *b]")), R"([{"Ref":"X"},{"Ref":"X"},{"Fn::If":[1]},{"Fn::If":[1]}])");
}

TEST(ReadYaml, MergeKeysBringMembersInAndExplicitOnesWin) {
    const YamlCase rows[] = {
        {"a: &a {p: 1, q: 2}\nb:\n  <<: *a\n  q: 3\n  r: 4\n", R"({"a":{"p":1,"q":2},"b":{"p":1,"q":3,"r":4}})"},
        {"a: &a {p: 1}\nb: &b {p: 2, q: 2}\nc: {<<: [*a, *b], r: 3}\n", R"({"a":{"p":1},"b":{"p":2,"q":2},"c":{"p":1,"q":2,"r":3}})"},
        {"{<<: {a: 1}}", R"({"a":1})"},
        {"{'<<': {a: 1}}", R"({"<<":{"a":1}})"},
        {"{<<: []}", "{}"},
    };
    for (const YamlCase& row : rows) EXPECT_EQ(shown(yaml(row.text)), row.expected);
}

TEST(ReadYaml, MergeKeyGivesAWarning) { EXPECT_EQ(yaml("{<<: {a: 1}}")->warnings.size(), 1U); }

TEST(ReadYaml, FaultsAreNamedWithTheirPlace) {
    using namespace std::string_literals;
    const YamlCase rows[] = {
        {"", "t:1:1: empty document [E0107]"},
        {"# only a comment\n", "t:1:1: empty document [E0107]"},
        {"---\n", "t:1:1: empty document [E0107]"},
        {"a: 1\n---\nb: 2\n", "t:2:1: a second document begins here; a file must hold one [E0107]"},
        {"a: 1\n...\nb: 2\n", "t:3:1: did not find expected <document start> [E0107]"},
        {"a: {b: 1\nc: 2\n", "t:2:2: did not find expected ',' or '}' (while parsing a flow mapping that begins at 1:4) [E0107]"},
        {"a:\n\t- b\n",
         "t:2:1: found character that cannot start any token (while scanning for the next token that begins at 2:1) [E0107]\n"
         "  help: indent with spaces: YAML allows no tabs there"},
        {"\xC3\xA9: \xC3\xA9\n  b: c: d\n", "t:2:4: mapping values are not allowed in this context [E0107]"},
        {"a: \x07\n",
         "t:1:4: control characters are not allowed (U+0007) [E0107]\n  help: write the character as an escape in a double-quoted string"},
        {"\xEF\xBB\xBF"
         "a: \xC3\xA9\0\n"s,
         "t:1:5: control characters are not allowed (U+0000) [E0107]\n  help: write the character as an escape in a double-quoted string"},
        {"a: *b\n", "t:1:4: the alias `*b` has no anchor before it [E0110]"},
        {"a: 1\nb: &x [1, [*x]]\n", "t:2:12: the alias `*x` stands inside the node that it refers to, which begins at 2:4 [E0109]"},
        {"&x {a: {<<: *x}}", "t:1:13: the alias `*x` stands inside the node that it refers to, which begins at 1:1 [E0109]"},
        {"? [a]\n: b\n", "t:1:3: a key must be a string, found a list [E0107]"},
        {"&a [1]: b\n", "t:1:4: a key must be a string, found a list [E0107]"},
        {"a: &a [1]\n*a : b\n", "t:2:1: a key must be a string, the alias `*a` is of kind `list` [E0107]"},
        {"!Ref a: b\n", "t:1:6: the tag `!Ref` makes this key no string [E0107]"},
        {"{<<: 5}", "t:1:6: `<<` takes a map or a list of maps, not an `integer` [E0111]"},
        {"{<<: {a: 1}, <<: {b: 1}}",
         "t:1:14: key `<<` stands at 1:2 and again at 1:14 of the same map [E0108]\n  help: remove or rename one of the two: readers "
         "disagree on which of them counts"},
    };
    for (const YamlCase& row : rows) EXPECT_EQ(shown(yaml(row.text)), row.expected);
}

TEST(ReadYaml, DuplicateKeyNamesBothPlaces) {
    const auto document = yaml("Resources:\n  B: {Type: AWS::S3::Bucket}\n  \xC3\xA9: 1\n  B: {Type: AWS::SQS::Queue}\n");
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, Code::duplicate_key);
    EXPECT_EQ(document.error().message, "key `B` stands at 2:3 and again at 4:3 of the same map");
}

TEST(ReadYaml, KeysOfDifferentSpellingButTheSameTextAreDuplicates) {
    EXPECT_EQ(code_of(yaml("a: 1\n\"a\": 2\n")), Code::duplicate_key);
    EXPECT_EQ(code_of(yaml("a: 1\n!!str a: 2\n")), Code::duplicate_key);
}

TEST(ReadYaml, PositionsOfTaggedAndAnchoredNodes) {
    //                          0         1         2         3
    //                          0123456789012345678901234567890123
    const auto document = yaml("k: &a !GetAtt Res.Arn\nl: !If\n- x\n");
    const Value function = *document->root.find("k");
    EXPECT_EQ(function.position(), 6U);
    const auto path = function.find("Fn::GetAtt")->as_list();
    EXPECT_EQ(path[0].position(), 14U);
    EXPECT_EQ(path[1].position(), 18U);
    const Value condition = *document->root.find("l");
    EXPECT_EQ(condition.position(), 25U);
    EXPECT_EQ(condition.find("Fn::If")->position(), 29U);
}

TEST(ReadYaml, ScalarsThatStandAsTheyAreAreViewsOfTheSource) {
    const auto document = yaml("a: plain text\nb: 'quoted'\nc: \"e\\tc\"\n");
    const std::string_view text = document->source->text();
    EXPECT_EQ(document->root.find("a")->as_string().data(), text.data() + 3);
    EXPECT_EQ(document->root.find("b")->as_string().data(), text.data() + 18);
    EXPECT_EQ(document->root.find("c")->as_string(), "e\tc");
}

// The expectations were made by another YAML reader and leave the helper key `x-defaults` out.
bool is_as_expected(const Value& read, const Value& expected) {
    if (!expected.is_map() && !expected.is_list()) return read == expected;
    if (expected.kind() != read.kind()) return false;
    if (expected.is_list()) return std::ranges::equal(read.as_list(), expected.as_list(), is_as_expected);
    const auto extra = read.find("x-defaults") != nullptr ? 1U : 0U;
    return read.length() == expected.length() + extra && std::ranges::all_of(expected.as_map(), [&](const Member& member) {
               const Value* found = read.find(member.name());
               return found != nullptr && is_as_expected(*found, member.value);
           });
}

TEST(ReadYaml, BundledTemplatesEqualTheirExpandedForms) {
    const std::filesystem::path folder = std::filesystem::path(VOUCH_SOURCE_DIR) / "tests/inputs/templates";
    std::size_t compared = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "expanded")) {
        const auto expected = read_json(testing::file(entry.path().string()));
        const auto read = read_yaml(testing::file((folder / entry.path().stem()).string() + ".yaml"));
        ASSERT_TRUE(expected) << entry.path();
        ASSERT_TRUE(read) << base::render(read.error());
        EXPECT_TRUE(is_as_expected(read->root, expected->root)) << entry.path();
        ++compared;
    }
    EXPECT_GE(compared, 13U);
}

}  // namespace
}  // namespace vouch::value
