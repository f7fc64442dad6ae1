// SPDX-License-Identifier: Apache-2.0
// Answers are bounded by whoever received them; recursion over them by their depth, which the readers limit. Tested by shape_test.cc.
#include "collect/transform.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/base64.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::collect {

using base::Code;
using value::Member;
using value::Value;

namespace {

// Policies have some KB; the largest texts of JSON in an answer are those of state machines and documents, below 1 MB.
constexpr value::Limits kTextLimits{.bytes = std::size_t{4} << 20U, .depth = 100, .nodes = 1'000'000};
constexpr std::size_t kMostRows = 100'000;  // of a CSV: an account has 5,000 users at most

std::unexpected<base::Error> not_a(std::string_view what) { return base::fail(Code::invalid_value, fmt::format("is no {}", what)); }

// IAM gives its policies percent-encoded.
std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned code = 0;
        if (text[i] == '%' && i + 2 < text.size() && std::from_chars(&text[i + 1], &text[i + 3], code, 16).ptr == &text[i + 3]) {
            out += static_cast<char>(code);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

// API Gateway gives its policies as what stands between the quotes of a text of JSON: {\"Version\":...}. What is none stays as it is.
std::string unescaped(const std::string& text) {
    const auto document = value::read_json(std::make_shared<base::Source>("answer", '"' + text + '"'), {.limits = kTextLimits});
    return document && document->root.is_string() ? std::string(document->root.as_string()) : text;
}

base::Result<Value> json(const Value& value, Workshop& workshop) {
    if (!value.is_string()) return value.is_map() || value.is_list() ? base::Result<Value>(value) : not_a("text of JSON");
    std::string text(value.as_string());
    if (text.starts_with('%')) text = percent_decoded(text);
    if (text.starts_with("{\\")) text = unescaped(text);
    auto document = value::read_json(std::make_shared<base::Source>("answer", std::move(text)), {.limits = kTextLimits});
    if (!document) return not_a("text of JSON");
    workshop.documents.push_back(std::make_shared<const value::Document>(*std::move(document)));
    return workshop.documents.back()->root;
}

// The value with every map changed by `change`, the innermost first.
template <class Change>
Value deep(const Value& value, Workshop& workshop, const Change& change) {
    if (value.is_list()) {
        std::vector<Value> items;
        for (const Value& each : value.as_list()) items.push_back(deep(each, workshop, change));
        return value::make_list(workshop.arena, items, value.position());
    }
    if (!value.is_map()) return value;
    std::vector<Member> members;
    for (const Member& member : value.as_map()) members.push_back({member.key, deep(member.value, workshop, change)});
    return change(members, value.position());
}

// Members whose own members have names that somebody chose, or that a log driver or cluster knows.
constexpr std::array<std::string_view, 8> kChosenNames{"annotations", "dockerLabels", "driverOpts", "labels",
                                                       "limits",      "options",      "requests",   "tags"};

Value capitals(const Value& value, Workshop& workshop) {
    if (value.is_list()) {
        std::vector<Value> items;
        for (const Value& each : value.as_list()) items.push_back(capitals(each, workshop));
        return value::make_list(workshop.arena, items, value.position());
    }
    if (!value.is_map()) return value;
    std::vector<Member> members;
    for (const Member& member : value.as_map()) {
        const bool chosen = std::ranges::find(kChosenNames, member.name()) != kChosenNames.end();
        members.push_back({member.key, chosen ? member.value : capitals(member.value, workshop)});
        std::string name(member.name());
        if (name.empty() || name[0] < 'a' || name[0] > 'z') continue;
        name[0] = base::to_upper(name[0]);
        members.back().key = value::make_string(workshop.arena, name, value.position());
    }
    return value::make_map(workshop.arena, members, value.position());
}

base::Result<Value> pascal(const Value& value, Workshop& workshop) { return capitals(value, workshop); }

// CloudFront: {Quantity: 2, Items: [a, b]} is the list.
base::Result<Value> items(const Value& value, Workshop& workshop) {
    return deep(value, workshop, [&](const std::vector<Member>& members, std::uint32_t at) {
        const auto quantity = std::ranges::find(members, "Quantity", &Member::name);
        const auto list = std::ranges::find(members, "Items", &Member::name);
        const std::size_t known = (quantity != members.end() ? 1U : 0U) + (list != members.end() ? 1U : 0U);
        if (quantity == members.end() || known != members.size()) return value::make_map(workshop.arena, members, at);
        return list == members.end() ? value::make_list(workshop.arena, {}, at) : list->value;
    });
}

Value text_value(Workshop& workshop, std::string_view text) { return value::make_string(workshop.arena, text, 0); }

Value tag(Workshop& workshop, const Value& key, const Value& value) {
    const std::array members{Member{text_value(workshop, "Key"), key}, Member{text_value(workshop, "Value"), value}};
    return value::make_map(workshop.arena, members, 0);
}

// [{Key, Value}] out of a map, or out of a list whose members are spelled otherwise.
base::Result<Value> tags(const Value& value, Workshop& workshop) {
    std::vector<Value> all;
    if (value.is_map()) {
        for (const Member& member : value.as_map()) all.push_back(tag(workshop, member.key, member.value));
        return value::make_list(workshop.arena, all, 0);
    }
    if (!value.is_list()) return not_a("list or map of tags");
    for (const Value& each : value.as_list()) {
        const Value* key = nullptr;
        const Value* what = nullptr;
        for (const std::string_view name : {"Key", "key", "TagKey"})
            if (key == nullptr) key = each.find(name);
        for (const std::string_view name : {"Value", "value", "TagValue"})
            if (what == nullptr) what = each.find(name);
        if (key == nullptr) return not_a("list or map of tags");
        all.push_back(tag(workshop, *key, what != nullptr ? *what : text_value(workshop, "")));
    }
    return value::make_list(workshop.arena, all, 0);
}

base::Result<Value> number(const Value& value, Workshop&) {
    if (value.is_number()) return value;
    if (!value.is_string()) return not_a("number");
    const std::string_view text = value.as_string();
    std::int64_t whole = 0;
    if (const auto end = std::from_chars(text.data(), text.data() + text.size(), whole);
        end.ec == std::errc() && end.ptr == text.data() + text.size())
        return Value::integer(whole, value.position());
    double real = 0;
    if (const auto end = std::from_chars(text.data(), text.data() + text.size(), real);
        end.ec == std::errc() && end.ptr == text.data() + text.size())
        return Value::real(real, value.position());
    return not_a("number");
}

base::Result<Value> boolean(const Value& value, Workshop&) {
    if (value.kind() == value::Kind::boolean) return value;
    const std::string lower = value.is_string() ? base::to_lower(value.as_string()) : std::string();
    if (lower == "true" || lower == "false") return Value::boolean(lower == "true", value.position());
    if (value.kind() == value::Kind::integer && (value.as_integer() == 0 || value.as_integer() == 1))
        return Value::boolean(value.as_integer() == 1, value.position());
    return not_a("boolean");
}

base::Result<Value> as_text(const Value& value, Workshop& workshop) {
    if (value.is_string()) return value;
    if (value.is_list() || value.is_map()) return not_a("scalar");
    return text_value(workshop, value::to_json(value));
}

base::Result<Value> list(const Value& value, Workshop& workshop) {
    if (value.is_list()) return value;
    return value::make_list(workshop.arena, {&value, 1}, value.position());
}

base::Result<Value> flat(const Value& value, Workshop& workshop) {
    if (!value.is_list()) return not_a("list");
    std::vector<Value> all;
    for (const Value& each : value.as_list()) {
        if (each.is_list()) {
            all.insert(all.end(), each.as_list().begin(), each.as_list().end());
        } else {
            all.push_back(each);
        }
    }
    return value::make_list(workshop.arena, all, value.position());
}

// What stands behind the last slash or colon.
base::Result<Value> name(const Value& value, Workshop& workshop) {
    if (!value.is_string()) return not_a("text");
    const std::string_view whole = value.as_string();
    const std::size_t last = whole.find_last_of("/:");
    return text_value(workshop, last == std::string_view::npos ? whole : whole.substr(last + 1));
}

// Fields of a line of CSV, quotes taken off (RFC 4180).
std::vector<std::string> fields(std::string_view line) {
    std::vector<std::string> all(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
            all.back() += line[++i];
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            all.emplace_back();
        } else {
            all.back() += c;
        }
    }
    return all;
}

// A CSV with a line of names, base64 or not, as a list of maps of texts. What says that there is nothing is left out.
base::Result<Value> csv(const Value& value, Workshop& here) {
    if (!value.is_string()) return not_a("text of CSV");
    Workshop& workshop = here.lasting != nullptr ? *here.lasting : here;
    if (const auto read = workshop.tables.find(value.as_string()); read != workshop.tables.end()) return read->second;
    const auto decoded = base::from_base64(value.as_string());
    std::string_view rest = decoded ? std::string_view(*decoded) : value.as_string();
    std::vector<std::string> names;
    std::vector<Value> rows;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        if (names.empty()) {
            names = fields(line);
            continue;
        }
        const std::vector<std::string> cells = fields(line);
        if (cells.size() != names.size() || rows.size() == kMostRows) return not_a("text of CSV");
        std::vector<Member> members;
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (cells[i] != "N/A" && cells[i] != "not_supported" && cells[i] != "no_information" && !cells[i].empty())
                members.push_back({text_value(workshop, names[i]), text_value(workshop, cells[i])});
        rows.push_back(value::make_map(workshop.arena, members, 0));
    }
    if (names.size() < 2) return not_a("text of CSV");
    return workshop.tables.emplace(workshop.arena.copy(value.as_string()), value::make_list(workshop.arena, rows, 0)).first->second;
}

