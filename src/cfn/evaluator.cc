// SPDX-License-Identifier: Apache-2.0
// The walk: what holds no function is handed back as the same node, so that a template costs memory only where it changes.
// Every value made, and every value visited inside a loop, is taken from one budget. Tested by evaluator_test.cc and functions_test.cc.
#include "cfn/evaluator.h"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/functions.h"
#include "cfn/spelling.h"

namespace vouch::cfn {

using value::Kind;
using value::Member;
using value::Unknown;
using value::Value;

namespace {

constexpr char kAbsent = 0;
constexpr std::string_view kDynamic = "{{resolve:";

// Sets a variable for as long as it lives.
template <class T>
class Setting {
public:
    Setting(T& variable, T value) : variable_(variable), before_(std::exchange(variable, value)) {}
    ~Setting() { variable_ = before_; }
    Setting(const Setting&) = delete;
    Setting& operator=(const Setting&) = delete;

private:
    T& variable_;
    T before_;
};

}  // namespace

Value Evaluator::absent() { return Value::opaque(&kAbsent, 0); }

bool Evaluator::is_absent(const Value& value) { return value.kind() == Kind::opaque && value.as_opaque() == &kAbsent; }

Value Evaluator::resolve(const Value& value) {
    if (bindings_ != nullptr && !charge(1, value.position())) return exhausted(value.position());
    switch (value.kind()) {
        case Kind::map: return resolve_map(value);
        case Kind::list: return resolve_list(value);
        case Kind::string: return resolve_string(value);
        default: return value;
    }
}

Value Evaluator::resolve(const Entry& entry) {
    const Setting loop(bindings_, entry.bindings);
    return resolve(entry.member.value);
}

Value Evaluator::resolve_condition(const Value& value) {
    const Setting context(in_condition_, true);
    return resolve(value);
}

Value Evaluator::resolve_condition(const Entry& entry) {
    const Setting context(in_condition_, true);
    return resolve(entry);
}

Value Evaluator::resolve_map(const Value& map) {
    if (map.length() == 1) {
        const Member& only = map.as_map().front();
        if (is_function_name(only.name())) {
            const Function* function = find_function(only.name());
            if (function == nullptr) return resolve_foreign(*this, only.name(), only.value, map.position());
            if (!function->only_in_conditions || in_condition_) return call(*function, only.value, map.position());
        }
    }
    for (const Member& member : map.as_map())
        if (member.name().starts_with("Fn::ForEach::")) return resolve_loops(map);
    return resolve_members(map);
}

Value Evaluator::call(const Function& function, const Value& argument, std::uint32_t at) {
    if (function.hands_on) return function.resolve(*this, argument, at);
    const Holder holder(*this, at);
    return function.resolve(*this, argument, at);
}

Evaluator::Notes Evaluator::finish() {
    std::ranges::sort(notes_.references);
    const auto twice = std::ranges::unique(notes_.references);
    notes_.references.erase(twice.begin(), twice.end());
    return std::exchange(notes_, {});
}

Value Evaluator::resolve_members(const Value& map) {
    std::vector<Member> changed;
    bool same = true;
    const std::span<const Member> members = map.as_map();
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Member& member = members[i];
        Value resolved = resolve(member.value);
        const Value key = bindings_ == nullptr ? member.key : substitute(member.key, bindings_);
        if (member.name() == "Fn::Transform" && members.size() > 1 && notes_.open.empty())
            notes_.open = "a macro or include adds to it at deployment (`Fn::Transform`)";
        if (same && resolved.same_node(member.value) && key.same_node(member.key)) continue;
        if (same) {
            changed.reserve(members.size());
            changed.assign(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(i));
        }
        same = false;
        if (!is_absent(resolved)) changed.push_back({key, resolved});
    }
    return same ? map : this->map(changed, map.position());
}

Value Evaluator::resolve_loops(const Value& map) {
    std::vector<Member> members;
    std::unordered_map<std::string_view, std::uint32_t> places;
    for (const Entry& entry : expand(map)) {
        const Value resolved = resolve(entry);
        if (is_absent(resolved)) continue;
        const auto [place, fresh] = places.emplace(entry.member.name(), entry.member.key.position());
        if (!fresh) {
            static_cast<void>(failed(base::Code::duplicate_key,
                                     fmt::format("a loop makes the key `{}` twice", base::excerpt(entry.member.name())),
                                     entry.member.key.position()));
            continue;
        }
        members.push_back({entry.member.key, resolved});
    }
    return this->map(members, map.position());
}

Value Evaluator::resolve_list(const Value& list) {
    std::vector<Value> changed;
    bool same = true;
    const std::span<const Value> items = list.as_list();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Value resolved = resolve(items[i]);
        if (same && resolved.same_node(items[i])) continue;
        if (same) {
            changed.reserve(items.size());
            changed.assign(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(i));
        }
        same = false;
        if (!is_absent(resolved)) changed.push_back(resolved);
    }
    return same ? list : this->list(changed, list.position());
}

