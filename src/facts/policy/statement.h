// SPDX-License-Identifier: Apache-2.0
// A policy document as statements, and which actions and resources a statement speaks of.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "facts/policy/condition.h"
#include "facts/policy/pattern.h"
#include "facts/policy/principal.h"
#include "facts/truth.h"
#include "value/document.h"
#include "value/value.h"

namespace vouch::facts {

enum class Effect : std::uint8_t { allow, deny, unknown };

// Every part may be one value or a list. A part that is missing has an empty list and its `has_` false.
struct Statement {
    std::uint32_t position = 0;  // of the statement in the source of the template
    std::size_t number = 0;      // counts from 1
    std::string sid;
    Effect effect = Effect::unknown;
    std::vector<Pattern> actions;
    std::vector<Pattern> resources;
    std::vector<Principal> principals;
    std::vector<Condition> conditions;
    bool has_actions = false, has_resources = false, has_principals = false;
    bool not_actions = false, not_resources = false, not_principals = false;  // NotAction, NotResource, NotPrincipal

    // For people: "statement 2 (OnlyTls)".
    std::string label() const;

    // It speaks of every action that `action` stands for; of some of them.
    Answer covers_action(const Pattern& action) const;
    Answer touches_action(const Pattern& action) const;
    // The same for resources. A statement without Resource (a trust policy) speaks of every resource.
    Answer covers_resource(const Pattern& resource) const;
    Answer touches_resource(const Pattern& resource) const;
    // Speaks of everyone: Principal "*".
    Answer covers_everyone() const;
};

// The statements point into the document of the value that they were read from; text keeps the document of a policy given as JSON text.
struct Policy {
    std::vector<Statement> statements;
    std::uint32_t position = 0;
    std::shared_ptr<const value::Document> text;
    const value::Unknown* unknown = nullptr;  // there may be more statements, nobody knows
    std::string problem;                      // not empty: it is no policy, because ...
};

// Of a map, of JSON text in a string, or of an unknown. Never fails: what is not known or wrong is told in the Policy.
Policy parse_policy(const value::Value& document);

// Of one statement, without the document around it.
Policy parse_statement(const value::Value& statement);

// Appends the statements of `other`, keeping what is not known of either.
void append(Policy& policy, const Policy& other);
void append(Policy& policy, Policy&& other);

}  // namespace vouch::facts
