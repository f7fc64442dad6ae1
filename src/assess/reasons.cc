// SPDX-License-Identifier: Apache-2.0
// Records are a tree in preorder. A clause without a message takes that of its alternatives or of the call it stands in.
// Tested by assess_test.cc and, over whole templates, by tests/check.
#include "assess/reasons.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "assess/describe.h"
#include "assess/origin.h"
#include "assess/path.h"
#include "model/secret_names.h"

namespace vouch::assess {

using guard::QueryResult;
using guard::Record;
using guard::Status;
using model::Reason;
using value::Value;

namespace {

// Of one finding: enough to mend it and look again. A resource may hold 100,000 values that fail, and each reason costs a walk over it.
constexpr std::size_t kMostReasons = 200;

// Text of the rule file on one line.
std::string one_line(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!space || out.empty() || out.back() != ' ') out += space ? ' ' : c;
    }
    while (out.ends_with(' ')) out.pop_back();
    while (out.starts_with(' ')) out.erase(0, 1);
    return out;
}

bool selects(const guard::Query& query) {
    using enum guard::Part::Kind;
    const guard::Part& last = query.parts.back();
    return last.kind == filter || last.kind == key_filter || (last.kind == variable && query.parts.size() == 1);
}

class Collector {
public:
    Collector(const Judged& judged, const guard::Evaluation& evaluation, Status wanted)
        : judged_(judged), records_(evaluation.records), wanted_(wanted) {
        append_key(base_, "Resources");
        append_key(base_, judged.resource.id);
    }

    void collect(const guard::RuleOutcome& outcome) {
        const std::size_t before = reasons_.size();
        rule_ = outcome.rule->name;
        walk(outcome.first_record, outcome.first_record + outcome.records, {});
        if (reasons_.size() == before) add_rule(*outcome.rule);
    }

    std::vector<Reason> take() {
        if (more_) add_rest();
        return std::move(reasons_);
    }

private:
    // Depth: the evaluation's own limit.
    void walk(std::size_t at, std::size_t end, std::string_view message) {
        for (; at < end; at += records_[at].size + 1) {
            const Record& record = records_[at];
            if (record.status != wanted_) continue;
            const std::string_view own = record.message.empty() ? message : record.message;
            if (record.kind == Record::Kind::rule) {
                walk(at + 1, at + 1 + record.size, own);
            } else if (record.kind == Record::Kind::disjunction) {
                alternatives(at + 1, at + 1 + record.size, own);
            } else {
                add(record, own);
            }
        }
    }

    void alternatives(std::size_t at, std::size_t end, std::string_view message) {
        for (std::size_t i = at; message.empty() && i < end; i += records_[i].size + 1) message = records_[i].message;
        const std::size_t first = reasons_.size();
        walk(at, end, message);
        for (std::size_t i = first + 1; i < reasons_.size(); ++i) reasons_[i].decisive = false;
    }

    void add(const Record& record, std::string_view message) {
        more_ = more_ || reasons_.size() == kMostReasons;
        if (more_) return;
        Reason reason = begin(message);
        if (record.clause != nullptr) {
            reason.clause = one_line(judged_.program.file.text(record.clause->begin, record.clause->end));
            reason.rule_at = judged_.program.file.location(record.clause->begin);
        }
        const QueryResult& from = record.from;
        if (record.kind == Record::Kind::no_values || record.kind == Record::Kind::named_rule) {
            at_resource(reason);
        } else {
            locate(reason, from);
        }
        if (record.kind == Record::Kind::clause) compare(reason, record);
        if (record.kind == Record::Kind::no_values) reason.relation = "to select something";
        if (wanted_ == Status::unknown) explain_unknown(reason, record);
        keep(std::move(reason));
    }

    void add_rule(const guard::Rule& rule) {
        Reason reason = begin({});
        reason.clause = fmt::format("rule {}", rule.name);
        reason.rule_at = judged_.program.file.location(rule.begin);
        at_resource(reason);
        if (wanted_ == Status::unknown) explain_unknown(reason, Record{});
        keep(std::move(reason));
    }

    void add_rest() {
        Reason reason = begin(fmt::format("there is more of this than the {} places that are listed", kMostReasons));
        if (wanted_ == Status::unknown) reason.unknown = reason.message;
        reason.decisive = false;
        at_resource(reason);
        reasons_.push_back(std::move(reason));
    }

