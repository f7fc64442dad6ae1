// SPDX-License-Identifier: Apache-2.0
// Unknowns are spelled as the loader spells them.
#include "facts/testing/estate_builder.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "facts/facts.h"
#include "model/estate.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::facts {
namespace {

using value::Unknown;
using value::Value;

std::string words_of_denial(std::string_view action) { return fmt::format("`{}` was denied (AccessDenied)", action); }

Value denied(base::Arena& arena, std::string_view action, std::uint32_t at) {
    return value::make_unknown(arena, {Unknown::Cause::denied, words_of_denial(action), {}, action}, at);
}

class Resolver {
public:
    explicit Resolver(base::Arena& arena) : arena_(arena) {}

    Value resolve(const Value& value) {
        if (value.is_list()) {
            std::vector<Value> items(value.as_list().begin(), value.as_list().end());
            for (Value& item : items) item = resolve(item);
            return value::make_list(arena_, items, value.position());
        }
        if (!value.is_map()) return value;
        if (value.length() == 1)
            if (const auto known = function(value.as_map()[0], value.position()); known.is_unknown()) return known;
        std::vector<value::Member> members(value.as_map().begin(), value.as_map().end());
        for (value::Member& member : members) member.value = resolve(member.value);
        return value::make_map(arena_, members, value.position());
    }

private:
    Value function(const value::Member& call, std::uint32_t at) {
        if (call.name() == "Ref") return unknown("Ref:" + std::string(call.value.as_string()), at);
        if (call.name() == "Fn::Unknown")
            return value::make_unknown(arena_, {Unknown::Cause::parameter, call.value.as_string(), {}, call.value.as_string()}, at);
        if (call.name() == "Fn::Denied") return denied(arena_, call.value.as_string(), at);
        if (call.name() == "Fn::GetAtt")
            return unknown(
                "GetAtt:" + std::string(call.value.as_list()[0].as_string()) + "." + std::string(call.value.as_list()[1].as_string()), at);
        if (call.name() != "Fn::Join") return {};
        std::string identity;
        for (const Value& part : call.value.as_list()[1].as_list()) {
            const Value resolved = resolve(part);
            identity += identity.empty() ? "Concat(" : ",";
            identity += resolved.is_unknown() ? std::string(resolved.as_unknown().identity) : value::to_json(resolved);
        }
        return unknown(identity + ")", at);
    }
    Value unknown(const std::string& identity, std::uint32_t at) {
        return value::make_unknown(arena_, {Unknown::Cause::attribute, "it comes with deployment", arena_.copy(identity), {}}, at);
    }

    base::Arena& arena_;
};

}  // namespace

void EstateBuilder::stack(const std::string& name, const std::string& yaml, model::Environment environment) {
    auto document = value::read_yaml(std::make_shared<base::Source>(name + ".yaml", yaml));
    ASSERT_TRUE(document) << document.error().message;
    auto unit = std::make_shared<model::Unit>();
    unit->name = name;
    unit->file = name + ".yaml";
    unit->environment = std::move(environment);
    unit->document = std::make_shared<value::Document>(*std::move(document));
    unit->root = Resolver(unit->arena).resolve(unit->document->root);
    for (const value::Member& member : unit->root.find("Resources")->as_map()) {
        model::Resource resource;
        resource.id = member.name();
        resource.type = member.value.find("Type")->as_string();
        resource.body = member.value;
        resource.position = member.key.position();
        unit->resources.push_back(std::move(resource));
    }
    inventory_.units.push_back(std::move(unit));
}

void EstateBuilder::stand_in(const std::string& type, const std::string& action, const std::vector<std::string>& properties,
                             model::Environment environment) {
    auto unit = std::make_shared<model::Unit>();
    unit->name = unit->file = type;
    unit->environment = std::move(environment);
    auto document = std::make_shared<value::Document>();
    document->source = std::make_shared<const base::Source>(type, "");
    unit->document = std::move(document);
    std::vector<value::Member> members;
    for (const std::string& name : properties)
        members.push_back({value::make_string(unit->arena, name, 0), denied(unit->arena, action, 0)});
    const std::array body{value::Member{value::make_string(unit->arena, "Type", 0), value::make_string(unit->arena, type, 0)},
                          value::Member{value::make_string(unit->arena, "Properties", 0), value::make_map(unit->arena, members, 0)}};
    model::Resource resource;
    resource.id = resource.type = type;
    resource.body = value::make_map(unit->arena, body, 0);
    resource.uncertain = "nobody knows which there are: " + words_of_denial(action);
    resource.origins.push_back({"Tags", {}});
    unit->resources.push_back(std::move(resource));
    inventory_.units.push_back(std::move(unit));
}

void EstateBuilder::whole() { model::add_estate(inventory_); }

model::Node EstateBuilder::node(const Estate& estate, const std::string& stack, const std::string& id) {
    for (model::Node node = 0; node < estate.graph.size(); ++node)
        if (estate.graph.unit(node).name == stack && estate.graph.resource(node).id == id) return node;
    ADD_FAILURE() << "no resource " << stack << "/" << id;
    return 0;
}

std::string fact_of(const Estate& estate, model::Node node, const std::string& analyser, const std::string& fact) {
    base::Arena arena;
    const auto found = std::ranges::find(analysers(), analyser, &Analyser::name);
    if (found == analysers().end()) return "no analyser";
    const Value all = (*found)->analyse({estate, node, arena});
    const Value* value = all.find(fact);
    return value == nullptr ? "no fact" : value::to_json(*value);
}

}  // namespace vouch::facts
