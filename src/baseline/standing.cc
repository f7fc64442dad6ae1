// SPDX-License-Identifier: Apache-2.0
// Tested by standing_test.cc and tests/baseline/deploy_test.py.
#include "baseline/standing.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "value/read.h"
#include "value/text_at.h"

namespace vouch::baseline {

using value::Value;

namespace {

constexpr value::Limits kTemplate{.bytes = std::size_t{4} << 20U, .depth = 64};

std::span<const value::Member> members_of(const Value* map) {
    return map != nullptr && map->is_map() ? map->as_map() : std::span<const value::Member>();
}

// Members of the one map that the other lacks or has otherwise; `what` is how people call one: "resource".
void compare(const Value* there, const Value* wanted, std::string_view what, std::vector<std::string>& differences) {
    for (const value::Member& each : members_of(wanted)) {
        const Value* other = there == nullptr ? nullptr : there->find(each.name());
        if (other == nullptr)
            differences.push_back(fmt::format("{} `{}` is not there", what, base::excerpt(each.name())));
        else if (!(*other == each.value))
            differences.push_back(fmt::format("{} `{}` differs", what, base::excerpt(each.name())));
    }
    for (const value::Member& each : members_of(there))
        if (wanted == nullptr || wanted->find(each.name()) == nullptr)
            differences.push_back(fmt::format("{} `{}` is there, and not in the baseline", what, base::excerpt(each.name())));
}

void compare_parameters(const Parameters& there, const Parameters& wanted, std::vector<std::string>& differences) {
    for (const auto& [name, value] : wanted) {
        const auto found = std::ranges::find(there, name, &std::pair<std::string, std::string>::first);
        if (found != there.end() && found->second != value)
            differences.push_back(
                fmt::format("parameter `{}` is `{}`, and `{}` in the settings", name, base::excerpt(found->second), base::excerpt(value)));
    }
}

void compare_with_stack(const Formation& formation, Standing& standing) {
    const Target& target = *standing.target;
    if (const auto way = way_of(standing.now, target); !way) standing.differences.push_back(way.error().message);
    Reply reply = formation.ask(
        {"GetTemplate", target.region, fmt::format(R"({{"StackName": {}, "TemplateStage": "Original"}})", json_of(target.name))});
    if (!reply) {
        standing.problem = refused(target, std::move(reply).error()).error();
        return;
    }
    auto differences = template_differences(value::text_at((*reply)->root, "TemplateBody"), target.text);
    if (!differences) {
        standing.problem = std::move(differences).error().within(shown(target));
        return;
    }
    std::ranges::move(*differences, std::back_inserter(standing.differences));
    compare_parameters(standing.now.parameters, target.parameters, standing.differences);
    if (!standing.now.is_protected) standing.differences.emplace_back("it is not protected from deletion");
}

}  // namespace

std::string_view Standing::verdict() const {
    if (problem) return "unknown";
    if (!now.is_there()) return "missing";
    return differences.empty() ? "equal" : "differs";
}

base::Result<std::vector<std::string>> template_differences(const std::string& there, const std::string& wanted) {
    VOUCH_TRY(const value::Document is,
              value::read_any(std::make_shared<const base::Source>("template of the stack", there), {.limits = kTemplate}));
    VOUCH_TRY(const value::Document ought, value::read_yaml(std::make_shared<const base::Source>("template", wanted)));
    std::vector<std::string> differences;
    if (is.root == ought.root) return differences;
    compare(is.root.find("Parameters"), ought.root.find("Parameters"), "parameter", differences);
    compare(is.root.find("Conditions"), ought.root.find("Conditions"), "condition", differences);
    compare(is.root.find("Resources"), ought.root.find("Resources"), "resource", differences);
    compare(is.root.find("Outputs"), ought.root.find("Outputs"), "output", differences);
    if (differences.empty()) differences.emplace_back("the template differs apart from parameters, conditions, resources and outputs");
    return differences;
}

Standing standing_of(const Formation& formation, const Target& target) {
    Standing standing{.target = &target, .now = {}, .differences = {}, .problem = {}};
    auto now = stack_now(formation, target);
    if (!now) {
        standing.problem = std::move(now).error();
        return standing;
    }
    standing.now = *std::move(now);
    if (standing.now.is_there()) compare_with_stack(formation, standing);
    return standing;
}

std::string as_text(std::span<const Standing> standings) {
    std::string text;
    for (const Standing& each : standings) {
        text += fmt::format("{:<8} {}", each.verdict(), shown(*each.target));
        if (each.now.is_there()) text += fmt::format("  {}  {}", base::escape(each.now.status), base::escape(each.now.changed));
        text += '\n';
        if (each.problem) text += fmt::format("    {}\n", base::escape(each.problem->message));
        for (const std::string& difference : each.differences) text += fmt::format("    {}\n", base::escape(difference));
    }
    return text;
}

std::string as_json(std::span<const Standing> standings, const std::string& account) {
    std::vector<std::string> rows;
    for (const Standing& each : standings) {
        std::vector<std::string> differences;
        for (const std::string& difference : each.differences) differences.push_back(json_of(difference));
        const bool there = each.now.is_there();
        rows.push_back(fmt::format(
            R"(    {{"stack": {}, "name": {}, "region": {}, "verdict": {}, "status": {}, "changed": {}, "protected": {}, "differences": [{}], "error": {}}})",
            json_of(each.target->stack->name), json_of(each.target->name), json_of(each.target->region), json_of(each.verdict()),
            there ? json_of(each.now.status) : "null", there ? json_of(each.now.changed) : "null",
            there ? fmt::format("{}", each.now.is_protected) : "null", fmt::join(differences, ", "),
            each.problem ? json_of(each.problem->message) : "null"));
    }
    return fmt::format("{{\n  \"version\": 1,\n  \"account\": {},\n  \"stacks\": [\n{}\n  ]\n}}\n", json_of(account),
                       fmt::join(rows, ",\n"));
}

}  // namespace vouch::baseline