Value Evaluator::resolve_string(const Value& string) {
    const Value final = bindings_ == nullptr ? string : substitute(string, bindings_);
    if (final.is_string() && has_dynamic_reference(final.as_string())) return dynamic_reference(final.as_string(), final.position());
    return final;
}

bool Evaluator::has_dynamic_reference(std::string_view text) {
    const std::size_t start = text.find(kDynamic);
    return start != std::string_view::npos && text.find("}}", start) != std::string_view::npos;
}

Value Evaluator::dynamic_reference(std::string_view text, std::uint32_t at) {
    const std::size_t start = text.find(kDynamic) + kDynamic.size();
    const std::string_view subject = text.substr(start, text.find("}}", start) - start);
    const std::string reason = fmt::format("`{}` is read when the stack is deployed", base::excerpt(subject, 120));
    const std::string identity = text.size() > 1000 ? std::string() : "Resolve:" + std::string(text);
    Unknown why{Unknown::Cause::dynamic_reference, reason, identity, subject};
    // Systems Manager holds no empty value; a member of a secret may be empty.
    why.not_empty = subject.starts_with("ssm") || text.size() > kDynamic.size() + subject.size() + 2;
    return unknown(why, at);
}

Value Evaluator::unknown(const Unknown& why, std::uint32_t at) {
    // Over the budget the value is still an unknown with its cause; only the texts that could grow are left out.
    const std::size_t bytes = why.reason.size() + why.identity.size() + why.subject.size() + why.begins.size() + why.lacks.size();
    if (!charge(1 + bytes / kBytesPerNode, at)) return exhausted(at);
    return value::make_unknown(arena_, why, at);
}

Value Evaluator::derived(const Value& argument, const std::string& identity, std::uint32_t at) {
    const Unknown* why = find_unknown(argument);
    if (why == nullptr) return unknown({Unknown::Cause::intrinsic, "the value is not known", identity, {}}, at);
    return unknown({why->cause, why->reason, identity, why->subject}, at);
}

Value Evaluator::failed(base::Code code, std::string message, std::uint32_t at) {
    if (exhausted_) return exhausted(at);
    const Value result = unknown({Unknown::Cause::failed, message, {}, {}}, at);
    if (quiet_ == 0) problems_.push_back(base::Error{code, std::move(message), source_.location(at), {}, {}});
    return result;
}

Value Evaluator::exhausted(std::uint32_t at) {
    static constexpr Unknown kWhy{Unknown::Cause::failed, "resolution stopped: the template makes too many values", {}, {}};
    return Value::unknown(&kWhy, at);
}

Value Evaluator::text(std::string_view text, std::uint32_t at) {
    if (!charge(1 + text.size() / kBytesPerNode, at) || text.size() > value::kLongest) return exhausted(at);
    return value::make_string(arena_, text, at);
}

Value Evaluator::list(std::span<const Value> items, std::uint32_t at) {
    if (!charge(1 + items.size(), at)) return exhausted(at);
    return value::make_list(arena_, items, at);
}

Value Evaluator::map(std::span<const Member> members, std::uint32_t at) {
    if (!charge(1 + members.size(), at)) return exhausted(at);
    return value::make_map(arena_, members, at);
}

bool Evaluator::charge(std::size_t nodes, std::uint32_t at) {
    if (!exhausted_ && nodes <= budget_) {
        budget_ -= nodes;
        return true;
    }
    if (exhausted_) return false;
    exhausted_ = true;
    problems_.push_back(base::Error{base::Code::too_large,
                                    fmt::format("intrinsic functions make more than {} values; resolution stopped here", limit_),
                                    source_.location(at),
                                    {},
                                    "the limit is `resolved_nodes`"});
    return false;
}

void Evaluator::depends_on_equation(std::string_view equation, std::string_view parameter, const Value& literal) {
    if (notes_.choice != nullptr || !charge(4 + equation.size() / kBytesPerNode, literal.position())) return;
    notes_.choice =
        arena_.make<Choice>(arena_.copy(parameter), std::span<const Value>(), arena_.copy(equation), literal, std::string_view());
}

Choice* Evaluator::choice(std::string_view parameter, std::span<const Value> values) {
    return arena_.make<Choice>(parameter, arena_.copy(values), std::string_view(), Value(), std::string_view());
}

Value Evaluator::condition(std::string_view name, std::uint32_t at) {
    const auto found = scope_.conditions.find(name);
    if (found != scope_.conditions.end()) {
        const auto choice = found->second.is_unknown() ? scope_.condition_choices.find(name) : scope_.condition_choices.end();
        if (choice != scope_.condition_choices.end()) depends_on(choice->second);
        return found->second.at(at);
    }
    return failed(base::Code::undefined_name, fmt::format("condition `{}` is not defined", base::excerpt(name)), at);
}

}  // namespace vouch::cfn
