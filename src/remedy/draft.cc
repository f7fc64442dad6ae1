// SPDX-License-Identifier: Apache-2.0
// Nodes are made as somebody asks for them, so a draft costs what is looked at. Recursion goes as deep as the document or the new value,
// which both have limits. Tested by draft_test.cc.
#include "remedy/draft.h"

#include <algorithm>

namespace vouch::remedy {

using value::Shape;
using value::Value;

namespace {

Shape shape_of(const Value& value) { return value.is_map() ? Shape::map : value.is_list() ? Shape::list : Shape::scalar; }

}  // namespace

Draft::Draft(const value::Document& document, value::Layout layout) : document_(document), layout_(std::move(layout)) {
    written(document.root, 0, false);
}

NodeId Draft::written(const Value& value, std::uint32_t place, bool inherited) {
    Node node;
    node.value = value;
    node.place = place;
    node.inherited = inherited || place == kNone || layout_[place].shape == Shape::alias;
    node.shape = shape_of(value);
    nodes_.push_back(std::move(node));
    return static_cast<NodeId>(nodes_.size() - 1);
}

std::vector<Child> Draft::members_of(NodeId id) {
    // The keys that stand in the text, by name; what the tree has beyond them was merged in.
    const Value value = nodes_[id].value;
    const std::uint32_t place = nodes_[id].place;
    std::vector<std::pair<std::string_view, std::size_t>> keys;
    if (!nodes_[id].inherited && layout_[place].shape == Shape::map) {
        const auto& places = layout_[place].children;
        for (std::size_t i = 0; i + 1 < places.size(); i += 2)
            if (layout_[places[i]].shape == Shape::scalar) keys.emplace_back(layout_[places[i]].text, i);
        std::ranges::sort(keys);
    }
    std::vector<Child> children;
    for (const value::Member& member : value.as_map()) {
        const auto found = std::ranges::lower_bound(keys, member.name(), {}, &std::pair<std::string_view, std::size_t>::first);
        const bool in_text = found != keys.end() && found->first == member.name();
        Child child;
        child.name = member.name();
        child.key = in_text ? layout_[place].children[found->second] : kNone;
        child.node = written(member.value, in_text ? layout_[place].children[found->second + 1] : kNone, !in_text);
        children.push_back(child);
    }
    return children;
}

std::vector<Child> Draft::items_of(NodeId id) {
    const Value value = nodes_[id].value;
    const std::uint32_t place = nodes_[id].place;
    const bool in_text = !nodes_[id].inherited && layout_[place].shape == Shape::list;
    std::vector<Child> children;
    for (std::uint32_t i = 0; i < value.length(); ++i) {
        const bool here = in_text && i < layout_[place].children.size();
        children.push_back({{}, kNone, written(value.as_list()[i], here ? layout_[place].children[i] : kNone, !here)});
    }
    return children;
}

void Draft::open(NodeId id) {
    if (nodes_[id].opened) return;
    std::vector<Child> children;
    if (nodes_[id].shape == Shape::map) children = members_of(id);
    if (nodes_[id].shape == Shape::list) children = items_of(id);
    nodes_[id].children = std::move(children);
    nodes_[id].opened = true;
}

const std::vector<Child>& Draft::children(NodeId id) {
    open(id);
    return nodes_[id].children;
}

NodeId Draft::member(NodeId map, std::string_view name) {
    constexpr std::size_t kFew = 64;
    if (nodes_[map].shape != Shape::map) return kNone;
    open(map);
    const auto& members = nodes_[map].children;
    if (members.size() <= kFew) {
        const auto found = std::ranges::find(members, name, &Child::name);
        return found == members.end() ? kNone : found->node;
    }
    auto& index = indexes_[map];
    if (index.size() != members.size()) {
        index.clear();
        for (const Child& child : members) index.emplace(child.name, child.node);
    }
    const auto found = index.find(name);
    return found == index.end() ? kNone : found->second;
}

void Draft::fill(NodeId id, const Value& value) {
    std::vector<Child> children;
    if (value.is_map())
        for (const value::Member& member : value.as_map()) children.push_back({member.name(), kNone, made(member.value)});
    if (value.is_list())
        for (const Value& item : value.as_list()) children.push_back({{}, kNone, made(item)});
    Node& node = nodes_[id];
    node.value = value;
    node.made = true;
    node.opened = true;
    node.shape = shape_of(value);
    node.children = std::move(children);
}

NodeId Draft::made(const Value& value) {
    nodes_.emplace_back();
    const auto id = static_cast<NodeId>(nodes_.size() - 1);
    fill(id, value);
    return id;
}

void Draft::replace(NodeId id, const Value& value) {
    fill(id, value);
    changed_ = true;
}

void Draft::add_member(NodeId map, std::string_view name, const Value& value) {
    open(map);
    const NodeId node = made(value);
    nodes_[map].children.push_back({name, kNone, node});
    changed_ = true;
}

void Draft::add_item(NodeId list, const Value& value) {
    open(list);
    const NodeId node = made(value);
    nodes_[list].children.push_back({{}, kNone, node});
    changed_ = true;
}

Value Draft::tree(base::Arena& arena, NodeId id) const {
    const Node& node = nodes_[id];
    if (!node.opened || node.shape == Shape::scalar) return node.value;
    if (node.shape == Shape::list) {
        std::vector<Value> items;
        for (const Child& child : node.children) items.push_back(tree(arena, child.node));
        return value::make_list(arena, items, 0);
    }
    std::vector<value::Member> members;
    for (const Child& child : node.children) members.push_back({Value::string(child.name, 0), tree(arena, child.node)});
    return value::make_map(arena, members, 0);
}

}  // namespace vouch::remedy
