// SPDX-License-Identifier: Apache-2.0
// A pattern is checked once and then matched as it stands. Every field of the pattern must match; a list in the event matches where
// one of its elements does, and fields below it must match within one element. The readers bound how deep both trees are, and with
// that the recursion here. Tested by event_pattern_test.cc.
#include "pattern/event_pattern.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "pattern/detail/operators.h"
#include "value/read.h"

namespace vouch::pattern {

using base::Code;
using value::Member;
using value::Value;

namespace {

constexpr std::string_view kOr = "$or";

bool is_leaf(const Value& value) { return !value.is_map() && !value.is_list() && !value.is_unknown(); }

// `$or` is an operator only where it holds two or more objects, none with the name of an operator as a field.
bool is_choice(const Member& member) {
    if (member.name() != kOr || !member.value.is_list() || member.value.length() < 2) return false;
    return std::ranges::all_of(member.value.as_list(), [](const Value& item) {
        return item.is_map() && item.length() > 0 &&
               std::ranges::none_of(item.as_map(), [](const Member& each) { return detail::find_operator(each.name()) != nullptr; });
    });
}

class Checker {
public:
    explicit Checker(const Locate& locate) : locate_(locate) {}

    base::Result<void> object(const Value& pattern) const {
        if (!pattern.is_map()) return bad(pattern, "an event pattern is an object");
        if (pattern.length() == 0) return bad(pattern, "an object of an event pattern holds a field at least");
        for (const Member& member : pattern.as_map()) VOUCH_CHECK(field(member));
        return {};
    }

private:
    base::Result<void> field(const Member& member) const {
        if (is_choice(member)) {
            for (const Value& each : member.value.as_list()) VOUCH_CHECK(object(each));
            return {};
        }
        if (member.value.is_map()) return object(member.value);
        if (!member.value.is_list())
            return bad(member.value, fmt::format("the values of `{}` must stand in a list", base::excerpt(member.name())), "write [value]");
        if (member.value.length() == 0) return bad(member.value, fmt::format("the list of `{}` is empty", base::excerpt(member.name())));
        for (const Value& item : member.value.as_list()) VOUCH_CHECK(choice(item));
        return {};
    }

    base::Result<void> choice(const Value& item) const {
        if (is_leaf(item)) return {};
        if (item.is_unknown()) return bad(item, "a value of the event pattern is not known");
        if (!item.is_map() || item.length() != 1) return bad(item, "a value, or an object with one operator, is expected here");
        const Member& member = item.as_map().front();
        const detail::Operator* row = detail::find_operator(member.name());
        if (row == nullptr)
            return bad(member.key, fmt::format("`{}` is no operator of event patterns", base::excerpt(member.name())),
                       fmt::format("the operators are {}", detail::operator_names()));
        if (std::string wrong = row->check(member.value); !wrong.empty())
            return bad(member.value, fmt::format("`{}`: {}", row->name, wrong));
        return {};
    }

    std::unexpected<base::Error> bad(const Value& at, std::string message, std::string help = {}) const {
        return base::fail(Code::invalid_value, std::move(message), locate_ ? std::optional(locate_(at)) : std::nullopt, std::move(help));
    }

    const Locate& locate_;
};

// What of an event stands at a field: a value, or nothing.
using Found = const Value*;

bool exists_says(const Value& item, bool there) {
    const Value* exists = item.is_map() ? item.find("exists") : nullptr;
    return exists != nullptr && exists->as_boolean() == there;
}

bool leaf_matches(const Value& choices, const Value& leaf) {
    return std::ranges::any_of(choices.as_list(), [&](const Value& item) {
        if (!item.is_map()) return detail::leaf_equals(item, leaf);
        const Member& member = item.as_map().front();
        const detail::Operator* row = detail::find_operator(member.name());
        return row->matches != nullptr ? row->matches(member.value, leaf) : member.value.as_boolean();
    });
}

enum class Leaves : std::uint8_t { none, some, matching };

// Whether a value holds leaves (it, or elements of it that are no objects), and whether one of them matches.
Leaves leaves(const Value& choices, const Value& value) {
    if (is_leaf(value)) return leaf_matches(choices, value) ? Leaves::matching : Leaves::some;
    Leaves found = Leaves::none;
    if (!value.is_list()) return found;
    for (const Value& item : value.as_list()) {
        const Leaves one = leaves(choices, item);
        if (one == Leaves::matching) return one;
        if (one == Leaves::some) found = one;
    }
    return found;
}

bool field_matches(const Value& choices, Found value) {
    const Leaves found = value == nullptr ? Leaves::none : leaves(choices, *value);
    if (found != Leaves::none) return found == Leaves::matching;
    return std::ranges::any_of(choices.as_list(), [](const Value& item) { return exists_says(item, false); });
}

bool object_matches(const Value& pattern, Found event) {
    if (event != nullptr && event->is_list() && event->length() > 0)
        return std::ranges::any_of(event->as_list(), [&](const Value& item) { return object_matches(pattern, &item); });
    return std::ranges::all_of(pattern.as_map(), [&](const Member& member) {
        if (is_choice(member))
            return std::ranges::any_of(member.value.as_list(), [&](const Value& each) { return object_matches(each, event); });
        Found below = event == nullptr ? nullptr : event->find(member.name());
        return member.value.is_map() ? object_matches(member.value, below) : field_matches(member.value, below);
    });
}

}  // namespace

base::Result<EventPattern> parse_event_pattern(const Value& pattern, const Locate& locate) {
    VOUCH_CHECK(Checker(locate).object(pattern));
    return EventPattern{pattern, nullptr};
}

base::Result<EventPattern> parse_event_pattern(std::string_view text) {
    VOUCH_TRY(value::Document read, value::read_json(std::make_shared<base::Source>("<pattern>", std::string(text))));
    auto document = std::make_shared<const value::Document>(std::move(read));
    VOUCH_TRY(EventPattern pattern, parse_event_pattern(document->root, [&](const Value& at) { return document->location(at); }));
    pattern.document = std::move(document);
    return pattern;
}

bool matches(const EventPattern& pattern, const Value& event) { return object_matches(pattern.root, &event); }

}  // namespace vouch::pattern
