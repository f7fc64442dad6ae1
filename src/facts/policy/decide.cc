// SPDX-License-Identifier: Apache-2.0
// An allow must cover all that is asked; a deny of a part of it leaves a maybe. Tested by decide_test.cc, property-tested by
// decide_property_test.cc.
#include "facts/policy/decide.h"

namespace vouch::facts {
namespace {

Answer spoken_of(const Statement& statement, const Question& question) {
    return question.speaks_of == nullptr ? Answer::of(true) : question.speaks_of(statement);
}

// Meets some of what is asked.
Answer touches(const Statement& statement, const Question& question) {
    Answer answer = statement.touches_action(question.action);
    if (answer.no()) return answer;
    answer = both(answer, statement.touches_resource(question.resource));
    answer = both(answer, spoken_of(statement, question));
    return both(answer, hold(statement.conditions, question.request));
}

}  // namespace

Answer applies(const Statement& statement, const Question& question) {
    Answer answer = statement.covers_action(question.action);
    if (answer.no()) return answer;
    answer = both(answer, statement.covers_resource(question.resource));
    answer = both(answer, spoken_of(statement, question));
    return both(answer, hold(statement.conditions, question.request));
}

Answer denies(const Policy& policy, const Question& question) {
    Answer any;
    for (const Statement& statement : policy.statements) {
        if (statement.effect == Effect::allow) continue;
        Answer met = applies(statement, question);
        if (!met.yes() && touches(statement, question).possible()) met = either(met, Answer::depends());
        if (statement.effect == Effect::unknown && met.possible()) met = Answer::depends();
        any = either(any, met);
    }
    return any;
}

Answer allows(const Policy& policy, const Question& question) {
    Answer any;
    for (const Statement& statement : policy.statements) {
        if (statement.effect == Effect::deny) continue;
        Answer met = applies(statement, question);
        if (statement.effect == Effect::unknown && met.possible()) met = Answer::depends();
        any = either(any, met);
    }
    if (policy.unknown != nullptr && !any.yes()) any = either(any, Answer::not_known(policy.unknown));
    if (any.no()) return any;
    return both(any, negated(denies(policy, question)));
}

}  // namespace vouch::facts
