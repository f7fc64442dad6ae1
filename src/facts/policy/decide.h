// SPDX-License-Identifier: Apache-2.0
// Whether statements allow an action: an explicit deny beats an allow, and what nobody allows is denied.
#pragma once

#include "facts/policy/statement.h"

namespace vouch::facts {

// What is asked. A pattern asks for all that it stands for: `arn:aws:iam::*:role/*` for every role.
struct Question {
    Pattern action;
    Pattern resource = Pattern::of_text("*", Reading::resource);
    Request request;  // what is known of it; conditions on other keys make the answer a maybe
    // Resource policies: whether the one who asks is whom the statement speaks of. nullptr: an identity policy, everyone who has it.
    Answer (*speaks_of)(const Statement&) = nullptr;
};

// The effect that a statement of unknown effect might have counts as a maybe on both sides.
Answer allows(const Policy& policy, const Question& question);
// A deny that certainly meets all of what is asked.
Answer denies(const Policy& policy, const Question& question);

// The statement covers all that is asked, its conditions included, whatever its effect.
Answer applies(const Statement& statement, const Question& question);

}  // namespace vouch::facts
