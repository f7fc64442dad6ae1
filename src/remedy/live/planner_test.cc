// SPDX-License-Identifier: Apache-2.0
#include "remedy/live/planner.h"

#include <gtest/gtest.h>

#include "remedy/testing/live.h"

namespace vouch::remedy {
namespace {

using testing::bucket_writers;
using testing::fault;
using testing::live;
using testing::planned;
using testing::remedies;
using testing::said;

const std::string kVersion =
    "id: version\ntitle: t\ncontrols: [version]\nrisk: none\ntemplate:\n  - {set: Properties.Versioning, to: Enabled}\n";
const std::string kSuspend =
    "id: after\ntitle: t\ncontrols: [other]\nrisk: may interrupt\nwarning: w\nafter: [version]\ntemplate:\n  - {set: "
    "Properties.Versioning, to: "
    "Twice}\n";

TEST(PlanChanges, OfAResourceSayWhatIsThereAndWhatWillBe) {
    const auto bucket = live(R"({"Name":"a","Owner":"o"})");
    const Plan plan = planned(remedies({kVersion}), bucket_writers(), {fault("version", bucket)});
    ASSERT_EQ(plan.changes.size(), 1U);
    const Change& change = plan.changes.front();
    EXPECT_EQ(change.id, "version-1");
    EXPECT_EQ(change.before, "{}");
    EXPECT_EQ(change.after, R"({"Versioning":"Enabled"})");
    EXPECT_EQ(change.touches, std::vector<std::string>{"Versioning"});
    EXPECT_EQ(said(change.calls), "s:SetVersioning eu-west-1 {\"Name\":\"a\",\"Status\":\"Enabled\"}\n");
    EXPECT_EQ(said(change.undo), "s:StopVersioning eu-west-1 {\"Name\":\"a\"}\n");
    EXPECT_TRUE(plan.manual.empty());
}

TEST(PlanChanges, OfOneResourceFollowOneAnother) {
    const auto bucket = live(R"({"Name":"a"})");
    const Plan plan = planned(remedies({kSuspend, kVersion}), bucket_writers(), {fault("other", bucket), fault("version", bucket)});
    ASSERT_EQ(plan.changes.size(), 2U);
    EXPECT_EQ(plan.changes[0].remedy, "version");
    EXPECT_EQ(plan.changes[1].before, R"({"Versioning":"Enabled"})");
    EXPECT_EQ(said(plan.changes[1].undo), "s:SetVersioning eu-west-1 {\"Name\":\"a\",\"Status\":\"Enabled\"}\n");
}

TEST(PlanChanges, ThatNoTableCanMakeAreLeftToAPerson) {
    const auto bucket = live(R"({"Name":"a"})");
    const std::string lock = "id: lock\ntitle: t\ncontrols: [lock]\nrisk: none\ntemplate:\n  - {set: Properties.Lock, to: true}\n";
    const std::string hand = "id: hand\ntitle: Ask first\ncontrols: [hand]\nrisk: none\nmanual: [ask, then do]\n";
    const Plan plan =
        planned(remedies({hand, lock}), bucket_writers(), {fault("lock", bucket), fault("hand", bucket), fault("none", bucket)});
    ASSERT_EQ(plan.manual.size(), 3U);
    EXPECT_EQ(plan.manual[0].steps, (std::vector<std::string>{"ask", "then do"}));
    EXPECT_EQ(plan.manual[1].why, "no call is known that sets `Lock` of a T");
    EXPECT_EQ(plan.manual[2].steps, std::vector<std::string>{"advice"});
    EXPECT_TRUE(plan.changes.empty());
}

TEST(PlanChanges, ThatMakeSomethingTakeSettingsAndRegions) {
    const auto estate = live("{}", "Estate", "Vouch::Estate");
    const std::string make =
        "id: make\ntitle: t\ncontrols: [c, d]\nrisk: none\nneeds: [kind]\ncreate:\n  - {type: T, name: 'thing-${region}', in: every "
        "region, "
        "properties: {Kind: $item.kind}}\n";
    const Catalog all = remedies({make});
    const Plan without = planned(all, bucket_writers(), {fault("c", estate), fault("d", estate)});
    ASSERT_EQ(without.manual.size(), 2U);
    EXPECT_EQ(without.manual.front().why, "it needs to be told `--set kind=...`");
    const Plan plan = planned(all, bucket_writers(), {fault("c", estate), fault("d", estate)}, {{"kind", "k"}});
    ASSERT_EQ(plan.changes.size(), 2U);
    EXPECT_EQ(plan.changes[1].resource, "thing-us-east-1");
    EXPECT_EQ(plan.changes[1].controls, (std::vector<std::string>{"c", "d"}));
    EXPECT_EQ(plan.changes[1].before, "");
    EXPECT_EQ(said(plan.changes[1].calls), "s:Make us-east-1 {\"Kind\":\"k\"}\ns:Start us-east-1 {} waits\n");
    EXPECT_EQ(said(plan.changes[1].undo), "s:Take us-east-1 {} waits\n");
}

TEST(PlanChanges, AResourceThatStandsInForOthersIsLeft) {
    auto bucket = live(R"({"Name":"a"})");
    bucket.resource.uncertain = "nobody could list them";
    bucket.resource.origins.push_back({"Name", {}});
    const Plan plan = planned(remedies({kVersion}), bucket_writers(), {fault("version", bucket)});
    ASSERT_EQ(plan.manual.size(), 1U);
    EXPECT_EQ(plan.manual.front().why, "nobody could list them");
}

}  // namespace
}  // namespace vouch::remedy
