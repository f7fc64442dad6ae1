// SPDX-License-Identifier: Apache-2.0
// The recursive-descent parser behind parse.h, one method per production of the grammar. It is spread over parse.cc (file,
// rules, blocks), parse_clause.cc, parse_query.cc and parse_literal.cc.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "guard/detail/cursor.h"
#include "guard/parse.h"

namespace vouch::guard::detail {

// yes: read. no: nothing of the kind stands here, the position is unchanged. failed: it begins so, but goes on wrongly; the
// error has been recorded.
enum class Parsed : std::uint8_t { yes, no, failed };

// Lists in the making, inner ones on top of outer ones, so that a list costs no allocation of its own.
template <class T>
class Pile {
public:
    std::size_t mark() const { return items_.size(); }
    void add(const T& item) { items_.push_back(item); }
    bool empty_since(std::size_t mark) const { return items_.size() == mark; }
    void drop(std::size_t mark) { items_.resize(mark, T{}); }
    // What was added since `mark`, moved into the arena.
    std::span<T> take(std::size_t mark, base::Arena& arena) {
        const auto kept = arena.copy(std::span<const T>(items_).subspan(mark));
        drop(mark);
        return kept;
    }

private:
    std::vector<T> items_;
};

class Parser {
public:
    Parser(RuleFile& file, const ParseLimits& limits) : file_(file), limits_(limits), cursor_(file.source->text(), file.arena) {}

    // The whole file. The errors are complete when it returns.
    void file();
    std::vector<base::Error> take_errors() { return std::move(errors_); }

private:
    enum class Clauses : std::uint8_t { condition, plain, with_rules };  // which kinds of clause a place allows

    // parse.cc
    Parsed item();
    Parsed rule();
    Parsed parameters(std::vector<std::string_view>& names);
    Parsed let(Let& out);
    Parsed conditions(const Conjunction*& out);  // `when` and what follows it
    Parsed block(Block& out, Clauses allowed);
    Parsed body_of_type_block(Clause& clause);
    void recover();
    void drop_piles();

    // parse_clause.cc
    Parsed conjunction(Conjunction& out, Clauses allowed);
    Parsed disjunction(Disjunction& out, Clauses allowed);
    Parsed clause(Clause& out, Clauses allowed);
    Parsed when_block(Clause& out, Clauses allowed);
    Parsed type_block(Clause& out);
    Parsed rule_call(Clause& out);
    Parsed named_rule(Clause& out);
    Parsed access_or_block(Clause& out, Clauses allowed);
    Parsed right_side(Clause& out);
    Parsed message(Clause& out);
    bool negation();
    bool comparison(Comparison& out);
    bool word_operator(Comparison& out);

    // parse_query.cc
    Parsed query(const Query*& out);
    Parsed first_part(Part& out);
    Parsed next_part(Part& out);
    Parsed dotted_part(Part& out);
    Parsed bracketed_part(Part& out);
    Parsed key_filter(Part& out);
    Parsed filter(Part& out);
    std::string_view capture();
    bool property_name(std::string_view& out);
    void set_key(Part& part, std::string_view name);

    // parse_literal.cc
    Parsed term(Term& out);  // literal, call or query
    Parsed call(const Call*& out);
    Parsed literal(value::Value& out);
    Parsed number(value::Value& out);
    Parsed list(value::Value& out);
    Parsed map(value::Value& out);
    Parsed regex(value::Value& out);
    Parsed range(value::Value& out);
    bool range_bound(value::Value& out);

    Parsed fail_at(std::uint32_t offset, std::string message, std::string help = {}, base::Code code = base::Code::syntax);
    Parsed fail_here(std::string message, std::string help = {}) { return fail_at(cursor_.at(), std::move(message), std::move(help)); }
    Parsed no(std::uint32_t position) {
        cursor_.go(position);
        return Parsed::no;
    }
    // What stands at the position, for "expected X, found Y".
    std::string found() const;

    template <class T>
    std::span<T> keep(const std::vector<T>& items) {
        return file_.arena.copy(std::span<const T>(items));
    }

    // Counts levels of nesting; `ok()` is false once there are too many, and the error has been recorded.
    class [[nodiscard]] Level {
    public:
        explicit Level(Parser& parser) : parser_(parser), ok_(parser.depth_ < parser.limits_.depth) {
            ++parser_.depth_;
            if (!ok_) parser_.too_deep();
        }
        ~Level() { --parser_.depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        bool ok() const { return ok_; }

    private:
        Parser& parser_;
        bool ok_;
    };
    void too_deep();

    RuleFile& file_;
    const ParseLimits& limits_;
    Cursor cursor_;
    std::vector<base::Error> errors_;
    std::uint32_t depth_ = 0;
    Pile<Clause> clauses_;
    Pile<Disjunction> disjunctions_;
    Pile<Part> parts_;
    Pile<Term> arguments_;
    Pile<Let> block_lets_;
    std::vector<Let> lets_;
    std::vector<Rule> rules_;
    std::vector<Rule> templates_;
    std::vector<Disjunction> default_body_;
    std::uint32_t default_begin_ = 0;
};

}  // namespace vouch::guard::detail
