// SPDX-License-Identifier: Apache-2.0
// Access clauses: what a query gave, held against an operator. Guard compares sets of results, and how depends on whether a
// side is written in the rule (a literal) or was queried, and on lists within the results; each case is a function below.
// Differences from cfn-guard 3.1.1 are listed in docs/guard-compatibility.md. Tested by operators_test.cc.
#include <algorithm>

#include "guard/detail/machine.h"

namespace vouch::guard {

using value::Value;

// What the comparisons of one clause came to. `negated`: by the operator (`!=`, `not in`) or by a `not` in front, not by both.
struct Evaluator::Machine::Outcomes {
    Machine& machine;
    const Clause& clause;
    bool negated;
    Tally tally{};
    bool too_expensive = false;

    void pass() { ++tally.passes; }
    void fail(const QueryResult& from, std::span<const QueryResult> to, bool incomparable = false) {
        ++tally.fails;
        machine.note(clause, Status::fail, from, to, incomparable);
    }
    void unknown(const QueryResult& from, std::span<const QueryResult> to) {
        ++tally.unknowns;
        machine.in_doubt_ = true;
        if (from.value.is_unknown()) {
            machine.last_unknown_ = from.value;
        } else {
            for (const QueryResult& each : to)
                if (each.value.is_unknown()) machine.last_unknown_ = each.value;
        }
        machine.note(clause, Status::unknown, from, to);
    }
    // A side that is missing or unknown; such results fail (or stay unknown) whether the operator is negated or not.
    void no_value(const QueryResult& from, std::span<const QueryResult> to) {
        const bool doubtful = from.kind == QueryResult::Kind::unknown || (!to.empty() && to[0].kind == QueryResult::Kind::unknown);
        doubtful ? unknown(from, to) : fail(from, to);
    }
    void answer(bool holds, const QueryResult& from, std::span<const QueryResult> to) { holds != negated ? pass() : fail(from, to); }
    // One pair of values.
    void pair(Match match, const Value& left, const Value& right) {
        const QueryResult from = QueryResult::resolved(left);
        const QueryResult to = QueryResult::resolved(right);
        if (negated && match == Match::no && (in_doubt(left) || in_doubt(right))) match = Match::unknown;
        switch (match) {
            case Match::yes:
            case Match::no: return answer(match == Match::yes, from, {&to, 1});
            case Match::unlike: return negated ? unknown(from, {&to, 1}) : fail(from, {&to, 1});
            case Match::incomparable: return fail(from, {&to, 1}, true);
            case Match::unknown: return unknown(from, {&to, 1});
            case Match::too_expensive: too_expensive = true;
        }
    }
};

namespace {

// Calls `visit` for each value of `result`, the elements of a list one by one.
template <class Visit>
void each_flat(const QueryResult& result, Visit&& visit) {
    if (!result.value.is_list()) return visit(result.value);
    for (const Value& element : result.value.as_list()) visit(element);
}

// The literal, where `results` is one and nothing else.
const Value* only_literal(std::span<const QueryResult> results) {
    return results.size() == 1 && results[0].kind == QueryResult::Kind::literal ? &results[0].value : nullptr;
}

bool is_scalar(const Value& value) { return !value.is_list() && !value.is_map(); }

Match substring(const Value& part, const Value& whole) {
    if (part.is_unknown() || whole.is_unknown()) return Match::unknown;
    if (!part.is_string() || !whole.is_string()) return Match::incomparable;
    return whole.as_string().find(part.as_string()) != std::string_view::npos ? Match::yes : Match::no;
}

// Elements of one list that are in another.
struct Shared {
    std::size_t in = 0;
    std::size_t out = 0;
    std::size_t doubtful = 0;
    bool too_expensive = false;
};

Shared shared(std::span<const Value> left, std::span<const Value> right) {
    Shared counts;
    for (const Value& each : left) {
        const Match match = contains(right, each);
        const bool absent = may_be_absent(each);
        counts.in += match == Match::yes && !absent;
        counts.out += match == Match::no && !absent;
        counts.doubtful += match == Match::unknown || absent;
        counts.too_expensive = counts.too_expensive || match == Match::too_expensive;
    }
    return counts;
}

// `left in right` for a list on the left and a list on the right, negated or not: yes, no, unknown.
Match list_in_list(const Value& left, const Value& right, bool negated) {
    if (right.length() > 0 && right.as_list()[0].is_unknown()) return Match::unknown;
    if (right.length() > 0 && right.as_list()[0].is_list()) {  // a list of lists: the list itself is to be one of them
        const Match whole = contains(right.as_list(), left);
        if (whole == Match::too_expensive || whole == Match::unknown) return whole;
        if (!negated) return whole;
        if (all_may_be_absent(left) && left.length() > 0) return Match::unknown;
        return whole == Match::no && left.length() == 0 ? Match::yes : Match::no;
    }
    const Shared counts = shared(left.as_list(), right.as_list());
    if (counts.too_expensive) return Match::too_expensive;
    if (!negated) return counts.out > 0 ? Match::no : counts.doubtful > 0 ? Match::unknown : Match::yes;
    if (counts.in > 0 || left.length() == 0) return Match::no;
    return counts.doubtful > 0 ? Match::unknown : Match::yes;
}

}  // namespace

std::vector<Value>& Evaluator::Machine::selected(std::vector<Value>& into, Results results) const {
    into.clear();
    for (const QueryResult& each : results)
        if (each.has_value()) into.push_back(each.value);
    return into;
}

Status Evaluator::Machine::access(const Clause& clause, const Scope& scope) {
    const std::size_t mark = results_.size();
    Results right;
    if (!is_unary(clause.comparison.op)) {
        if (clause.right.kind == Term::Kind::literal) {
            right = Results(arena_.make<QueryResult>(QueryResult::literal(clause.right.literal)), 1);
        } else {
            const auto values = term(clause.right, scope);
            if (!values) return Status::broken;
            right = *values;
        }
    }
    if (!query(*clause.query, scope)) return Status::broken;
    const Status status = is_unary(clause.comparison.op) ? unary(clause, since(mark)) : binary(clause, since(mark), right);
    results_.resize(mark);
    return status;
}

Match Evaluator::Machine::unary_holds(const Clause& clause, const QueryResult& result) {
    const Operator op = clause.comparison.op;
    if (result.kind == QueryResult::Kind::unknown) return Match::unknown;
    if (result.kind == QueryResult::Kind::unresolved) return op == Operator::empty ? Match::yes : Match::no;
    const Value& value = result.value;
    if (value.is_unknown()) {
        const value::Unknown& why = value.as_unknown();
        if (op == Operator::exists && why.present()) return Match::yes;
        if (op == Operator::empty && why.filled()) return Match::no;
        return Match::unknown;
    }
    const auto is = [&](value::Kind kind) { return value.kind() == kind ? Match::yes : Match::no; };
    switch (op) {
        case Operator::exists: return Match::yes;
        case Operator::empty:
            if ((value.is_list() || value.is_map()) && value.length() > 0 && all_may_be_absent(value)) return Match::unknown;
            if (value.is_list() || value.is_map() || value.is_string()) return value.length() == 0 ? Match::yes : Match::no;
            return value.kind() == value::Kind::boolean ? Match::no : Match::incomparable;
        case Operator::is_string: return is(value::Kind::string);
        case Operator::is_list: return is(value::Kind::list);
        case Operator::is_struct: return is(value::Kind::map);
        case Operator::is_bool: return is(value::Kind::boolean);
        case Operator::is_int: return is(value::Kind::integer);
        case Operator::is_float: return value.kind() == value::Kind::decimal ? Match::yes : is(value::Kind::real);
        default: return is(value::Kind::null);
    }
}

Status Evaluator::Machine::unary(const Clause& clause, Results left) {
    const Part& last = clause.query->parts.back();
    const bool selection = last.kind == Part::Kind::filter || last.kind == Part::Kind::key_filter ||
                           (last.kind == Part::Kind::variable && clause.query->parts.size() == 1);
    if (selection && clause.comparison.op == Operator::empty) return emptiness_of_selection(clause, left);
    if (left.empty()) return Status::skip;
    Outcomes out{*this, clause, clause.comparison.negated != clause.negated};
    for (const QueryResult& each : left) {
        const Match match = unary_holds(clause, each);
        if (match == Match::incomparable) {
            fail(base::Code::incompatible,
                 std::string("EMPTY asks about lists, maps and strings, not about a value of type ") +
                     std::string(value::name(each.value.kind())),
                 clause.begin);
            return Status::broken;
        }
        if (match == Match::unknown) {
            out.unknown(each, {});
        } else {
            out.answer(match == Match::yes, each, {});
        }
    }
    return clause.query->some ? out.tally.any() : out.tally.all();
}

// `%selection empty`, `x[ filter ] !empty`: asks whether the selection gave something, not whether that is empty.
Status Evaluator::Machine::emptiness_of_selection(const Clause& clause, Results left) {
    Outcomes out{*this, clause, clause.comparison.negated != clause.negated};
    if (left.empty()) {
        if (!out.negated) return Status::pass;
        Record record;
        record.kind = Record::Kind::no_values;
        record.clause = &clause;
        record.message = clause.message;
        end_record(begin_record(record), Status::fail);
        return Status::fail;
    }
    for (const QueryResult& each : left) {
        if (each.kind == QueryResult::Kind::unknown) {
            out.unknown(each, {});
        } else {
            const bool maybe_null = each.has_value() && each.value.is_unknown() && !each.value.as_unknown().present();
            maybe_null ? out.unknown(each, {}) : out.answer(!each.has_value() || each.value.is_null(), each, {});
        }
    }
    return clause.query->some ? out.tally.any() : out.tally.all();
}

Status Evaluator::Machine::binary(const Clause& clause, Results left, Results right) {
    if (left.empty() || right.empty()) return Status::skip;
    Outcomes out{*this, clause, clause.comparison.negated != clause.negated};
    if (std::ranges::all_of(left, may_be_missing) || std::ranges::all_of(right, may_be_missing)) {  // it may have to be skipped
        out.unknown(left[0], right);
        return Status::unknown;
    }
    switch (clause.comparison.op) {
        case Operator::equal: equal_values(out, left, right); break;
        case Operator::in: in_values(out, left, right); break;
        default: order_values(out, left, right); break;
    }
    if (out.too_expensive) {
        fail(base::Code::regex, "a regular expression took more steps than the limit on some value", clause.begin);
        return Status::broken;
    }
    const bool nothing = out.tally.passes + out.tally.fails + out.tally.unknowns == 0;
    if (clause.query->some) return nothing ? Status::fail : out.tally.any();
    return nothing ? Status::pass : out.tally.all();
}

void Evaluator::Machine::order_values(Outcomes& out, Results left, Results right) {
    for (const QueryResult& each : left)
        if (!each.has_value()) out.no_value(each, {});
    for (const QueryResult& other : right) {
        if (other.has_value()) continue;
        for (const QueryResult& each : left)
            if (each.has_value()) each_flat(each, [&](const Value& value) { out.no_value(QueryResult::resolved(value), {&other, 1}); });
    }
    for (const QueryResult& each : left) {
        if (!each.has_value()) continue;
        each_flat(each, [&](const Value& value) {
            for (const QueryResult& other : right)
                if (other.has_value())
                    each_flat(other, [&](const Value& bound) { out.pair(ordered(out.clause.comparison.op, value, bound), value, bound); });
        });
    }
}

void Evaluator::Machine::equal_values(Outcomes& out, Results left, Results right) {
    const Value* left_literal = only_literal(left);
    const Value* right_literal = only_literal(right);
    if (left_literal != nullptr && right_literal != nullptr)
        return out.pair(equals(*left_literal, *right_literal), *left_literal, *right_literal);
    if (left_literal == nullptr && right_literal == nullptr) return equal_queries(out, left, right);
    if (left_literal != nullptr) {
        for (const QueryResult& other : right) {
            if (!other.has_value()) {
                out.no_value(QueryResult::resolved(*left_literal), {&other, 1});
            } else if (left_literal->is_list()) {
                out.pair(equals(*left_literal, other.value), *left_literal, other.value);
            } else {
                each_flat(other, [&](const Value& value) { out.pair(equals(*left_literal, value), *left_literal, value); });
            }
        }
        return;
    }
    const bool single = right_literal->is_list() && right_literal->length() == 1;
    for (const QueryResult& each : left) {
        if (!each.has_value()) {
            out.no_value(each, {});
        } else if (right_literal->is_list()) {
            const Value& wanted = single && is_scalar(each.value) ? right_literal->as_list()[0] : *right_literal;
            out.pair(equals(each.value, wanted), each.value, wanted);
        } else {
            each_flat(each, [&](const Value& value) { out.pair(equals(value, *right_literal), value, *right_literal); });
        }
    }
}

// Two queries are equal where the larger set of results holds nothing that the other lacks.
void Evaluator::Machine::equal_queries(Outcomes& out, Results left, Results right) {
    bool doubtful = false;
    for (const QueryResult& each : left) {
        if (!each.has_value()) out.no_value(each, {});
        doubtful = doubtful || may_be_missing(each);
    }
    const auto& left_values = selected(left_values_, left);
    const auto& right_values = selected(right_values_, right);
    for (const QueryResult& other : right) {
        doubtful = doubtful || may_be_missing(other);
        if (other.has_value()) continue;
        for (const Value& value : left_values) out.no_value(QueryResult::resolved(value), {&other, 1});
    }
    const bool by_left = out.negated || left_values.size() > right_values.size();
    const auto& larger = by_left ? left_values : right_values;
    const auto& smaller = by_left ? right_values : left_values;
    std::size_t reported = 0;
    bool uncertain = doubtful;
    for (const Value& value : larger) {
        const Match match = contains(smaller, value);
        if (match == Match::too_expensive) out.too_expensive = true;
        uncertain = uncertain || match == Match::unknown || (out.negated && match == Match::no && in_doubt(value));
        // Without negation a value that the other side lacks fails; with it, a value that both have does.
        if (match != (out.negated ? Match::yes : Match::no) || (doubtful && !out.negated)) continue;
        ++reported;
        const QueryResult from = QueryResult::resolved(value);
        out.fail(from, by_left ? right : left);
    }
    if (reported > 0) return;
    if (uncertain) {
        const QueryResult from = left.empty() ? QueryResult{} : left[0];
        return out.unknown(from, right);
    }
    for (std::size_t i = 0; i < left_values.size(); ++i) out.pass();
}

void Evaluator::Machine::in_values(Outcomes& out, Results left, Results right) {
    const Value* left_literal = only_literal(left);
    const Value* right_literal = only_literal(right);
    if (left_literal == nullptr && right_literal == nullptr) return query_in_query(out, left, right);
    if (left_literal == nullptr) return query_in_literal(out, left, *right_literal);
    if (right_literal == nullptr) return literal_in_query(out, *left_literal, right);
    if (substring(*left_literal, *right_literal) == Match::yes) return out.pair(Match::yes, *left_literal, *right_literal);
    query_in_literal(out, left, *right_literal);
}

namespace {

// `left in right` for one value on each side, without negation: yes, no, incomparable, unknown or too_expensive. Lists on
// both sides are list_in_list's.
Match one_in_one(const Value& left, const Value& right) {
    if (right.is_list()) {
        const Match match = contains(right.as_list(), left);
        if (!left.is_unknown() || match == Match::unknown || match == Match::too_expensive) return match;
        if (left.as_unknown().present() && !left.as_unknown().begins.empty()) return match;  // it is a text
        // The unknown may be a list: then its elements are looked for, unless the right side begins with a list.
        const Value& first = right.length() > 0 ? right.as_list()[0] : left;
        return match == Match::yes && (first.is_list() || is_same(first, left) == Match::yes) ? Match::yes : Match::unknown;
    }
    if (left.is_list()) return right.is_unknown() ? Match::unknown : Match::incomparable;
    if (left.is_unknown() && right.is_unknown()) return Match::unknown;
    return equals(left, right);
}

}  // namespace

void Evaluator::Machine::query_in_literal(Outcomes& out, Results left, const Value& right) {
    for (const QueryResult& each : left) {
        const QueryResult to = QueryResult::resolved(right);
        if (!each.has_value()) {
            out.no_value(each, {});
        } else if (right.is_string() && each.kind != QueryResult::Kind::literal) {
            each_flat(each, [&](const Value& value) { out.pair(substring(value, right), value, right); });
        } else if (each.value.is_list() && right.is_list()) {
            const Match match = list_in_list(each.value, right, out.negated);
            if (match == Match::unknown) {
                out.unknown(each, {&to, 1});
            } else if (match == Match::too_expensive) {
                out.too_expensive = true;
            } else {
                match == Match::yes ? out.pass() : out.fail(each, {&to, 1});
            }
        } else {
            out.pair(one_in_one(each.value, right), each.value, right);
        }
    }
}

void Evaluator::Machine::literal_in_query(Outcomes& out, const Value& left, Results right) {
    const QueryResult from = QueryResult::resolved(left);
    bool has_list = false;
    bool doubtful = false;
    for (const QueryResult& other : right) {
        if (!other.has_value()) out.no_value(from, {&other, 1});
        has_list = has_list || (other.has_value() && other.value.is_list());
        doubtful = doubtful || other.kind == QueryResult::Kind::unknown || (other.has_value() && other.value.is_unknown());
    }
    if (!has_list && left.is_list()) {  // every element of the literal is to be among the results
        if (doubtful) return out.unknown(from, right);
        const Shared counts = shared(left.as_list(), selected(right_values_, right));
        if (counts.too_expensive) out.too_expensive = true;
        // Negated, Guard asks whether the list as a whole is among those that are missing.
        if (!out.negated) return counts.out > 0 ? out.fail(from, right) : counts.doubtful > 0 ? out.unknown(from, right) : out.pass();
        return counts.doubtful > 0 ? out.unknown(from, right) : out.fail(from, right);
    }
    for (const QueryResult& other : right) {
        if (!other.has_value()) continue;
        if (left.is_list() && other.value.is_list()) {
            const Match match = list_in_list(left, other.value, out.negated);
            if (match == Match::unknown) {
                out.unknown(from, {&other, 1});
            } else {
                match == Match::yes ? out.pass() : out.fail(from, {&other, 1});
            }
        } else {
            out.pair(one_in_one(left, other.value), left, other.value);
        }
    }
}

// Every result on the left is to be in some result on the right.
void Evaluator::Machine::query_in_query(Outcomes& out, Results left, Results right) {
    bool doubtful = false;
    for (const QueryResult& each : left) {
        if (!each.has_value()) out.no_value(each, {});
        doubtful = doubtful || may_be_missing(each);
    }
    const auto& left_values = selected(left_values_, left);
    for (const QueryResult& other : right) {
        doubtful = doubtful || may_be_missing(other);
        if (other.has_value()) continue;
        for (const Value& value : left_values) out.no_value(QueryResult::resolved(value), {&other, 1});
    }
    std::size_t reported = 0;
    bool uncertain = doubtful;
    for (const Value& value : left_values) {
        Match found = Match::no;
        for (const QueryResult& other : right) {
            if (!other.has_value()) continue;
            const bool lists = value.is_list() && other.value.is_list();
            const Match match = lists ? list_in_list(value, other.value, false) : one_in_one(value, other.value);
            if (match == Match::too_expensive) out.too_expensive = true;
            if (match == Match::yes || (match == Match::unknown && found == Match::no)) found = match;
            if (found == Match::yes) break;
        }
        uncertain = uncertain || found == Match::unknown || (out.negated && found == Match::no && in_doubt(value));
        if (found != (out.negated ? Match::yes : Match::no) || (doubtful && !out.negated)) continue;
        ++reported;
        out.fail(QueryResult::resolved(value), right);
    }
    if (reported > 0) return;
    if (uncertain) return out.unknown(left[0], right);
    for (std::size_t i = 0; i < left_values.size(); ++i) out.pass();
}

}  // namespace vouch::guard
