// SPDX-License-Identifier: Apache-2.0
// Elements become members by their names; the elements of one name stand together in most answers, in the model's order, so the search goes
// on where it last found something. The depth was bounded by read_xml(). Tested by parse_test.cc.
#include <algorithm>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "aws/protocol/detail/xml.h"
#include "base/ascii.h"
#include "value/utf8.h"

namespace vouch::aws::detail {
namespace {

using pugi::xml_node;
using value::Value;

std::uint32_t position(const xml_node& node) {
    const auto offset = node.offset_debug();
    return offset < 0 ? 0 : static_cast<std::uint32_t>(offset);
}

bool is_element(const xml_node& node) { return node.type() == pugi::node_element; }

// The name of the element that holds the member, or each of its items.
std::string_view element_name(const Member& member) {
    const bool items = member.what.type == Type::list && member.what.flattened && !member.what.shape->element.wire.empty();
    return items ? member.what.shape->element.wire : member.wire();
}

// One pair of elements, key and value, into `members`. A key that stands twice has its last value.
void read_entry(Reading& reading, const Reference& what, const xml_node& entry, std::vector<value::Member>& members,
                std::unordered_map<std::string_view, std::size_t>& places) {
    const Reference& key = what.shape->key;
    const Reference& element = what.shape->element;
    const xml_node key_node = child_of(entry, key.wire.empty() ? "key" : key.wire);
    const xml_node value_node = child_of(entry, element.wire.empty() ? "value" : element.wire);
    if (!key_node) {
        reading.wrong(what, "an entry without a key");
        return;
    }
    const Value name = reading.text(text_of(key_node), position(key_node));
    const Path::Step step(reading.path(), name.as_string());
    const Value made = value_node ? read_xml_value(reading, element, value_node) : Value::null(position(entry));
    const auto [place, is_new] = places.try_emplace(name.as_string(), members.size());
    if (is_new)
        members.push_back({name, made});
    else
        members[place->second].value = made;
}

// `nodes`: the items of a flattened list or map, or the one element (sometimes several) around them.
Value read_xml_list(Reading& reading, const Reference& what, const std::vector<xml_node>& nodes) {
    std::vector<Value> items;
    const auto add = [&](const xml_node& node) {
        const Path::Step step(reading.path(), items.size());
        items.push_back(read_xml_value(reading, what.shape->element, node));
    };
    for (const xml_node& node : nodes) {
        if (what.flattened) {
            add(node);
            continue;
        }
        for (const xml_node& child : node.children())
            if (is_element(child)) add(child);
    }
    return value::make_list(reading.arena(), items, position(nodes.front()));
}

Value read_xml_map(Reading& reading, const Reference& what, const std::vector<xml_node>& nodes) {
    std::vector<value::Member> members;
    std::unordered_map<std::string_view, std::size_t> places;
    for (const xml_node& node : nodes) {
        if (what.flattened) {
            read_entry(reading, what, node, members, places);
            continue;
        }
        for (const xml_node& child : node.children())
            if (is_element(child)) read_entry(reading, what, child, members, places);
    }
    return value::make_map(reading.arena(), members, position(nodes.front()));
}

Value read_nodes(Reading& reading, const Reference& what, const std::vector<xml_node>& nodes) {
    if (what.type == Type::list) return read_xml_list(reading, what, nodes);
    if (what.type == Type::map) return read_xml_map(reading, what, nodes);
    return read_xml_value(reading, what, nodes.front());
}

// The child elements of `from` for each member of the shape, by the member's number.
std::vector<std::vector<xml_node>> by_member(const Shape& shape, const xml_node& from) {
    std::vector<std::vector<xml_node>> found(shape.members.size());
    std::size_t start = 0;
    for (const xml_node& child : from.children()) {
        if (!is_element(child)) continue;
        const std::string_view name = local_name(child);
        for (std::size_t i = 0; i < found.size(); ++i) {
            const std::size_t at = (start + i) % found.size();
            const Member& member = shape.members[at];
            if (member.what.place != Place::body || member.what.attribute || element_name(member) != name) continue;
            found[at].push_back(child);
            start = at;
            break;
        }
    }
    return found;
}

// Bounds the tree without recursion.
std::size_t depth_of(const xml_node& root) {
    std::size_t deepest = 0;
    std::size_t depth = 0;
    for (xml_node at = root; at;) {
        deepest = std::max(deepest, depth);
        if (at.first_child()) {
            at = at.first_child();
            ++depth;
            continue;
        }
        while (at && at != root && !at.next_sibling()) {
            at = at.parent();
            --depth;
        }
        if (!at || at == root) break;
        at = at.next_sibling();
    }
    return deepest;
}

}  // namespace

base::Result<std::unique_ptr<pugi::xml_document>> read_xml(std::string_view body, const ParseLimits& limits) {
    if (body.size() > limits.bytes)
        return base::fail(base::Code::too_large, fmt::format("the answer has {} bytes, more than {}", body.size(), limits.bytes));
    // Every node but one begins at one of these, every attribute has the other.
    const auto nodes = static_cast<std::size_t>(std::ranges::count_if(body, [](char c) { return c == '<' || c == '='; }));
    if (nodes > limits.nodes) return base::fail(base::Code::too_large, fmt::format("the answer has more than {} XML nodes", limits.nodes));
    VOUCH_CHECK(value::check_utf8(base::Source("answer", std::string(body))));
    auto document = std::make_unique<pugi::xml_document>();
    const auto outcome =
        document->load_buffer(body.data(), body.size(), pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
    if (!outcome) {
        std::string what(outcome.description());
        if (!what.empty() && what[0] >= 'A' && what[0] <= 'Z') what[0] = static_cast<char>(what[0] - 'A' + 'a');
        return base::fail(base::Code::syntax, fmt::format("the answer is no complete XML: {} at byte {}", what, outcome.offset));
    }
    if (!document->document_element()) return base::fail(base::Code::syntax, "the answer is no complete XML: it has no element");
    // A page for people would be read as an answer that has nothing in it.
    if (base::to_lower(local_name(document->document_element())) == "html")
        return base::fail(base::Code::syntax, "the answer is a page of HTML");
    if (depth_of(*document) > limits.depth)
        return base::fail(base::Code::too_large, fmt::format("the answer is nested deeper than {} levels", limits.depth));
    return document;
}

std::string_view local_name(const xml_node& node) {
    const std::string_view name = node.name();
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string text_of(const xml_node& node) {
    std::string made;
    for (const xml_node& child : node.children())
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) made += child.value();
    return made;
}

xml_node child_of(const xml_node& node, std::string_view name) {
    for (const xml_node& child : node.children())
        if (is_element(child) && local_name(child) == name) return child;
    return {};
}

void read_xml_members(Reading& reading, const Reference& what, const xml_node& from, std::vector<value::Member>& into) {
    const auto found = by_member(*what.shape, from);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Member& member = what.shape->members[i];
        const Path::Step step(reading.path(), member.name);
        if (member.what.attribute) {
            const auto attribute = from.attribute(std::string(member.wire()).c_str());
            if (attribute)
                into.push_back(
                    {Value::string(member.name, position(from)), reading.scalar(member.what, attribute.value(), position(from))});
        } else if (!found[i].empty()) {
            into.push_back({Value::string(member.name, position(found[i].front())), read_nodes(reading, member.what, found[i])});
        }
    }
}

Value read_xml_value(Reading& reading, const Reference& what, const xml_node& from) {
    switch (what.type) {
        case Type::structure: {
            std::vector<value::Member> members;
            read_xml_members(reading, what, from, members);
            return value::make_map(reading.arena(), members, position(from));
        }
        case Type::list:
        case Type::map: return read_nodes(reading, what, {from});
        default: return reading.scalar(what, text_of(from), position(from));
    }
}

}  // namespace vouch::aws::detail
