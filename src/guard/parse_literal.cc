// SPDX-License-Identifier: Apache-2.0
// Literals, calls and terms:
//   term    = literal / call / query
//   call    = name "(" [term *("," term)] ")"
//   literal = null / string / number / "true" / "false" / "/" regex "/" / range / list / map
//   range   = "r" ("(" / "[") bound "," bound (")" / "]")
// Tested by parse_test.cc.
#include <fmt/format.h>

#include "guard/detail/parser.h"
#include "guard/literal.h"

namespace vouch::guard::detail {

using value::Value;

Parsed Parser::term(Term& out) {
    const Level level(*this);
    if (!level.ok()) return Parsed::failed;
    cursor_.skip_space();
    if (const Parsed parsed = literal(out.literal); parsed != Parsed::no) {
        out.kind = Term::Kind::literal;
        return parsed;
    }
    if (const Parsed parsed = call(out.call); parsed != Parsed::no) {
        out.kind = Term::Kind::call;
        return parsed;
    }
    out.kind = Term::Kind::query;
    return query(out.query);
}

Parsed Parser::call(const Call*& out) {
    const std::uint32_t begin = cursor_.at();
    const std::string_view name = cursor_.name();
    if (name.empty() || !cursor_.accept('(')) return no(begin);
    const std::size_t mark = arguments_.mark();
    cursor_.skip_space();
    while (!cursor_.accept(')')) {
        if (!arguments_.empty_since(mark) && !cursor_.accept(','))
            return fail_here(fmt::format("expected `,` or `)` among the arguments of `{}`, found {}", name, found()));
        Term argument;
        const Parsed parsed = term(argument);
        if (parsed == Parsed::no) return fail_here(fmt::format("expected an argument of `{}`, found {}", name, found()));
        if (parsed == Parsed::failed) return parsed;
        arguments_.add(argument);
        cursor_.skip_space();
    }
    out = file_.arena.make<Call>(name, arguments_.take(mark, file_.arena), begin, nullptr);
    return Parsed::yes;
}

Parsed Parser::literal(Value& out) {
    const Level level(*this);
    if (!level.ok()) return Parsed::failed;
    cursor_.skip_space();
    const std::uint32_t begin = cursor_.at();
    switch (cursor_.peek()) {
        case '"':
        case '\'':
            if (const auto text = cursor_.string()) {
                out = Value::string(*text, begin);
                return Parsed::yes;
            }
            return fail_here("this string is not closed");
        case '/': return regex(out);
        case '[': return list(out);
        case '{': return map(out);
        case 'r':
            if (cursor_.peek(1) == '(' || cursor_.peek(1) == '[') return range(out);
            break;
        default: break;
    }
    if (cursor_.keyword("null", "NULL")) {
        out = Value::null(begin);
    } else if (cursor_.keyword("true", "True")) {
        out = Value::boolean(true, begin);
    } else if (cursor_.keyword("false", "False")) {
        out = Value::boolean(false, begin);
    } else {
        return number(out);
    }
    return Parsed::yes;
}

Parsed Parser::number(Value& out) {
    const std::uint32_t begin = cursor_.at();
    if (const auto real = cursor_.real()) {
        out = Value::real(*real, begin, cursor_.at() - begin);
    } else if (const auto integer = cursor_.integer()) {
        out = Value::integer(*integer, begin, cursor_.at() - begin);
    } else {
        const bool digits = cursor_.peek() >= '0' && cursor_.peek() <= '9';
        return digits ? fail_here("this number does not fit 64 bits") : no(begin);
    }
    if (is_name_part(cursor_.peek())) return fail_here("a number cannot run on into a name");
    return Parsed::yes;
}

Parsed Parser::list(Value& out) {
    const std::uint32_t begin = cursor_.at();
    cursor_.accept('[');
    std::vector<Value> items;
    cursor_.skip_space();
    while (!cursor_.accept(']')) {
        if (!items.empty() && !cursor_.accept(',')) return fail_here(fmt::format("expected `,` or `]` in the list, found {}", found()));
        Value item;
        const Parsed parsed = literal(item);
        if (parsed == Parsed::no)
            return fail_here(fmt::format("expected a literal in the list, found {}", found()),
                             "lists hold literals; bind queries with `let`");
        if (parsed == Parsed::failed) return parsed;
        items.push_back(item);
        cursor_.skip_space();
    }
    out = value::make_list(file_.arena, items, begin);
    return Parsed::yes;
}

Parsed Parser::map(Value& out) {
    const std::uint32_t begin = cursor_.at();
    cursor_.accept('{');
    std::vector<value::Member> members;
    cursor_.skip_space();
    while (!cursor_.accept('}')) {
        if (!members.empty() && !cursor_.accept(',')) return fail_here(fmt::format("expected `,` or `}}` in the map, found {}", found()));
        cursor_.skip_space();
        const std::uint32_t at = cursor_.at();
        std::string_view key;
        if (const auto quoted = cursor_.string()) {
            key = *quoted;
        } else {
            while (is_name_part(cursor_.peek()) || cursor_.peek() == '-') cursor_.go(cursor_.at() + 1);
            key = cursor_.text().substr(at, cursor_.at() - at);
            if (key.empty()) return fail_here(fmt::format("expected a key in the map, found {}", found()));
        }
        cursor_.skip_space();
        if (!cursor_.accept(':')) return fail_here(fmt::format("expected `:` behind the key `{}`, found {}", key, found()));
        Value item;
        const Parsed parsed = literal(item);
        if (parsed == Parsed::no) return fail_here(fmt::format("expected a literal for the key `{}`, found {}", key, found()));
        if (parsed == Parsed::failed) return parsed;
        members.push_back({Value::string(key, at), item});
        cursor_.skip_space();
    }
    out = value::make_map(file_.arena, members, begin);
    return Parsed::yes;
}

Parsed Parser::regex(Value& out) {
    const std::uint32_t begin = cursor_.at();
    cursor_.accept('/');
    const auto pattern = cursor_.regex_body();
    if (!pattern) {
        cursor_.go(begin);
        return fail_here("this regular expression is not closed");
    }
    auto compiled = Regex::compile(*pattern);
    if (!compiled) return fail_at(begin, compiled.error().message, {}, base::Code::regex);
    file_.regexes.push_back(*std::move(compiled));
    Literal* made = file_.arena.make<Literal>(Literal::Kind::regex);
    made->text = *pattern;
    made->regex = file_.regexes.back().get();
    out = Value::opaque(made, begin);
    return Parsed::yes;
}

bool Parser::range_bound(Value& out) {
    cursor_.skip_blanks();
    if (number(out) == Parsed::yes) {
        cursor_.skip_blanks();
        return true;
    }
    if (cursor_.done()) return false;
    Literal* character = file_.arena.make<Literal>(Literal::Kind::character);
    const std::uint32_t begin = cursor_.at();
    std::uint32_t end = begin + 1;
    while (end < cursor_.text().size() && (static_cast<unsigned char>(cursor_.text()[end]) & 0xC0U) == 0x80U) ++end;
    character->text = cursor_.text().substr(begin, end - begin);
    cursor_.go(end);
    out = Value::opaque(character, begin);
    cursor_.skip_blanks();
    return true;
}

namespace {

// Code point of the one character in `text` (valid UTF-8).
std::int64_t code_point(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (text.size() == 1) return first;
    std::int64_t code = first & (0xFFU >> (text.size() + 1));
    for (const char c : text.substr(1)) code = (code << 6) | (static_cast<unsigned char>(c) & 0x3FU);
    return code;
}

// Fills a range literal from its bounds; false where they are of different kinds.
bool set_bounds(Literal& range, const Value& lower, const Value& upper) {
    if (lower.kind() != upper.kind()) return false;
    if (lower.kind() == value::Kind::integer) {
        range.kind = Literal::Kind::integer_range;
        range.lower = lower.as_integer();
        range.upper = upper.as_integer();
    } else if (lower.kind() == value::Kind::real) {
        range.kind = Literal::Kind::real_range;
        range.real_lower = lower.as_real();
        range.real_upper = upper.as_real();
    } else {
        range.kind = Literal::Kind::character_range;
        range.lower = code_point(as_literal(lower)->text);
        range.upper = code_point(as_literal(upper)->text);
    }
    return true;
}

}  // namespace

Parsed Parser::range(Value& out) {
    const std::uint32_t begin = cursor_.at();
    cursor_.accept('r');
    const bool with_lower = cursor_.peek() == '[';
    cursor_.go(cursor_.at() + 1);
    Value lower;
    Value upper;
    if (!range_bound(lower) || !cursor_.accept(',') || !range_bound(upper)) return no(begin);
    const bool with_upper = cursor_.peek() == ']';
    if (!cursor_.accept(')') && !cursor_.accept(']')) return no(begin);
    Literal* made = file_.arena.make<Literal>(Literal::Kind::integer_range, with_lower, with_upper);
    made->text = cursor_.text().substr(begin, cursor_.at() - begin);
    if (!set_bounds(*made, lower, upper)) return fail_at(begin, "the bounds of a range must be two integers, two reals or two characters");
    out = Value::opaque(made, begin);
    return Parsed::yes;
}

}  // namespace vouch::guard::detail
