// SPDX-License-Identifier: Apache-2.0
#include "remedy/apply.h"

#include <gtest/gtest.h>

#include "remedy/testing/drafts.h"

namespace vouch::remedy {
namespace {

using testing::applied;

const std::string kHead = "Resources:\n  R:\n    Type: T\n";

std::string body(const std::string& properties) { return kHead + "    Properties: " + properties + "\n"; }

std::string after(const std::string& properties, const std::string& edits) {
    const auto done = applied(body(properties), edits);
    if (!done.outcome.blocked.empty()) return "blocked: " + done.outcome.blocked;
    const std::size_t at = done.text.find("Properties:");
    return at == std::string::npos ? done.text : done.text.substr(at + 12, done.text.find_last_not_of('\n') - at - 11);
}

TEST(Apply, SetReplacesAddsAndLeavesWhatIsRight) {
    EXPECT_EQ(after("{A: 1, B: 2}", "  - {set: Properties.A, to: 3}\n"), "{A: 3, B: 2}");
    EXPECT_EQ(after("{B: 2}", "  - {set: Properties.A.C, to: 3}\n"), "{B: 2, A: {C: 3}}");
    EXPECT_EQ(after("{A: 'true'}", "  - {set: Properties.A, to: true}\n"), "{A: 'true'}");
}

TEST(Apply, SetMergesMaps) {
    EXPECT_EQ(after("{A: {X: 0, Z: 1}}", "  - {set: Properties.A, to: {X: 1, W: 2}}\n"), "{A: {X: 1, Z: 1, W: 2}}");
}

TEST(Apply, UnlessAtLeastAndWhenLeaveValuesAlone) {
    EXPECT_EQ(after("{A: x}", "  - {set: Properties.A, to: y, unless: [x]}\n"), "{A: x}");
    EXPECT_EQ(after("{A: '40'}", "  - {set: Properties.A, to: 35, 'at least': 35}\n"), "{A: '40'}");
    EXPECT_EQ(after("{A: 34}", "  - {set: Properties.A, to: 35, 'at least': 35}\n"), "{A: 35}");
    EXPECT_EQ(after("{A: x}", "  - {set: Properties.A, to: y, when: absent}\n"), "{A: x}");
    EXPECT_EQ(after("{B: x}", "  - {set: Properties.A, to: y, when: present}\n"), "{B: x}");
}

TEST(Apply, OptionalStepsThatAreNotThereChangeNothing) {
    EXPECT_EQ(after("{B: x}", "  - {set: 'Properties.A?.C', to: y}\n"), "{B: x}");
    EXPECT_EQ(after("{B: [{C: 1}]}", "  - {set: 'Properties.B[C=2]?.D', to: y}\n"), "{B: [{C: 1}]}");
}

TEST(Apply, EachChangesEveryItemAndTakesAMapForOne) {
    EXPECT_EQ(after("{A: [{B: 1}, {C: 2}]}", "  - {set: 'Properties.A[*].B', to: 3}\n"), "{A: [{B: 3}, {C: 2, B: 3}]}");
    EXPECT_EQ(after("{A: {B: 1}}", "  - {set: 'Properties.A[*].B', to: 3}\n"), "{A: {B: 3}}");
    EXPECT_EQ(after("{B: 1}", "  - {set: 'Properties.A[*].B', to: 3}\n"), "{B: 1}");
}

TEST(Apply, WhereFindsOrAddsTheItem) {
    EXPECT_EQ(after("{A: [{K: x, V: 1}]}", "  - {set: 'Properties.A[K=x].V', to: 2}\n"), "{A: [{K: x, V: 2}]}");
    EXPECT_EQ(after("{A: [{K: y}]}", "  - {set: 'Properties.A[K=x].V', to: 2}\n"), "{A: [{K: y}, {K: x, V: 2}]}");
    EXPECT_EQ(after("{B: 1}", "  - {set: 'Properties.A[K=x]', to: {}}\n"), "{B: 1, A: [{K: x}]}");
}

TEST(Apply, AddGivesAListWhatItLacks) {
    EXPECT_EQ(after("{A: [x]}", "  - {add: Properties.A, to: [x, z]}\n"), "{A: [x, z]}");
    EXPECT_EQ(after("{B: 1}", "  - {add: Properties.A, to: [x]}\n"), "{B: 1, A: [x]}");
}

TEST(Apply, ConditionsOfAnEditDecide) {
    EXPECT_EQ(after("{E: pg}", "  - {set: Properties.A, to: 1, with: {Properties.E: [pg]}}\n"), "{E: pg, A: 1}");
    EXPECT_EQ(after("{E: my}", "  - {set: Properties.A, to: 1, with: {Properties.E: [pg]}}\n"), "{E: my}");
    EXPECT_EQ(after("{E: my}", "  - {set: Properties.A, to: 1, without: [Properties.E]}\n"), "{E: my}");
    EXPECT_EQ(after("{E: my}", "  - {set: Properties.A, to: 1, for: [Other]}\n"), "{E: my}");
}

TEST(Apply, WhatTheTemplateLeavesOpenIsNotOverwritten) {
    EXPECT_EQ(after("{A: !Ref P}", "  - {set: Properties.A, to: 1}\n"), "blocked: `Properties.A` is decided by `Ref P`");
    EXPECT_EQ(after("{A: {'Fn::If': [c, 1, 2]}}", "  - {set: Properties.A.B, to: 1}\n"), "blocked: `Properties.A` is decided by `Fn::If`");
    EXPECT_EQ(after("!If [c, {A: 1}, {B: 2}]", "  - {set: Properties.A, to: 1}\n"), "blocked: `Properties` is decided by `Fn::If`");
    EXPECT_EQ(after("{A: '{{resolve:ssm:x}}'}", "  - {set: Properties.A, to: 1}\n"),
              "blocked: `Properties.A` is decided by `{{resolve:...}}`");
    EXPECT_EQ(after("{A: [{K: !Ref P}]}", "  - {set: 'Properties.A[K=x].V', to: 1}\n"),
              "blocked: `Properties.A[K=x]` cannot be told: a `K` is decided by `Ref P`");
    EXPECT_EQ(after("{A: [!Ref P]}", "  - {set: Properties.A, to: []}\n"), "blocked: `Properties.A` is decided by `Ref P`");
    EXPECT_EQ(after("{A: text}", "  - {set: Properties.A.B, to: 1}\n"), "blocked: `Properties.A` is no map");
}

TEST(Apply, AnchorsAliasesAndMergesAreLeftAlone) {
    const std::string other = "Other: &a {X: 1}\n";
    EXPECT_EQ(applied(other + body("*a"), "  - {set: Properties.X, to: 2}\n").outcome.blocked,
              "`Properties` comes through an alias or a merge key");
    EXPECT_EQ(applied(other + body("{<<: *a}"), "  - {set: Properties.X, to: 2}\n").outcome.blocked,
              "`Properties.X` comes through an alias or a merge key");
    EXPECT_EQ(applied(body("&p {X: 1}"), "  - {set: Properties.X, to: 2}\n").outcome.blocked,
              "`Properties` has an anchor, so that others share it");
}

TEST(Apply, MembersBesideAMergeKeyCanBeAdded) {
    EXPECT_EQ(applied("Other: &a {X: 1}\n" + body("{<<: *a, Y: 1}"), "  - {set: Properties.Z, to: 2}\n").text,
              "Other: &a {X: 1}\n" + body("{<<: *a, Y: 1, Z: 2}"));
}

TEST(Apply, OfAnEditThatIsStoppedChangesNothingAtAll) {
    const auto done = applied(body("{B: !Ref P}"), "  - {set: Properties.A, to: 1}\n  - {set: Properties.B, to: 1}\n");
    EXPECT_FALSE(done.outcome.blocked.empty());
    EXPECT_EQ(done.outcome.changes, 0U);
    EXPECT_EQ(done.text, body("{B: !Ref P}"));
}

TEST(Apply, ToAResourceThatIsNotWrittenThereSaysSo) {
    EXPECT_NE(applied("Resources:\n  Fn::ForEach::L: [X, [a], {'R${X}': {Type: T}}]\n", "  - {set: A, to: 1}\n")
                  .outcome.blocked.find("a loop or a macro"),
              std::string::npos);
    EXPECT_NE(applied(body("{}"), "  - {set: A, to: 1}\n", "Other").outcome.blocked.find("another type"), std::string::npos);
}

}  // namespace
}  // namespace vouch::remedy
