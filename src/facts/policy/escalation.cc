// SPDX-License-Identifier: Apache-2.0
// A way is open where each thing that it needs is allowed without limit, and no deny that always holds takes it away. Tested by
// escalation_test.cc.
#include "facts/policy/escalation.h"

#include <algorithm>

#include <fmt/format.h>

#include "facts/policy/identity.h"

namespace vouch::facts {
namespace {

constexpr Escalation kEscalations[] = {
#include "facts/policy/escalations.inc"
};

struct Compiled {
    Pattern action;
    std::string service, rest;
    bool self;
    Request request;
};

Compiled compile(const Need& need) {
    Compiled out{Pattern::of_text(need.action, Reading::action),
                 std::string(need.action.substr(0, need.action.find(':'))),
                 std::string(need.scope),
                 need.scope == "self",
                 {}};
    if (const std::size_t at = need.scope.find('@'); at != std::string_view::npos) {
        out.service = need.scope.substr(0, at);
        out.rest = need.scope.substr(at + 1);
    }
    if (out.self) out.rest = "user/*";
    if (!need.service.empty()) out.request["iam:passedtoservice"] = std::string(need.service);
    return out;
}

// The things that each row needs.
const std::vector<std::vector<Compiled>>& compiled_rows() {
    static const std::vector<std::vector<Compiled>> rows = [] {
        std::vector<std::vector<Compiled>> out;
        for (const Escalation& row : kEscalations) {
            auto& needs = out.emplace_back();
            for (const Need& need : row.needs)
                if (!need.action.empty()) needs.push_back(compile(need));
        }
        return out;
    }();
    return rows;
}

// The services of which the policies may allow some action.
class Services {
public:
    explicit Services(std::span<const Policy* const> policies) {
        for (const Policy* policy : policies)
            for (const Statement& statement : policy->statements)
                if (statement.effect == Effect::allow) add(statement);
    }
    bool has(std::string_view service) const { return every_ || std::ranges::find(names_, service) != names_.end(); }

private:
    void add(const Statement& statement) {
        every_ = every_ || statement.not_actions;
        for (const Pattern& action : statement.actions) {
            const std::size_t colon = action.prefix().find(':');
            every_ = every_ || colon == std::string_view::npos;
            const std::string_view service = action.prefix().substr(0, colon);
            if (!has(service)) names_.push_back(service);
        }
    }

    bool every_ = false;
    std::vector<std::string_view> names_;
};

std::string_view service_of(const Compiled& need) { return need.action.prefix().substr(0, need.action.prefix().find(':')); }

Answer in_scope(const Statement& statement, const Compiled& need) {
    if (need.rest.empty()) return Answer::of(true);
    Answer whole = covers_class(statement, need.service, need.rest);
    if (whole.yes() || !need.self) return whole;
    static const Pattern kSelf = Pattern::of_text("arn:aws:iam::*:user/${aws:username}", Reading::resource);
    for (const Pattern& resource : statement.resources)
        if (resource.text().ends_with("user/${aws:username}") && !statement.not_resources) whole = either(whole, resource.overlaps(kSelf));
    return whole;
}

Answer taken_away(const Policy& policy, const Compiled& need) {
    Answer any;
    for (const Statement& statement : policy.statements) {
        if (statement.effect != Effect::deny || !statement.covers_action(need.action).yes()) continue;
        if (!hold(statement.conditions, need.request).yes()) continue;
        const Pattern all = Pattern::of_text(fmt::format("arn:aws:{}:*:*:*", need.service), Reading::resource);
        any = either(
            any, either(statement.covers_resource(all), need.rest.empty() ? Answer{} : covers_class(statement, need.service, need.rest)));
    }
    return any;
}

// The first statement that allows it, the answer, and where.
struct Found {
    Answer answer;
    const Statement* statement = nullptr;
};

Found allowed(std::span<const Policy* const> policies, const Compiled& need) {
    Found out;
    for (const Policy* policy : policies) {
        for (const Statement& statement : policy->statements) {
            if (statement.effect != Effect::allow) continue;
            Answer answer = statement.covers_action(need.action);
            if (answer.no()) continue;
            answer = both(answer, in_scope(statement, need));
            if (answer.possible()) answer = both(answer, without_limit(statement, need.request));
            // A policy variable in a resource is a limit.
            if (answer.truth == Truth::maybe && answer.unknown == nullptr) answer = {};
            if (answer.yes() && !out.answer.yes()) out.statement = &statement;
            out.answer = either(out.answer, answer);
        }
    }
    if (out.answer.no()) return out;
    for (const Policy* policy : policies) out.answer = both(out.answer, negated(taken_away(*policy, need)));
    return out;
}

struct Way {
    Answer answer;
    const Statement* statement = nullptr;  // the one that allows the last thing needed
};

Way open_way(std::span<const Policy* const> policies, const Policy* boundary, const std::vector<Compiled>& needs) {
    Way way{Answer::of(true), nullptr};
    for (const Compiled& need : needs) {
        if (way.answer.no()) break;
        const Found found = allowed(policies, need);
        way.answer = both(way.answer, found.answer);
        if (found.statement != nullptr) way.statement = found.statement;
        if (boundary != nullptr) {
            const Policy* limits[] = {boundary};
            way.answer = both(way.answer, allowed(limits, need).answer);
        }
    }
    return way;
}

std::string needed_actions(const Escalation& row) {
    std::string out;
    for (const Need& need : row.needs)
        if (!need.action.empty()) out.append(out.empty() ? "" : ", ").append(need.action);
    return out;
}

}  // namespace

std::span<const Escalation> escalations() { return kEscalations; }

void allows_escalation(std::span<const Policy* const> policies, std::span<const Policy* const> but, const Policy* boundary,
                       std::uint32_t position, Reasons& out) {
    constexpr std::size_t kShown = 5;
    const Services services(policies);
    std::size_t found = 0;
    for (std::size_t i = 0; i < std::size(kEscalations); ++i) {
        const Escalation& row = kEscalations[i];
        const std::vector<Compiled>& needs = compiled_rows()[i];
        if (!services.has(service_of(needs.front()))) continue;
        const Way way = open_way(policies, boundary, needs);
        if (way.answer.no()) continue;
        const auto alone = [&needs, boundary](const Policy* policy) {
            const Policy* one[] = {policy};
            return open_way(one, boundary, needs).answer.yes();
        };
        if (std::ranges::any_of(but, alone)) continue;
        const std::uint32_t at = way.statement != nullptr ? way.statement->position : position;
        if (way.answer.undecided()) out.maybe(*way.answer.unknown, at);
        if (way.answer.yes() && ++found <= kShown) out.add(fmt::format("its holder can {} ({})", row.name, needed_actions(row)), at);
    }
    if (found > kShown) out.add(fmt::format("and {} more ways to more rights", found - kShown), position);
}

}  // namespace vouch::facts
