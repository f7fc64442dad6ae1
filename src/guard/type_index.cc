// SPDX-License-Identifier: Apache-2.0
// Groups keep document order, so that a selection gives what a walk over all resources would. Tested by evaluate_test.cc.
#include <unordered_map>

#include "guard/evaluate.h"

namespace vouch::guard {

struct TypeIndex::Groups {
    std::unordered_map<std::string_view, std::vector<value::Value>> by_type;
};

TypeIndex::TypeIndex(const value::Value& root) : root_(root), groups_(std::make_unique<Groups>()) {
    const value::Value* resources = root.find("Resources");
    if (resources == nullptr || !resources->is_map() || resources->length() == 0) return;
    const std::uint32_t type_hash = value::key_hash("Type");
    for (const value::Member& member : resources->as_map()) {
        const value::Value* type = member.value.find("Type", type_hash);
        if (type == nullptr || !type->is_string()) return;
        groups_->by_type[type->as_string()].push_back(member.value);
    }
    usable_ = true;
}

TypeIndex::~TypeIndex() = default;
TypeIndex::TypeIndex(TypeIndex&&) noexcept = default;
TypeIndex& TypeIndex::operator=(TypeIndex&&) noexcept = default;

std::span<const value::Value> TypeIndex::of_type(std::string_view type) const {
    const auto found = groups_->by_type.find(type);
    return found == groups_->by_type.end() ? std::span<const value::Value>{} : found->second;
}

}  // namespace vouch::guard
