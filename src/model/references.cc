// SPDX-License-Identifier: Apache-2.0
// A reference that is resolved to an unknown keeps the expression as its identity: "Ref:Bucket", "GetAtt:Bucket.Arn".
// Tested by references_test.cc.
#include "model/references.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vouch::model {
namespace {

// The logical id that an identity refers to; empty where it is no plain reference.
std::string_view referred(std::string_view identity) {
    if (identity.starts_with("Ref:")) return identity.substr(4);
    if (!identity.starts_with("GetAtt:")) return {};
    identity.remove_prefix(7);
    return identity.substr(0, identity.find('.'));
}

class Walk {
public:
    explicit Walk(References& out) : out_(out) {}

    void resource(const Resource& resource) {
        resource_ = &resource;
        path_.clear();
        for (const value::Member& member : resource.body.as_map())
            if (member.name() == "Properties") below(member);
    }

private:
    // Recursion is bounded by the depth that the readers allow.
    void value(const value::Value& value) {
        for (const ReferenceMade& made : std::ranges::equal_range(resource_->references, value.position(), {}, &ReferenceMade::position))
            if (made.unit.empty()) add(made.id);
        if (value.is_unknown()) return add(referred(value.as_unknown().identity));
        if (value.is_list())
            for (const value::Value& each : value.as_list()) this->value(each);
        if (value.is_map())
            for (const value::Member& member : value.as_map()) below(member);
    }
    void below(const value::Member& member) {
        const std::size_t length = path_.size();
        if (!path_.empty()) path_ += '.';
        path_ += member.name();
        value(member.value);
        path_.resize(length);
    }
    void add(std::string_view id) {
        if (id.empty() || id == resource_->id) return;
        auto& list = out_[id];
        Reference reference{resource_->id, resource_->type, path_};
        if (std::ranges::find(list, reference) == list.end()) list.push_back(std::move(reference));
    }

    References& out_;
    const Resource* resource_ = nullptr;
    std::string path_;
};

}  // namespace

References references(const Unit& unit) {
    References found;
    Walk walk(found);
    for (const Resource& resource : unit.resources)
        if (resource.body.is_map()) walk.resource(resource);
    return found;
}

value::Value to_value(base::Arena& arena, const std::vector<Reference>& references, std::uint32_t position) {
    std::vector<value::Value> items;
    for (const Reference& each : references) {
        const auto text = [&](std::string_view key, std::string_view content) {
            return value::Member{value::Value::string(key, position), value::make_string(arena, content, position)};
        };
        const std::array members{text("Id", each.from), text("Type", each.type), text("Path", each.path)};
        items.push_back(value::make_map(arena, members, position));
    }
    const value::Member list{value::Value::string("ReferencedBy", position), value::make_list(arena, items, position)};
    return value::make_map(arena, {&list, 1}, position);
}

}  // namespace vouch::model
