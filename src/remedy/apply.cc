// SPDX-License-Identifier: Apache-2.0
// The walk is done twice: first only looking, then changing, so that a remedy that is stopped half-way changes nothing.
// Tested by apply_test.cc.
#include "remedy/apply.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace vouch::remedy {

using base::excerpt;
using value::Kind;
using value::Member;
using value::Shape;
using value::Value;

namespace {

std::optional<double> number_of(const Value& value) {
    if (value.kind() == Kind::integer) return static_cast<double>(value.as_integer());
    if (value.kind() == Kind::real) return value.as_real();
    if (!value.is_string()) return std::nullopt;
    const std::string_view text = value.as_string();
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
    return number;
}

// A scalar as CloudFormation sees it: "true" and true are one.
std::string text_of(const Value& value) {
    if (value.kind() == Kind::boolean) return value.as_boolean() ? "true" : "false";
    if (value.kind() == Kind::integer) return std::to_string(value.as_integer());
    if (!value.is_string()) return {};
    const std::string_view text = value.as_string();
    if (text == "True" || text == "TRUE") return "true";
    if (text == "False" || text == "FALSE") return "false";
    return std::string(text);
}

bool same(const Value& a, const Value& b) {
    if (a == b) return true;
    const std::string text = text_of(a);
    return !text.empty() && text == text_of(b);
}

bool is_intrinsic(std::string_view key) { return key == "Ref" || key == "Condition" || key.starts_with("Fn::") || key.starts_with('!'); }

// "Ref Standby", "Fn::If"; empty where the value is known as it stands.
std::string function_in(const Value& value) {
    if (value.is_string() && value.as_string().find("{{resolve:") != std::string_view::npos) return "{{resolve:...}}";
    if (!value.is_map() || value.length() != 1) return {};
    const Member& only = value.as_map().front();
    if (!is_intrinsic(only.name())) return {};
    return only.name() == "Ref" && only.value.is_string() ? fmt::format("Ref {}", excerpt(only.value.as_string())) : excerpt(only.name());
}

class Walk {
public:
    Walk(Draft& draft, base::Arena& arena, bool changing) : draft_(draft), arena_(arena), changing_(changing) {}

    Outcome run(const Edit& edit, NodeId body) {
        edit_ = &edit;
        if (is_for(body)) walk(body, 0);
        return std::move(outcome_);
    }

    // Why nothing may be changed in this node; empty where it may.
    std::string fixed(NodeId id) const {
        const Node& node = draft_[id];
        if (node.made) return {};
        if (node.inherited) return "comes through an alias or a merge key";
        const value::Place& place = draft_.layout()[node.place];
        if (place.anchored) return "has an anchor, so that others share it";
        if (const std::string function = function_in(node.value); !function.empty()) return fmt::format("is decided by `{}`", function);
        return {};
    }

private:
    const std::vector<Step>& path() const { return edit_->path; }

    std::string spelled(std::size_t steps) const {
        std::string text;
        for (std::size_t i = 0; i < steps; ++i) {
            const Step& step = path()[i];
            if (step.kind == Step::Kind::member) text += (text.empty() ? "" : ".") + step.name;
            if (step.kind == Step::Kind::each) text += "[*]";
            if (step.kind == Step::Kind::where) text += fmt::format("[{}={}]", step.name, step.value);
        }
        return text;
    }

    bool is_for(NodeId body) {
        return std::ranges::all_of(edit_->requirements, [&](const Requirement& requirement) {
            NodeId node = body;
            for (const Step& step : requirement.path)
                if (node != kNone) node = draft_.member(node, step.name);
            if (requirement.values.empty()) return absent(node);
            return node != kNone &&
                   std::ranges::any_of(requirement.values, [&](const Value& each) { return same(draft_[node].value, each); });
        });
    }

    void block(std::size_t steps, std::string_view why) {
        if (outcome_.blocked.empty()) outcome_.blocked = fmt::format("`{}` {}", steps == 0 ? "the resource" : spelled(steps), why);
    }

    bool stop_at(NodeId id, std::size_t steps) {
        const std::string why = fixed(id);
        if (!why.empty()) block(steps, why);
        return !why.empty();
    }

    void walk(NodeId node, std::size_t i) {
        if (!outcome_.blocked.empty() || stop_at(node, i)) return;
        if (i == path().size()) return settle(node, edit_->to, i);
        const Step& step = path()[i];
        if (step.kind == Step::Kind::member) return member(node, i);
        if (draft_[node].shape == Shape::scalar) return block(i, "is no list");
        if (step.kind == Step::Kind::where) return where(node, i);
        for (const NodeId item : items(node)) walk(item, i + 1);
    }

    bool absent(NodeId node) const { return node == kNone || (draft_[node].shape == Shape::scalar && draft_[node].value.is_null()); }

    void member(NodeId node, std::size_t i) {
        if (draft_[node].shape != Shape::map) return block(i, "is no map");
        const Step& step = path()[i];
        const NodeId child = draft_.member(node, step.name);
        if (!absent(child)) return walk(child, i + 1);
        Value rest;
        if (step.optional || !rest_of(i + 1, rest)) return;
        put(node, child, step.name, rest, i + 1);
    }

    void put(NodeId map, NodeId child, std::string_view name, const Value& value, std::size_t steps) {
        if (child != kNone && stop_at(child, steps)) return;
        ++outcome_.changes;
        if (!changing_) return;
        if (child == kNone) {
            draft_.add_member(map, name, value);
        } else {
            draft_.replace(child, value);
        }
    }

