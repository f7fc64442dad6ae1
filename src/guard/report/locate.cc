// SPDX-License-Identifier: Apache-2.0
// Members and items stand in the order of the source, so the way down is a binary search by position at every level. YAML
// aliases break that order; for them every node's parent is noted once. Tested by locate_test.cc.
#include "guard/report/locate.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace vouch::guard::report {
namespace {

using value::Member;
using value::Value;

// Which child may hold `position`: the last that does not begin behind it.
template <class Items, class Position>
std::uint32_t candidate(const Items& items, std::uint32_t position, Position&& of) {
    const auto after = std::ranges::upper_bound(items, position, {}, of);
    return after == items.begin() ? value::kLongest : static_cast<std::uint32_t>(after - items.begin() - 1);
}

void append_escaped(std::string& out, std::string_view name) {
    for (const char byte : name) {
        if (byte == '~')
            out += "~0";
        else if (byte == '/')
            out += "~1";
        else
            out += byte;
    }
}

}  // namespace

// What every node hangs from, by the node's position; the first of those that share a position and are the same node.
struct Locator::Parents {
    struct Entry {
        Value node;
        Step from;
    };
    std::unordered_multimap<std::uint32_t, Entry> by_position;

    const Entry* find(const Value& value) const {
        const auto [begin, end] = by_position.equal_range(value.position());
        for (auto each = begin; each != end; ++each)
            if (each->second.node.same_node(value)) return &each->second;
        return nullptr;
    }
    bool add(const Value& node, const Step& from) {
        if (find(node) != nullptr) return false;
        by_position.emplace(node.position(), Entry{node, from});
        return true;
    }
};

Locator::Locator(const Value& root, std::vector<TextPart> parts) : root_(root), parts_(std::move(parts)) {
    aliases_ = std::ranges::any_of(parts_, &TextPart::aliases);
}
Locator::~Locator() = default;
Locator::Locator(Locator&&) noexcept = default;
Locator& Locator::operator=(Locator&&) noexcept = default;

bool Locator::path(std::string& out, const Value& value, bool pointer) {
    if (!find(value)) return false;
    for (const Step& step : steps_) {
        out += '/';
        if (step.container.is_list()) {
            char digits[12];
            out.append(digits, std::to_chars(digits, digits + sizeof digits, step.index).ptr);
        } else {
            const std::string_view name = step.container.as_map()[step.index].name();
            pointer ? append_escaped(out, name) : static_cast<void>(out += name);
        }
    }
    return true;
}

std::optional<Place> Locator::place(const Value& value) {
    if (parts_.empty() || !find(value)) return std::nullopt;
    const auto after = std::ranges::upper_bound(parts_, value.position(), {}, &TextPart::base);
    const auto part = static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - parts_.begin() - 1, 0));
    return Place{parts_[part].source.get(), parts_[part].source->line_column(value.position() - parts_[part].base)};
}

bool Locator::find(const Value& value) {
    if (has_last_ && last_.same_node(value)) return last_found_;
    has_last_ = true;
    last_ = value;
    last_found_ = descend(value) || (aliases_ && look_up(value));
    return last_found_;
}

bool Locator::descend(const Value& value) {
    steps_.clear();
    Value at = root_;
    while (!at.same_node(value)) {
        if (at.is_map()) {
            const auto members = at.as_map();
            const std::uint32_t i = candidate(members, value.position(), [](const Member& each) { return each.key.position(); });
            if (i >= members.size()) return false;
            steps_.push_back({at, i});
            if (members[i].key.same_node(value)) return true;
            at = members[i].value;
        } else if (at.is_list()) {
            const auto items = at.as_list();
            const std::uint32_t i = candidate(items, value.position(), [](const Value& each) { return each.position(); });
            if (i >= items.size()) return false;
            steps_.push_back({at, i});
            at = items[i];
        } else {
            return false;
        }
    }
    return true;
}

bool Locator::look_up(const Value& value) {
    if (parents_ == nullptr) {
        parents_ = std::make_unique<Parents>();
        std::vector<Value> open{root_};
        while (!open.empty()) {
            const Value at = open.back();
            open.pop_back();
            for (std::uint32_t i = 0; (at.is_map() || at.is_list()) && i < at.length(); ++i) {
                const Value child = at.is_map() ? at.as_map()[i].value : at.as_list()[i];
                if (at.is_map()) parents_->add(at.as_map()[i].key, {at, i});
                if (parents_->add(child, {at, i})) open.push_back(child);
            }
        }
    }
    steps_.clear();
    for (Value at = value; !at.same_node(root_);) {
        const Parents::Entry* entry = parents_->find(at);
        if (entry == nullptr) return false;
        steps_.push_back(entry->from);
        at = entry->from.container;
    }
    std::ranges::reverse(steps_);
    return true;
}

}  // namespace vouch::guard::report
