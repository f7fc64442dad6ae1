// SPDX-License-Identifier: Apache-2.0
// Clauses:
//   conjunction = 1*disjunction
//   disjunction = clause *("or" clause)
//   clause      = when-block / type-block / rule-call / block-clause / access / named-rule
//   rule-call   = [not] name "(" term *("," term) ")" [message]
//   block       = query [not "empty"] "{" ... "}"
//   access      = [not] query comparison [term] [message]
//   named-rule  = [not] name [message], where a line, a block, `or` or the file ends behind the name
//   not         = "not" blank / "NOT" blank / "!"
//   message     = "<<" text ">>"
// Which kinds may stand depends on the place (Clauses). Tested by parse_test.cc.
#include <array>

#include <fmt/format.h>

#include "guard/detail/parser.h"

namespace vouch::guard::detail {
namespace {

struct Spelling {
    std::string_view text;
    Comparison comparison;
};

// Longer spellings first.
constexpr std::array kSymbols{
    Spelling{"==", {Operator::equal, false}},         Spelling{"!=", {Operator::equal, true}},
    Spelling{">=", {Operator::greater_equal, false}}, Spelling{"<=", {Operator::less_equal, false}},
    Spelling{">", {Operator::greater, false}},        Spelling{"<", {Operator::less, false}},
};

struct Word {
    std::string_view lower;
    std::string_view upper;
    Operator op;
};

constexpr std::array kWords{
    Word{"in", "IN", Operator::in},
    Word{"exists", "EXISTS", Operator::exists},
    Word{"empty", "EMPTY", Operator::empty},
    Word{"is_string", "IS_STRING", Operator::is_string},
    Word{"is_list", "IS_LIST", Operator::is_list},
    Word{"is_struct", "IS_STRUCT", Operator::is_struct},
    Word{"is_bool", "IS_BOOL", Operator::is_bool},
    Word{"is_int", "IS_INT", Operator::is_int},
    Word{"is_null", "IS_NULL", Operator::is_null},
    Word{"is_float", "IS_FLOAT", Operator::is_float},
};

}  // namespace

Parsed Parser::conjunction(Conjunction& out, Clauses allowed) {
    const std::size_t mark = disjunctions_.mark();
    while (true) {
        Disjunction one;
        const Parsed parsed = disjunction(one, allowed);
        if (parsed == Parsed::failed) return parsed;
        if (parsed == Parsed::no) break;
        disjunctions_.add(one);
    }
    if (disjunctions_.empty_since(mark)) return Parsed::no;
    out = disjunctions_.take(mark, file_.arena);
    return Parsed::yes;
}

Parsed Parser::disjunction(Disjunction& out, Clauses allowed) {
    const std::uint32_t begin = cursor_.at();
    const std::size_t mark = clauses_.mark();
    while (true) {
        cursor_.skip_space();
        Clause one;
        const Parsed parsed = clause(one, allowed);
        if (parsed == Parsed::failed) return parsed;
        if (parsed == Parsed::no)
            return clauses_.empty_since(mark) ? no(begin) : fail_here(fmt::format("expected a clause behind `or`, found {}", found()));
        clauses_.add(one);
        const std::uint32_t after = cursor_.at();
        cursor_.skip_space();
        if ((cursor_.keyword("or", "OR") || cursor_.accept("|OR|")) && cursor_.skip_space()) continue;
        cursor_.go(after);
        out = clauses_.take(mark, file_.arena);
        return Parsed::yes;
    }
}

Parsed Parser::clause(Clause& out, Clauses allowed) {
    const Level level(*this);
    if (!level.ok()) return Parsed::failed;
    out.begin = cursor_.at();
    if (allowed != Clauses::condition) {
        if (const Parsed parsed = when_block(out, allowed); parsed != Parsed::no) return parsed;
        if (const Parsed parsed = type_block(out); parsed != Parsed::no) return parsed;
    }
    if (const Parsed parsed = rule_call(out); parsed != Parsed::no) return parsed;
    if (const Parsed parsed = access_or_block(out, allowed); parsed != Parsed::no) return parsed;
    return allowed == Clauses::plain ? Parsed::no : named_rule(out);
}

Parsed Parser::when_block(Clause& out, Clauses allowed) {
    const std::uint32_t begin = cursor_.at();
    const Conjunction* when = nullptr;
    if (const Parsed parsed = conditions(when); parsed != Parsed::yes) return parsed == Parsed::no ? no(begin) : parsed;
    Block made;
    const Parsed parsed = block(made, allowed);
    if (parsed == Parsed::no)
        return fail_here(fmt::format("expected a block in braces behind the conditions of `when`, found {}", found()));
    if (parsed == Parsed::failed) return parsed;
    out.kind = Clause::Kind::when;
    out.conditions = when;
    out.body = file_.arena.make<Block>(made);
    out.end = cursor_.at();
    return Parsed::yes;
}

Parsed Parser::rule_call(Clause& out) {
    const std::uint32_t begin = cursor_.at();
    out.negated = negation();
    const Call* called = nullptr;
    const Parsed parsed = call(called);
    if (parsed == Parsed::no) {
        out.negated = false;
        return no(begin);
    }
    if (parsed == Parsed::failed) return parsed;
    out.kind = Clause::Kind::rule_call;
    out.name = called->name;
    out.arguments = called->arguments;
    out.end = cursor_.at();
    return message(out);
}

Parsed Parser::named_rule(Clause& out) {
    const std::uint32_t begin = cursor_.at();
    out.negated = negation();
    out.name = cursor_.name();
    out.end = cursor_.at();
    const auto refused = [&] {
        out.negated = false;
        return no(begin);
    };
    if (out.name.empty()) return refused();
    out.kind = Clause::Kind::named_rule;
    cursor_.skip_blanks();
    if (cursor_.peek() == '<') return message(out);
    const char next = cursor_.peek();
    const bool ends = cursor_.done() || next == '\n' || next == '\r' || next == '#' || next == '{' || next == '}';
    const bool alternative = cursor_.keyword("or", "OR") || cursor_.accept("|OR|");
    cursor_.go(out.end);
    return ends || alternative ? Parsed::yes : refused();
}

Parsed Parser::access_or_block(Clause& out, Clauses allowed) {
    const std::uint32_t begin = cursor_.at();
    out.negated = negation();
    const Query* subject = nullptr;
    if (const Parsed parsed = query(subject); parsed != Parsed::yes) {
        if (parsed == Parsed::no) out.negated = false;
        return parsed == Parsed::no ? no(begin) : parsed;
    }
    out.query = subject;
    cursor_.skip_space();
    const std::uint32_t behind = cursor_.at();
    if (!out.negated && allowed != Clauses::condition) {
        out.not_empty = negation() && cursor_.keyword("empty", "EMPTY");
        if (!out.not_empty) cursor_.go(behind);
        cursor_.skip_space();
        if (cursor_.peek() == '{') {
            Block made;
            if (const Parsed parsed = block(made, Clauses::plain); parsed != Parsed::yes) return Parsed::failed;
            out.kind = Clause::Kind::block;
            out.body = file_.arena.make<Block>(made);
            out.end = cursor_.at();
            return Parsed::yes;
        }
        out.not_empty = false;
        cursor_.go(behind);
    }
    if (!comparison(out.comparison)) {
        out.negated = false;
        return no(begin);
    }
    out.kind = Clause::Kind::access;
    out.end = cursor_.at();
    if (!is_unary(out.comparison.op))
        if (const Parsed parsed = right_side(out); parsed != Parsed::yes) return parsed;
    return message(out);
}

Parsed Parser::right_side(Clause& out) {
    const Parsed parsed = term(out.right);
    if (parsed == Parsed::no)
        return fail_here(fmt::format("expected a literal, a query or a function call to compare with, found {}", found()));
    out.end = cursor_.at();
    return parsed;
}

Parsed Parser::message(Clause& out) {
    const std::uint32_t before = cursor_.at();
    cursor_.skip_space();
    if (!cursor_.accept("<<")) {
        cursor_.go(before);
        return Parsed::yes;
    }
    const std::size_t end = cursor_.rest().find(">>");
    if (end == std::string_view::npos) return fail_at(cursor_.at() - 2, "this message is not closed by `>>`");
    out.message = cursor_.rest().substr(0, end);
    out.has_message = true;
    cursor_.go(static_cast<std::uint32_t>(cursor_.at() + end + 2));
    return Parsed::yes;
}

bool Parser::negation() {
    const std::uint32_t begin = cursor_.at();
    if (cursor_.keyword("not", "NOT")) {
        if (cursor_.peek() == ' ' || cursor_.peek() == '\t') {
            cursor_.skip_blanks();
            return true;
        }
        cursor_.go(begin);
        return false;
    }
    if (cursor_.peek() == '!' && cursor_.peek(1) != '=') {
        cursor_.go(begin + 1);
        return true;
    }
    return false;
}

bool Parser::comparison(Comparison& out) {
    if (cursor_.rest().starts_with("<<")) return false;
    for (const Spelling& symbol : kSymbols) {
        if (cursor_.accept(symbol.text)) {
            out = symbol.comparison;
            return true;
        }
    }
    return word_operator(out);
}

bool Parser::word_operator(Comparison& out) {
    const std::uint32_t begin = cursor_.at();
    const bool negated = negation();
    if (!is_name_start(cursor_.peek())) {
        cursor_.go(begin);
        return false;
    }
    for (const Word& word : kWords) {
        if (cursor_.keyword(word.lower, word.upper)) {
            out = {word.op, negated};
            return true;
        }
    }
    cursor_.go(begin);
    return false;
}

}  // namespace vouch::guard::detail
