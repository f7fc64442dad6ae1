// SPDX-License-Identifier: Apache-2.0
// The evaluator's inside: scopes, the stack of query results, the recorder. One method per kind of node; spread over
// evaluate.cc (rules, blocks, clauses), query.cc (queries, variables) and operators.cc (comparisons within a clause).
//
// Scopes follow Guard 3.1 to the letter, where they are odd too: variables are looked up through the chain of callers, and
// what a filter's queries start from depends on the step in front of the filter.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/arena.h"
#include "guard/compare.h"
#include "guard/evaluate.h"
#include "guard/letter_case.h"

namespace vouch::guard {

// What every run begins with empty: it is as good as new for the next program.
struct Workspace {
    base::Arena arena{std::size_t{64} << 10U};
    std::vector<QueryResult> results;
    std::vector<Record> records;
    std::vector<RuleOutcome> outcomes;
    std::vector<value::Value> left_values;
    std::vector<value::Value> right_values;
};

class Evaluator::Machine {
public:
    Machine(const Program& program, const EvaluationOptions& options);

    Evaluation run(const TypeIndex& index);

private:
    using Results = std::span<const QueryResult>;

    // An assignment of the block in force, with its results once they were asked for.
    struct Slot {
        const Let* let;
        bool resolving;
        bool resolved;
        Results results;
    };
    // Variables that a block or a call of a rule with parameters adds to those of `parent`.
    struct Frame {
        const Frame* parent;
        value::Value root;  // where the queries of its assignments start
        std::span<Slot> slots;
        std::span<const Id> parameters;
        std::span<const Results> arguments;
    };
    // Where a clause stands: its variables and the value that its queries start from. Within a query that started from the
    // value of a filter or of a step (not of a block), filters behind `.*` and `[*]` start from where `outer` does.
    struct Scope {
        const Frame* frame;
        value::Value root;
        const Scope* outer = nullptr;
    };
    static constexpr int kAsWritten = -1;  // no other spelling has been used on the way

    // evaluate.cc
    Status rule(const Rule& rule, const Scope& scope, std::string_view message);
    Status rule_named(Id name);
    Status conjunction(Conjunction conjunction, const Scope& scope);
    Status disjunction(const Disjunction& disjunction, const Scope& scope);
    Status clause(const Clause& clause, const Scope& scope);
    Status body(const Block& block, const Scope& scope);
    Status block_clause(const Clause& clause, const Scope& scope);
    Status when_clause(const Clause& clause, const Scope& scope);
    Status type_block(const Clause& clause, const Scope& scope);
    Status named_rule(const Clause& clause, const Scope& scope);
    Status rule_call(const Clause& clause, const Scope& scope);
    Status conditions(const Conjunction& conditions, const Scope& scope);
    std::span<Slot> make_slots(std::span<const Let> lets);

    // operators.cc
    Status access(const Clause& clause, const Scope& scope);
    Status unary(const Clause& clause, Results left);
    Status emptiness_of_selection(const Clause& clause, Results left);
    Match unary_holds(const Clause& clause, const QueryResult& result);
    Status binary(const Clause& clause, Results left, Results right);
    struct Outcomes;  // collects what the comparisons of one clause came to
    void order_values(Outcomes& out, Results left, Results right);
    void equal_values(Outcomes& out, Results left, Results right);
    void equal_queries(Outcomes& out, Results left, Results right);
    void in_values(Outcomes& out, Results left, Results right);
    void literal_in_query(Outcomes& out, const value::Value& left, Results right);
    void query_in_literal(Outcomes& out, Results left, const value::Value& right);
    void query_in_query(Outcomes& out, Results left, Results right);
    std::vector<value::Value>& selected(std::vector<value::Value>& into, Results results) const;

