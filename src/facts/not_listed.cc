// SPDX-License-Identifier: Apache-2.0
// Tested by not_listed_test.cc.
#include "facts/not_listed.h"

#include <unordered_map>
#include <utility>
#include <vector>

namespace vouch::facts {
namespace {

// Live resources that stand for those of their type that nobody could list, by type. For Estate::once.
struct StandIns {
    explicit StandIns(const Estate& estate) {
        for (model::Node node = 0; node < estate.graph.size(); ++node)
            if (const model::Resource& resource = estate.graph.resource(node); resource.stands_in()) by_type[resource.type].push_back(node);
    }

    std::unordered_map<std::string_view, std::vector<model::Node>> by_type;
};

// In the region of `from` if there is one, else anywhere in its account; nullptr where there is none.
const model::Resource* stand_in(const Estate& estate, model::Node from, std::string_view type) {
    const auto& by_type = estate.once<StandIns>().by_type;
    const auto found = by_type.find(type);
    if (found == by_type.end()) return nullptr;
    const model::Environment& here = estate.graph.unit(from).environment;
    const model::Resource* any = nullptr;
    for (const model::Node node : found->second) {
        const model::Environment& there = estate.graph.unit(node).environment;
        if (there.account != here.account) continue;
        if (there.region == here.region) return &estate.graph.resource(node);
        if (any == nullptr) any = &estate.graph.resource(node);
    }
    return any;
}

}  // namespace

std::string not_listed(std::string what, const Estate& estate, model::Node from, std::string_view type) {
    if (const model::Resource* unlisted = stand_in(estate, from, type); unlisted != nullptr) what.append(": ").append(unlisted->uncertain);
    return what;
}

}  // namespace vouch::facts
