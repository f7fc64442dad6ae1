// SPDX-License-Identifier: Apache-2.0
// Tested by formation_test.cc.
#include "baseline/formation.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "value/text_at.h"
#include "value/write.h"

namespace vouch::baseline {

using base::Code;
using value::text_at;
using value::Value;

namespace {

// CloudFormation takes a larger template from a bucket only.
constexpr std::size_t kMostBytes = 51'200;

enum class Can : std::uint8_t { change, nothing, wait, remove, roll_on };
struct State {
    std::string_view status;
    Can can;
};
// Every status of a stack that is there and under no way; those that end in _IN_PROGRESS are.
constexpr std::array kStates{
    State{"CREATE_COMPLETE", Can::change},
    State{"UPDATE_COMPLETE", Can::change},
    State{"UPDATE_ROLLBACK_COMPLETE", Can::change},
    State{"IMPORT_COMPLETE", Can::change},
    State{"IMPORT_ROLLBACK_COMPLETE", Can::change},
    State{"ROLLBACK_COMPLETE", Can::remove},
    State{"ROLLBACK_FAILED", Can::remove},
    State{"CREATE_FAILED", Can::remove},
    State{"DELETE_FAILED", Can::remove},
    State{"UPDATE_ROLLBACK_FAILED", Can::roll_on},
};

Can can(std::string_view status) {
    if (status.ends_with("_IN_PROGRESS")) return Can::wait;
    const auto* const row = std::ranges::find(kStates, status, &State::status);
    return row == kStates.end() ? Can::nothing : row->can;
}

bool wanted(const Stack& stack, std::span<const std::string> names) {
    return names.empty() || std::ranges::find(names, stack.name) != names.end();
}

}  // namespace

std::string json_of(std::string_view text) {
    std::string out;
    value::write_json_string(out, text);
    return out;
}

std::string shown(const Target& target) { return fmt::format("{} ({})", target.name, target.region); }

std::unexpected<base::Error> refused(const Target& target, Refusal refusal) {
    return std::unexpected(std::move(refusal.error).within(shown(target)));
}

base::Result<std::vector<Target>> targets(std::span<const base::EmbeddedFile> catalog, const Settings& settings,
                                          std::span<const std::string> names) {
    VOUCH_TRY(const std::vector<MadeStack> made, make_stacks(catalog, settings));
    for (const std::string& name : names)
        if (std::ranges::none_of(made, [&](const MadeStack& each) { return each.stack->name == name; }))
            return base::fail(Code::invalid_usage, fmt::format("the settings ask for no stack `{}`", base::excerpt(name)));
    std::vector<Target> all;
    for (const MadeStack& each : made) {
        if (!wanted(*each.stack, names)) continue;
        if (each.text.size() > kMostBytes)
            return base::fail(Code::too_large, fmt::format("the template `{}.yaml` has {} bytes: CloudFormation takes {} in a call",
                                                           each.stack->name, each.text.size(), kMostBytes));
        for (const std::string& region : regions_of(*each.stack, settings))
            all.push_back({each.stack, fmt::format("{}-{}", settings.one("prefix"), each.stack->name), region, each.text, each.parameters});
    }
    return all;
}

base::Result<StackNow> stack_now(const Formation& formation, const Target& target) {
    Reply reply = formation.ask({"DescribeStacks", target.region, fmt::format(R"({{"StackName": {}}})", json_of(target.name))});
    StackNow now;
    if (!reply) {
        // The one answer for "there is none" is an error of the kind that also complains of inputs.
        if (reply.error().code == "ValidationError" && reply.error().error.message.contains("does not exist")) return now;
        return refused(target, std::move(reply).error());
    }
    const Value* stacks = (*reply)->root.find("Stacks");
    if (stacks == nullptr || !stacks->is_list() || stacks->length() == 0) return now;
    const Value& stack = stacks->as_list().front();
    now.id = text_at(stack, "StackId");
    now.status = text_at(stack, "StackStatus");
    now.changed = text_at(stack, "LastUpdatedTime");
    if (now.changed.empty()) now.changed = text_at(stack, "CreationTime");
    const Value* guarded = stack.find("EnableTerminationProtection");
    now.is_protected = guarded != nullptr && guarded->kind() == value::Kind::boolean && guarded->as_boolean();
    if (const Value* parameters = stack.find("Parameters"); parameters != nullptr && parameters->is_list())
        for (const Value& each : parameters->as_list())
            now.parameters.emplace_back(text_at(each, "ParameterKey"), text_at(each, "ParameterValue"));
    return now;
}

base::Result<Way> way_of(const StackNow& now, const Target& target) {
    if (!now.is_there()) return Way::create;
    const std::string where = fmt::format("--region {} --stack-name {}", target.region, target.name);
    switch (can(now.status)) {
        case Can::change: return Way::update;
        case Can::wait:
            return base::fail(Code::refused, fmt::format("`{}` is being changed: {}", shown(target), base::excerpt(now.status)),
                              std::nullopt, "wait until it is done; `vouch baseline status` tells");
        case Can::remove:
            return base::fail(
                Code::refused,
                fmt::format("`{}` is {}: it has to be deleted before it can be made anew", shown(target), base::excerpt(now.status)),
                std::nullopt, fmt::format("aws cloudformation delete-stack {}", where));
        case Can::roll_on:
            return base::fail(Code::refused,
                              fmt::format("`{}` is {}: going back to what was before it has to be finished first", shown(target),
                                          base::excerpt(now.status)),
                              std::nullopt, fmt::format("aws cloudformation continue-update-rollback {}", where));
        case Can::nothing: break;
    }
    return base::fail(Code::refused,
                      fmt::format("`{}` is {}, a state in which it cannot be changed", shown(target), base::excerpt(now.status)));
}

}  // namespace vouch::baseline