    Reason begin(std::string_view message) const {
        Reason reason;
        reason.rule = rule_;
        reason.message = one_line(message);
        return reason;
    }

    void at_resource(Reason& reason) const {
        reason.path = base_;
        reason.where = judged_.unit.location(judged_.resource.position);
    }

    void locate(Reason& reason, const QueryResult& from) const {
        Origin origin = origin_of(judged_, from);
        reason.path = std::move(origin.path);
        reason.where = std::move(origin.where);
        reason.why = std::move(origin.why);
        if (from.kind == QueryResult::Kind::unresolved) {
            reason.missing = true;
            append_missing(reason, from, origin.found);
        } else if (from.has_value()) {
            const std::string_view last = std::string_view(reason.path).substr(reason.path.rfind('/') + 1);
            reason.found = model::names_a_secret(last) && !from.value.is_unknown() ? "\"(hidden)\"" : describe(from.value);
        }
    }

    // The keys that the query would have gone on with.
    static void append_missing(Reason& reason, const QueryResult& from, bool in_path) {
        const auto parts = from.query->parts;
        for (std::size_t i = from.part; i < parts.size() && parts[i].kind == guard::Part::Kind::key; ++i) {
            if (in_path) append_key(reason.path, parts[i].name);
            reason.lacks.append(reason.lacks.empty() ? "" : ".").append(parts[i].name);
        }
    }

    void compare(Reason& reason, const Record& record) const {
        const guard::Clause& clause = *record.clause;
        const bool unary = guard::is_unary(clause.comparison.op);
        const Value* right = record.to.empty() || !record.to[0].has_value() ? nullptr : &record.to[0].value;
        // What is missing is compared with nothing; the rule says what it would have been.
        if (right == nullptr && clause.right.kind == guard::Term::Kind::literal) right = &clause.right.literal;
        reason.relation =
            relation(clause.comparison, clause.negated, right, clause.comparison.op == guard::Operator::empty && selects(*clause.query));
        if (!unary && right != nullptr) reason.expected = describe(*right);
    }

    // Why it is not known: what stands in the value itself, in what it was compared with, or else anywhere in the resource.
    void explain_unknown(Reason& reason, const Record& record) const {
        const Value* why = find_unknown(record.from.value);
        for (const QueryResult& other : record.to)
            if (why == nullptr) why = find_unknown(other.value);
        if (why == nullptr) why = find_unknown(judged_.resource.body);
        if (why == nullptr) {
            reason.unknown = "a value that it needs is not known";
            return;
        }
        reason.unknown = why->as_unknown().reason;
        const bool denied = why->as_unknown().cause == value::Unknown::Cause::denied;
        reason.action = denied ? std::string(why->as_unknown().subject) : denied_action(reason.unknown);
        if (const auto path = path_to(judged_.resource.body, *why)) {
            reason.path = base_ + path->text;
            reason.where = judged_.unit.location(why->position());
        }
        reason.found.clear();
    }

    void keep(Reason reason) {
        const auto key = [](const Reason& each) { return std::tie(each.message, each.path, each.clause, each.unknown); };
        const auto same = [&](const Reason& other) { return key(other) == key(reason); };
        if (std::ranges::none_of(reasons_, same)) reasons_.push_back(std::move(reason));
    }

    const Judged& judged_;
    std::span<const Record> records_;
    Status wanted_;
    std::string_view rule_;
    std::string base_;
    std::vector<Reason> reasons_;
    bool more_ = false;  // than are listed
};

}  // namespace

std::string denied_action(std::string_view why) {
    constexpr std::string_view kDenied = "` was denied";
    const std::size_t end = why.find(kDenied);
    if (end == std::string_view::npos) return {};
    const std::string_view before = why.substr(0, end);
    return std::string(before.substr(before.rfind('`') + 1));
}

std::vector<Reason> reasons(const Judged& judged, const guard::Evaluation& evaluation, Status wanted) {
    Collector collector(judged, evaluation, wanted);
    for (const guard::RuleOutcome& outcome : evaluation.rules)
        if (outcome.status == wanted) collector.collect(outcome);
    return collector.take();
}

}  // namespace vouch::assess
