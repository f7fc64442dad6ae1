// SPDX-License-Identifier: Apache-2.0
#include "baseline/execute.h"

#include <gtest/gtest.h>

#include "baseline/testing/scripted_formation.h"

namespace vouch::baseline {
namespace {

using testing::Answers;
using testing::ScriptedFormation;
using testing::target;

std::string event(int id, const std::string& logical, const std::string& status, const std::string& reason = {}) {
    const bool of_stack = logical == "soc2-trail";
    return R"({"EventId": "e)" + std::to_string(id) + R"(", "PhysicalResourceId": ")" + (of_stack ? "arn:stack" : "p") +
           R"(", "LogicalResourceId": ")" + logical + R"(", "ResourceType": ")" +
           (of_stack ? "AWS::CloudFormation::Stack" : "AWS::KMS::Key") + R"(", "ResourceStatus": ")" + status +
           R"(", "ResourceStatusReason": ")" + reason + "\"}";
}
// A page of them, the newest first.
std::string page(const std::vector<std::string>& events, const std::string& token = {}) {
    std::string text = R"({"StackEvents": [)";
    for (std::size_t i = 0; i < events.size(); ++i) text += (i == 0 ? "" : ", ") + events[i];
    return text + "]" + (token.empty() ? "" : R"(, "NextToken": ")" + token + "\"") + "}";
}

ChangeSet change_set() {
    ChangeSet set;
    set.id = "arn:set";
    set.stack_id = "arn:stack";
    return set;
}

// What came of it, and the events that were heard of.
struct Heard {
    base::Result<Outcome> outcome;
    std::string events;
};
Heard run(ScriptedFormation& formation) {
    std::string events;
    auto outcome = execute(formation.formation(), target(), change_set(),
                           [&](const StackEvent& each) { events += each.logical + " " + each.status + "\n"; });
    return {std::move(outcome), std::move(events)};
}

const std::string kBefore = event(1, "soc2-trail", "UPDATE_COMPLETE");

TEST(Execute, EventsAreHeardInOrderAndOnceUntilTheStackStandsStill) {
    const std::string begun = event(2, "soc2-trail", "UPDATE_IN_PROGRESS");
    const std::string key = event(3, "Key", "UPDATE_COMPLETE");
    const std::string cleanup = event(4, "soc2-trail", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
    const std::string done = event(5, "soc2-trail", "UPDATE_COMPLETE");
    ScriptedFormation formation(Answers{
        {"ExecuteChangeSet", {"{}"}},
        {"DescribeStackEvents",
         {page({kBefore}), page({kBefore}), page({key}, "more"), page({begun, kBefore}), page({done, cleanup, key, begun, kBefore})}}});
    const Heard heard = run(formation);
    ASSERT_TRUE(heard.outcome);
    EXPECT_TRUE(heard.outcome->is_done());
    EXPECT_EQ(
        heard.events,
        "soc2-trail UPDATE_IN_PROGRESS\nKey UPDATE_COMPLETE\nsoc2-trail UPDATE_COMPLETE_CLEANUP_IN_PROGRESS\nsoc2-trail UPDATE_COMPLETE\n");
    EXPECT_EQ(formation.waits, 2U);
}

TEST(Execute, AFailureIsToldByTheFirstResourceThatFailedForAReasonOfItsOwn) {
    ScriptedFormation formation(
        Answers{{"ExecuteChangeSet", {"{}"}},
                {"DescribeStackEvents",
                 {page({}),
                  page({event(9, "soc2-trail", "ROLLBACK_COMPLETE"), event(8, "Third", "CREATE_FAILED", "other reason"),
                        event(7, "Key", "CREATE_FAILED", "policy contains a statement with no principal"),
                        event(6, "Log", "CREATE_FAILED", "Resource creation cancelled"), event(5, "soc2-trail", "CREATE_IN_PROGRESS")})}}});
    const Heard heard = run(formation);
    ASSERT_TRUE(heard.outcome);
    EXPECT_FALSE(heard.outcome->is_done());
    const base::Error error = failure_of(target(), *heard.outcome);
    EXPECT_EQ(
        error.message,
        "`soc2-trail (us-east-1)` failed and is ROLLBACK_COMPLETE: `Key` (AWS::KMS::Key): policy contains a statement with no principal");
    EXPECT_NE(error.help.find("aws cloudformation delete-stack --region us-east-1 --stack-name soc2-trail"), std::string::npos);
}

TEST(Execute, TheWayOnFollowsFromTheStateInWhichItStands) {
    const auto help = [](const char* status) { return failure_of(target(), {status, {}}).help; };
    EXPECT_NE(help("UPDATE_ROLLBACK_COMPLETE").find("as it was before"), std::string::npos);
    EXPECT_NE(help("UPDATE_ROLLBACK_FAILED").find("continue-update-rollback"), std::string::npos);
    EXPECT_NE(help("CREATE_FAILED").find("delete-stack"), std::string::npos);
}

TEST(Execute, WhoeverStopsIsToldThatTheStackGoesOn) {
    ScriptedFormation formation(Answers{{"ExecuteChangeSet", {"{}"}}, {"DescribeStackEvents", {page({kBefore})}}});
    formation.most_waits = 2;
    const Heard heard = run(formation);
    ASSERT_FALSE(heard.outcome);
    EXPECT_EQ(heard.outcome.error().code, base::Code::cancelled);
    EXPECT_NE(heard.outcome.error().message.find("CloudFormation goes on with `soc2-trail (us-east-1)`"), std::string::npos);
}

TEST(Execute, AChangeSetThatMayNotBeExecutedIsTakenAway) {
    ScriptedFormation formation(Answers{{"ExecuteChangeSet", {"!AccessDenied no identity-based policy allows it"}},
                                        {"DescribeStackEvents", {page({kBefore})}},
                                        {"DeleteChangeSet", {"{}"}}});
    EXPECT_FALSE(run(formation).outcome);
    EXPECT_EQ(formation.count("DeleteChangeSet"), 1U);
}

}  // namespace
}  // namespace vouch::baseline
