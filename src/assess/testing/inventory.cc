// SPDX-License-Identifier: Apache-2.0
// {Fn::Unknown: why} is no function of CloudFormation; it becomes an unknown value here.
#include "assess/testing/inventory.h"

#include <memory>
#include <utility>
#include <vector>

#include "value/read.h"

namespace vouch::assess {
namespace {

value::Value with_unknowns(base::Arena& arena, const value::Value& value) {
    if (const value::Value* why = value.find("Fn::Unknown"); why != nullptr) {
        const std::string_view reason = why->as_string();
        return value::make_unknown(arena, {value::Unknown::Cause::parameter, reason, reason, reason}, value.position());
    }
    if (value.is_map()) {
        std::vector<value::Member> members(value.as_map().begin(), value.as_map().end());
        for (value::Member& member : members) member.value = with_unknowns(arena, member.value);
        return value::make_map(arena, members, value.position());
    }
    if (value.is_list()) {
        std::vector<value::Value> items(value.as_list().begin(), value.as_list().end());
        for (value::Value& item : items) item = with_unknowns(arena, item);
        return value::make_list(arena, items, value.position());
    }
    return value;
}

}  // namespace

model::Inventory inventory_of(const std::string& yaml) {
    auto document = value::read_yaml(std::make_shared<base::Source>("t.yaml", yaml));
    auto unit = std::make_shared<model::Unit>();
    unit->name = unit->file = "t.yaml";
    unit->document = std::make_shared<value::Document>(*std::move(document));
    unit->root = with_unknowns(unit->arena, unit->document->root);
    for (const value::Member& member : unit->root.find("Resources")->as_map()) {
        model::Resource resource;
        resource.id = member.name();
        resource.type = member.value.find("Type")->as_string();
        resource.body = member.value;
        resource.position = member.key.position();
        unit->resources.push_back(std::move(resource));
    }
    model::Inventory inventory;
    inventory.units.push_back(std::move(unit));
    return inventory;
}

model::Control control_of(const std::string& id, const std::string& type, const std::string& rules) {
    model::Control control;
    control.id = id;
    control.title = "A title";
    control.resources = {type};
    control.rules = std::make_shared<base::Source>(id + ".guard", rules);
    return control;
}

}  // namespace vouch::assess
