// SPDX-License-Identifier: Apache-2.0
// The file level of the grammar:
//   file       = *(let / rule / disjunction)             what stands outside rules makes the rule `default`
//   let        = "let" name ("=" / ":=") term
//   rule       = "rule" name ["(" name *("," name) ")"] ["when" conjunction] block
//   block      = "{" 1*(let / disjunction) "}"
//   type-block = name "::" name ["::" name ["::MODULE"]] ["when" conjunction] (block / clause)
// After an error the parser goes on at the next line that begins with `rule` or `let`, so that all errors of a file are told.
// Tested by parse_test.cc and fuzzed by parse_fuzz.cc.
#include "guard/parse.h"

#include <algorithm>

#include <fmt/format.h>

#include "guard/detail/parser.h"
#include "value/utf8.h"

namespace vouch::guard {
namespace detail {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

void Parser::file() {
    cursor_.accept(kByteOrderMark);
    cursor_.skip_space();
    while (!cursor_.done() && errors_.size() < limits_.errors) {
        if (item() == Parsed::failed) recover();
        drop_piles();
        cursor_.skip_space();
    }
    if (!default_body_.empty()) {
        Rule made;
        made.name = "default";
        made.begin = made.end = default_begin_;
        made.body.body = keep(default_body_);
        rules_.insert(rules_.begin(), made);
    }
    file_.lets = keep(lets_);
    file_.rules = keep(rules_);
    file_.templates = keep(templates_);
    if (errors_.empty() && lets_.empty() && rules_.empty() && templates_.empty())
        fail_at(0, "this file holds no rules", "a rule file needs at least one `rule`", base::Code::empty_set);
}

Parsed Parser::item() {
    Let assignment;
    if (const Parsed parsed = let(assignment); parsed != Parsed::no) {
        if (parsed == Parsed::yes) lets_.push_back(assignment);
        return parsed;
    }
    if (const Parsed parsed = rule(); parsed != Parsed::no) return parsed;
    const std::uint32_t begin = cursor_.at();
    Disjunction alternatives;
    const Parsed parsed = disjunction(alternatives, Clauses::plain);
    if (parsed == Parsed::no) return fail_here(fmt::format("expected a rule, an assignment or a clause, found {}", found()));
    if (parsed == Parsed::failed) return parsed;
    if (default_body_.empty()) default_begin_ = begin;
    default_body_.push_back(alternatives);
    return Parsed::yes;
}

Parsed Parser::let(Let& out) {
    const std::uint32_t begin = cursor_.at();
    if (!cursor_.keyword("let") || !cursor_.skip_space()) return no(begin);
    out.begin = begin;
    out.name = cursor_.name();
    if (out.name.empty()) return no(begin);
    cursor_.skip_space();
    if (!cursor_.accept(":=") && (cursor_.rest().starts_with("==") || !cursor_.accept('=')))
        return fail_here(fmt::format("expected `=` behind `let {}`, found {}", out.name, found()));
    const Parsed parsed = term(out.value);
    if (parsed == Parsed::no)
        return fail_here(fmt::format("expected a literal, a query or a function call for `{}`, found {}", out.name, found()));
    return parsed;
}

Parsed Parser::rule() {
    const std::uint32_t begin = cursor_.at();
    if (!cursor_.keyword("rule") || !cursor_.skip_space()) return no(begin);
    Rule made;
    made.begin = begin;
    made.name = cursor_.name();
    if (made.name.empty()) return fail_here(fmt::format("expected a name behind `rule`, found {}", found()));
    std::vector<std::string_view> names;
    const Parsed with_parameters = parameters(names);
    if (with_parameters == Parsed::failed) return with_parameters;
    made.parameterised = with_parameters == Parsed::yes;
    made.parameters = keep(names);
    if (conditions(made.conditions) == Parsed::failed) return Parsed::failed;
    const Parsed body = block(made.body, Clauses::with_rules);
    if (body == Parsed::no) return fail_here(fmt::format("expected the body of rule `{}` in braces, found {}", made.name, found()));
    if (body == Parsed::failed) return body;
    made.end = cursor_.at();
    (made.parameterised ? templates_ : rules_).push_back(made);
    return Parsed::yes;
}

Parsed Parser::parameters(std::vector<std::string_view>& names) {
    const std::uint32_t begin = cursor_.at();
    cursor_.skip_space();
    if (!cursor_.accept('(')) return no(begin);
    do {
        cursor_.skip_space();
        const std::string_view name = cursor_.name();
        if (name.empty()) return fail_here(fmt::format("expected the name of a parameter, found {}", found()));
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
        cursor_.skip_space();
    } while (cursor_.accept(','));
    if (!cursor_.accept(')')) return fail_here(fmt::format("expected `,` or `)` among the parameters, found {}", found()));
    return Parsed::yes;
}

Parsed Parser::conditions(const Conjunction*& out) {
    const std::uint32_t begin = cursor_.at();
    cursor_.skip_space();
    if (!cursor_.keyword("when", "WHEN") || !cursor_.skip_space()) return no(begin);
    Conjunction clauses;
    const Parsed parsed = conjunction(clauses, Clauses::condition);
    if (parsed == Parsed::no) return fail_here(fmt::format("expected a condition behind `when`, found {}", found()));
    if (parsed == Parsed::failed) return parsed;
    out = file_.arena.make<Conjunction>(clauses);
    return Parsed::yes;
}

Parsed Parser::block(Block& out, Clauses allowed) {
    const Level level(*this);
    if (!level.ok()) return Parsed::failed;
    const std::uint32_t begin = cursor_.at();
    cursor_.skip_space();
    const std::uint32_t brace = cursor_.at();
    if (!cursor_.accept('{')) return no(begin);
    const std::size_t lets = block_lets_.mark();
    const std::size_t body = disjunctions_.mark();
    while (true) {
        cursor_.skip_space();
        if (cursor_.accept('}')) break;
        if (cursor_.done()) return fail_at(brace, "this block is not closed by `}`");
        Let assignment;
        if (const Parsed parsed = let(assignment); parsed != Parsed::no) {
            if (parsed == Parsed::failed) return parsed;
            block_lets_.add(assignment);
            continue;
        }
        Disjunction alternatives;
        const Parsed parsed = disjunction(alternatives, allowed);
        if (parsed == Parsed::failed) return parsed;
        if (parsed == Parsed::no)
            return fail_here(fmt::format("expected a clause, `let` or `}}`, found {}", found()),
                             "a clause is a query, an operator such as `==`, `in` or `exists`, and what to compare with");
        disjunctions_.add(alternatives);
    }
    if (block_lets_.empty_since(lets) && disjunctions_.empty_since(body)) return fail_at(brace, "this block is empty");
    out.lets = block_lets_.take(lets, file_.arena);
    out.body = disjunctions_.take(body, file_.arena);
    return Parsed::yes;
}

Parsed Parser::type_block(Clause& out) {
    const std::uint32_t begin = cursor_.at();
    const auto part = [this] { return !cursor_.name().empty(); };
    if (!part() || !cursor_.accept("::") || !part()) return no(begin);
    const std::uint32_t two = cursor_.at();
    if (!cursor_.accept("::") || !part()) cursor_.go(two);
    out.name = cursor_.text().substr(begin, cursor_.at() - begin);
    cursor_.accept("::MODULE");
    out.kind = Clause::Kind::type_block;
    out.end = cursor_.at();
    if (!cursor_.skip_space() && cursor_.peek() != '{')
        return fail_here(fmt::format("expected a block or a clause behind the type `{}`, found {}", out.name, found()));
    return body_of_type_block(out);
}

Parsed Parser::body_of_type_block(Clause& clause_of_type) {
    if (conditions(clause_of_type.conditions) == Parsed::failed) return Parsed::failed;
    Block made;
    Parsed parsed = block(made, Clauses::plain);
    if (parsed == Parsed::no && clause_of_type.conditions == nullptr) {
        cursor_.skip_space();
        Clause single;
        parsed = clause(single, Clauses::plain);
        if (parsed == Parsed::yes) made.body = keep(std::vector<Disjunction>{keep(std::vector<Clause>{single})});
    }
    if (parsed == Parsed::no)
        return fail_here(fmt::format("expected a block or a clause behind the type `{}`, found {}", clause_of_type.name, found()));
    if (parsed == Parsed::failed) return parsed;
    clause_of_type.body = file_.arena.make<Block>(made);
    clause_of_type.end = cursor_.at();
    return Parsed::yes;
}

// What a failed item left behind.
void Parser::drop_piles() {
    clauses_.drop(0);
    disjunctions_.drop(0);
    parts_.drop(0);
    arguments_.drop(0);
    block_lets_.drop(0);
}

void Parser::recover() {
    while (!cursor_.done()) {
        const std::size_t line = cursor_.rest().find('\n');
        if (line == std::string_view::npos) {
            cursor_.go(static_cast<std::uint32_t>(cursor_.text().size()));
            return;
        }
        cursor_.go(static_cast<std::uint32_t>(cursor_.at() + line + 1));
        const std::string_view rest = cursor_.rest();
        if (rest.starts_with("rule ") || rest.starts_with("let ")) return;
    }
}

Parsed Parser::fail_at(std::uint32_t offset, std::string message, std::string help, base::Code code) {
    errors_.push_back(base::Error{code, std::move(message), file_.location(offset), {}, std::move(help)});
    return Parsed::failed;
}

void Parser::too_deep() {
    // Only the innermost level tells: the outer ones fail because of it.
    fail_at(cursor_.at(), fmt::format("blocks, filters or lists are nested too deeply (more than {} levels of the grammar)", limits_.depth),
            {}, base::Code::too_large);
}

std::string Parser::found() const {
    if (cursor_.done()) return "the end of the file";
    std::size_t length = 1;
    const std::string_view rest = cursor_.rest();
    if (is_name_part(rest.front()))
        while (length < rest.size() && length < 40 && is_name_part(rest[length])) ++length;
    return fmt::format("`{}`", rest.substr(0, length));
}

}  // namespace detail

std::expected<RuleFile, std::vector<base::Error>> parse(base::SourcePtr source, const ParseLimits& limits) {
    if (source->text().size() > limits.bytes)
        return std::unexpected(std::vector{base::Error{
            base::Code::too_large, fmt::format("the rule file is larger than {} bytes", limits.bytes), source->location(0), {}, {}}});
    if (auto valid = value::check_utf8(*source); !valid) return std::unexpected(std::vector{std::move(valid).error()});
    RuleFile file;
    file.source = std::move(source);
    detail::Parser parser(file, limits);
    parser.file();
    if (auto errors = parser.take_errors(); !errors.empty()) return std::unexpected(std::move(errors));
    return file;
}

}  // namespace vouch::guard
