// SPDX-License-Identifier: Apache-2.0
// Queries:
//   query     = ["some"] ("this" / "%" name / property) *part
//   part      = "." (index / property / "%" name / "*") / bracketed
//   bracketed = "[" "*" "]" / "[" name "]" / "[" index "]" / "[" string "]"
//             / "[" [name "|"] "keys" ("==" / "!=" / "in" / "not in") term "]" / "[" [name "|"] clauses "]"
//   property  = name / string
// Tested by parse_test.cc.
#include <charconv>

#include <fmt/format.h>

#include "guard/detail/parser.h"

namespace vouch::guard::detail {

namespace {

// Whether `text` reads as a 32-bit integer (an optional sign and digits), and which.
bool reads_as_index(std::string_view text, std::int32_t& index) {
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), index);
    return failed == std::errc() && end == text.data() + text.size() && !text.empty();
}

}  // namespace

void Parser::set_key(Part& part, std::string_view name) {
    if (name.starts_with('%')) {
        part.kind = Part::Kind::variable;
        part.name = name.substr(1);
        return;
    }
    part.kind = Part::Kind::key;
    part.name = name;
    part.is_number = reads_as_index(name, part.index);
}

bool Parser::property_name(std::string_view& out) {
    if (const auto quoted = cursor_.string()) {
        out = *quoted;
        return true;
    }
    out = cursor_.name();
    return !out.empty();
}

Parsed Parser::query(const Query*& out) {
    cursor_.skip_space();
    const std::uint32_t begin = cursor_.at();
    Query made;
    made.begin = begin;
    if (cursor_.keyword("some", "SOME")) {
        if (cursor_.skip_space()) {
            made.some = true;
        } else {
            cursor_.go(begin);
        }
    }
    Part part;
    if (first_part(part) == Parsed::no) return no(begin);
    const std::size_t mark = parts_.mark();
    parts_.add(part);
    bool only = true;
    made.end = cursor_.at();
    while (true) {
        Part next;
        const Parsed parsed = next_part(next);
        if (parsed == Parsed::failed) return parsed;
        if (parsed == Parsed::no) break;
        // What follows a variable applies to each of its values.
        if (only && part.kind == Part::Kind::variable && next.kind != Part::Kind::all_indices) {
            Part all;
            all.kind = Part::Kind::all_indices;
            parts_.add(all);
        }
        only = false;
        parts_.add(next);
        made.end = cursor_.at();
    }
    made.parts = parts_.take(mark, file_.arena);
    out = file_.arena.make<Query>(made);
    return Parsed::yes;
}

Parsed Parser::first_part(Part& out) {
    const std::uint32_t begin = cursor_.at();
    if (cursor_.keyword("this", "THIS")) return Parsed::yes;
    if (cursor_.accept('%')) {
        const std::string_view name = cursor_.name();
        if (name.empty()) return no(begin);
        out.kind = Part::Kind::variable;
        out.name = name;
        return Parsed::yes;
    }
    std::string_view name;
    if (!property_name(name)) return no(begin);
    set_key(out, name);
    return Parsed::yes;
}

Parsed Parser::next_part(Part& out) {
    const std::uint32_t begin = cursor_.at();
    cursor_.skip_space();
    if (cursor_.peek() == '.') return dotted_part(out);
    if (cursor_.peek() == '[') return bracketed_part(out);
    return no(begin);
}

Parsed Parser::dotted_part(Part& out) {
    cursor_.accept('.');
    if (const auto index = cursor_.integer()) {
        out.kind = Part::Kind::index;
        out.index = static_cast<std::int32_t>(*index);
        return Parsed::yes;
    }
    if (cursor_.accept('*')) {
        out.kind = Part::Kind::all_values;
        return Parsed::yes;
    }
    if (cursor_.accept('%')) {
        out.kind = Part::Kind::variable;
        out.name = cursor_.name();
        return out.name.empty() ? fail_here("expected the name of a variable behind `.%`") : Parsed::yes;
    }
    std::string_view name;
    if (!property_name(name))
        return fail_here(fmt::format("expected a property, an index, a variable or `*` behind `.`, found {}", found()));
    set_key(out, name);
    return Parsed::yes;
}

Parsed Parser::bracketed_part(Part& out) {
    const Level level(*this);
    if (!level.ok()) return Parsed::failed;
    cursor_.accept('[');
    const std::uint32_t inside = cursor_.at();
    const bool spaced = cursor_.skip_space();
    const auto closed = [this] {
        cursor_.skip_space();
        return cursor_.accept(']');
    };
    if (cursor_.accept('*') && closed()) {
        out.kind = Part::Kind::all_indices;
        return Parsed::yes;
    }
    if (const auto index = cursor_.integer(); index && closed()) {
        out.kind = Part::Kind::index;
        out.index = static_cast<std::int32_t>(*index);
        return Parsed::yes;
    }
    if (const auto key = cursor_.string(); key && closed()) {
        set_key(out, *key);
        return Parsed::yes;
    }
    cursor_.go(inside);
    cursor_.skip_space();
    if (const std::string_view name = cursor_.name(); !name.empty() && closed()) {
        out.kind = spaced ? Part::Kind::all_values : Part::Kind::all_indices;
        out.name = name;
        return Parsed::yes;
    }
    cursor_.go(inside);
    const std::string_view captured = capture();
    cursor_.skip_space();
    out.name = captured;
    return cursor_.keyword("keys", "KEYS") ? key_filter(out) : filter(out);
}

std::string_view Parser::capture() {
    const std::uint32_t begin = cursor_.at();
    cursor_.skip_space();
    const std::string_view name = cursor_.name();
    cursor_.skip_blanks();
    if (!name.empty() && cursor_.accept('|')) return name;
    cursor_.go(begin);
    return {};
}

Parsed Parser::key_filter(Part& out) {
    cursor_.skip_space();
    Comparison comparison;
    const std::uint32_t at = cursor_.at();
    if (!this->comparison(comparison) || (comparison.op != Operator::equal && comparison.op != Operator::in))
        return fail_at(at, "expected `==`, `!=`, `in` or `not in` behind `keys`");
    Term right;
    const Parsed parsed = term(right);
    if (parsed == Parsed::no) return fail_here(fmt::format("expected a literal or a query to compare keys with, found {}", found()));
    if (parsed == Parsed::failed) return parsed;
    cursor_.skip_space();
    if (!cursor_.accept(']')) return fail_here(fmt::format("expected `]` behind the key filter, found {}", found()));
    out.kind = Part::Kind::key_filter;
    out.key_filter = file_.arena.make<KeyFilter>(comparison, right);
    return Parsed::yes;
}

Parsed Parser::filter(Part& out) {
    const Parsed parsed = conjunction(out.filter, Clauses::plain);
    if (parsed == Parsed::no) return fail_here(fmt::format("expected `*`, an index, a key or a filter within brackets, found {}", found()));
    if (parsed == Parsed::failed) return parsed;
    cursor_.skip_space();
    if (!cursor_.accept(']')) return fail_here(fmt::format("expected `]` behind the filter, found {}", found()));
    out.kind = Part::Kind::filter;
    return Parsed::yes;
}

}  // namespace vouch::guard::detail
