// SPDX-License-Identifier: Apache-2.0
// Tested by emit_test.cc and the reports of tests/guard.
#include "guard/report/emit_value.h"

#include "guard/literal.h"

namespace vouch::guard::report {

std::string literal_text(const value::Value& value) {
    const Literal* literal = as_literal(value);
    if (literal == nullptr) return {};
    const std::string text(literal->text);
    if (literal->kind == Literal::Kind::regex) return "/" + text + "/";
    return text.starts_with("r[") || text.starts_with("r(") ? text.substr(1) : text;  // a range without its prefix, as cfn-guard has it
}

}  // namespace vouch::guard::report
