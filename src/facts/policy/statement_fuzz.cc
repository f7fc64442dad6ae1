// SPDX-License-Identifier: Apache-2.0
// Any bytes as a policy document: reading it and asking about it neither crash nor depend on when it is asked; an Allow of everything that
// is added never takes a permission away, a Deny of everything leaves none.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/arena.h"
#include "facts/policy/decide.h"
#include "facts/policy/escalation.h"
#include "value/read.h"

namespace {

using vouch::facts::Effect;
using vouch::facts::Pattern;
using vouch::facts::Policy;
using vouch::facts::Question;
using vouch::facts::Reading;
using vouch::facts::Reasons;
using vouch::facts::Statement;
using vouch::facts::Truth;

void check(bool holds) {
    if (!holds) std::abort();
}

Policy everything(Effect effect) {
    Policy policy;
    Statement statement;
    statement.effect = effect;
    statement.has_actions = statement.has_resources = true;
    statement.actions.push_back(Pattern::of_text("*", Reading::action));
    statement.resources.push_back(Pattern::of_text("*", Reading::resource));
    policy.statements.push_back(statement);
    return policy;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string text(bytes, bytes + size);
    vouch::base::Arena arena;
    const Policy policy = vouch::facts::parse_policy(vouch::value::make_string(arena, text, 0));
    Question question{.action = Pattern::of_text("iam:PassRole", Reading::action),
                      .resource = Pattern::of_text("arn:aws:iam::1:role/r", Reading::resource),
                      .request = {{"aws:multifactorauthpresent", std::nullopt}},
                      .speaks_of = nullptr};
    const Truth before = allows(policy, question).truth;
    check(before == allows(policy, question).truth);
    Policy more = policy, less = policy;
    append(more, everything(Effect::allow));
    append(less, everything(Effect::deny));
    check(allows(more, question).truth >= before);
    check(allows(less, question).no());
    Reasons reasons(arena);
    const Policy* all[] = {&policy};
    allows_escalation(all, {}, nullptr, 0, reasons);
    return 0;
}
