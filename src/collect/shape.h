// SPDX-License-Identifier: Apache-2.0
// Answers into resources in the shape of their CloudFormation type. Pure: no call is made here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/arena.h"
#include "collect/answer.h"
#include "collect/evaluate.h"
#include "collect/table.h"
#include "model/resource.h"

namespace vouch::collect {

// By what others refer to a resource: `attribute` as CloudFormation calls it, empty for Ref.
struct Identity {
    std::string attribute;
    std::string text;
};

// Values live in the arena that was given.
struct Shaped {
    model::Resource resource;
    std::vector<Identity> identities;
};

// What a list says there is. `unknown` is set where that cannot be told: the resources are then stood in for by one (stand_in()).
struct Listed {
    std::vector<value::Value> items;
    std::optional<value::Value> unknown;
};

// One per unit (an account and region): its positions are distinct in all that it makes.
class Shaper {
public:
    explicit Shaper(base::Arena& arena) : arena_(arena) { scratch_.lasting = &lasting_; }
    Shaper(const Shaper&) = delete;
    Shaper& operator=(const Shaper&) = delete;

    // The items that `row` makes of the answer to its list; of the parent's item where it has no call of its own. `view` is of the parent
    // (or of the account and region), with the list's answer among its answers.
    Listed listed(const Row& row, const View& view);

    // The input of a call for a resource. nullopt: it needs what is missing (there is nothing to ask). Unknown: it needs what is unknown.
    std::optional<value::Value> input(const Call& call, const View& view);

    // What `mapping` makes of what is known; nullopt: missing.
    std::optional<value::Value> value(const Mapping& mapping, const View& view);

    // The region in which the resource stands. nullopt: the calls of `row.region_calls` have to tell.
    std::optional<std::string> region(const Row& row, const View& view);

    // The resource. nullopt: the row does not want it. A property is missing where the answers say so, unknown where a call that it needs
    // was denied, failed or was not asked; a resource of which that keeps us from knowing whether the row wants it is uncertain.
    std::optional<Shaped> shape(const Row& row, View view);

    // A resource for all that a list kept from us: uncertain, with unknown properties, so that no control passes for want of resources.
    Shaped stand_in(const Row& row, const View& view, const value::Value& unknown);

private:
    Listed split(const Row& row, const value::Value& value);
    std::vector<value::Member> properties(const Row& row, Evaluator& evaluator);
    void give(Shaped& made, const Row& row, const View& view, std::span<const value::Member> properties);
    std::vector<model::PropertyOrigin> origins(const Row& row, const View& view) const;

    base::Arena& arena_;
    Workshop lasting_;  // inputs and lists
    Workshop scratch_;  // what one resource is put together of
    std::uint32_t next_ = 1;
};

}  // namespace vouch::collect
