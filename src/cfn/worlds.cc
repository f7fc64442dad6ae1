// SPDX-License-Identifier: Apache-2.0
// A search tree: a world is a list of assumptions; where resolving the resource in it still meets a choice, it is split by that
// choice. Conditions are worked out again in every world, so that those that follow from one parameter agree.
// Tested by worlds_test.cc.
#include "cfn/worlds.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/conditions.h"
#include "cfn/documents.h"
#include "cfn/spelling.h"

namespace vouch::cfn {

using base::excerpt;
using model::Variant;
using value::Value;

namespace {

constexpr std::size_t kLongestAssumption = 400;

std::string compared(const Value& literal, bool equal) {
    const std::string text = scalar_text(literal).value_or("");
    const char* const verb = equal ? "is" : "is not";
    return text.empty() ? fmt::format("{} empty", verb) : fmt::format("{} `{}`", verb, excerpt(text));
}

std::string subject_of(const Choice& choice) {
    const char* const word = choice.parameter.starts_with("AWS::") ? "" : "parameter ";
    return fmt::format("{}`{}`", word, excerpt(choice.parameter));
}

std::string spelled(const Choice& choice, std::size_t branch) {
    if (!choice.values.empty()) return fmt::format("{} {}", subject_of(choice), compared(choice.values[branch], true));
    if (!choice.parameter.empty()) return fmt::format("{} {}", subject_of(choice), compared(choice.literal, branch == 0));
    const char* const truth = branch == 0 ? "true" : "false";
    if (!choice.condition.empty()) return fmt::format("condition `{}` is {}", excerpt(choice.condition), truth);
    return fmt::format("`{}` is {}", excerpt(choice.equation, 120), truth);
}

std::size_t branches(const Choice& choice) { return choice.values.empty() ? 2 : choice.values.size(); }

bool same_choice(const Choice& a, const Choice& b) {
    return a.values.empty() == b.values.empty() && (a.values.empty() ? a.equation == b.equation : a.parameter == b.parameter);
}

}  // namespace

Worlds::Worlds(base::Arena& arena, const base::Source& source, Scope& scope, std::span<const Entry> open, std::size_t nodes)
    : scope_(scope), conditions_(open), choices_before_(scope.condition_choices), evaluator_(arena, source, scope, problems_, nodes) {
    for (const Entry& entry : open) conditions_before_.emplace_back(entry.member.name(), scope.conditions.at(entry.member.name()));
}

std::vector<Variant> Worlds::of(const Entry& resource, std::string_view condition, const Choice& first) {
    std::vector<Variant> variants = search(resource, condition, &first);
    if (variants.empty() && !scope_.parameter_choices.empty()) {
        const auto before = std::exchange(scope_.parameter_choices, {});
        variants = search(resource, condition, nullptr);
        scope_.parameter_choices = before;
        if (variants.size() == 1) variants.clear();
    }
    scope_.condition_choices = choices_before_;
    for (const auto& [name, value] : conditions_before_) scope_.conditions[name] = value;
    return variants;
}

std::vector<Variant> Worlds::search(const Entry& resource, std::string_view condition, const Choice* first) {
    std::vector<Variant> variants;
    std::size_t settled = 0;
    pending_.clear();
    if (first == nullptr) pending_.emplace_back();
    bool fine = first == nullptr || split({}, *first, settled);
    while (fine && !pending_.empty()) {
        const World world = std::move(pending_.back());
        pending_.pop_back();
        Variant variant;
        const Choice* open = nullptr;
        fine = resolve(resource, condition, world, variant, open) && (open == nullptr || split(world, *open, settled));
        if (open != nullptr) continue;
        ++settled;
        add(variants, std::move(variant));
    }
    if (!fine) variants.clear();
    return variants;
}

// False where there would be too many worlds, or where assuming something did not settle it.
bool Worlds::split(const World& world, const Choice& choice, std::size_t settled) {
    const auto again = [&](const Assumption& made) { return same_choice(*made.choice, choice); };
    const std::size_t ways = branches(choice);
    if (settled + pending_.size() + ways > kMostWorlds || world.size() > 2 * kMostWorlds || std::ranges::any_of(world, again)) return false;
    for (std::size_t branch = ways; branch-- > 0;) {
        pending_.push_back(world);
        pending_.back().push_back({&choice, branch});
    }
    return true;
}

bool Worlds::resolve(const Entry& resource, std::string_view condition, const World& world, Variant& out, const Choice*& open) {
    if (!evaluator_.charge(1 + conditions_.size(), resource.member.key.position())) return false;
    enter(world);
    evaluator_.begin();
    Value truth = Value::boolean(true, 0);
    if (!condition.empty()) truth = evaluator_.condition(condition, resource.member.key.position());
    out.exists = truth.is_unknown() || truth.as_boolean();
    if (out.exists) out.body = with_documents(evaluator_, evaluator_.resolve(resource));
    if (out.exists && Evaluator::is_absent(out.body)) out = {Value(), false, {}};
    open = evaluator_.finish().choice;
    leave();
    for (const Assumption& made : world) {
        if (!out.assumption.empty()) out.assumption += ", ";
        out.assumption += spelled(*made.choice, made.branch);
    }
    problems_.clear();
    return !evaluator_.exhausted() && (open != nullptr || !truth.is_unknown());
}

void Worlds::enter(const World& world) {
    for (const Assumption& made : world) {
        const Choice& choice = *made.choice;
        const bool holds = choice.values.empty() && made.branch == 0;
        if (choice.values.empty()) scope_.equations[std::string(choice.equation)] = holds;
        if (!choice.values.empty() || (holds && !choice.parameter.empty())) {
            Value& name = scope_.names[choice.parameter];
            names_before_.emplace_back(choice.parameter, name);
            name = holds ? choice.literal : choice.values[made.branch];
        }
    }
    bind_again(evaluator_, scope_, conditions_);
}

void Worlds::leave() {
    scope_.equations.clear();
    // Backwards: a name may have been assumed twice.
    for (; !names_before_.empty(); names_before_.pop_back()) scope_.names[names_before_.back().first] = names_before_.back().second;
}

// Worlds that make the same of the resource are one.
void Worlds::add(std::vector<Variant>& variants, Variant variant) {
    const auto same = [&](const Variant& other) { return other.exists == variant.exists && other.body == variant.body; };
    const auto found = std::ranges::find_if(variants, same);
    if (found == variants.end())
        variants.push_back(std::move(variant));
    else if (found->assumption.size() < kLongestAssumption)
        found->assumption += " or " + variant.assumption;
}

}  // namespace vouch::cfn