    // A single map where a list is meant is taken for its only item.
    std::vector<NodeId> items(NodeId list) {
        if (draft_[list].shape == Shape::map) return {list};
        std::vector<NodeId> all;
        for (const Child& child : draft_.children(list)) all.push_back(child.node);
        return all;
    }

    void where(NodeId list, std::size_t i) {
        const Step& step = path()[i];
        bool found = false;
        for (const NodeId each : items(list)) {
            if (stop_at(each, i + 1)) return;
            const NodeId key = draft_.member(each, step.name);
            if (key == kNone) continue;
            if (const std::string function = function_in(draft_[key].value); !function.empty())
                return block(i + 1, fmt::format("cannot be told: a `{}` is decided by `{}`", excerpt(step.name), function));
            if (text_of(draft_[key].value) != step.value) continue;
            found = true;
            walk(each, i + 1);
        }
        Value item;
        if (found || step.optional || !item_of(i, item)) return;
        if (draft_[list].shape == Shape::map) return block(i, "is no list");
        ++outcome_.changes;
        if (changing_) draft_.add_item(list, item);
    }

    // What has to be made for the steps from `i` on. False where nothing can be: a list of which every item would change.
    bool rest_of(std::size_t i, Value& rest) {
        if (edit_->when == Edit::When::present) return false;
        if (i == path().size()) return rest = edit_->to, true;
        const Step& step = path()[i];
        if (step.optional || step.kind == Step::Kind::each) return false;
        Value inner;
        if (step.kind == Step::Kind::where) {
            if (!item_of(i, inner)) return false;
            rest = value::make_list(arena_, {&inner, 1}, 0);
            return true;
        }
        if (!rest_of(i + 1, inner)) return false;
        const Member member{Value::string(step.name, 0), inner};
        rest = value::make_map(arena_, {&member, 1}, 0);
        return true;
    }

    // The list item for the step `i`: its own member, then those that the further steps ask for.
    bool item_of(std::size_t i, Value& item) {
        Value inner;
        if (!rest_of(i + 1, inner)) return false;
        std::vector<Member> members{{Value::string(path()[i].name, 0), Value::string(path()[i].value, 0)}};
        if (inner.is_map()) std::ranges::copy(inner.as_map(), std::back_inserter(members));
        item = value::make_map(arena_, members, 0);
        return true;
    }

    void add(NodeId list, const Value& items, std::size_t steps) {
        if (draft_[list].shape != Shape::list) return block(steps, "is no list");
        for (const Value& item : items.as_list()) {
            bool there = false;
            for (const Child& child : std::vector(draft_.children(list))) {
                if (stop_at(child.node, steps)) return;
                there = there || same(draft_[child.node].value, item);
            }
            if (there) continue;
            ++outcome_.changes;
            if (changing_) draft_.add_item(list, item);
        }
    }

    bool may_stay(const Value& value, const Value& wanted) const {
        if (same(value, wanted)) return true;
        if (std::ranges::any_of(edit_->unless, [&](const Value& each) { return same(value, each); })) return true;
        const std::optional<double> number = edit_->at_least ? number_of(value) : std::nullopt;
        return number && *number >= *edit_->at_least;
    }

    void settle(NodeId node, const Value& to, std::size_t steps) {
        if (edit_->when == Edit::When::absent) return;
        if (edit_->adds) return add(node, to, steps);
        if (to.is_map() && draft_[node].shape == Shape::map) {
            for (const Member& member : to.as_map()) {
                const NodeId child = draft_.member(node, member.name());
                if (absent(child)) {
                    put(node, child, member.name(), member.value, steps);
                } else if (!stop_at(child, steps)) {
                    settle(child, member.value, steps);
                }
            }
            return;
        }
        for (const Child& child : std::vector(draft_.children(node)))
            if (stop_at(child.node, steps)) return;
        base::Arena scratch;
        if (may_stay(draft_.tree(scratch, node), to)) return;
        ++outcome_.changes;
        if (changing_) draft_.replace(node, to);
    }

    Draft& draft_;
    base::Arena& arena_;
    bool changing_;
    const Edit* edit_ = nullptr;
    Outcome outcome_;
};

// The resource's body; kNone, with the reason in `blocked`, where it is not written there.
NodeId body_of(std::string_view resource, std::string_view type, Draft& draft, base::Arena& arena, std::string& blocked) {
    const NodeId resources = draft.member(Draft::root(), "Resources");
    const NodeId body = resources == kNone ? kNone : draft.member(resources, resource);
    if (body == kNone) {
        blocked = "it is not written as a resource of its own: a loop or a macro makes it";
        return kNone;
    }
    const Walk walk(draft, arena, false);
    for (const NodeId id : {resources, body})
        if (std::string why = walk.fixed(id); !why.empty()) return blocked = "it " + why, kNone;
    const NodeId written = draft.member(body, "Type");
    if (written == kNone || text_of(draft[written].value) != type) {
        blocked = fmt::format("it is written as another type and becomes `{}` when it is deployed", excerpt(type));
        return kNone;
    }
    return body;
}

}  // namespace

Outcome apply(std::span<const Edit> edits, std::string_view resource, std::string_view type, Draft& draft, base::Arena& arena) {
    Outcome all;
    const NodeId body = body_of(resource, type, draft, arena, all.blocked);
    if (body == kNone) return all;
    for (const bool changing : {false, true}) {
        all.changes = 0;
        for (const Edit& edit : edits) {
            if (!edit.types.empty() && std::ranges::find(edit.types, type) == edit.types.end()) continue;
            Outcome one = Walk(draft, arena, changing).run(edit, body);
            if (!one.blocked.empty()) return {0, std::move(one.blocked)};
            all.changes += one.changes;
        }
    }
    return all;
}

}  // namespace vouch::remedy
