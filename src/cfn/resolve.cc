// SPDX-License-Identifier: Apache-2.0
// Section by section: parameters, conditions, then the ids of all resources (so that references can be told from typing
// errors), then their bodies, then the outputs. Tested by resolve_test.cc.
#include "cfn/resolve.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/conditions.h"
#include "cfn/documents.h"
#include "cfn/evaluator.h"
#include "cfn/graph.h"
#include "cfn/include.h"
#include "cfn/made_by_cdk.h"
#include "cfn/names.h"
#include "cfn/sam.h"
#include "cfn/sam_implicit.h"
#include "cfn/scope.h"
#include "cfn/spelling.h"
#include "cfn/worlds.h"

namespace vouch::cfn {

using base::excerpt;
using model::Resource;
using value::Member;
using value::Value;

namespace {

constexpr std::string_view kForEachTransform = "AWS::LanguageExtensions";

std::string text_or_empty(const Value* value) {
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

class Resolution {
public:
    Resolution(model::Unit& unit, std::size_t nodes, const Surroundings& surroundings)
        : unit_(unit),
          nodes_(nodes + unit.document->source->text().size()),
          evaluator_(unit.arena, *unit.document->source, scope_, unit.problems, nodes_) {
        scope_.surroundings = &surroundings;
        source_ = with_includes(evaluator_, *unit.document, surroundings);
    }

    void run(const Deployment& deployment) {
        note_macros();
        scope_.origins = &deployment.origins;
        if (const Value* mappings = source_.find("Mappings")) scope_.mappings = *mappings;
        if (const Value* parameters = source_.find("Parameters"))
            bind_names(evaluator_, scope_, *parameters, deployment);
        else
            bind_names(evaluator_, scope_, Value(), deployment);
        Conditions conditions;
        if (const Value* section = source_.find("Conditions")) conditions = bind_conditions(evaluator_, scope_, *section);
        open_conditions_ = std::move(conditions.open);
        if (const Value* globals = source_.find("Globals"); serverless_ && globals != nullptr) globals_ = evaluator_.resolve(*globals);
        const Value* section = source_.find("Resources");
        const Value resources = section != nullptr ? resolve_resources(*section) : Value();
        report_cycles();
        Value outputs;
        if (const Value* written = source_.find("Outputs")) outputs = resolve_outputs(*written);
        assemble(conditions.section, resources, outputs);
    }

private:
    void warn(base::Code code, std::string message, std::uint32_t at) {
        unit_.warnings.push_back(base::Error{code, std::move(message), unit_.location(at), {}, {}});
    }

    // A macro of the whole template may add and change anything when it runs.
    void note_macros() {
        const Value* transform = source_.find("Transform");
        if (transform == nullptr) return;
        const auto note = [&](const Value& macro) {
            const Value* named = macro.is_map() ? macro.find("Name") : &macro;
            const std::string name = text_or_empty(named);
            if (name == kForEachTransform) return;
            scope_.generated = true;
            serverless_ = serverless_ || name == kServerlessTransform;
            const std::string_view most =
                name == kServerlessTransform ? "permissions, event sources and deployments that it adds are" : "what it adds is";
            warn(base::Code::invalid_value, fmt::format("macro `{}` runs at deployment; {} not judged", excerpt(name), most),
                 macro.position());
        };
        if (transform->is_list())
            for (const Value& macro : transform->as_list()) note(macro);
        else
            note(*transform);
    }

    Value resolve_resources(const Value& section) {
        if (!section.is_map()) return section;
        std::vector<Entry> entries = evaluator_.expand(section);
        std::erase_if(entries, [&](const Entry& entry) { return !is_resource(entry); });
        entries_ = std::move(entries);
        graph_.resize(entries_.size());
        name_resources(evaluator_, scope_, entries_, [&](const Entry& stack) { follow(stack); });
        std::vector<Member> members;
        for (std::uint32_t i = 0; i < entries_.size(); ++i) {
            const auto early = early_.find(i);
            std::optional<Resource> resource = early != early_.end() ? std::move(early->second) : resolve_resource(i);
            if (!resource) continue;
            members.push_back({entries_[i].member.key, resource->body});
            if (serverless_) implicit_.note(*resource);
            keep(*std::move(resource));
        }
        for (Resource& api : implicit_.made(evaluator_)) keep(std::move(api));
        return evaluator_.map(members, section.position());
    }

    // A resource of the serverless transform is judged as those that it becomes; the finding names its logical id.
    void keep(Resource resource) {
        std::vector<Serverless> made;
        if (serverless_) made = expand_serverless(evaluator_, resource.id, resource.body, globals_);
        if (serverless_ && made.empty() && resource.type.starts_with("AWS::Serverless::"))
            warn(base::Code::invalid_value,
                 fmt::format("what becomes of `{}` ({}) is not judged", excerpt(resource.id), excerpt(resource.type)), resource.position);
        if (made.empty()) return unit_.resources.push_back(std::move(resource));
        std::vector<std::vector<Serverless>> turned_out;
        for (const model::Variant& variant : resource.variants)
            turned_out.push_back(variant.exists ? expand_serverless(evaluator_, resource.id, variant.body, globals_)
                                                : std::vector<Serverless>());
        for (std::size_t i = 1; i < made.size(); ++i) unit_.resources.push_back(become(resource, made[i], turned_out));
        unit_.resources.push_back(become(resource, made.front(), turned_out));
    }

    // The owner as one of those that it becomes, in every way in which the owner may turn out.
    static Resource become(const Resource& owner, const Serverless& made, std::span<const std::vector<Serverless>> turned_out) {
        Resource resource = owner;
        resource.id = made.id;
        resource.type = made.type;
        resource.body = made.body;
        if (resource.open.empty()) resource.open = made.open;
        std::unordered_set<std::uint32_t> places;
        note_places(made.body, places);
        for (std::size_t i = 0; i < turned_out.size(); ++i) {
            model::Variant& variant = resource.variants[i];
            const auto found = std::ranges::find(turned_out[i], made.id, &Serverless::id);
            variant.exists = found != turned_out[i].end();
            variant.body = variant.exists ? found->body : Value();
            note_places(variant.body, places);
        }
        std::erase_if(resource.references, [&](const model::ReferenceMade& each) { return !places.contains(each.position); });
        return resource;
    }

    static void note_places(const Value& value, std::unordered_set<std::uint32_t>& places) {
        places.insert(value.position());
        if (value.is_list())
            for (const Value& item : value.as_list()) note_places(item, places);
        if (value.is_map())
            for (const Member& member : value.as_map()) note_places(member.value, places);
    }

    // Also gives the resource its number.
    bool is_resource(const Entry& entry) {
        const Member& member = entry.member;
        if (member.name() == "Fn::Transform") {
            scope_.generated = true;
            warn(base::Code::invalid_value, "`Fn::Transform` adds resources at deployment; they are not judged", member.key.position());
            return false;
        }
        if (!member.value.is_map()) {
            static_cast<void>(evaluator_.failed(base::Code::invalid_value, fmt::format("resource `{}` is no map", excerpt(member.name())),
                                                member.key.position()));
            return false;
        }
        const Value* type = member.value.find("Type");
        const auto [place, fresh] = scope_.resources.emplace(member.name(), static_cast<std::uint32_t>(scope_.resources.size()));
        if (!fresh) {
            static_cast<void>(evaluator_.failed(base::Code::duplicate_key,
                                                fmt::format("a loop makes the resource `{}` twice", excerpt(member.name())),
                                                member.key.position()));
        }
        if (fresh) scope_.types.push_back(type != nullptr && type->is_string() ? type->as_string() : std::string_view());
        return fresh;
    }

    // A nested stack is resolved before what may need its outputs, and followed at once.
    void follow(const Entry& entry) {
        const std::uint32_t number = scope_.resources.at(entry.member.name());
        const auto [early, fresh] = early_.emplace(number, resolve_resource(number));
        if (!fresh || !early->second || !scope_.surroundings->follow) return;
        if (const model::Unit* child = scope_.surroundings->follow(*early->second)) scope_.nested.emplace(entry.member.name(), child);
    }

    // Nothing where the resource is left out of the stack.
    std::optional<Resource> resolve_resource(std::uint32_t number) {
        const Entry& entry = entries_[number];
        Resource resource;
        resource.id = entry.member.name();
        resource.position = entry.member.key.position();
        evaluator_.begin();
        if (!settle_condition(entry, resource)) return std::nullopt;
        resource.body = evaluator_.resolve(entry);
        Evaluator::Notes notes = evaluator_.finish();
        if (Evaluator::is_absent(resource.body)) return std::nullopt;
        resource.body = with_documents(evaluator_, resource.body);
        resource.open = std::move(notes.open);
        resource.references = std::move(notes.references);
        resource.type = text_or_empty(resource.body.find("Type"));
        if (resource.type.empty()) report_no_type(resource);
        if (const Value* metadata = resource.body.find("Metadata")) resource.construct_path = text_or_empty(metadata->find("aws:cdk:path"));
        resource.made_by_cdk = made_by_cdk(resource.type, resource.id, resource.construct_path);
        if (notes.choice != nullptr) tell_apart(entry, *notes.choice, resource);
        graph_[number] = std::move(notes.needs);
        add_depends_on(number, resource);
        return resource;
    }

    // How the resource may turn out. One that is there in every way is certain to exist, whatever its condition says.
    void tell_apart(const Entry& entry, const Choice& choice, Resource& resource) {
        if (!worlds_) worlds_.emplace(unit_.arena, *unit_.document->source, scope_, open_conditions_, nodes_);
        resource.variants = worlds_->of(entry, resource.condition, choice);
        if (!resource.variants.empty() && std::ranges::all_of(resource.variants, &model::Variant::exists)) resource.uncertain.clear();
    }

    // False where the resource is left out of the stack.
    bool settle_condition(const Entry& entry, Resource& resource) {
        const Value* written = entry.member.value.find("Condition");
        if (written == nullptr || !written->is_string()) return true;
        Value name;
        evaluator_.within(entry, [&] { name = evaluator_.loop_text(*written); });
        resource.condition = text_or_empty(&name);
        const Value condition = evaluator_.condition(resource.condition, written->position());
        if (condition.is_unknown())
            resource.uncertain = fmt::format("condition `{}` is not known: {}", excerpt(resource.condition), condition.as_unknown().reason);
        return condition.is_unknown() || condition.as_boolean();
    }

    void report_no_type(const Resource& resource) {
        const value::Unknown* why = resource.body.is_unknown() ? &resource.body.as_unknown() : nullptr;
        const std::string reason = why != nullptr ? std::string(why->reason) : "its Type is missing or no string";
        static_cast<void>(evaluator_.failed(base::Code::invalid_value,
                                            fmt::format("resource `{}` has no type: {}", excerpt(resource.id), reason), resource.position));
    }

    void add_depends_on(std::uint32_t number, const Resource& resource) {
        const Value* written = resource.body.find("DependsOn");
        if (written == nullptr) return;
        const auto add = [&](const Value& id) {
            if (!id.is_string()) return;
            const auto found = scope_.resources.find(id.as_string());
            if (found != scope_.resources.end())
                graph_[number].push_back(found->second);
            else if (!scope_.generated)
                static_cast<void>(evaluator_.failed(base::Code::undefined_name,
                                                    fmt::format("resource `{}` depends on `{}`, which is not in the template",
                                                                excerpt(resource.id), excerpt(id.as_string())),
                                                    id.position()));
        };
        if (written->is_list())
            for (const Value& id : written->as_list()) add(id);
        else
            add(*written);
    }

    void report_cycles() {
        for (const std::vector<std::uint32_t>& component : components(graph_)) {
            if (!is_cycle(graph_, component)) continue;
            std::string way;
            const std::vector<std::uint32_t> nodes = chain(graph_, component);
            for (std::size_t i = 0; i < nodes.size() && i < 10; ++i)
                way += fmt::format("`{}` -> ", excerpt(entries_[nodes[i]].member.name()));
            if (nodes.size() > 10) way += "... -> ";
            way += fmt::format("`{}`", excerpt(entries_[nodes.front()].member.name()));
            static_cast<void>(
                evaluator_.failed(base::Code::cycle, "resources need each other: " + way, entries_[nodes.front()].member.key.position()));
        }
    }

    Value resolve_outputs(const Value& section) {
        if (!section.is_map()) return section;
        std::vector<Member> members;
        for (const Entry& entry : evaluator_.expand(section)) {
            Resource probe;
            if (!settle_condition(entry, probe)) continue;
            evaluator_.begin();
            const Value resolved = evaluator_.resolve(entry);
            Evaluator::Notes notes = evaluator_.finish();
            if (Evaluator::is_absent(resolved)) continue;
            members.push_back({entry.member.key, resolved});
            add_output(entry.member.key, resolved, std::move(notes.references));
        }
        return evaluator_.map(members, section.position());
    }

    void add_output(const Value& key, const Value& resolved, std::vector<model::ReferenceMade> references) {
        const Value* value = resolved.find("Value");
        if (value == nullptr) return;
        const Value* exported = resolved.find("Export");
        const std::string name = exported != nullptr ? text_or_empty(exported->find("Name")) : std::string();
        unit_.outputs.push_back({std::string(key.as_string()), *value, name, key.position(), std::move(references)});
    }

    void assemble(const Value& conditions, const Value& resources, const Value& outputs) {
        std::vector<Member> members;
        for (const Member& member : source_.as_map()) {
            Value value = member.value;
            if (member.name() == "Conditions") value = conditions;
            if (member.name() == "Resources") value = resources;
            if (member.name() == "Outputs") value = outputs;
            members.push_back({member.key, value});
        }
        unit_.root = value::make_map(unit_.arena, members, source_.position());
    }

    model::Unit& unit_;
    Value source_;  // the template with what it includes
    std::size_t nodes_;
    Scope scope_;
    Evaluator evaluator_;
    bool serverless_ = false;
    ImplicitApis implicit_;
    Value globals_;
    std::vector<Entry> open_conditions_;
    std::optional<Worlds> worlds_;
    std::vector<Entry> entries_;
    Graph graph_;
    std::unordered_map<std::uint32_t, std::optional<Resource>> early_;  // nested stacks, until their turn comes
};

}  // namespace

void resolve(model::Unit& unit, const Deployment& deployment, std::size_t nodes, const Surroundings& surroundings) {
    Resolution(unit, nodes, surroundings).run(deployment);
}

}  // namespace vouch::cfn
