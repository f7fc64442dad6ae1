// SPDX-License-Identifier: Apache-2.0
// Reads leniently: what AWS would refuse at deployment is told as a problem or an unknown, never dropped. Tested by statement_test.cc.
#include "facts/policy/statement.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "value/read.h"

namespace vouch::facts {
namespace {

using value::Value;

// AWS takes 32 KB of a policy at most, which no more statements and parts fit into. Facts compare statements with each other: this bounds
// the work on hostile text.
constexpr std::size_t kPolicyBytes = std::size_t{1} << 20U;
constexpr std::size_t kStatements = 1'000;
constexpr std::size_t kParts = 10'000;    // actions, resources, principals and values of conditions
constexpr std::size_t kTogether = 2'000;  // statements of all policies of one holder

std::vector<Pattern> patterns(const Value& element, Reading reading) {
    std::vector<Pattern> out;
    if (!element.is_list()) {
        out.push_back(Pattern::of_value(element, reading));
        return out;
    }
    out.reserve(element.as_list().size());
    for (const Value& item : element.as_list()) out.push_back(Pattern::of_value(item, reading));
    return out;
}

// Reads `name` or `Not<name>`; true where either is there.
template <class Read>
bool element(const Value& map, std::string_view name, std::string_view not_name, bool& negated, Read read) {
    if (const Value* found = map.find(name); found != nullptr && !found->is_null()) {
        read(*found);
        return true;
    }
    const Value* found = map.find(not_name);
    if (found == nullptr || found->is_null()) return false;
    negated = true;
    read(*found);
    return true;
}

Statement read_statement(const Value& map, std::size_t number) {
    Statement out;
    out.position = map.position();
    out.number = number;
    if (const Value* sid = map.find("Sid"); sid != nullptr && sid->is_string()) out.sid = sid->as_string();
    if (const Value* effect = map.find("Effect"); effect != nullptr && effect->is_string())
        out.effect = effect->as_string() == "Allow" ? Effect::allow : effect->as_string() == "Deny" ? Effect::deny : Effect::unknown;
    out.has_actions = element(map, "Action", "NotAction", out.not_actions,
                              [&out](const Value& value) { out.actions = patterns(value, Reading::action); });
    out.has_resources = element(map, "Resource", "NotResource", out.not_resources,
                                [&out](const Value& value) { out.resources = patterns(value, Reading::resource); });
    out.has_principals = element(map, "Principal", "NotPrincipal", out.not_principals,
                                 [&out](const Value& value) { out.principals = parse_principals(value); });
    if (const Value* conditions = map.find("Condition")) out.conditions = parse_conditions(*conditions);
    return out;
}

std::size_t parts_of(const Statement& statement) {
    std::size_t parts = statement.actions.size() + statement.resources.size() + statement.principals.size();
    for (const Condition& condition : statement.conditions) parts += 1 + condition.values.size();
    return parts;
}

void read_statements(Policy& out, const Value& items) {
    if (items.is_unknown()) {
        out.unknown = &items.as_unknown();
    } else if (items.is_map()) {
        out.statements.push_back(read_statement(items, 1));
    } else if (items.is_list()) {
        std::size_t parts = 0;
        out.statements.reserve(std::min(items.as_list().size(), kStatements));
        for (const Value& item : items.as_list()) {
            if (out.statements.size() == kStatements || parts > kParts) {
                out.problem = parts > kParts ? fmt::format("it has more than {} actions, resources, principals and values", kParts)
                                             : fmt::format("it has more than {} statements", kStatements);
                return;
            }
            if (item.is_unknown())
                out.unknown = &item.as_unknown();
            else if (item.is_map())
                parts += parts_of(out.statements.emplace_back(read_statement(item, out.statements.size() + 1)));
            else if (!item.is_null())
                out.problem = "a statement is no map";
        }
    } else {
        out.problem = "`Statement` is neither a map nor a list";
    }
}

void read_document(Policy& out, const Value& document) {
    if (document.is_unknown()) {
        out.unknown = &document.as_unknown();
        return;
    }
    if (!document.is_map()) {
        if (!document.is_null()) out.problem = "it is no map";
        return;
    }
    if (const Value* statements = document.find("Statement")) read_statements(out, *statements);
}

// The statements of a policy in text stand where the text stands: its own offsets mean nothing in the template.
void read_text(Policy& out, const Value& document) {
    auto source = std::make_shared<base::Source>("policy", std::string(document.as_string()));
    value::ReadOptions options;
    options.limits.bytes = kPolicyBytes;
    base::Result<value::Document> read = value::read_json(std::move(source), options);
    if (!read) {
        out.problem = "its text is no JSON: " + read.error().message;
        return;
    }
    out.text = std::make_shared<const value::Document>(*std::move(read));
    read_document(out, out.text->root);
    for (Statement& statement : out.statements) statement.position = document.position();
}

Answer any_covers(const std::vector<Pattern>& patterns, const Pattern& wanted) {
    Answer any;
    for (const Pattern& pattern : patterns) any = either(any, pattern.covers(wanted));
    return any;
}

Answer any_overlaps(const std::vector<Pattern>& patterns, const Pattern& wanted) {
    Answer any;
    for (const Pattern& pattern : patterns) any = either(any, pattern.overlaps(wanted));
    return any;
}

}  // namespace

std::string Statement::label() const {
    std::string out = "statement " + std::to_string(number);
    if (!sid.empty()) out.append(" (").append(base::excerpt(sid)).append(")");
    return out;
}

Answer Statement::covers_action(const Pattern& action) const {
    return not_actions ? negated(any_overlaps(actions, action)) : any_covers(actions, action);
}
Answer Statement::touches_action(const Pattern& action) const {
    return not_actions ? negated(any_covers(actions, action)) : any_overlaps(actions, action);
}
Answer Statement::covers_resource(const Pattern& resource) const {
    if (!has_resources) return Answer::of(true);
    return not_resources ? negated(any_overlaps(resources, resource)) : any_covers(resources, resource);
}
Answer Statement::touches_resource(const Pattern& resource) const {
    if (!has_resources) return Answer::of(true);
    return not_resources ? negated(any_covers(resources, resource)) : any_overlaps(resources, resource);
}

Answer Statement::covers_everyone() const {
    if (not_principals) return Answer::of(false);
    Answer any;
    for (const Principal& principal : principals) {
        if (principal.kind == PrincipalKind::anyone) return Answer::of(true);
        if (principal.kind == PrincipalKind::unknown && principal.unknown() != nullptr)
            any = either(any, Answer::not_known(principal.unknown()));
    }
    return any;
}

Policy parse_policy(const Value& document) {
    Policy out;
    out.position = document.position();
    if (document.is_string())
        read_text(out, document);
    else
        read_document(out, document);
    return out;
}

Policy parse_statement(const Value& statement) {
    Policy out;
    out.position = statement.position();
    read_statements(out, statement);
    return out;
}

void append(Policy& policy, const Policy& other) { append(policy, Policy(other)); }

void append(Policy& policy, Policy&& other) {
    const std::size_t room = kTogether - std::min(kTogether, policy.statements.size());
    const std::size_t taken = std::min(room, other.statements.size());
    const auto end = other.statements.begin() + static_cast<std::ptrdiff_t>(taken);
    policy.statements.insert(policy.statements.end(), std::make_move_iterator(other.statements.begin()), std::make_move_iterator(end));
    if (taken < other.statements.size() && policy.problem.empty())
        policy.problem = fmt::format("there are more than {} statements in all policies together", kTogether);
    if (policy.unknown == nullptr) policy.unknown = other.unknown;
    if (policy.problem.empty()) policy.problem = std::move(other.problem);
}

}  // namespace vouch::facts
