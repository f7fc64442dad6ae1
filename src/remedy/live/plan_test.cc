// SPDX-License-Identifier: Apache-2.0
#include "remedy/live/plan.h"

#include <gtest/gtest.h>

#include "remedy/testing/live.h"

namespace vouch::remedy {
namespace {

Plan example() {
    const auto bucket = testing::live(R"({"Name":"a","Big":12345678901234567890,"Half":0.5})");
    const std::string text = "id: v\ntitle: t\ncontrols: [v]\nrisk: none\ntemplate:\n  - {set: Properties.Versioning, to: Enabled}\n";
    return testing::planned(testing::remedies({text}), testing::bucket_writers(),
                            {testing::fault("v", bucket), testing::fault("w", bucket)});
}

base::Result<Plan> read(const std::string& text) { return read_plan(std::make_shared<base::Source>("plan.json", text)); }

TEST(Plan, ReadAgainIsTheSame) {
    Plan plan = example();
    plan.approval = Approval{"somebody", "2026-11-22T00:00:00.000Z", "c2ln"};
    const auto again = read(to_json(plan));
    ASSERT_TRUE(again) << base::render(again.error());
    EXPECT_EQ(to_json(*again), to_json(plan));
    EXPECT_EQ(digest_of(*again), plan.digest);
    EXPECT_EQ(again->changes.front().whole, plan.changes.front().whole);
    EXPECT_EQ(again->approval->by, "somebody");
}

TEST(Plan, KeepsWhatIsLookedForBeforeItIsMade) {
    const auto estate = testing::live("{}", "Estate", "Vouch::Estate");
    const std::string text = "id: m\ntitle: t\ncontrols: [m]\nrisk: none\ncreate:\n  - {type: T, name: thing, properties: {Kind: k}}\n";
    const Plan plan = testing::planned(testing::remedies({text}), testing::writers_that_find(), {testing::fault("m", estate)});
    const auto again = read(to_json(plan));
    ASSERT_TRUE(again) << base::render(again.error());
    EXPECT_EQ(to_json(*again), to_json(plan));
    const auto& finds = again->changes.at(0).calls.at(0).finds;
    ASSERT_TRUE(finds);
    EXPECT_EQ(finds->operation + " " + finds->input, R"(Find {"Name":"k"})");
    EXPECT_EQ(finds->absent, std::vector<std::string>{"NoSuchThing"});
    EXPECT_EQ(finds->usable, (std::map<std::string, std::string>{{"Thing.State", "on"}}));
    EXPECT_EQ(to_json(example()).find("finds"), std::string::npos);
}

TEST(Plan, ThatWasEditedHasAnotherDigest) {
    std::string text = to_json(example());
    text.replace(text.find("\"Enabled\""), 9, "\"Paused!\"");
    const auto edited = read(text);
    ASSERT_TRUE(edited) << base::render(edited.error());
    EXPECT_NE(digest_of(*edited), edited->digest);
}

TEST(Plan, ThatIsNoneIsRefused) {
    EXPECT_FALSE(read("{}"));
    EXPECT_FALSE(read("[]"));
    EXPECT_FALSE(read("{\"format\":\"vouch-plan/1\"}"));
    EXPECT_FALSE(read("nothing"));
}

}  // namespace
}  // namespace vouch::remedy
