// SPDX-License-Identifier: Apache-2.0
// Tested by link_test.cc.
#include "collect/link.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace vouch::collect {
namespace {

using value::Value;

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

// Ids that a service made: ARNs, `sg-0a1b2c3d`, UUIDs, URLs of queues. A name that a person chose may stand anywhere and mean anything.
bool handed_out(std::string_view text) {
    if (text.starts_with("arn:") || text.starts_with("https://")) return true;
    const std::size_t dash = text.rfind('-');
    if (dash == std::string_view::npos || dash == 0) return false;
    const std::string_view last = text.substr(dash + 1);
    return last.size() >= 8 && std::ranges::all_of(last, is_hex);
}

class Linking {
public:
    explicit Linking(std::span<const Identified> identities) {
        for (const Identified& each : identities)
            if (handed_out(each.text) && !is_known(each)) known_.emplace(bare(each.text), &each);
    }

    void link(model::Unit& unit, model::Resource& resource) {
        unit_ = &unit;
        resource_ = &resource;
        walk(resource.properties());
        std::ranges::sort(resource.references);
        const auto again = std::ranges::unique(resource.references);
        resource.references.erase(again.begin(), again.end());
    }

private:
    // What Ref and an attribute both return counts once.
    bool is_known(const Identified& each) const {
        const auto [begin, end] = known_.equal_range(bare(each.text));
        return std::any_of(begin, end, [&](const auto& other) { return other.second->unit == each.unit && other.second->id == each.id; });
    }

    // Log groups are written with and without the `:*` that stands for their streams.
    static std::string_view bare(std::string_view text) {
        if (text.ends_with(":*")) text.remove_suffix(2);
        return text;
    }

    // Depth is bounded by what the readers of answers allow.
    void walk(const Value& value) {
        if (value.is_string()) refer(value);
        if (value.is_list())
            for (const Value& each : value.as_list()) walk(each);
        if (value.is_map())
            for (const value::Member& member : value.as_map()) walk(member.value);
    }

    void refer(const Value& value) {
        const auto [begin, end] = known_.equal_range(bare(value.as_string()));
        for (auto found = begin; found != end; ++found) {
            const Identified& other = *found->second;
            if (other.unit == unit_->name && other.id == resource_->id) continue;
            resource_->references.push_back({.position = value.position(),
                                             .unit = unit_->arena.copy(other.unit),
                                             .id = unit_->arena.copy(other.id),
                                             .attribute = unit_->arena.copy(other.attribute)});
        }
    }

    std::unordered_multimap<std::string_view, const Identified*> known_;
    model::Unit* unit_ = nullptr;
    model::Resource* resource_ = nullptr;
};

}  // namespace

void link(std::span<model::Unit* const> units, std::span<const Identified> identities) {
    Linking linking(identities);
    for (model::Unit* unit : units)
        for (model::Resource& resource : unit->resources) linking.link(*unit, resource);
}

}  // namespace vouch::collect