// [{ParameterName, ParameterValue}] as a map, those without a value left out.
base::Result<Value> parameters(const Value& value, Workshop& workshop) {
    if (!value.is_list()) return not_a("list of parameters");
    std::vector<Member> members;
    for (const Value& each : value.as_list()) {
        const Value* key = each.find("ParameterName");
        const Value* what = each.find("ParameterValue");
        if (key == nullptr || !key->is_string()) return not_a("list of parameters");
        if (what != nullptr && !what->is_null()) members.push_back({*key, *what});
    }
    return value::make_map(workshop.arena, members, value.position());
}

// An empty list, map or text is nothing.
base::Result<Value> filled(const Value& value, Workshop&) {
    const bool empty = (value.is_list() || value.is_map() || value.is_string()) && value.length() == 0;
    return empty ? Value::null(value.position()) : value;
}

// Of a policy, as text or as what it says: its statements as a list.
base::Result<Value> statements(const Value& value, Workshop& workshop) {
    VOUCH_TRY(const Value policy, json(value, workshop));
    const Value* found = policy.find("Statement");
    if (found == nullptr) return not_a("policy");
    return list(*found, workshop);
}

base::Result<Value> written(const Value& value, Workshop& workshop) {
    return value.is_string() ? value : text_value(workshop, value::to_json(value));
}

