// SPDX-License-Identifier: Apache-2.0
#include "assess/worlds.h"

#include <vector>

#include <gtest/gtest.h>

#include "assess/assess.h"
#include "assess/testing/inventory.h"

namespace vouch::assess {
namespace {

using model::Verdict;

// One resource `R`, in the worlds that the template's other resources are bodies of ("gone" for one without).
model::Finding judge_in_worlds(const std::vector<std::string>& bodies, const std::string& uncertain = {}) {
    std::string yaml = "Resources:\n  R: {Type: T, Properties: {On: {Fn::Unknown: base}}}\n";
    for (std::size_t i = 0; i < bodies.size(); ++i)
        yaml += "  W" + std::to_string(i) + ": {Type: T, Properties: {" + (bodies[i] == "gone" ? "" : bodies[i]) + "}}\n";
    model::Inventory inventory = inventory_of(yaml);
    auto unit = std::const_pointer_cast<model::Unit>(inventory.units.at(0));
    for (std::size_t i = 0; i < bodies.size(); ++i)
        unit->resources[0].variants.push_back({unit->resources[i + 1].body, bodies[i] != "gone", "`E` is `" + std::to_string(i) + "`"});
    unit->resources[0].uncertain = uncertain;
    unit->resources.resize(1);
    const model::Control control =
        control_of("c", "T", "rule r when Resources.*.Properties.On exists { Resources.*.Properties.On == true <<it is off>> }");
    return assess({&control, 1}, inventory, {.workers = 1}).findings.at(0);
}

TEST(Agree, TheSameVerdictInEveryWorldIsCertain) {
    EXPECT_EQ(judge_in_worlds({"On: true", "On: true"}).verdict, Verdict::pass);
    EXPECT_EQ(judge_in_worlds({"Off: 1", "Off: 2"}).verdict, Verdict::not_applicable);
    const auto failed = judge_in_worlds({"On: false", "On: 3"});
    EXPECT_EQ(failed.verdict, Verdict::fail);
    EXPECT_EQ(failed.reasons.at(0).found, "false");
    EXPECT_EQ(failed.reasons.at(0).unknown, "");
}

TEST(Agree, AFailInOneWorldIsUnverifiedAndNamesIt) {
    const auto one = judge_in_worlds({"On: true", "On: false"});
    EXPECT_EQ(one.verdict, Verdict::unverified);
    EXPECT_EQ(one.reasons.at(0).unknown, "it fails where `E` is `1`");
    EXPECT_EQ(one.reasons.at(0).message, "it is off");
    const auto many = judge_in_worlds({"On: 1", "On: 2", "On: 3", "On: 4", "On: 5", "On: true"});
    EXPECT_EQ(many.reasons.at(0).unknown, "it fails where `E` is `0`; or where `E` is `1`; or where `E` is `2`; and in 2 more cases");
}

TEST(Agree, WhatDoesNotApplyInSomeWorldsPassesWhereItPassesInTheRest) {
    EXPECT_EQ(judge_in_worlds({"Off: 1", "On: true"}).verdict, Verdict::pass);
    EXPECT_EQ(judge_in_worlds({"gone", "On: true"}).verdict, Verdict::pass);
    EXPECT_EQ(judge_in_worlds({"gone", "gone"}).verdict, Verdict::not_applicable);
}

TEST(Agree, AResourceThatFailsWhereverItExistsButMayNotExistIsUnverified) {
    const auto found = judge_in_worlds({"gone", "On: false"}, "its condition is not known");
    EXPECT_EQ(found.verdict, Verdict::unverified);
    EXPECT_EQ(found.reasons.at(0).unknown, "its condition is not known; it fails where `E` is `1`");
}

TEST(Agree, AWorldThatIsNotDecidedLeavesAllUnverified) {
    const auto found = judge_in_worlds({"On: true", "On: {Fn::Unknown: why}"});
    EXPECT_EQ(found.verdict, Verdict::unverified);
    EXPECT_EQ(found.reasons.at(0).unknown, "why");
    EXPECT_EQ(judge_in_worlds({"On: {Fn::Unknown: why}", "On: false"}).reasons.at(0).unknown, "it fails where `E` is `1`");
}

TEST(Agree, AFailInEveryWorldOfAStackThatMayNotExistIsUnverified) {
    const auto found = judge_in_worlds({"On: 1", "On: 2"}, "the stack around it is in doubt");
    EXPECT_EQ(found.verdict, Verdict::unverified);
    EXPECT_EQ(found.reasons.at(0).unknown, "the stack around it is in doubt");
}

}  // namespace
}  // namespace vouch::assess
