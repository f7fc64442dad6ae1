// SPDX-License-Identifier: Apache-2.0
// Tested by detection_test.cc.
#include "facts/detection/words.h"

#include <fmt/format.h>

#include "base/text.h"
#include "model/estate.h"

namespace vouch::facts::detection {

using value::Value;

namespace {

struct StackCount {
    std::size_t stacks = 0;

    explicit StackCount(const Estate& estate) {
        for (const model::UnitPtr& unit : estate.inventory.units) stacks += model::is_estate(*unit) ? 0U : 1U;
    }
};

}  // namespace

std::string named(const Estate& estate, model::Node node, std::string_view kind) {
    const std::string id = base::excerpt(estate.graph.resource(node).id);
    if (estate.once<StackCount>().stacks < 2) return fmt::format("{} `{}`", kind, id);
    return fmt::format("{} `{}/{}`", kind, base::excerpt(estate.graph.unit(node).name), id);
}

Link as_far_as_it_exists(const Estate& estate, model::Node node, Link link) {
    const model::Resource& resource = estate.graph.resource(node);
    if (link.truth != Truth::yes || resource.uncertain.empty()) return link;
    return {Truth::maybe, fmt::format("whether {} will exist is not known: {}", named(estate, node, resource.type), resource.uncertain)};
}

const Value* property(const model::Resource& resource, std::string_view name) { return resource.properties().find(name); }

Answer same_text(const Estate& estate, model::Node a, const Value* left, model::Node b, const Value* right) {
    if (left == nullptr || right == nullptr) return {};
    if (left->is_string() && right->is_string()) return Answer::of(left->as_string() == right->as_string());
    if (!left->is_unknown() && !right->is_unknown()) return {};
    const bool here = estate.graph.unit_index(a) == estate.graph.unit_index(b);
    return here && *left == *right ? Answer::of(true) : Answer::not_known(left->is_unknown() ? *left : *right);
}

bool is_false(const Value* value) {
    if (value == nullptr) return false;
    if (value->kind() == value::Kind::boolean) return !value->as_boolean();
    return value->is_string() && (value->as_string() == "false" || value->as_string() == "False" || value->as_string() == "FALSE");
}

}  // namespace vouch::facts::detection
