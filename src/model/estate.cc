// SPDX-License-Identifier: Apache-2.0
// Tested by graph_test.cc.
#include "model/estate.h"

#include <array>
#include <memory>

namespace vouch::model {

using value::Value;

void add_estate(Inventory& inventory) {
    auto document = std::make_shared<value::Document>();
    document->source = std::make_shared<const base::Source>("estate", "");
    auto unit = std::make_shared<Unit>();
    unit->name = "estate";
    unit->file = "estate";
    unit->document = std::move(document);
    const std::array members{value::Member{Value::string("Type", 0), Value::string(kEstateType, 0)}};
    Resource resource;
    resource.id = kEstateId;
    resource.type = kEstateType;
    resource.body = value::make_map(unit->arena, members, 0);
    unit->resources.push_back(std::move(resource));
    inventory.units.push_back(std::move(unit));
}

bool is_estate(const Unit& unit) { return unit.resources.size() == 1 && unit.resources.front().type == kEstateType; }

}  // namespace vouch::model
