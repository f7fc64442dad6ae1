// SPDX-License-Identifier: Apache-2.0
// Nested stacks: the template behind an AWS::CloudFormation::Stack is found through the CDK's asset path, through the asset
// manifest, or as a file next to the template. Chains are bounded by depth, by number, and may not come back to themselves.
// Tested by nested_test.cc.
#include "cfn/unit_builder.h"

#include <optional>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/paths.h"
#include "cfn/resolve.h"
#include "value/write.h"

namespace vouch::cfn {

using base::Code;
using base::excerpt;
using model::Resource;
using model::Unit;
using value::Value;

namespace {

constexpr std::string_view kStackType = "AWS::CloudFormation::Stack";
constexpr std::string_view kNestedMark = ".NestedStack/";

// A value of the parent for the arena of the child. Unknowns get the parent's name before their identity: what the child
// calls `Ref:Key` is another key.
Value copy_into(base::Arena& arena, const Value& value, std::string_view parent) {
    if (value.is_string()) return value::make_string(arena, value.as_string(), value.position());
    if (value.is_unknown()) {
        const value::Unknown& why = value.as_unknown();
        const std::string identity = why.identity.empty() ? std::string() : fmt::format("{}|{}", parent, why.identity);
        return value::make_unknown(arena, {why.cause, arena.copy(why.reason), arena.copy(identity), arena.copy(why.subject)},
                                   value.position());
    }
    if (value.is_list()) {
        std::vector<Value> items;
        for (const Value& item : value.as_list()) items.push_back(copy_into(arena, item, parent));
        return value::make_list(arena, items, value.position());
    }
    return value.is_map() ? Value::null(value.position()) : value;
}

// "WorkerStack/Stream" for the resource "WorkerStack/Stream.NestedStack/Stream.NestedStackResource" of the CDK.
std::string nested_name(const Unit& parent, const Resource& resource) {
    const std::size_t mark = resource.construct_path.rfind(kNestedMark);
    if (mark != std::string::npos) return resource.construct_path.substr(0, mark);
    return fmt::format("{}/{}", parent.name, resource.id);
}

// The asset whose digest stands in the URL as it is written.
std::optional<std::string> asset_of(const Assets& assets, const Value& url) {
    const std::string written = value::to_json(url);
    for (const auto& [digest, path] : assets)
        if (digest.size() >= 16 && written.find(digest) != std::string::npos) return path;
    return std::nullopt;
}

// The property as the source has it, functions and all.
const Value* written_property(const Unit& unit, const std::string& id, std::string_view name) {
    const Value* at = unit.document->root.find("Resources");
    for (const std::string_view key : {std::string_view(id), std::string_view("Properties"), name})
        at = at != nullptr ? at->find(key) : nullptr;
    return at;
}

}  // namespace

void UnitBuilder::build(std::string name, std::string stack_name, const model::Environment& environment, value::DocumentPtr document,
                        const Place& place, std::vector<std::shared_ptr<Unit>>& units, std::vector<std::string>& reached) {
    units_ = &units;
    reached_ = &reached;
    auto unit = std::make_shared<Unit>();
    unit->name = std::move(name);
    unit->stack_name = std::move(stack_name);
    unit->environment = environment;
    unit->document = std::move(document);
    Deployment deployment;
    for (const auto& [key, text] : options_.parameters)
        if (key.find(':') == std::string::npos) deployment.given[key] = Value::string(text, 0);
    build(std::move(unit), std::move(deployment), place, nullptr, {});
}

// Values that were given for this unit alone.
void UnitBuilder::give(Deployment& deployment, const Unit& unit) const {
    for (const auto& [key, text] : options_.parameters) {
        const std::size_t colon = key.rfind(':');
        if (colon == std::string::npos) continue;
        const std::string_view owner = std::string_view(key).substr(0, colon);
        if (owner == unit.name || (!unit.stack_name.empty() && owner == unit.stack_name))
            deployment.given[key.substr(colon + 1)] = Value::string(text, 0);
    }
}

void UnitBuilder::build(std::shared_ptr<Unit> unit, Deployment deployment, const Place& place, const Ancestor* outer,
                        const std::string& uncertain) {
    unit->file = unit->document->source->name();
    deployment.environment = unit->environment;
    deployment.stack_name = unit->stack_name;
    give(deployment, *unit);
    units_->push_back(unit);
    resolve(*unit, deployment, options_.resolved_nodes);
    const Ancestor self{place.file, outer, outer == nullptr ? 1 : outer->depth + 1};
    for (Resource& resource : unit->resources)
        if (resource.uncertain.empty()) resource.uncertain = uncertain;
    for (const Resource& resource : unit->resources)
        if (resource.type == kStackType) follow(*unit, resource, place, self);
}

void UnitBuilder::follow(Unit& parent, const Resource& resource, const Place& place, const Ancestor& ancestors) {
    const auto refuse = [&](base::Error error) {
        const std::string inside =
            error.where && error.where->line > 0 ? fmt::format(" ({})", base::to_string(*error.where)) : std::string();
        error.message = fmt::format("nested stack `{}` is not followed: {}{}", excerpt(resource.id), error.message, inside);
        error.where = parent.location(resource.position);
        parent.problems.push_back(std::move(error));
    };
    auto file = locate(parent, resource, place);
    if (!file) return refuse(std::move(file).error());
    for (const Ancestor* above = &ancestors; above != nullptr; above = above->outer)
        if (above->file == *file) return refuse({Code::cycle, fmt::format("`{}` includes itself", excerpt(*file)), {}, {}, {}});
    if (ancestors.depth > options_.nesting)
        return refuse(
            {Code::too_large, fmt::format("stacks are nested deeper than {}", options_.nesting), {}, {}, "the limit is `nesting`"});
    if (++nested_ > options_.nested_stacks)
        return refuse({Code::too_large,
                       fmt::format("there are more than {} nested stacks", options_.nested_stacks),
                       {},
                       {},
                       "the limit is `nested_stacks`"});

    auto document = reader_.read_beneath(place.root, *file);
    if (document) document = TemplateReader::expect_template(*std::move(document));
    if (!document) return refuse(std::move(document).error());
    auto child = std::make_shared<Unit>();
    child->name = nested_name(parent, resource);
    child->environment = parent.environment;
    child->document = *std::move(document);
    reached_->push_back(*file);
    const Place inner{place.root, *file, place.assets != nullptr ? place.folder : std::string(folder_of(*file)), place.assets};
    const std::string uncertain =
        resource.uncertain.empty() ? std::string() : fmt::format("nested stack `{}`: {}", excerpt(resource.id), resource.uncertain);
    Deployment deployment = pass_on(parent, resource, *child);
    build(std::move(child), std::move(deployment), inner, &ancestors, uncertain);
}

base::Result<std::string> UnitBuilder::locate(const Unit& parent, const Resource& resource, const Place& place) const {
    if (const Value* metadata = resource.body.find("Metadata")) {
        const Value* asset = metadata->find("aws:asset:path");
        if (asset != nullptr && asset->is_string()) return join(place.folder, asset->as_string());
    }
    const Value properties = resource.properties();
    const Value* url = properties.find("TemplateURL");
    if (url == nullptr) return base::fail(Code::invalid_value, "it has no TemplateURL");
    if (place.assets != nullptr) {
        const Value* written = written_property(parent, resource.id, "TemplateURL");
        if (const auto path = asset_of(*place.assets, written != nullptr ? *written : *url)) return *path;
    }
    if (url->is_unknown()) return base::fail(Code::unreadable, std::string(url->as_unknown().reason));
    if (!url->is_string()) return base::fail(Code::invalid_value, "its TemplateURL is no string");
    return join(place.folder, url->as_string());
}

Deployment UnitBuilder::pass_on(const Unit& parent, const Resource& resource, Unit& child) const {
    Deployment deployment;
    const Value properties = resource.properties();
    const Value* passed = properties.find("Parameters");
    if (passed == nullptr || !passed->is_map()) return deployment;
    for (const value::Member& member : passed->as_map())
        deployment.given[std::string(member.name())] = copy_into(child.arena, member.value, parent.name);
    return deployment;
}

}  // namespace vouch::cfn
