// SPDX-License-Identifier: Apache-2.0
// All that facts are worked out from: every resource, and who refers to whom.
#pragma once

#include <memory>
#include <mutex>
#include <typeindex>
#include <unordered_map>

#include "model/graph.h"
#include "model/inventory.h"

namespace vouch::facts {

// Keeps a reference to the inventory, which must outlive it and not change. Reading it from several threads is safe.
struct Estate {
    explicit Estate(const model::Inventory& all) : inventory(all), graph(all) {}

    const model::Inventory& inventory;
    const model::Graph graph;

    // What an analyser works out once for the whole estate and not for each resource: a T made from the estate, which lives as long.
    template <class T>
    const T& once() const {
        const std::scoped_lock lock(made_by_);
        std::shared_ptr<const void>& made = made_[std::type_index(typeid(T))];
        if (!made) made = std::make_shared<const T>(*this);
        return *static_cast<const T*>(made.get());
    }

private:
    mutable std::recursive_mutex made_by_;  // a T may ask for another
    mutable std::unordered_map<std::type_index, std::shared_ptr<const void>> made_;
};

// The resource that is looked at.
struct Subject {
    const Estate& estate;
    model::Node node;
    base::Arena& arena;                       // for what is made
    const model::Resource* as = nullptr;      // how it is taken to turn out, where there are several ways (model::Variant)
    std::uint64_t facts = ~std::uint64_t{0};  // bit i: the i-th fact of the analyser is asked for; it may leave out the others

    const model::Unit& unit() const { return estate.graph.unit(node); }
    const model::Resource& resource() const { return as != nullptr ? *as : estate.graph.resource(node); }
};

}  // namespace vouch::facts
