// SPDX-License-Identifier: Apache-2.0
// Its place is the beginning of the template. Tested by cfn/assembly_test.cc.
#include "model/stack.h"

#include <algorithm>
#include <array>

#include "model/estate.h"

namespace vouch::model {

using value::Value;

void add_stack(Unit& unit, bool termination_protection) {
    const std::array properties{value::Member{Value::string("TerminationProtection", 0), Value::boolean(termination_protection, 0)}};
    const std::array members{value::Member{Value::string("Type", 0), Value::string(kStackType, 0)},
                             value::Member{Value::string("Properties", 0), value::make_map(unit.arena, properties, 0)}};
    Resource resource;
    resource.id = kStackId;
    resource.type = kStackType;
    resource.body = value::make_map(unit.arena, members, 0);
    resource.construct_path = unit.name;
    unit.resources.push_back(std::move(resource));
}

bool stands_in_template(const Resource& resource) { return resource.type != kStackType && resource.type != kEstateType; }

std::size_t resource_count(const Unit& unit) { return static_cast<std::size_t>(std::ranges::count_if(unit.resources, stands_in_template)); }

}  // namespace vouch::model
