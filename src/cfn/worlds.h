// SPDX-License-Identifier: Apache-2.0
// What becomes of one resource in every way in which the choices that it depends on may turn out.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "base/source.h"
#include "cfn/evaluator.h"
#include "cfn/scope.h"
#include "model/resource.h"
#include "value/value.h"

namespace vouch::cfn {

// More ways than this are not tried: what depends on the choices stays unknown.
inline constexpr std::size_t kMostWorlds = 16;

// One per template, when its parameters, conditions and the ids of its resources are in `scope`. Not thread-safe.
class Worlds {
public:
    // `open`: the conditions that are not known (conditions.h). Keeps references to all of them; `scope` is changed while of() runs only.
    // `nodes`: values that all worlds together may make; beyond them no resource gets any more.
    Worlds(base::Arena& arena, const base::Source& source, Scope& scope, std::span<const Entry> open, std::size_t nodes);

    // The variants of the resource that depends on `first` and perhaps on more; `condition` is the name of its own Condition, or
    // empty. Starts from that choice, resolves, and splits again wherever a choice is still met, so that only what matters to this
    // resource is told apart. Where that would be more than kMostWorlds, only conditions are told apart, not the values of parameters;
    // empty where that is still more.
    std::vector<model::Variant> of(const Entry& resource, std::string_view condition, const Choice& first);

private:
    struct Assumption {
        const Choice* choice;
        std::size_t branch;  // number of the value; of an equation 0: it holds, 1: it does not
    };
    using World = std::vector<Assumption>;

    std::vector<model::Variant> search(const Entry& resource, std::string_view condition, const Choice* first);
    bool split(const World& world, const Choice& choice, std::size_t settled);
    bool resolve(const Entry& resource, std::string_view condition, const World& world, model::Variant& out, const Choice*& open);
    void enter(const World& world);
    void leave();
    static void add(std::vector<model::Variant>& variants, model::Variant variant);

    Scope& scope_;
    std::span<const Entry> conditions_;
    std::vector<std::pair<std::string_view, value::Value>> names_before_;
    std::vector<std::pair<std::string_view, value::Value>> conditions_before_;
    std::unordered_map<std::string_view, Choice*> choices_before_;
    std::vector<base::Error> problems_;  // of worlds: nobody gets to see them
    Evaluator evaluator_;
    std::vector<World> pending_;
};

}  // namespace vouch::cfn
