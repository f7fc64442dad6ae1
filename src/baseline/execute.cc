// SPDX-License-Identifier: Apache-2.0
// Only events tell that a stack stands still: right after ExecuteChangeSet its status may still be the one before. Tested by
// execute_test.cc and tests/baseline/deploy_test.py.
#include "baseline/execute.h"

#include <algorithm>
#include <ranges>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "value/text_at.h"

namespace vouch::baseline {

using base::Code;
using value::text_at;
using value::Value;

namespace {

constexpr std::size_t kMostPagesOfEvents = 100;  // of events between two looks

StackEvent event_of(const Value& each) {
    return {text_at(each, "EventId"),      text_at(each, "PhysicalResourceId"), text_at(each, "LogicalResourceId"),
            text_at(each, "ResourceType"), text_at(each, "ResourceStatus"),     text_at(each, "ResourceStatusReason")};
}

class Following {
public:
    Following(const Formation& formation, const Target& target, const ChangeSet& set,
              const std::function<void(const StackEvent&)>& on_event)
        : formation_(formation), target_(target), set_(set), on_event_(on_event) {}

    base::Result<Outcome> run() {
        VOUCH_CHECK(note_last());
        const std::string input = fmt::format(R"({{"StackName": {}, "ChangeSetName": {}}})", json_of(target_.name), json_of(set_.id));
        if (Reply begun = formation_.ask({"ExecuteChangeSet", target_.region, input}); !begun) {
            // Where the service said no, nothing was begun; without an answer nobody knows.
            if (!begun.error().code.empty()) static_cast<void>(drop_change_set(formation_, target_, set_));
            return refused(target_, std::move(begun).error());
        }
        while (true) {
            VOUCH_CHECK(take_new());
            if (!outcome_.status.empty() && !outcome_.status.ends_with("_IN_PROGRESS")) return std::move(outcome_);
            constexpr double kSeconds = 3;
            if (!formation_.wait(kSeconds)) return stopped();
        }
    }

private:
    base::Result<Outcome> stopped() const {
        return base::fail(Code::cancelled, fmt::format("stopped watching: CloudFormation goes on with `{}`", shown(target_)), std::nullopt,
                          "`vouch baseline status` tells what became of it");
    }

    // The newest events, back to the one that is known; in the order in which they happened.
    base::Result<std::vector<StackEvent>> ask(std::size_t most_pages) {
        std::vector<StackEvent> all;
        std::string token;
        for (std::size_t pages = 0; pages < most_pages; ++pages) {
            const std::string more = token.empty() ? "" : fmt::format(R"(, "NextToken": {})", json_of(token));
            Reply reply = formation_.ask(
                {"DescribeStackEvents", target_.region, fmt::format(R"({{"StackName": {}{}}})", json_of(set_.stack_id), more)});
            if (!reply) return refused(target_, std::move(reply).error());
            const Value* events = (*reply)->root.find("StackEvents");
            if (events != nullptr && events->is_list()) {
                for (const Value& each : events->as_list()) {
                    StackEvent event = event_of(each);
                    if (event.id == last_) return in_order(std::move(all));
                    all.push_back(std::move(event));
                }
            }
            token = text_at((*reply)->root, "NextToken");
            if (token.empty()) break;
        }
        return in_order(std::move(all));
    }
    static std::vector<StackEvent> in_order(std::vector<StackEvent> all) {
        std::ranges::reverse(all);
        return all;
    }

    base::Result<void> note_last() {
        VOUCH_TRY(const std::vector<StackEvent> before, ask(1));
        if (!before.empty()) last_ = before.back().id;
        return {};
    }

    base::Result<void> take_new() {
        auto events = ask(kMostPagesOfEvents);
        if (!events && events.error().code == Code::cancelled) {
            VOUCH_CHECK(stopped());
        }
        if (!events) return std::unexpected(std::move(events).error());
        for (StackEvent& event : *events) {
            on_event_(event);
            last_ = event.id;
            const bool of_stack = event.physical == set_.stack_id && event.type == "AWS::CloudFormation::Stack";
            if (of_stack)
                outcome_.status = event.status;
            else if (!outcome_.first_failure && event.status.ends_with("_FAILED") && !event.reason.contains("cancelled"))
                outcome_.first_failure = std::move(event);
        }
        return {};
    }

    const Formation& formation_;
    const Target& target_;
    const ChangeSet& set_;
    const std::function<void(const StackEvent&)>& on_event_;
    std::string last_;
    Outcome outcome_;
};

// What the state means, and what to do in it.
std::string way_on(const Target& target, const std::string& status) {
    const std::string where = fmt::format("--region {} --stack-name {}", target.region, target.name);
    if (status == "UPDATE_ROLLBACK_COMPLETE") return "everything is as it was before: mend the cause, and deploy again";
    if (status == "UPDATE_ROLLBACK_FAILED")
        return fmt::format("mend the cause, then: aws cloudformation continue-update-rollback {}", where);
    return fmt::format("mend the cause, delete what is left (aws cloudformation delete-stack {}), and deploy again", where);
}

}  // namespace

base::Result<Outcome> execute(const Formation& formation, const Target& target, const ChangeSet& set,
                              const std::function<void(const StackEvent&)>& on_event) {
    return Following(formation, target, set, on_event).run();
}

base::Error failure_of(const Target& target, const Outcome& outcome) {
    std::string message = fmt::format("`{}` failed and is {}", shown(target), base::excerpt(outcome.status));
    if (outcome.first_failure)
        message += fmt::format(": `{}` ({}): {}", base::excerpt(outcome.first_failure->logical), base::excerpt(outcome.first_failure->type),
                               base::excerpt(outcome.first_failure->reason, 400));
    return {Code::refused, std::move(message), {}, {}, way_on(target, outcome.status)};
}

base::Result<void> protect(const Formation& formation, const Target& target) {
    const std::string input = fmt::format(R"({{"StackName": {}, "EnableTerminationProtection": true}})", json_of(target.name));
    if (Reply done = formation.ask({"UpdateTerminationProtection", target.region, input}); !done)
        return refused(target, std::move(done).error());
    return {};
}

}  // namespace vouch::baseline
