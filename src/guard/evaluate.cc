// SPDX-License-Identifier: Apache-2.0
// Rules, blocks and clauses. Outcomes combine by status.h; an error anywhere ends the rule it happened in, not the others.
// Records are kept in preorder on one stack and taken back where the part they belong to did not fail after all.
// Tested by evaluate_test.cc, and against cfn-guard by tests/differential.
#include "guard/evaluate.h"

#include <fmt/format.h>

#include "guard/detail/machine.h"

namespace vouch::guard {

using value::Value;

Evaluator::Evaluator(const Program& program, const EvaluationOptions& options) : machine_(std::make_unique<Machine>(program, options)) {}
Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;

Evaluation Evaluator::run(const TypeIndex& index) { return machine_->run(index); }

std::shared_ptr<Workspace> make_workspace() { return std::make_shared<Workspace>(); }

Evaluator::Machine::Machine(const Program& program, const EvaluationOptions& options)
    : program_(program),
      options_(options),
      workspace_(options.workspace != nullptr ? options.workspace : make_workspace()),
      arena_(workspace_->arena),
      results_(workspace_->results),
      records_(workspace_->records),
      outcomes_(workspace_->outcomes),
      left_values_(workspace_->left_values),
      right_values_(workspace_->right_values) {
    captures_.resize(program.variables.size());
    spellings_.resize(program.keys.size());
    has_spellings_.resize(program.keys.size());
}

Evaluation Evaluator::Machine::run(const TypeIndex& index) {
    index_ = &index;
    arena_.clear();
    results_.clear();
    records_.clear();
    outcomes_.clear();
    status_by_name_.assign(program_.rule_names.size(), std::nullopt);
    for (auto& captured : captures_) captured.clear();
    last_unknown_ = Value();
    in_doubt_ = false;
    steps_ = 0;
    root_frame_ = Frame{nullptr, index.root(), make_slots(program_.file.lets), {}, {}};
    const Scope scope{&root_frame_, index.root()};
    Tally tally;
    bool broken = false;
    for (const Rule& each : program_.file.rules) {
        RuleOutcome outcome;
        outcome.rule = &each;
        outcome.first_record = static_cast<std::uint32_t>(records_.size());
        outcome.status = rule(each, scope, {});
        if (outcome.status == Status::broken) {
            broken = true;
            take_back(outcome.first_record);
            outcome.error = std::exchange(error_, std::nullopt);
        }
        results_.clear();
        tally.add(outcome.status);
        outcome.records = static_cast<std::uint32_t>(records_.size()) - outcome.first_record;
        outcomes_.push_back(std::move(outcome));
    }
    return Evaluation{outcomes_, records_, broken ? Status::broken : tally.all()};
}

std::span<Evaluator::Machine::Slot> Evaluator::Machine::make_slots(std::span<const Let> lets) {
    Slot* slots = arena_.allocate_array<Slot>(lets.size());
    for (std::size_t i = 0; i < lets.size(); ++i) new (slots + i) Slot{&lets[i], false, false, {}};
    return {slots, lets.size()};
}

Status Evaluator::Machine::rule(const Rule& rule, const Scope& scope, std::string_view message) {
    const Level level(*this);
    if (depth_ > options_.limits.depth) {
        fail(base::Code::too_large, fmt::format("rules call each other deeper than {} levels", options_.limits.depth), rule.begin);
        return Status::broken;
    }
    Record record;
    record.kind = Record::Kind::rule;
    record.rule = &rule;
    record.message = message;
    const std::size_t index = begin_record(record);
    Status condition = Status::pass;
    if (rule.conditions != nullptr) {
        condition = conditions(*rule.conditions, scope);
        if (condition != Status::pass && condition != Status::unknown) {
            take_back(index);
            return condition == Status::broken ? condition : Status::skip;
        }
    }
    const Status status = guarded(condition, body(rule.body, scope));
    end_record(index, status);
    return status;
}

// Rules of one name answer for each other: the first that does not skip decides.
Status Evaluator::Machine::rule_named(Id name) {
    if (const auto known = status_by_name_[name]) return *known;
    const Muted muted(*this);
    Status status = Status::skip;
    for (const Rule* each : program_.rules_by_name[name]) {
        const std::size_t mark = results_.size();
        status = rule(*each, Scope{&root_frame_, root_frame_.root}, {});
        results_.resize(mark);
        if (status != Status::skip) break;
    }
    if (status != Status::broken) status_by_name_[name] = status;
    return status;
}

// What fails in them is no finding; what is not known in them is why the rule is not.
Status Evaluator::Machine::conditions(const Conjunction& conditions, const Scope& scope) {
    const std::size_t mark = records_.size();
    const Status status = conjunction(conditions, scope);
    if (status != Status::unknown) take_back(mark);
    return status;
}

Status Evaluator::Machine::conjunction(Conjunction conjunction, const Scope& scope) {
    Tally tally;
    for (const Disjunction& each : conjunction) {
        const Status status = disjunction(each, scope);
        if (status == Status::broken) return status;
        tally.add(status);
    }
    return tally.all();
}

Status Evaluator::Machine::disjunction(const Disjunction& disjunction, const Scope& scope) {
    if (disjunction.size() == 1) return clause(disjunction[0], scope);
    Record record;
    record.kind = Record::Kind::disjunction;
    const std::size_t index = begin_record(record);
    Tally tally;
    for (const Clause& each : disjunction) {
        const Status status = clause(each, scope);
        if (status == Status::broken) return status;
        tally.add(status);
        if (status == Status::pass) break;
    }
    end_record(index, tally.any());
    return tally.any();
}

Status Evaluator::Machine::clause(const Clause& clause, const Scope& scope) {
    switch (clause.kind) {
        case Clause::Kind::access: {
            const std::size_t mark = records_.size();
            const Status status = access(clause, scope);
            if (status == Status::pass || status == Status::skip) take_back(mark);
            return status;
        }
        case Clause::Kind::named_rule: return named_rule(clause, scope);
        case Clause::Kind::rule_call: return rule_call(clause, scope);
        case Clause::Kind::block: return block_clause(clause, scope);
        case Clause::Kind::when: return when_clause(clause, scope);
        case Clause::Kind::type_block: return type_block(clause, scope);
    }
    return Status::skip;
}

Status Evaluator::Machine::body(const Block& block, const Scope& scope) {
    if (block.lets.empty()) return conjunction(block.body, Scope{scope.frame, scope.root});
    const Frame frame{scope.frame, scope.root, make_slots(block.lets), {}, {}};
    return conjunction(block.body, Scope{&frame, scope.root});
}

Status Evaluator::Machine::named_rule(const Clause& clause, const Scope&) {
    Status status = rule_named(clause.rule);
    if (status == Status::broken) return status;
    if (status == Status::skip) status = Status::fail;
    if (clause.negated) status = inverse(status);
    if (status == Status::pass) return status;
    Record record;
    record.kind = Record::Kind::named_rule;
    record.clause = &clause;
    record.message = clause.message;
    end_record(begin_record(record), status);
    return status;
}

Status Evaluator::Machine::rule_call(const Clause& clause, const Scope& scope) {
    const Rule& called = program_.file.templates[clause.rule];
    Results* arguments = arena_.allocate_array<Results>(clause.arguments.size());
    for (std::size_t i = 0; i < clause.arguments.size(); ++i) {
        const Term& argument = clause.arguments[i];
        if (argument.kind == Term::Kind::literal) {
            new (arguments + i) Results(arena_.make<QueryResult>(QueryResult::resolved(argument.literal)), 1);
            continue;
        }
        const auto values = term(argument, scope);
        if (!values) return Status::broken;
        new (arguments + i) Results(*values);
    }
    const Frame frame{scope.frame, scope.root, {}, called.parameter_ids, {arguments, clause.arguments.size()}};
    return rule(called, Scope{&frame, scope.root, scope.outer}, clause.message);
}

Status Evaluator::Machine::when_clause(const Clause& clause, const Scope& scope) {
    const std::size_t mark = records_.size();
    const Status condition = conditions(*clause.conditions, scope);
    if (condition == Status::broken) return condition;
    if (condition != Status::pass && condition != Status::unknown) return Status::skip;
    const Status inner = body(*clause.body, scope);
    const Status status = inner == Status::broken ? inner : guarded(condition, inner);
    if (status == Status::pass || status == Status::skip) take_back(mark);
    return status;
}

Status Evaluator::Machine::block_clause(const Clause& clause, const Scope& scope) {
    const std::size_t mark = results_.size();
    if (!query(*clause.query, scope)) return Status::broken;
    const std::size_t end = results_.size();
    const std::size_t first_record = records_.size();
    if (mark == end) {
        if (!clause.not_empty) return Status::skip;
        Record record;
        record.kind = Record::Kind::no_values;
        record.clause = &clause;
        end_record(begin_record(record), Status::fail);
        return Status::fail;
    }
    Tally tally;
    for (std::size_t i = mark; i < end; ++i) {
        const QueryResult each = results_[i];
        if (!each.has_value() || may_be_missing(each)) {
            Record record;
            record.kind = Record::Kind::missing;
            record.clause = &clause;
            record.from = each;
            const Status status = each.kind == QueryResult::Kind::unresolved ? Status::fail : Status::unknown;
            end_record(begin_record(record), status);
            tally.add(status);
            continue;
        }
        const std::size_t before = records_.size();
        const Status status = body(*clause.body, Scope{scope.frame, each.value});
        if (status == Status::broken) return status;
        if (status == Status::pass || status == Status::skip) take_back(before);
        tally.add(status);
    }
    results_.resize(mark);
    const Status status = clause.query->some ? tally.any() : tally.all();
    if (status == Status::pass || status == Status::skip) take_back(first_record);
    return status;
}

Status Evaluator::Machine::type_block(const Clause& clause, const Scope& scope) {
    const std::size_t first_record = records_.size();
    Status condition = Status::pass;
    if (clause.conditions != nullptr) {
        condition = conditions(*clause.conditions, scope);
        if (condition == Status::broken) return condition;
        if (condition != Status::pass && condition != Status::unknown) return Status::skip;
    }
    const std::size_t mark = results_.size();
    if (!query(*clause.query, scope)) return Status::broken;
    const std::size_t end = results_.size();
    Tally tally;
    for (std::size_t i = mark; i < end; ++i) {
        const QueryResult each = results_[i];
        if (each.kind == QueryResult::Kind::unresolved) {
            fail(base::Code::undefined_name, fmt::format("the document has no resources to look for `{}` among", clause.name),
                 clause.begin);
            return Status::broken;
        }
        const std::size_t before = records_.size();
        const Status status = may_be_missing(each) ? Status::unknown : body(*clause.body, Scope{scope.frame, each.value});
        if (status == Status::broken) return status;
        if (status == Status::pass || status == Status::skip) take_back(before);
        tally.add(status);
    }
    results_.resize(mark);
    const Status status = guarded(condition, tally.all());
    if (status == Status::pass || status == Status::skip) take_back(first_record);
    return status;
}

std::size_t Evaluator::Machine::begin_record(Record record) {
    if (!recording()) return ~std::size_t{0};
    records_.push_back(record);
    return records_.size() - 1;
}

void Evaluator::Machine::end_record(std::size_t index, Status status) {
    if (index == ~std::size_t{0}) return;
    if (status != Status::fail && status != Status::unknown) return take_back(index);
    records_[index].status = status;
    records_[index].size = static_cast<std::uint32_t>(records_.size() - index - 1);
}

void Evaluator::Machine::note(const Clause& clause, Status status, const QueryResult& from, std::span<const QueryResult> to,
                              bool incomparable) {
    if (!recording()) return;
    Record record;
    record.kind = Record::Kind::clause;
    record.status = status;
    record.incomparable = incomparable;
    record.clause = &clause;
    record.message = clause.message;
    record.from = from;
    record.to = arena_.copy(to);
    records_.push_back(record);
}

bool Evaluator::Machine::too_expensive() {
    return fail(base::Code::too_large, fmt::format("evaluation took more than {} steps", options_.limits.steps), 0);
}

bool Evaluator::Machine::fail(base::Code code, std::string message, std::uint32_t at) {
    if (!error_) error_ = base::Error{code, std::move(message), program_.file.location(at), {}, {}};
    return false;
}

}  // namespace vouch::guard
