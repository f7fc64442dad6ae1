// SPDX-License-Identifier: Apache-2.0
#include "assess/assess.h"

#include <gtest/gtest.h>

#include "assess/testing/inventory.h"

namespace vouch::assess {
namespace {

using model::Verdict;

constexpr std::string_view kRule = "rule r { Resources.*.Properties.On == true <<it is off>> }";

model::Assessment judge(const std::string& yaml, std::string_view rules = kRule, const Options& options = {.workers = 1}) {
    const model::Control control = control_of("c", "T", std::string(rules));
    return assess({&control, 1}, inventory_of(yaml), options);
}

TEST(Assess, EachVerdictComesFromWhatTheRulesSay) {
    struct Row {
        std::string resource;
        Verdict verdict;
    };
    const std::vector<Row> rows{
        {"{Type: T, Properties: {On: true}}", Verdict::pass},
        {"{Type: T, Properties: {On: false}}", Verdict::fail},
        {"{Type: T, Properties: {On: {Fn::Unknown: why}}}", Verdict::unverified},
        {"{Type: T, Properties: {Off: 1}}", Verdict::not_applicable},
    };
    for (const Row& row : rows) {
        const auto found = judge("Resources: {R: " + row.resource + "}",
                                 "rule r when Resources.*.Properties.On exists { Resources.*.Properties.On == true }");
        ASSERT_EQ(found.findings.size(), 1U) << row.resource;
        EXPECT_EQ(found.findings[0].verdict, row.verdict) << row.resource;
        EXPECT_EQ(found.counts.of(row.verdict), 1U);
    }
}

TEST(Assess, AResourceOfAnotherTypeIsNotLookedAt) { EXPECT_TRUE(judge("Resources: {R: {Type: U}}").findings.empty()); }

TEST(Assess, AFailInOneRuleIsAFailWhateverElseIsUnknown) {
    const auto found = judge("Resources: {R: {Type: T, Properties: {A: 1, B: {Fn::Unknown: why}}}}",
                             "rule a { Resources.*.Properties.A == 2 } rule b { Resources.*.Properties.B == 2 }");
    EXPECT_EQ(found.findings.at(0).verdict, Verdict::fail);
    EXPECT_EQ(found.findings[0].reasons.size(), 1U);
}

TEST(Assess, AHundredThousandPlacesThatFailAreOneFindingThatListsTheFirst) {
    std::string places = "0";
    for (int i = 1; i < 100'000; ++i) places += ", 0";
    const auto found = judge("Resources: {R: {Type: T, Properties: {On: [" + places + "]}}}",
                             "rule r { Resources.*.Properties.On[*] == 1 <<it is off>> }");
    const auto& reasons = found.findings.at(0).reasons;
    EXPECT_EQ(found.findings[0].verdict, Verdict::fail);
    ASSERT_EQ(reasons.size(), 201U);
    EXPECT_EQ(reasons[199].path, "/Resources/R/Properties/On/199");
    EXPECT_EQ(reasons[200].message, "there is more of this than the 200 places that are listed");
    EXPECT_FALSE(reasons[200].decisive);
}

TEST(Assess, ResourcesBeyondTheLimitOnVerdictsAreNotJudgedAndThatIsAProblem) {
    std::string yaml = "Resources:\n";
    for (int i = 0; i < 10; ++i) yaml += "  R" + std::to_string(i) + ": {Type: T, Properties: {On: false}}\n";
    const auto found = judge(yaml, kRule, {.workers = 1, .most_findings = 4});
    EXPECT_EQ(found.findings.size(), 4U);
    ASSERT_EQ(found.problems.size(), 1U);
    EXPECT_EQ(found.problems[0].code, base::Code::too_large);
    EXPECT_EQ(found.problems[0].message, "6 resources were not judged, from `R4` on: the limit is 4 verdicts in one run");
    EXPECT_FALSE(found.problems[0].help.empty());
}

TEST(Assess, AReasonNamesValueClauseAndBothPlaces) {
    const auto found = judge("Resources:\n  R:\n    Type: T\n    Properties:\n      On: false\n");
    const model::Reason& reason = found.findings.at(0).reasons.at(0);
    EXPECT_EQ(reason.message, "it is off");
    EXPECT_EQ(reason.path, "/Resources/R/Properties/On");
    EXPECT_EQ(reason.found, "false");
    EXPECT_EQ(reason.relation, "to be");
    EXPECT_EQ(reason.expected, "true");
    EXPECT_EQ(reason.clause, "Resources.*.Properties.On == true");
    EXPECT_EQ(base::to_string(reason.where), "t.yaml:5:11");
    EXPECT_EQ(base::to_string(reason.rule_at), "c.guard:1:10");
}

TEST(Assess, WhatIsMissingIsPlacedAtTheMapThatShouldHoldIt) {
    const auto found = judge("Resources:\n  R:\n    Type: T\n    Properties:\n      Off: false\n");
    const model::Reason& reason = found.findings.at(0).reasons.at(0);
    EXPECT_TRUE(reason.missing);
    EXPECT_EQ(reason.lacks, "On");
    EXPECT_EQ(reason.path, "/Resources/R/Properties/On");
    EXPECT_EQ(base::to_string(reason.where), "t.yaml:4:5");
}

TEST(Assess, AnUnknownValueTellsWhyAndWhere) {
    const auto found = judge("Resources:\n  R:\n    Type: T\n    Properties:\n      On: {Fn::Unknown: nobody knows}\n");
    const model::Reason& reason = found.findings.at(0).reasons.at(0);
    EXPECT_EQ(reason.unknown, "nobody knows");
    EXPECT_EQ(reason.path, "/Resources/R/Properties/On");
    EXPECT_EQ(reason.where.line, 5U);
}

TEST(Assess, AlternativesShareTheMessageAndOnlyTheFirstIsDecisive) {
    const auto found = judge("Resources: {R: {Type: T, Properties: {A: 1}}}",
                             "rule r { Resources.*.Properties.A == 2 or Resources.*.Properties.A == 3 <<neither>> }");
    const auto& reasons = found.findings.at(0).reasons;
    ASSERT_EQ(reasons.size(), 2U);
    EXPECT_EQ(reasons[0].message, "neither");
    EXPECT_TRUE(reasons[0].decisive);
    EXPECT_FALSE(reasons[1].decisive);
}

TEST(Assess, AFailOfAResourceThatMayNotExistIsUnverified) {
    const model::Control control = control_of("c", "T", std::string(kRule));
    model::Inventory inventory = inventory_of("Resources: {R: {Type: T, Properties: {On: false}}}");
    auto unit = std::const_pointer_cast<model::Unit>(inventory.units[0]);
    unit->resources[0].uncertain = "condition `C` is not known";
    const auto found = assess({&control, 1}, inventory);
    EXPECT_EQ(found.findings.at(0).verdict, Verdict::unverified);
    EXPECT_EQ(found.findings[0].reasons.at(0).unknown, "condition `C` is not known");
}

TEST(Assess, WhereAMacroMayAddPropertiesOnlyAPresentValueFails) {
    const model::Control control = control_of("c", "T", std::string(kRule));
    for (const auto& [properties, verdict] : {std::pair{"{On: false}", Verdict::fail}, std::pair{"{Off: 1}", Verdict::unverified},
                                              std::pair{"{On: true}", Verdict::unverified}}) {
        model::Inventory inventory = inventory_of(std::string("Resources: {R: {Type: T, Properties: ") + properties + "}}");
        std::const_pointer_cast<model::Unit>(inventory.units[0])->resources[0].open = "a macro adds to it";
        EXPECT_EQ(assess({&control, 1}, inventory).findings.at(0).verdict, verdict) << properties;
    }
}

TEST(Assess, RulesThatDoNotCompileAreAProblemAndKeepNoOtherControlOut) {
    const std::vector<model::Control> controls{control_of("bad", "T", "rule r { %undefined exists }"),
                                               control_of("good", "T", std::string(kRule))};
    const auto found = assess(controls, inventory_of("Resources: {R: {Type: T, Properties: {On: true}}}"));
    EXPECT_EQ(found.findings.size(), 1U);
    ASSERT_EQ(found.problems.size(), 1U);
    EXPECT_EQ(found.problems[0].context.at(0), "control bad");
}

TEST(Assess, AnEvaluationThatBreaksOffIsUnverifiedWithItsError) {
    const auto found =
        judge("Resources: {R: {Type: T, Properties: {On: true}}}", kRule, {.workers = 1, .limits = {.steps = 1, .depth = 200}});
    EXPECT_EQ(found.findings.at(0).verdict, Verdict::unverified);
    ASSERT_TRUE(found.findings[0].error);
    EXPECT_EQ(found.findings[0].error->code, base::Code::too_large);
    EXPECT_EQ(found.problems.size(), 1U);
}

TEST(Assess, AnyNumberOfWorkersGivesTheSameFindingsInTheSameOrder) {
    std::string yaml = "Resources:\n";
    for (int i = 0; i < 500; ++i)
        yaml += "  R" + std::to_string(i) + ": {Type: T, Properties: {On: " + (i % 3 == 0 ? "false" : "true") + "}}\n";
    const auto one = judge(yaml);
    const auto many = judge(yaml, kRule, {.workers = 5});
    ASSERT_EQ(one.findings.size(), 500U);
    ASSERT_EQ(many.findings.size(), 500U);
    for (std::size_t i = 0; i < 500; ++i) {
        EXPECT_EQ(one.findings[i].resource, i);
        EXPECT_EQ(many.findings[i].resource, i);
        EXPECT_EQ(one.findings[i].verdict, many.findings[i].verdict);
    }
}

}  // namespace
}  // namespace vouch::assess
