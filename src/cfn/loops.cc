// SPDX-License-Identifier: Apache-2.0
// The part of the evaluator that expands Fn::ForEach: {"Fn::ForEach::Name": [identifier, collection, {key: body}]}.
// Bodies are not copied: an entry is the body as it stands plus the loop variables that it sees.
#include <algorithm>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/evaluator.h"
#include "cfn/spelling.h"

namespace vouch::cfn {

using value::Member;
using value::Value;

namespace {

constexpr std::string_view kPrefix = "Fn::ForEach::";

const Binding* find_binding(const Binding* bindings, std::string_view name) {
    for (; bindings != nullptr; bindings = bindings->outer)
        if (bindings->name == name) return bindings;
    return nullptr;
}

// `&{Name}` stands for the value without what a logical id may not hold.
void append_alphanumeric(std::string& out, std::string_view text) {
    for (const char c : text)
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) out += c;
}

// The position of the next "${" or "&{" that a "}" follows, or npos.
std::size_t next_variable(std::string_view text, std::size_t from) {
    for (std::size_t at = text.find('{', from); at != std::string_view::npos; at = text.find('{', at + 1))
        if (at > from && (text[at - 1] == '$' || text[at - 1] == '&')) return at - 1;
    return std::string_view::npos;
}

}  // namespace

Value Evaluator::substitute(const Value& string, const Binding* bindings) {
    if (bindings == nullptr || !string.is_string()) return string;
    const std::string_view text = string.as_string();
    std::size_t at = next_variable(text, 0);
    if (at == std::string_view::npos) return string;
    std::string out;
    std::size_t copied = 0;
    for (; at != std::string_view::npos; at = next_variable(text, std::max(at + 2, copied))) {
        const std::size_t end = text.find('}', at);
        if (end == std::string_view::npos) break;
        const Binding* binding = find_binding(bindings, text.substr(at + 2, end - at - 2));
        if (binding == nullptr) continue;
        out += text.substr(copied, at - copied);
        const std::string_view item = binding->value.as_string();
        if (text[at] == '&')
            append_alphanumeric(out, item);
        else
            out += item;
        copied = end + 1;
        if (out.size() > value::kLongest || !charge(item.size() / 16, string.position())) return string;
    }
    if (copied == 0) return string;
    out += text.substr(copied);
    return this->text(out, string.position());
}

std::vector<Entry> Evaluator::expand(const Value& map) {
    std::vector<Entry> entries;
    expand_into(map, bindings_, entries);
    return entries;
}

void Evaluator::expand_into(const Value& map, const Binding* bindings, std::vector<Entry>& out) {
    if (!map.is_map()) return;
    for (const Member& member : map.as_map()) {
        if (member.name().starts_with(kPrefix)) {
            expand_loop(member, bindings, out);
            continue;
        }
        if (bindings != nullptr && !charge(1, member.key.position())) return;
        const Value key = substitute(member.key, bindings);
        if (key.is_string()) out.push_back({{key, member.value}, bindings});
    }
}

void Evaluator::skip_loop(const Member& loop, base::Code code, std::string why) {
    const std::string_view name = loop.name().substr(kPrefix.size());
    const std::string message = fmt::format("loop `{}` is not expanded: {}", base::excerpt(name), why);
    static_cast<void>(failed(code, message, loop.key.position()));
    if (notes_.open.empty()) notes_.open = message;
}

void Evaluator::expand_loop(const Member& loop, const Binding* bindings, std::vector<Entry>& out) {
    const bool shaped =
        loop.value.is_list() && loop.value.length() == 3 && loop.value.as_list()[0].is_string() && loop.value.as_list()[2].is_map();
    if (!shaped) return skip_loop(loop, base::Code::invalid_value, "it takes [identifier, collection, {key: value}]");
    const std::span<const Value> parts = loop.value.as_list();
    if (find_binding(bindings, parts[0].as_string()) != nullptr)
        return skip_loop(loop, base::Code::duplicate_key,
                         fmt::format("a loop around it uses `{}` too", base::excerpt(parts[0].as_string())));

    const Entry collection_entry{{parts[0], parts[1]}, bindings};
    const Value collection = resolve(collection_entry);
    if (const value::Unknown* why = find_unknown(collection)) return skip_loop(loop, base::Code::invalid_value, std::string(why->reason));
    if (!collection.is_list()) return skip_loop(loop, base::Code::invalid_value, "its collection is no list");
    for (const Value& item : collection.as_list()) {
        if (!charge(1, loop.key.position())) return;
        const auto text = scalar_text(item);
        if (!text) return skip_loop(loop, base::Code::invalid_value, "its collection holds more than strings");
        const Value bound = this->text(*text, item.position());
        if (!bound.is_string()) return;
        expand_into(parts[2], arena_.make<Binding>(parts[0].as_string(), bound, bindings), out);
    }
}

}  // namespace vouch::cfn
