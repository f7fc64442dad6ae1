// SPDX-License-Identifier: Apache-2.0
// What a record says in words, for every format: the clause, the step of a query that found nothing, the values compared.
#pragma once

#include <string>
#include <string_view>

#include "guard/evaluate.h"
#include "guard/report/locate.h"

namespace vouch::guard::report {

// The clause as the rule file has it, on one line, without its message. Lines and runs of blanks become one blank; block
// clauses without what is between their braces.
void append_clause(std::string& out, const Program& program, const Clause& clause);

// The steps of `query` from number `part` on: "Properties.Tags[*]".
void append_query(std::string& out, const Query& query, std::size_t part);

// Why `missing` is missing, in words: "the map has no key `Foo`".
void append_reason(std::string& out, const QueryResult& missing);

// A value on one line, cut off where it is long: `"text"`, `5`, a map of 3 members.
void append_value(std::string& out, const value::Value& value);

// Whether line and column stand behind the path of a value.
enum class Positions { give, leave_out };

// "`/Resources/B` (5:12)"; "a value of the rule" where the value stands in no document.
void append_place(std::string& out, const value::Value& value, Locator& locator, Positions positions = Positions::give);

// What went wrong, one sentence without a full stop; nothing for rules and disjunctions.
void append_record(std::string& out, const Record& record, Locator& locator, Positions positions = Positions::give);

// The name that cfn-guard's reports have for an operator: "Eq", "IsString".
std::string_view operator_name(Operator op);

// Whether the outcome of the comparison is turned round, by the operator or by a `not` in front of the clause.
inline bool negated(const Clause& clause) { return clause.comparison.negated != clause.negated; }

}  // namespace vouch::guard::report
