// SPDX-License-Identifier: Apache-2.0
#include "assess/origin.h"

#include <gtest/gtest.h>

#include "assess/assess.h"
#include "assess/testing/inventory.h"
#include "model/estate.h"

namespace vouch::assess {
namespace {

using model::Verdict;

// A table named by a function of another file, so that each refers to the other file.
model::Inventory two_files() {
    model::Inventory all = inventory_of("Resources:\n  Table:\n    Type: T\n    Properties:\n      TableName: orders\n");
    model::Inventory other = inventory_of(
        "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: receipts\n  F:\n    Type: F\n    Properties:\n"
        "      Bucket: receipts\n      Public: true\n");
    all.units.push_back(other.units[0]);
    return all;
}

model::Assessment judge_units(const model::Inventory& inventory, const std::string& type, const std::string& rules) {
    const model::Control control = control_of("c", type, rules);
    return assess({&control, 1}, inventory, {.workers = 1});
}

TEST(Origin, AValueOfANeighbourStandsInTheNeighboursFile) {
    const auto found = judge_units(two_files(), "AWS::S3::Bucket",
                                   "rule r { Vouch.ReferencedBy[ Type == 'F' ].Properties.Public == false <<it is used in public>> }");
    ASSERT_EQ(found.findings.size(), 1U);
    ASSERT_EQ(found.findings[0].verdict, Verdict::fail);
    const model::Reason& reason = found.findings[0].reasons.at(0);
    EXPECT_EQ(reason.path, "/Vouch/ReferencedBy/0/Properties/Public");
    EXPECT_EQ(base::to_string(reason.where), "t.yaml:10:15");
    EXPECT_EQ(reason.found, "true");
}

TEST(Origin, WhoIsReferredToByNobodyHasAnEmptyList) {
    const auto found = judge_units(two_files(), "T", "rule r { Vouch.ReferencedBy empty }");
    EXPECT_EQ(found.findings.at(0).verdict, Verdict::pass);
}

TEST(Origin, AControlOfTheWholeEstateSeesEveryResourceAndPointsIntoItsFile) {
    model::Inventory all = two_files();
    const std::string rule = "rule r { let f = Resources.*[ Type == 'F' ] %f.Properties.Public == false }";
    EXPECT_TRUE(judge_units(all, std::string(model::kEstateType), rule).findings.empty());
    model::add_estate(all);
    const auto found = judge_units(all, std::string(model::kEstateType), rule);
    ASSERT_EQ(found.findings.size(), 1U);
    ASSERT_EQ(found.findings[0].verdict, Verdict::fail);
    EXPECT_EQ(found.findings[0].reasons.at(0).path, "/Resources/t.yaml~1F/Properties/Public");
    EXPECT_EQ(base::to_string(found.findings[0].reasons[0].where), "t.yaml:10:15");
}

TEST(Origin, TheEstateOfAnAccountHoldsThatAccountOnly) {
    const std::string rule = "rule r { let f = Resources.*[ Type == 'F' ] %f !empty %f.Properties.Public == false }";
    model::Inventory all = two_files();
    model::add_estate(all, "111122223333");
    EXPECT_EQ(all.units.back()->name, "111122223333/estate");
    EXPECT_EQ(judge_units(all, std::string(model::kEstateType), rule).findings.at(0).reasons.at(0).path, "/Resources/Estate");
    for (auto& unit : all.units) {
        if (unit->name != "t.yaml") continue;
        auto own = std::const_pointer_cast<model::Unit>(unit);
        own->environment.account = "111122223333";
    }
    const auto found = judge_units(all, std::string(model::kEstateType), rule);
    EXPECT_EQ(found.findings.at(0).reasons.at(0).path, "/Resources/t.yaml~1F/Properties/Public");
}

TEST(Origin, WhatIsMissingInTheEstateIsToldOfTheEstate) {
    model::Inventory all = two_files();
    model::add_estate(all);
    const auto found = judge_units(all, std::string(model::kEstateType), "rule r { Resources.*[ Type == 'X' ] !empty <<there is no X>> }");
    ASSERT_EQ(found.findings.at(0).verdict, Verdict::fail);
    EXPECT_EQ(found.findings[0].reasons.at(0).where.file, "estate");
}

}  // namespace
}  // namespace vouch::assess
