// SPDX-License-Identifier: Apache-2.0
// Look-ups in the tables. Operations are sorted; a structure's members are few and stay in the model's order. Tested by models_test.cc.
#include "aws/model.h"

#include <algorithm>
#include <array>

namespace vouch::aws {

std::string_view name(Protocol protocol) {
    constexpr std::array<std::string_view, 5> kNames{"query", "ec2", "json", "rest-json", "rest-xml"};
    return kNames[static_cast<std::size_t>(protocol)];
}

std::string_view name(Type type) {
    constexpr std::array<std::string_view, 9> kNames{"structure", "list",    "map",  "string",   "integer",
                                                     "real",      "boolean", "blob", "timestamp"};
    return kNames[static_cast<std::size_t>(type)];
}

const Member* Shape::find(std::string_view member) const {
    const auto found = std::ranges::find(members, member, &Member::name);
    return found == members.end() ? nullptr : &*found;
}

const Operation* Service::find(std::string_view operation) const {
    const auto found = std::ranges::lower_bound(operations, operation, {}, &Operation::name);
    return found != operations.end() && found->name == operation ? &*found : nullptr;
}

const OnePlace* Service::place_of(std::string_view partition) const {
    const auto found = std::ranges::find(one_place, partition, &OnePlace::partition);
    return found == one_place.end() ? nullptr : &*found;
}

Retry Service::retry(std::string_view code) const {
    const auto found = std::ranges::find(errors, code, &ErrorRow::code);
    return found == errors.end() ? Retry::no : found->retry;
}

}  // namespace vouch::aws
