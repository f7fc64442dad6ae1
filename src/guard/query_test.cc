// SPDX-License-Identifier: Apache-2.0
// What each part of a query selects, seen through clauses over small documents.
#include <gtest/gtest.h>

#include "guard/testing/judging.h"

namespace vouch::guard {
namespace {

using testing::Case;
using testing::expect_clauses;
using testing::judge;

TEST(Query, AKeyIsFoundAsWrittenOrInAnotherSpelling) {
    constexpr Case kRows[] = {
        {"a.b == 1", R"({"a": {"b": 1}})", Status::pass},
        {"a.b exists", R"({"a": {}})", Status::fail},
        {"a.b exists", R"({"a": 1})", Status::fail},
        {"BucketName == 1", R"({"bucket_name": 1})", Status::pass},
        {"BucketName == 1", R"({"bucketName": 1})", Status::pass},
        {"bucket_name == 1", R"({"BucketName": 1})", Status::pass},
        {"BucketName == 1", R"({"bucket-name": 1, "BucketName": 2})", Status::fail},
        {"'Bucket Name' == 1", R"({"BucketName": 1})", Status::pass},
        {"Tags exists", R"({"Tag": 1})", Status::pass},
        // The spelling of the first key holds for those behind it.
        {"BucketName.KeyName == 1", R"({"bucket_name": {"key_name": 1}})", Status::pass},
        {"BucketName.KeyName exists", R"({"bucket_name": {"keyName": 1}})", Status::fail},
    };
    expect_clauses(kRows);
}

TEST(Query, IndicesCountFromZeroAndANegativeOneCountsFromTheFront) {
    constexpr Case kRows[] = {
        {"a[0] == 1", R"({"a": [1, 2]})", Status::pass},     {"a[1] == 2", R"({"a": [1, 2]})", Status::pass},
        {"a[2] exists", R"({"a": [1, 2]})", Status::fail},   {"a.1 == 2", R"({"a": [1, 2]})", Status::pass},
        {"a[-1] == 2", R"({"a": [1, 2]})", Status::pass},    {"a['1'] == 2", R"({"a": [1, 2]})", Status::pass},
        {"a[0] exists", R"({"a": {"0": 1}})", Status::fail}, {"a[0] exists", R"({"a": 1})", Status::fail},
    };
    expect_clauses(kRows);
}

// A list of which nobody knows the items, but that there are two at least.
TEST(Query, AnItemOfAnUnknownListIsThereAsFarAsItsLeastLengthGoes) {
    const auto status = [](std::string_view clause, value::Unknown::Cause cause) {
        value::Unknown why{cause, "test", "GetAZs()", ""};
        why.items = 2;
        base::Arena arena;
        const value::Member member{value::Value::string("a", 0), value::Value::unknown(&why, 0)};
        const value::Value root = value::make_map(arena, {&member, 1}, 0);
        const auto program = load(testing::source(std::string("rule r { ").append(clause).append("\n}")));
        const TypeIndex index(root);
        Evaluator evaluator(*program);
        return evaluator.run(index).rules.front().status;
    };
    EXPECT_EQ(status("a[1] exists", value::Unknown::Cause::intrinsic), Status::pass);
    EXPECT_EQ(status("a[2] exists", value::Unknown::Cause::intrinsic), Status::unknown);
    EXPECT_EQ(status("a[1] == 'x'", value::Unknown::Cause::intrinsic), Status::unknown);
    EXPECT_EQ(status("a !empty", value::Unknown::Cause::intrinsic), Status::pass);
    EXPECT_EQ(status("a[1] exists", value::Unknown::Cause::condition), Status::unknown);
}

TEST(Query, AFilterOnATextOfWhichTheBeginningIsKnownIsDecidedByIt) {
    const auto status = [](std::string_view clause, value::Unknown::Cause cause) {
        const value::Unknown why{cause, "test", "GetAtt:A.Arn", "", "arn:", "::aws:"};
        base::Arena arena;
        const value::Value item = value::Value::unknown(&why, 0);
        const value::Member member{value::Value::string("a", 0), value::make_list(arena, {&item, 1}, 0)};
        const value::Value root = value::make_map(arena, {&member, 1}, 0);
        const auto program = load(testing::source(std::string("let x = a[*]\nrule r { ").append(clause).append("\n}")));
        const TypeIndex index(root);
        Evaluator evaluator(*program);
        return evaluator.run(index).rules.front().status;
    };
    EXPECT_EQ(status("a[*][ this == '*' ] empty", value::Unknown::Cause::attribute), Status::pass);
    EXPECT_EQ(status("%x[ this == /:iam::aws:policy\\/Admin$/ ] empty", value::Unknown::Cause::attribute), Status::pass);
    EXPECT_EQ(status("%x[ this == /policy\\/Admin$/ ] empty", value::Unknown::Cause::attribute), Status::unknown);
    EXPECT_EQ(status("%x[ this == /:iam::aws:policy\\/Admin$/ ] empty", value::Unknown::Cause::condition), Status::unknown);
}

TEST(Query, AStarTakesEveryValueOfAListOrMapAndAnEmptyOneIsMissing) {
    constexpr Case kRows[] = {
        {"a.* == 1", R"({"a": {"x": 1, "y": 1}})", Status::pass},
        {"a.* == 1", R"({"a": {"x": 1, "y": 2}})", Status::fail},
        {"a.* == 1", R"({"a": [1, 1]})", Status::pass},
        {"a.* == 1", R"({"a": 1})", Status::pass},
        {"a[*] == 1", R"({"a": [1, 1]})", Status::pass},
        {"a[*].x == 1", R"({"a": {"x": 1}})", Status::pass},
        {"a[*] == 1", R"({"a": 1})", Status::pass},
        {"a.* exists", R"({"a": {}})", Status::fail},
        {"a[*] exists", R"({"a": []})", Status::fail},
        {"a.*.* == 1", R"({"a": [[1], [1]]})", Status::pass},
    };
    expect_clauses(kRows);
}

TEST(Query, AFilterKeepsWhatPassesIt) {
    constexpr Case kRows[] = {
        {"a[ b == 1 ].c == 2", R"({"a": [{"b": 1, "c": 2}, {"b": 2, "c": 3}]})", Status::pass},
        {"a[ b == 1 ].c == 2", R"({"a": {"x": {"b": 1, "c": 2}, "y": {"b": 2, "c": 3}}})", Status::pass},
        {"a[ b == 9 ].c == 2", R"({"a": [{"b": 1, "c": 2}]})", Status::skip},
        {"a[ b == 9 ] !empty", R"({"a": [{"b": 1}]})", Status::fail},
        {"a[ b == 9 ] empty", R"({"a": [{"b": 1}]})", Status::pass},
        {"a.*[ b == 1 ].c == 2", R"({"a": {"x": {"b": 1, "c": 2}, "y": {"b": 2}}})", Status::pass},
        {"a[ b == 1 or b == 2 ] !empty", R"({"a": [{"b": 2}]})", Status::pass},
        {"a[ b exists ].b == 1", R"({"a": 5})", Status::fail},
        {"a[*][ this == 5 ] !empty", R"({"a": 5})", Status::pass},
        {"a[ this == 5 ] !empty", R"({"a": [4, 5]})", Status::pass},
        {"a[ b[ c == 1 ] !empty ].d == 3", R"({"a": [{"b": [{"c": 1}], "d": 3}, {"b": [], "d": 4}]})", Status::pass},
    };
    expect_clauses(kRows);
}

TEST(Query, AKeyFilterKeepsMembersByTheirNames) {
    constexpr Case kRows[] = {
        {"a[ keys == 'x' ] == 1", R"({"a": {"x": 1, "y": 2}})", Status::pass},
        {"a[ keys != 'x' ] == 2", R"({"a": {"x": 1, "y": 2}})", Status::pass},
        {"a[ keys == /^x/ ] == 1", R"({"a": {"x1": 1, "x2": 1, "y": 2}})", Status::pass},
        {"a[ keys in ['x', 'z'] ] == 1", R"({"a": {"x": 1, "y": 2}})", Status::pass},
        {"a[ keys not in ['x'] ] == 2", R"({"a": {"x": 1, "y": 2}})", Status::pass},
        {"a[ keys == 'z' ] exists", R"({"a": {"x": 1}})", Status::skip},
        {"a[ keys == 'z' ] exists", R"({"a": [1]})", Status::fail},
        {"a[ keys in 'xyz' ] == 1", R"({"a": {"xy": 1, "ab": 2}})", Status::pass},
    };
    expect_clauses(kRows);
}

TEST(Query, CapturedNamesArePathKeysElsewhere) {
    EXPECT_EQ(judge("rule r { a[ n | b == 1 ] { c exists }\n d.%n == 7 }",
                    R"({"a": {"x": {"b": 1, "c": 0}, "y": {"b": 2}}, "d": {"x": 7, "y": 8}})"),
              "r PASS");
    EXPECT_EQ(judge("rule r { a.*[ n | b == 9 ] empty\n d.%n == 7 }", R"({"a": {"x": {"b": 1}}, "d": {}})"),
              "r ERROR: variable `%n` has no value where it is used");
}

TEST(Query, AVariableKeyNamesOneOrManyMembers) {
    EXPECT_EQ(judge("let k = ['x', 'y']\nrule r { a.%k == 1 }", R"({"a": {"x": 1, "y": 1, "z": 2}})"), "r PASS");
    EXPECT_EQ(judge("let k = b\nrule r { a.%k exists }", R"({"a": {"x": 1}, "b": "z"})"), "r FAIL");
    EXPECT_EQ(judge("let k = b[*]\nrule r { a.%k[1] == 2 }", R"({"a": {"x": 1, "y": 2}, "b": ["x", "y"]})"), "r FAIL");
    EXPECT_EQ(judge("let k = 5\nrule r { a.%k exists }", R"({"a": {"x": 1}})"), "r ERROR: variable `%k` stands for a key but is a integer");
}

TEST(Query, SomeInAnAssignmentDropsWhatIsMissing) {
    EXPECT_EQ(judge("let k = some a[*].b\nrule r { %k == 1 }", R"({"a": [{"b": 1}, {}]})"), "r PASS");
    EXPECT_EQ(judge("let k = a[*].b\nrule r { %k == 1 }", R"({"a": [{"b": 1}, {}]})"), "r FAIL");
}

TEST(Query, TheTypeIndexGivesWhatAWalkOverTheResourcesGives) {
    constexpr std::string_view kRules =
        "rule r { Resources.*[ Type == 'A' ].p == 1 }\nrule s { Resources.*[ Type == 'Z' ].p == 1 }\nrule t { Resources[ Type == 'A' ].p "
        "== 1 }";
    EXPECT_EQ(judge(kRules, R"({"Resources": {"x": {"Type": "A", "p": 1}, "y": {"Type": "B", "p": 2}}})"), "r PASS, s SKIP, t PASS");
    // A resource without a type: no index.
    EXPECT_EQ(judge(kRules, R"({"Resources": {"x": {"Type": "A", "p": 1}, "y": {"p": 2}}})"), "r PASS, s SKIP, t PASS");
    // A resource that is no map cannot be asked for its type: the filter gives something missing, as in cfn-guard.
    EXPECT_EQ(judge(kRules, R"({"Resources": {"x": {"Type": "A", "p": 2}, "y": 5}})"), "r FAIL, s FAIL, t FAIL");
}

TEST(Query, EndsInAnErrorBeyondTheLimitOnSteps) {
    EvaluationOptions options;
    options.limits.steps = 100;
    const testing::Judged judged(
        "rule r { a.*.* exists }",
        R"({"a": [[1,1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1,1],[1,1,1,1,1,1,1,1,1,1]]})",
        options);
    EXPECT_EQ(judged.text(), "r ERROR: evaluation took more than 100 steps");
}

TEST(Query, OddIdsArePlainKeys) {
    constexpr std::string_view kOddIds =
        R"({"Resources": {"it's \"/odd\"\n": {"Type": "A", "p": 1}, "": {"Type": "A", "p": 1}, "a/b~c": {"Type": "A", "p": 1}, "100%": {"Type": "A", "p": 1}}})";
    EXPECT_EQ(judge("rule r { Resources.*[ Type == 'A' ].p == 1\n Resources['a/b~c'].p == 1\n Resources[ n | Type == 'A' ] !empty\n "
                    "Resources.%n.p == 1 }",
                    kOddIds),
              "r PASS");
}

}  // namespace
}  // namespace vouch::guard
