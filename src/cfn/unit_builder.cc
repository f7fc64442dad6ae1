// SPDX-License-Identifier: Apache-2.0
// Nested stacks: the template behind an AWS::CloudFormation::Stack is found through the CDK's asset path, through the asset
// manifest, or as a file next to the template. Chains are bounded by depth, by number, and may not come back to themselves.
// Tested by nested_test.cc.
#include "cfn/unit_builder.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/crossing.h"
#include "cfn/paths.h"
#include "cfn/resolve.h"
#include "model/stack.h"
#include "value/write.h"

namespace vouch::cfn {

using base::Code;
using base::excerpt;
using model::Resource;
using model::Unit;
using value::Value;

namespace {

constexpr std::string_view kNestedMark = ".NestedStack/";

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

void UnitBuilder::build(const Root& root, Exports& exports, Family& family) {
    exports_ = &exports;
    family_ = &family;
    root_ = &root;
    family.units.clear();
    family.reached.clear();
    family.requests.clear();
    asked_.clear();
    nested_ -= std::exchange(family.nested, 0);
    auto unit = std::make_shared<Unit>();
    unit->name = root.name;
    unit->stack_name = root.stack_name;
    unit->environment = root.environment;
    unit->document = root.document;
    Deployment deployment;
    for (const auto& [key, text] : options_.parameters)
        if (key.find(':') == std::string::npos) deployment.given[key] = Value::string(text, 0);
    build(unit, std::move(deployment), root.place, nullptr, {});
    if (root.termination_protection) model::add_stack(*unit, *root.termination_protection);
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
    unit->construct_metadata = place.metadata;
    deployment.environment = unit->environment;
    deployment.stack_name = unit->stack_name;
    give(deployment, *unit);
    family_->units.push_back(unit);
    const Ancestor self{place.file, outer, outer == nullptr ? 1 : outer->depth + 1};
    Surroundings surroundings;
    surroundings.unit = unit->name;
    surroundings.ask = [&](const Asked& asked) { return ask(*unit, asked); };
    surroundings.follow = [&](const Resource& resource) { return follow(*unit, resource, place, self, uncertain); };
    surroundings.include = [&](std::string_view location, std::string_view from) { return include(location, from, place); };
    resolve(*unit, deployment, options_.resolved_nodes, surroundings);
    for (Resource& resource : unit->resources)
        if (resource.uncertain.empty()) resource.uncertain = uncertain;
    exports_->add(*unit, root_->group, root_->number);
}

base::Result<Included> UnitBuilder::include(std::string_view location, std::string_view from, const Place& place) {
    std::string file = join(from.empty() ? std::string_view(place.folder) : folder_of(from), location);
    auto document = reader_.read_beneath(place.root, file);
    if (!document) return std::unexpected(std::move(document).error());
    family_->reached.push_back(file);
    return Included{*std::move(document), std::move(file)};
}

Answer UnitBuilder::ask(Unit& unit, const Asked& asked) {
    const std::string key = fmt::format("{}\n{}\n{}\n{}\n{}", unit.name, asked.stack, asked.name, asked.where.account, asked.where.region);
    const auto [place, fresh] = asked_.emplace(key, family_->requests.size());
    if (!fresh) return family_->requests[place->second].answer;
    Exports::Found found = exports_->find(asked, root_->group);
    const bool refused = found.answer.unit != nullptr && refused_ && refused_(found.family);
    if (refused)
        found.answer = {nullptr, nullptr, fmt::format("stack `{}` itself needs values of this one", excerpt(found.answer.unit->name))};
    if (const auto late = late_.find(asked.name); found.answer.unit == nullptr && !found.ambiguous && !refused && late != late_.end())
        found.answer.reason = fmt::format("`{}` is exported by `{}`, which nothing says is there first (no `DependsOn`)",
                                          excerpt(asked.name), excerpt(late->second));
    if (found.ambiguous) unit.warnings.push_back({Code::invalid_value, found.answer.reason, unit.location(asked.position), {}, {}});
    family_->requests.push_back({asked, &unit, found.answer, found.ambiguous, refused});
    return found.answer;
}

const Unit* UnitBuilder::follow(Unit& parent, const Resource& resource, const Place& place, const Ancestor& ancestors,
                                const std::string& outer_uncertain) {
    const auto refuse = [&](base::Error error) -> const Unit* {
        const std::string inside =
            error.where && error.where->line > 0 ? fmt::format(" ({})", base::to_string(*error.where)) : std::string();
        error.message = fmt::format("nested stack `{}` is not followed: {}{}", excerpt(resource.id), error.message, inside);
        error.where = parent.location(resource.position);
        parent.problems.push_back(std::move(error));
        return nullptr;
    };
    auto file = locate(parent, resource, place);
    if (!file) return refuse(std::move(file).error());
    for (const Ancestor* above = &ancestors; above != nullptr; above = above->outer)
        if (above->file == *file) return refuse({Code::cycle, fmt::format("`{}` includes itself", excerpt(*file)), {}, {}, {}});
    if (ancestors.depth > options_.nesting)
        return refuse(
            {Code::too_large, fmt::format("stacks are nested deeper than {}", options_.nesting), {}, {}, "the limit is `nesting`"});
    ++family_->nested;
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
    family_->reached.push_back(*file);
    const Place inner{place.root, *file, place.assets != nullptr ? place.folder : std::string(folder_of(*file)), place.assets,
                      place.metadata};
    const std::string uncertain =
        resource.uncertain.empty() ? outer_uncertain : fmt::format("nested stack `{}`: {}", excerpt(resource.id), resource.uncertain);
    Deployment deployment = pass_on(parent, resource, *child);
    build(child, std::move(deployment), inner, &ancestors, uncertain);
    return child.get();
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
    for (const value::Member& member : passed->as_map()) {
        deployment.given[std::string(member.name())] = cross(child.arena, member.value, parent.name, child.name);
        std::vector<model::ReferenceMade> made;
        const auto add = [&](const Value& value) {
            const auto here = std::ranges::equal_range(resource.references, value.position(), {}, &model::ReferenceMade::position);
            made.insert(made.end(), here.begin(), here.end());
        };
        add(member.value);
        if (member.value.is_list())
            for (const Value& item : member.value.as_list()) add(item);
        if (!made.empty()) deployment.origins[std::string(member.name())] = cross(child.arena, made, parent.name, child.name, 0);
    }
    return deployment;
}

}  // namespace vouch::cfn
