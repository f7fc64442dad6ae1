// SPDX-License-Identifier: Apache-2.0
// CloudFormation as a deployment meets it: who is asked and how, which stacks there are to be, and how one stands now.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "baseline/synth.h"
#include "value/document.h"

namespace vouch::baseline {

struct Question {
    std::string_view operation;  // of CloudFormation: "DescribeStacks"
    std::string region;
    std::string input;  // JSON
};

struct Refusal {
    std::string code;  // of the service; empty where it did not answer
    base::Error error;
};
using Reply = std::expected<value::DocumentPtr, Refusal>;

// CloudFormation of the account that is meant.
struct Formation {
    std::function<Reply(const Question&)> ask;
    std::function<bool(double seconds)> wait;  // false: the user wants to stop
};

// A stack of the baseline in a region.
struct Target {
    const Stack* stack;
    std::string name;  // in CloudFormation: "soc2-trail"
    std::string region;
    std::string text;
    Parameters parameters;
};

// Those that the settings ask for, in the order of deployment; of the stacks of these names alone, where there are any. Errors:
// invalid_usage for a name that the settings do not ask for, too_large for a template that CloudFormation takes from a bucket only; those
// of make_stacks().
base::Result<std::vector<Target>> targets(std::span<const base::EmbeddedFile> catalog, const Settings& settings,
                                          std::span<const std::string> names);
// "soc2-trail (us-east-1)".
std::string shown(const Target& target);

struct StackNow {
    std::string id;      // empty: there is none
    std::string status;  // "CREATE_COMPLETE"
    std::string changed;
    bool is_protected = false;  // from deletion
    Parameters parameters;

    // What somebody is about to make is not there yet.
    bool is_there() const { return !id.empty() && status != "REVIEW_IN_PROGRESS"; }
};
// Errors: those of the call.
base::Result<StackNow> stack_now(const Formation& formation, const Target& target);

enum class Way : std::uint8_t { create, update };
// How the stack can be brought to its target. Errors: refused for a state in which it cannot be, with the way out of it.
base::Result<Way> way_of(const StackNow& now, const Target& target);

// Error of a call that was refused or not answered.
std::unexpected<base::Error> refused(const Target& target, Refusal refusal);
// `text` as a JSON string, with its quotes.
std::string json_of(std::string_view text);

}  // namespace vouch::baseline
