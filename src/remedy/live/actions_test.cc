// SPDX-License-Identifier: Apache-2.0
#include "remedy/live/actions.h"

#include <gtest/gtest.h>

#include "remedy/testing/live.h"

namespace vouch::remedy {
namespace {

using Actions = std::set<std::string>;

const std::string kMendsVersion =
    "id: version\ntitle: t\ncontrols: [version]\nrisk: none\ntemplate:\n  - {set: Properties.Versioning, to: Enabled}\n";
const std::string kLeftToAPerson = "id: hand\ntitle: t\ncontrols: [hand]\nrisk: none\nmanual: [think]\n";

Actions needed(const std::string& control) {
    return actions_for(testing::bucket_writers(), testing::remedies({kMendsVersion, kLeftToAPerson}), control, {"T"});
}

TEST(ActionsFor, AControlAreThoseOfTheCallsThatSetWhatItsRemedyEdits) { EXPECT_EQ(needed("version"), Actions{"s:Version"}); }

TEST(ActionsFor, AControlThatNoProgramMendsAreNone) {
    EXPECT_EQ(needed("hand"), Actions{});
    EXPECT_EQ(needed("unknown"), Actions{});
}

TEST(ActionsOf, AChangeAreThoseOfBothWays) {
    Change change;
    change.calls = {{"s", "Make", "eu-west-1", "{}", {}, {"s:Make", "iam:PassRole"}, {}}};
    change.undo = {{"s", "Take", "eu-west-1", "{}", {}, {"s:Take"}, {}}};
    EXPECT_EQ(actions_of(change), (Actions{"iam:PassRole", "s:Make", "s:Take"}));
}

// What a plan calls is among what its controls may need.
TEST(ActionsFor, ThePlanOfAControlNeedsNoMore) {
    const auto bucket = testing::live(R"({"Name":"a"})");
    const Plan plan = testing::planned(testing::remedies({kMendsVersion}), testing::bucket_writers(), {testing::fault("version", bucket)});
    ASSERT_EQ(plan.changes.size(), 1U);
    const Actions all = needed("version");
    for (const std::string& action : actions_of(plan.changes.front())) EXPECT_TRUE(all.contains(action)) << action;
}

}  // namespace
}  // namespace vouch::remedy
