// SPDX-License-Identifier: Apache-2.0
// Values are found by identity: first in the resource, then in what stands beside it in the document, last by their place in the source.
// Tested by assess_test.cc.
#include "assess/origin.h"

#include <charconv>
#include <optional>
#include <utility>

#include "assess/path.h"
#include "model/estate.h"
#include "model/stack.h"

namespace vouch::assess {

using guard::QueryResult;
using value::Value;

namespace {

constexpr std::size_t kReasonsQuoted = 5;

// A map in YAML begins with its first key, which is seldom what is wrong: its own name is the better place. So it is for all that
// is missing in a map.
std::uint32_t position_of(const Path& path, const QueryResult& from, const model::Unit& unit, const model::Resource& resource) {
    if (path.text.empty()) return resource.position;
    const bool block = from.value.is_map() && unit.document->format == value::Format::yaml;
    return path.has_key && (block || from.kind == QueryResult::Kind::unresolved) ? path.key : from.value.position();
}

std::string base_of(const Judged& judged) {
    std::string path = "/Resources";
    append_key(path, judged.resource.id);
    return path;
}

Origin resource_itself(const Judged& judged) { return {base_of(judged), judged.unit.location(judged.resource.position), {}, false}; }

Origin in_resource(const Judged& judged, const QueryResult& from, const Path& path) {
    return {base_of(judged) + path.text, judged.unit.location(position_of(path, from, judged.unit, judged.resource)), {}, true};
}

// The texts of a fact, one after another.
std::string told(const Value& fact) {
    if (fact.is_string()) return std::string(fact.as_string());
    std::string out;
    if (!fact.is_list()) return out;
    std::size_t count = 0;
    for (const Value& each : fact.as_list()) {
        if (!each.is_string()) return {};
        if (++count > kReasonsQuoted) return out + "; ...";
        if (!out.empty()) out += "; ";
        out += each.as_string();
    }
    return out;
}

// "/ReferencedBy/3/..." or "/References/3/...": the other end of that edge.
std::optional<model::Node> neighbour(const Judged& judged, std::string_view path) {
    const bool by = path.starts_with("/ReferencedBy/");
    if (!by && !path.starts_with("/References/")) return std::nullopt;
    path.remove_prefix(path.find('/', 1) + 1);
    std::size_t index = 0;
    std::from_chars(path.data(), path.data() + path.size(), index);
    const model::Graph& graph = judged.estate->graph;
    // Behind the edges stand those that nobody can be sure of.
    if (index >= (by ? graph.in(judged.node).size() : graph.out(judged.node).size())) return std::nullopt;
    return by ? graph.in(judged.node)[index]->from : graph.out(judged.node)[index].to;
}

Origin beside_resource(const Judged& judged, const QueryResult& from, const Path& path) {
    Origin origin = resource_itself(judged);
    origin.path = "/Vouch" + path.text;
    origin.found = true;
    if (const auto other = neighbour(judged, path.text)) {
        const model::Unit& unit = judged.estate->graph.unit(*other);
        origin.where = unit.location(position_of(path, from, unit, judged.estate->graph.resource(*other)));
        return origin;
    }
    origin.why = told(from.value);
    const Value at = from.value.is_list() && from.value.length() > 0 ? from.value.as_list()[0] : from.value;
    if (at.is_string() || at.is_unknown()) origin.where = judged.unit.location(at.position());
    return origin;
}

// Finds a value in what stands beside the resource. Facts come first: what a neighbour shows of itself can be long, and each of its other
// neighbours shows it too.
std::optional<Path> path_beside(const Value& vouch, const Value& wanted) {
    if (vouch.same_node(wanted)) return Path{};
    for (const bool of_neighbours : {false, true})
        for (const value::Member& member : vouch.as_map()) {
            if ((member.name() == "ReferencedBy" || member.name() == "References") != of_neighbours) continue;
            const bool named = member.key.same_node(wanted);
            auto path = named ? std::optional(Path{}) : path_to_node(member.value, wanted);
            if (!path) continue;
            if (path->text.empty()) *path = {{}, member.key.position(), true};
            std::string text;
            append_key(text, member.name());
            path->text.insert(0, text);
            return path;
        }
    return std::nullopt;
}

// In the document of the whole estate: which of its resources holds the value.
std::optional<Origin> in_estate(const Judged& judged, const QueryResult& from) {
    const model::Graph& graph = judged.estate->graph;
    std::size_t member = 0;
    for (model::Node node = 0; node < graph.size(); ++node) {
        const model::Resource& resource = graph.resource(node);
        if (!model::stands_in_template(resource) || !model::is_part(judged.unit, graph.unit(node))) continue;
        const value::Member& shown = judged.resources.as_map()[member++];
        const auto path = path_to_node(shown.value, from.value);
        if (!path) continue;
        Origin origin;
        origin.path = "/Resources";
        append_key(origin.path, shown.name());
        origin.path += path->text;
        origin.where = graph.unit(node).location(position_of(*path, from, graph.unit(node), resource));
        origin.found = true;
        return origin;
    }
    return std::nullopt;
}

}  // namespace

Origin origin_of(const Judged& judged, const QueryResult& from) {
    const bool whole = judged.resource.type == model::kEstateType;
    if (!whole)
        if (const auto path = path_to_node(judged.resource.body, from.value)) return in_resource(judged, from, *path);
    if (judged.vouch.is_map())
        if (const auto path = path_beside(judged.vouch, from.value)) return beside_resource(judged, from, *path);
    if (whole) return in_estate(judged, from).value_or(resource_itself(judged));
    if (const auto path = path_to(judged.resource.body, from.value)) return in_resource(judged, from, *path);
    return resource_itself(judged);
}

}  // namespace vouch::assess