constexpr std::array kTransforms{
    Transform{"boolean", "`true` and `false` as text (or 1 and 0) become booleans", boolean},
    Transform{"csv", "a CSV with a line of names (base64 or not) becomes a list of maps; N/A and its like are left out", csv},
    Transform{"filled", "an empty list, map or text counts as missing", filled},
    Transform{"flat", "lists in a list become one list", flat},
    Transform{"items", "every `{Quantity, Items}` becomes its list", items},
    Transform{"json", "a text of JSON (percent-encoded too) becomes what it says", json},
    Transform{"list", "a single value becomes a list of it", list},
    Transform{"name", "of an ARN: what stands behind the last slash or colon", name},
    Transform{"number", "a number as text becomes a number", number},
    Transform{"parameters", "a list of `{ParameterName, ParameterValue}` becomes a map", parameters},
    Transform{"pascal",
              "the names of all members begin with a capital letter, but those that somebody chose (labels, options of log drivers)",
              pascal},
    Transform{"statements", "of a policy, as text of JSON or not: the list of its statements", statements},
    Transform{"tags", "a map, or a list in other spellings, becomes a list of `{Key, Value}`", tags},
    Transform{"text", "a number or boolean becomes text", as_text},
    Transform{"written", "what is no text becomes its JSON as text", written},
};
static_assert(std::ranges::is_sorted(kTransforms, {}, &Transform::name));

}  // namespace

std::span<const Transform> transforms() { return kTransforms; }

const Transform* find_transform(std::string_view name) {
    const auto* const found = std::ranges::find(kTransforms, name, &Transform::name);
    return found == kTransforms.end() ? nullptr : found;
}

}  // namespace vouch::collect
