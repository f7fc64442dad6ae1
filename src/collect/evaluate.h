// SPDX-License-Identifier: Apache-2.0
// A mapping and the answers into a value.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collect/answer.h"
#include "collect/mapping.h"
#include "collect/transform.h"
#include "value/value.h"

namespace vouch::collect {

// Where a resource stands.
struct Place {
    std::string account;
    std::string region;
    std::string partition = "aws";
};

// What a mapping may look at. Keeps references to all of it.
struct View {
    const Place& place;
    const Answers& answers;
    value::Value item;  // null: there is none
    value::Value parent;
    std::string id = {};
};

// Makes values. They share what they are made of with the answers and the workshop: deep_copy() parts them.
class Evaluator {
public:
    Evaluator(const View& view, Workshop& workshop) : view_(view), workshop_(workshop) {}

    // nullopt: missing. A null of an answer is missing. Unknown: what it is made of was denied, failed, or is of the wrong kind.
    std::optional<value::Value> evaluate(const Mapping& mapping) { return value(mapping); }
    std::optional<value::Value> at(const Path& path);
    // Texts that end in `*` stand for all that begin so, a value behind `*` in a path for any of the list. nullopt: cannot be told.
    std::optional<bool> holds(const std::vector<Condition>& conditions);
    // What kept the last condition from being told.
    const value::Value& doubt() const { return doubt_; }

private:
    using Found = std::optional<value::Value>;

    Found value(const Mapping& mapping);
    Found text(const Mapping& mapping);
    Found members(const Mapping& mapping);
    Found items(const Mapping& mapping);
    Found steps(const Mapping& mapping);
    Found source(const Mapping& mapping);
    Found transformed(const Mapping& mapping, value::Value value);
    Found applied(const Transform& transform, const value::Value& value);
    Found chosen(const Mapping& mapping, const value::Value& value);
    Found renamed(const Mapping& mapping, const value::Value& value);
    Found translated(const Mapping& mapping, const value::Value& value);
    Found root(const Path& path);
    Found follow(const value::Value& value, std::span<const std::string> steps);
    Found of_element(const Mapping& mapping, const value::Value& element);
    std::optional<bool> holds(const Condition& condition);
    value::Value unknown(const Answer& answer);
    value::Value wrong(std::string_view what);

    const View& view_;
    Workshop& workshop_;
    std::vector<value::Value> elements_;  // innermost last
    value::Value doubt_;
};

// The value with everything in it copied into the arena, each node at a position of its own from `next` on.
value::Value deep_copy(const value::Value& value, base::Arena& arena, std::uint32_t& next);

}  // namespace vouch::collect
