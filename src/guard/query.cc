// SPDX-License-Identifier: Apache-2.0
// Queries: from a value, step by step, to all the values that a path names. Results are pushed on one stack, so that the
// common case allocates nothing. A step into an unknown value gives one unknown result; a filter that cannot decide about an
// item gives an unknown result in its place. Tested by query_test.cc.
#include <algorithm>

#include <fmt/format.h>

#include "guard/detail/machine.h"
#include "guard/function.h"

namespace vouch::guard {

using value::Value;
using Missing = QueryResult::Missing;

bool Evaluator::Machine::query(const Query& query, const Scope& scope) {
    return retrieve(query, 0, scope.root, scope.outer != nullptr ? *scope.outer : scope, kAsWritten);
}

bool Evaluator::Machine::retrieve(const Query& query, std::size_t at, Value current, const Scope& scope, int spelling) {
    if (!step()) return false;
    for (; at > 0 && at < query.parts.size(); ++at) {  // plain keys, which most steps are
        const Part& part = query.parts[at];
        const bool plain = part.kind == Part::Kind::key && !part.is_number && current.is_map();
        const Value* found = plain ? current.find(part.name, part.hash) : nullptr;
        if (found == nullptr) break;
        current = *found;
    }
    if (at == query.parts.size()) {
        results_.push_back(QueryResult::resolved(current));
        return true;
    }
    const Part& part = query.parts[at];
    if (at == 0) {
        if (part.kind == Part::Kind::variable) return from_variable(query, scope, spelling);
        if (query.type_parts > 0 && index_->usable() && current.same_node(index_->root())) return by_type(query, scope);
    }
    if (part.kind == Part::Kind::self) return retrieve(query, at + 1, current, scope, spelling);
    if (current.is_unknown()) {
        // One value where a list may stand, as for a known text.
        const bool text = current.as_unknown().present() && !current.as_unknown().begins.empty();
        const bool all = part.kind == Part::Kind::all_indices || part.kind == Part::Kind::all_values;
        if (text && all) return retrieve(query, at + 1, current, scope, spelling);
        if (text && part.kind == Part::Kind::filter && at > 0) return filter(query, at, current, scope, spelling);
        if (part.kind == Part::Kind::index) return element_of_unknown(query, at, current, scope, spelling);
        return unknown(current);
    }
    const Level level(*this);
    if (depth_ > options_.limits.depth)
        return fail(base::Code::too_large,
                    fmt::format("queries and blocks are nested deeper than {} levels at run time", options_.limits.depth), query.begin);
    switch (part.kind) {
        case Part::Kind::key: return key(query, at, current, scope, spelling);
        case Part::Kind::variable: return interpolated_key(query, at, current, scope, spelling);
        case Part::Kind::index: return element(query, at, current, scope, spelling);
        case Part::Kind::all_indices:
            if (current.is_map() && part.name.empty()) return retrieve(query, at + 1, current, scope, spelling);
            [[fallthrough]];
        case Part::Kind::all_values:
            if (current.is_list()) return all_elements(query, at, current, scope, spelling);
            if (current.is_map()) return all_members(query, at, current, scope, spelling);
            return retrieve(query, at + 1, current, scope, spelling);  // one value where a list may stand
        case Part::Kind::filter: return filter(query, at, current, scope, spelling);
        case Part::Kind::key_filter: return key_filter(query, at, current, scope, spelling);
        case Part::Kind::self: break;
    }
    return true;
}

// `Resources.*[ Type == 'X' ]` from the root of the document: answered by the index.
bool Evaluator::Machine::by_type(const Query& query, const Scope& scope) {
    for (const Value& resource : index_->of_type(query.type)) {
        const Scope inner{scope.frame, resource, &scope};
        if (!retrieve(query, query.type_parts, resource, inner, kAsWritten)) return false;
    }
    return true;
}

bool Evaluator::Machine::from_variable(const Query& query, const Scope& scope, int spelling) {
    const auto values = variable(query.parts[0].id, scope.frame);
    if (!values) return false;
    const bool all = query.parts.size() > 1 && query.parts[1].kind == Part::Kind::all_indices;
    const std::size_t next = all ? 2 : 1;
    for (const QueryResult& each : *values) {
        if (!each.has_value() || next >= query.parts.size()) {
            results_.push_back(each);
        } else if (!retrieve(query, next, each.value, Scope{scope.frame, each.value, &scope}, spelling)) {
            return false;
        }
    }
    return true;
}

bool Evaluator::Machine::key(const Query& query, std::size_t at, Value current, const Scope& scope, int spelling) {
    const Part& part = query.parts[at];
    if (part.is_number) return element(query, at, current, scope, spelling);
    if (!current.is_map()) return missing(Missing::no_map, query, at, current);
    if (const Value* found = current.find(part.name, part.hash)) return retrieve(query, at + 1, *found, scope, spelling);
    const int first = spelling == kAsWritten ? 0 : spelling;
    const int last = spelling == kAsWritten ? static_cast<int>(kLetterCases) - 1 : spelling;
    for (int other = first; other <= last; ++other) {
        const Spelling& name = spelled(part, other);
        if (name.hash == part.hash && name.text == part.name) continue;
        if (const Value* found = current.find(name.text, name.hash)) return retrieve(query, at + 1, *found, scope, other);
    }
    return missing(Missing::key, query, at, current);
}

const Evaluator::Machine::Spelling& Evaluator::Machine::spelled(const Part& part, int spelling) {
    auto& others = spellings_[part.id];
    if (!has_spellings_[part.id]) {
        has_spellings_[part.id] = true;
        for (std::size_t i = 0; i < kLetterCases; ++i) {
            const std::string_view text = spellings_arena_.copy(to_case(static_cast<LetterCase>(i), part.name));
            others[i] = {text, value::key_hash(text)};
        }
    }
    return others[static_cast<std::size_t>(spelling)];
}

bool Evaluator::Machine::element(const Query& query, std::size_t at, Value current, const Scope& scope, int spelling) {
    if (!current.is_list()) return missing(Missing::no_list, query, at, current);
    const std::int64_t index = query.parts[at].index;
    const auto place = static_cast<std::uint64_t>(index < 0 ? -index : index);  // Guard 3.1 counts negative indices from the front, too
    if (place >= current.length()) return missing(Missing::index, query, at, current);
    for (const Value& each : current.as_list().first(place + 1))  // one that may be absent moves those behind it
        if (may_be_absent(each)) return unknown(each);
    return retrieve(query, at + 1, current.as_list()[place], scope, spelling);
}

// A list of which only the least length is known.
bool Evaluator::Machine::element_of_unknown(const Query& query, std::size_t at, Value current, const Scope& scope, int spelling) {
    const value::Unknown& list = current.as_unknown();
    const std::int64_t index = query.parts[at].index;
    if (!list.present() || static_cast<std::uint64_t>(index < 0 ? -index : index) >= list.items) return unknown(current);
    const auto* item = arena_.make<value::Unknown>(value::Unknown{value::Unknown::Cause::intrinsic, list.reason, {}, list.subject});
    return retrieve(query, at + 1, Value::unknown(item, current.position()), scope, spelling);
}

bool Evaluator::Machine::interpolated_key(const Query& query, std::size_t at, Value current, const Scope& scope, int spelling) {
    if (!current.is_map()) return missing(Missing::no_map, query, at, current);
    const auto names = variable(query.parts[at].id, scope.frame);
    if (!names) return false;
    Results chosen = *names;
    if (at + 1 < query.parts.size()) {
        const Part& next = query.parts[at + 1];
        if (next.kind == Part::Kind::index) {
            for (const QueryResult& name : chosen)
                if (name.kind == QueryResult::Kind::unknown) return unknown(name.value);
            const auto place = static_cast<std::size_t>(next.index < 0 ? -static_cast<std::int64_t>(next.index) : next.index);
            if (place >= chosen.size()) return missing(Missing::index, query, at, current);
            chosen = chosen.subspan(place, 1);
        } else if (next.kind != Part::Kind::all_indices && next.kind != Part::Kind::key && next.kind != Part::Kind::variable) {
            return fail(base::Code::incompatible,
                        fmt::format("behind the variable key `%{}` only a key, an index or `[*]` may follow", query.parts[at].name),
                        query.begin);
        }
    }
    for (const QueryResult& name : chosen) {
        if (name.kind == QueryResult::Kind::unknown || (name.has_value() && name.value.is_unknown())) {
            unknown(name.value);
        } else if (!name.has_value()) {
            missing(Missing::interpolated, query, at, current);
        } else if (name.value.is_string()) {
            if (!one_interpolated(query, at, current, name.value.as_string(), scope, spelling)) return false;
        } else if (name.value.is_list()) {
            for (const Value& each : name.value.as_list()) {
                if (!each.is_string())
                    return fail(
                        base::Code::incompatible,
                        fmt::format("variable `%{}` stands for a key but holds a {}", query.parts[at].name, value::name(each.kind())),
                        query.begin);
                if (!one_interpolated(query, at, current, each.as_string(), scope, spelling)) return false;
            }
        } else {
            return fail(base::Code::incompatible,
                        fmt::format("variable `%{}` stands for a key but is a {}", query.parts[at].name, value::name(name.value.kind())),
                        query.begin);
        }
    }
    return true;
}

bool Evaluator::Machine::one_interpolated(const Query& query, std::size_t at, Value current, std::string_view name, const Scope& scope,
                                          int spelling) {
    if (const Value* found = current.find(name)) return retrieve(query, at + 1, *found, scope, spelling);
    return missing(Missing::interpolated, query, at, current);
}

bool Evaluator::Machine::all_elements(const Query& query, std::size_t at, Value current, const Scope& scope, int spelling) {
    if (current.length() == 0) return missing(Missing::empty, query, at, current);
    for (const Value& each : current.as_list())
        if (!retrieve(query, at + 1, each, scope, spelling)) return false;
    return true;
}

bool Evaluator::Machine::all_members(const Query& query, std::size_t at, Value current, const Scope& scope, int spelling) {
    if (current.length() == 0) return missing(Missing::empty, query, at, current);
    const Part& part = query.parts[at];
    for (const value::Member& member : current.as_map()) {
        if (!part.name.empty()) capture(part.id, member);
        if (!retrieve(query, at + 1, member.value, Scope{scope.frame, member.value, &scope}, spelling)) return false;
    }
    return true;
}

bool Evaluator::Machine::filter(const Query& query, std::size_t at, Value current, const Scope& scope, int spelling) {
    const Part::Kind before = query.parts[at - 1].kind;
    if (current.is_map()) {
        const bool by_key = before == Part::Kind::key || before == Part::Kind::variable;
        if (by_key) return filter_members(query, at, current, scope, spelling);
        const bool each = before == Part::Kind::all_values || before == Part::Kind::all_indices;
        const Scope inner = each ? scope : Scope{scope.frame, current, &scope};
        return filter_one(query, at, current, inner, inner, spelling);
    }
    if (current.is_list()) {
        for (const Value& each : current.as_list())
            if (!filter_one(query, at, each, Scope{scope.frame, each, &scope}, scope, spelling)) return false;
        return true;
    }
    if (before != Part::Kind::all_indices) return missing(Missing::no_collection, query, at, current);
    return filter_one(query, at, current, Scope{scope.frame, current, &scope}, scope, spelling);
}

bool Evaluator::Machine::filter_members(const Query& query, std::size_t at, Value current, const Scope& scope, int spelling) {
    const Part& part = query.parts[at];
    for (const value::Member& member : current.as_map()) {
        const std::size_t mark = results_.size();
        const Scope inner{scope.frame, member.value, &scope};
        Status status = Status::skip;
        {
            const Muted muted(*this);
            status = conjunction(part.filter, inner);
        }
        results_.resize(mark);
        if (status == Status::broken) return false;
        if (status == Status::unknown) {
            unknown(last_unknown_);
        } else if (status == Status::pass) {
            if (!part.name.empty()) capture(part.id, member);
            if (!retrieve(query, at + 1, member.value, inner, spelling)) return false;
        }
    }
    return true;
}

// Judges `item` by the filter, whose queries start from `inner`; goes on with the rest of the query from `onward`.
bool Evaluator::Machine::filter_one(const Query& query, std::size_t at, Value item, const Scope& inner, const Scope& onward, int spelling) {
    Status status = Status::skip;
    {
        const Muted muted(*this);
        status = conjunction(query.parts[at].filter, inner);
    }
    if (status == Status::broken) return false;
    if (status == Status::unknown) return unknown(last_unknown_);
    if (status != Status::pass) return true;
    return retrieve(query, at + 1, item, onward, spelling);
}

bool Evaluator::Machine::key_filter(const Query& query, std::size_t at, Value current, const Scope& scope, int spelling) {
    if (!current.is_map()) return missing(Missing::no_map, query, at, current);
    const KeyFilter& filter = *query.parts[at].key_filter;
    const std::size_t mark = results_.size();
    Results right;
    if (filter.right.kind == Term::Kind::query) {
        if (!retrieve(*filter.right.query, 0, current, scope, spelling)) return false;
        right = keep(mark);
    } else {
        const auto values = term(filter.right, scope);
        if (!values) return false;
        right = *values;
    }
    for (const QueryResult& each : right)  // how many values there are decides how they are compared
        if (each.kind == QueryResult::Kind::unknown) return unknown(each.value);
    Comparison comparison = filter.comparison;
    if (right.size() > 1) comparison.op = Operator::in;
    if (right.size() == 1 && comparison.op == Operator::equal && !comparison.negated && right[0].has_value() &&
        right[0].value.is_string()) {
        const Value* found = current.find(right[0].value.as_string());  // one name: no need to look at every key
        return found == nullptr || retrieve(query, at + 1, *found, scope, spelling);
    }
    for (const value::Member& member : current.as_map()) {
        for (const QueryResult& each : right) {
            const Match match = key_complies(comparison, member.key, each);
            if (match == Match::too_expensive)
                return fail(base::Code::regex, "a regular expression took too many steps on a key", query.begin);
            if (match == Match::unknown) {
                unknown(each.value);
            } else if (match == Match::yes) {
                if (!retrieve(query, at + 1, member.value, scope, spelling)) return false;
            } else {
                continue;
            }
            if (comparison.op == Operator::in) break;
        }
    }
    return true;
}

// Whether a key complies with one value of the right side: yes, no, unknown or too_expensive.
Match Evaluator::Machine::key_complies(const Comparison& comparison, const Value& key, const QueryResult& right) const {
    if (right.kind == QueryResult::Kind::unknown) return Match::unknown;
    if (right.kind == QueryResult::Kind::unresolved) return Match::no;
    Match match = Match::no;
    if (comparison.op == Operator::in && right.value.is_string()) {
        match = right.value.as_string().find(key.as_string()) != std::string_view::npos ? Match::yes : Match::no;
    } else if (comparison.op == Operator::in && right.value.is_list()) {
        for (const Value& each : right.value.as_list()) {
            const Match one = equals(key, each);
            if (one == Match::incomparable || one == Match::too_expensive) return one == Match::incomparable ? Match::no : one;
            if (one == Match::yes || (one == Match::unknown && match == Match::no)) match = one;
        }
    } else {
        match = equals(key, right.value);
        const bool single = right.kind == QueryResult::Kind::literal && right.value.is_list() && right.value.length() == 1;
        if (match == Match::incomparable && single) match = equals(key, right.value.as_list()[0]);
        if (match == Match::incomparable || match == Match::unlike) return Match::no;
    }
    if (!comparison.negated || (match != Match::yes && match != Match::no)) return match;
    return match == Match::yes ? Match::no : Match::yes;
}

std::optional<Evaluator::Machine::Results> Evaluator::Machine::variable(Id id, const Frame* frame) {
    for (; frame != nullptr; frame = frame->parent) {
        for (std::size_t i = 0; i < frame->parameters.size(); ++i)
            if (frame->parameters[i] == id) return frame->arguments[i];
        for (Slot& slot : frame->slots)
            if (slot.let->variable == id) return resolve(slot, *frame);
    }
    if (captures_[id].empty() && !in_doubt_) {
        fail(base::Code::undefined_name, fmt::format("variable `%{}` has no value where it is used", program_.variables[id]), 0);
        return std::nullopt;
    }
    if (in_doubt_) return Results(arena_.make<QueryResult>(QueryResult::unknown(last_unknown_)), 1);
    return arena_.copy(std::span<const QueryResult>(captures_[id]));
}

std::optional<Evaluator::Machine::Results> Evaluator::Machine::resolve(Slot& slot, const Frame& frame) {
    if (slot.resolved) return slot.results;
    if (slot.resolving) {
        fail(base::Code::cycle, fmt::format("variable `%{}` needs itself", slot.let->name), slot.let->begin);
        return std::nullopt;
    }
    slot.resolving = true;
    const auto values = term(slot.let->value, Scope{&frame, frame.root});
    slot.resolving = false;
    if (!values) return std::nullopt;
    slot.results = *values;
    if (slot.let->value.kind == Term::Kind::query && slot.let->value.query->some) {
        const auto kept = arena_.copy(slot.results);
        const auto gone = std::ranges::remove_if(kept, [](const QueryResult& each) {
            return each.kind == QueryResult::Kind::literal || each.kind == QueryResult::Kind::unresolved;
        });
        slot.results = kept.first(kept.size() - gone.size());
    }
    slot.resolved = true;
    return slot.results;
}

std::optional<Evaluator::Machine::Results> Evaluator::Machine::term(const Term& term, const Scope& scope) {
    const std::size_t mark = results_.size();
    switch (term.kind) {
        case Term::Kind::literal: results_.push_back(QueryResult::literal(term.literal)); break;
        case Term::Kind::query:
            if (!query(*term.query, scope)) return std::nullopt;
            break;
        case Term::Kind::call:
            if (!call(*term.call, scope)) return std::nullopt;
            break;
        case Term::Kind::none: break;
    }
    return keep(mark);
}

bool Evaluator::Machine::call(const Call& call, const Scope& scope) {
    std::vector<Results> arguments;
    for (const Term& argument : call.arguments) {
        const auto values = term(argument, scope);
        if (!values) return false;
        arguments.push_back(*values);
        // The first argument is worked on value by value; those behind it say how and must be known.
        if (arguments.size() > 1)
            for (const QueryResult& each : *values)
                if (each.kind == QueryResult::Kind::unknown || (each.has_value() && each.value.is_unknown())) return unknown(each.value);
    }
    const auto applied = call.function->apply(FunctionContext{arena_, options_.now}, arguments, results_);
    if (!applied) {
        base::Error error = applied.error();
        error.where = program_.file.location(call.begin);
        error_ = std::move(error);
        return false;
    }
    return true;
}

void Evaluator::Machine::capture(Id variable, const value::Member& member) {
    in_doubt_ = in_doubt_ || may_be_absent(member.value);
    captures_[variable].push_back(QueryResult::resolved(member.key));
}

Evaluator::Machine::Results Evaluator::Machine::keep(std::size_t mark) {
    const Results kept = arena_.copy(since(mark));
    results_.resize(mark);
    return kept;
}

}  // namespace vouch::guard