    // query.cc
    bool query(const Query& query, const Scope& scope);  // pushes its results
    bool retrieve(const Query& query, std::size_t at, value::Value current, const Scope& scope, int spelling);
    bool from_variable(const Query& query, const Scope& scope, int spelling);
    bool key(const Query& query, std::size_t at, value::Value current, const Scope& scope, int spelling);
    bool element(const Query& query, std::size_t at, value::Value current, const Scope& scope, int spelling);
    bool element_of_unknown(const Query& query, std::size_t at, value::Value current, const Scope& scope, int spelling);
    bool interpolated_key(const Query& query, std::size_t at, value::Value current, const Scope& scope, int spelling);
    bool one_interpolated(const Query& query, std::size_t at, value::Value current, std::string_view name, const Scope& scope,
                          int spelling);
    bool all_elements(const Query& query, std::size_t at, value::Value current, const Scope& scope, int spelling);
    bool all_members(const Query& query, std::size_t at, value::Value current, const Scope& scope, int spelling);
    bool filter(const Query& query, std::size_t at, value::Value current, const Scope& scope, int spelling);
    bool filter_members(const Query& query, std::size_t at, value::Value current, const Scope& scope, int spelling);
    bool filter_one(const Query& query, std::size_t at, value::Value item, const Scope& inner, const Scope& onward, int spelling);
    bool key_filter(const Query& query, std::size_t at, value::Value current, const Scope& scope, int spelling);
    Match key_complies(const Comparison& comparison, const value::Value& key, const QueryResult& right) const;
    bool by_type(const Query& query, const Scope& scope);
    std::optional<Results> variable(Id id, const Frame* frame);
    std::optional<Results> resolve(Slot& slot, const Frame& frame);
    std::optional<Results> term(const Term& term, const Scope& scope);  // kept in the arena
    bool call(const Call& call, const Scope& scope);
    void capture(Id variable, const value::Member& member);
    struct Spelling {
        std::string_view text;
        std::uint32_t hash;
    };
    const Spelling& spelled(const Part& part, int spelling);

    bool missing(QueryResult::Missing why, const Query& query, std::size_t at, const value::Value& reached) {
        results_.push_back(QueryResult::unresolved(why, reached, query, at));
        return true;
    }
    bool unknown(const value::Value& in_the_way) {
        if (in_the_way.is_unknown()) last_unknown_ = in_the_way;
        in_doubt_ = true;
        results_.push_back(QueryResult::unknown(in_the_way));
        return true;
    }
    bool step() { return ++steps_ <= options_.limits.steps || too_expensive(); }
    bool too_expensive();
    bool fail(base::Code code, std::string message, std::uint32_t at);
    // The results pushed since `mark`; valid until the next push.
    Results since(std::size_t mark) const { return Results(results_).subspan(mark); }
    // Moves them into the arena and off the stack.
    Results keep(std::size_t mark);

    // The recorder. Records of parts that did not fail in the end are taken back.
    std::size_t begin_record(Record record);
    void end_record(std::size_t index, Status status);
    void take_back(std::size_t index) {
        if (index < records_.size()) records_.resize(index);
    }
    bool recording() const { return options_.record && muted_ == 0; }
    void note(const Clause& clause, Status status, const QueryResult& from, std::span<const QueryResult> to, bool incomparable = false);

    // Filters choose; what fails in them is no finding.
    class [[nodiscard]] Muted {
    public:
        explicit Muted(Machine& machine) : machine_(machine) { ++machine_.muted_; }
        ~Muted() { --machine_.muted_; }
        Muted(const Muted&) = delete;
        Muted& operator=(const Muted&) = delete;

    private:
        Machine& machine_;
    };
    class [[nodiscard]] Level {
    public:
        explicit Level(Machine& machine) : machine_(machine) { ++machine_.depth_; }
        ~Level() { --machine_.depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

    private:
        Machine& machine_;
    };

    const Program& program_;
    EvaluationOptions options_;
    const TypeIndex* index_ = nullptr;
    std::shared_ptr<Workspace> workspace_;
    base::Arena& arena_;
    std::vector<QueryResult>& results_;
    std::vector<Record>& records_;
    std::vector<RuleOutcome>& outcomes_;
    std::vector<value::Value>& left_values_;
    std::vector<value::Value>& right_values_;
    base::Arena spellings_arena_{1024};
    std::vector<std::optional<Status>> status_by_name_;
    std::vector<std::vector<QueryResult>> captures_;
    std::vector<std::array<Spelling, kLetterCases>> spellings_;  // by key id; filled when a key is first missing
    std::vector<bool> has_spellings_;
    Frame root_frame_{};
    value::Value last_unknown_;
    bool in_doubt_ = false;  // something unknown was met: which names were captured since is not certain either
    std::optional<base::Error> error_;
    std::uint64_t steps_ = 0;
    std::uint32_t depth_ = 0;
    std::uint32_t muted_ = 0;
};

}  // namespace vouch::guard
