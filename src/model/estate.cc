// SPDX-License-Identifier: Apache-2.0
// Tested by graph_test.cc.
#include "model/estate.h"

#include <array>
#include <memory>
#include <string>

namespace vouch::model {

using value::Value;

void add_estate(Inventory& inventory, std::string_view account) {
    auto document = std::make_shared<value::Document>();
    const std::string name = account.empty() ? std::string("estate") : std::string(account) + "/estate";
    document->source = std::make_shared<const base::Source>(name, "");
    auto unit = std::make_shared<Unit>();
    unit->name = name;
    unit->file = name;
    unit->environment.account = account;
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

bool is_part(const Unit& estate, const Unit& unit) {
    return estate.environment.account.empty() || estate.environment.account == unit.environment.account;
}

}  // namespace vouch::model
