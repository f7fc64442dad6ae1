// SPDX-License-Identifier: Apache-2.0
// Tested field by field against cfn-guard by tests/guard.
#include "guard/report/structured.h"

namespace vouch::guard::report {

bool compares_with_many(const Record& record) {
    const Clause& clause = *record.clause;
    const bool literal = clause.right.kind == Term::Kind::literal;
    if (is_unary(clause.comparison.op) || record.incomparable) return false;
    if (record.to.size() > 1) return true;
    if (clause.comparison.op == Operator::equal) return !literal;
    if (clause.comparison.op != Operator::in) return false;
    return !literal || record.from.value.is_list() || (!record.to.empty() && record.to[0].value.is_list());
}

}  // namespace vouch::guard::report
