// SPDX-License-Identifier: Apache-2.0
// Conditions, three-valued: a value is true, false, or not known. Tested by functions_test.cc.
#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/functions.h"
#include "cfn/spelling.h"

namespace vouch::cfn {

using base::Code;
using value::Unknown;
using value::Value;

namespace {

// The truth of a resolved operand: "true" and "false" as text count too. Nothing where it is neither.
std::optional<bool> truth(const Value& value) {
    if (value.kind() == value::Kind::boolean) return value.as_boolean();
    if (value.is_string() && value.as_string() == "true") return true;
    if (value.is_string() && value.as_string() == "false") return false;
    return std::nullopt;
}

// Fn::And and Fn::Or: `decisive` is the operand that settles it alone.
Value fold(Evaluator& evaluator, std::string_view name, bool decisive, const Value& argument, std::uint32_t at) {
    if (!argument.is_list() || argument.length() == 0)
        return evaluator.failed(Code::invalid_value, fmt::format("Fn::{} takes a list of conditions", name), at);
    std::vector<Value> open;
    bool decided = false;
    for (const Value& item : argument.as_list()) {
        const Value operand = evaluator.resolve_condition(item);
        if (operand.is_unknown()) {
            open.push_back(operand);
            continue;
        }
        const auto known = truth(operand);
        if (!known) return evaluator.failed(Code::invalid_value, fmt::format("an operand of Fn::{} is no condition", name), at);
        decided = decided || *known == decisive;
    }
    if (decided) return Value::boolean(decisive, at);
    if (open.empty()) return Value::boolean(!decisive, at);
    if (open.size() == 1) return open.front().at(at);
    // Operands in any order mean the same.
    std::vector<std::string> written;
    for (const Value& operand : open) written.push_back(spelling(operand));
    std::ranges::sort(written);
    const auto twice = std::ranges::unique(written);
    written.erase(twice.begin(), twice.end());
    std::string all = written.front();
    for (std::size_t i = 1; i < written.size() && !all.empty(); ++i) all = written[i].empty() ? std::string() : all + "," + written[i];
    return evaluator.derived(open.front(), call_spelling(name, {all}), at);
}

// One value of two that both may come to stand here: an unknown that is present where both branches are.
Value either(Evaluator& evaluator, const Value& condition, const Value& yes, const Value& no, std::uint32_t at) {
    const auto certain = [](const Value& branch) {
        return !Evaluator::is_absent(branch) && (!branch.is_unknown() || branch.as_unknown().present());
    };
    const Unknown& why = condition.as_unknown();
    const auto cause = !certain(yes) || !certain(no) ? Unknown::Cause::condition : why.present() ? why.cause : Unknown::Cause::intrinsic;
    const auto written = [](const Value& branch) { return Evaluator::is_absent(branch) ? std::string("NoValue") : spelling(branch); };
    return evaluator.unknown({cause, why.reason, call_spelling("If", {spelling(condition), written(yes), written(no)}), why.subject}, at);
}

// The name in {"Ref": name}, else empty.
std::string_view referred(const Value& value) {
    const Value* name = value.is_map() && value.length() == 1 ? value.find("Ref") : nullptr;
    return name != nullptr && name->is_string() ? name->as_string() : std::string_view();
}

// An equation that is not known: what a world assumes of it, else an unknown that depends on it.
Value open_equation(Evaluator& evaluator, const Value& argument, const Value& left, const Value& right, std::uint32_t at) {
    std::string first = spelling(left);
    std::string second = spelling(right);
    if (second < first) std::swap(first, second);
    const std::string equation = call_spelling("Equals", {first, second});
    if (const auto assumed = evaluator.scope().equations.find(equation); assumed != evaluator.scope().equations.end())
        return Value::boolean(assumed->second, at);
    const Value& open = find_unknown(left) != nullptr ? left : right;
    if (!equation.empty() && find_unknown(open)->cause != Unknown::Cause::failed) {
        const bool second_open = left.is_string() || left.is_number() || left.kind() == value::Kind::boolean;
        const Value& literal = second_open ? left : right;
        std::string_view name = scalar_text(literal) ? referred(argument.as_list()[second_open ? 1 : 0]) : std::string_view();
        if (!evaluator.scope().names.contains(name)) name = {};  // a resource
        evaluator.depends_on_equation(equation, name, literal);
    }
    return evaluator.derived(open, equation, at);
}

bool same_branch(const Value& yes, const Value& no) {
    if (Evaluator::is_absent(yes) || Evaluator::is_absent(no)) return Evaluator::is_absent(yes) && Evaluator::is_absent(no);
    return yes == no;
}

}  // namespace

Value resolve_if(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    if (!argument.is_list() || argument.length() != 3)
        return evaluator.failed(Code::invalid_value, "Fn::If takes [condition, value, other value]", at);
    const std::span<const Value> parts = argument.as_list();
    const Value name = evaluator.loop_text(parts[0]);
    const Value condition = name.is_string() ? evaluator.condition(name.as_string(), at) : evaluator.resolve_condition(parts[0]);
    if (condition.is_unknown()) {
        const Evaluator::Maybe maybe(evaluator);
        const Evaluator::Holder holder(evaluator, at);
        const Value yes = evaluator.resolve(parts[1]);
        const Value no = evaluator.resolve(parts[2]);
        return same_branch(yes, no) ? yes.at(at) : either(evaluator, condition, yes, no, at);
    }
    const auto known = truth(condition);
    if (!known) return evaluator.failed(Code::invalid_value, "the first part of Fn::If is no condition", at);
    return evaluator.resolve(parts[*known ? 1 : 2]);
}

Value resolve_and(Evaluator& evaluator, const Value& argument, std::uint32_t at) { return fold(evaluator, "And", false, argument, at); }

Value resolve_or(Evaluator& evaluator, const Value& argument, std::uint32_t at) { return fold(evaluator, "Or", true, argument, at); }

Value resolve_not(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    if (!argument.is_list() || argument.length() != 1)
        return evaluator.failed(Code::invalid_value, "Fn::Not takes a list of one condition", at);
    const Value operand = evaluator.resolve_condition(argument.as_list().front());
    if (operand.is_unknown()) return evaluator.derived(operand, call_spelling("Not", {spelling(operand)}), at);
    const auto known = truth(operand);
    if (!known) return evaluator.failed(Code::invalid_value, "the operand of Fn::Not is no condition", at);
    return Value::boolean(!*known, at);
}

Value resolve_equals(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    if (!argument.is_list() || argument.length() != 2)
        return evaluator.failed(Code::invalid_value, "Fn::Equals takes [value, other value]", at);
    const Value left = evaluator.resolve_condition(argument.as_list()[0]);
    const Value right = evaluator.resolve_condition(argument.as_list()[1]);
    const bool open = find_unknown(left) != nullptr || find_unknown(right) != nullptr;
    if (!open) return Value::boolean(same_text(left, right), at);
    if (left == right) return Value::boolean(true, at);
    return open_equation(evaluator, argument, left, right, at);
}

Value resolve_condition_name(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    const Value name = evaluator.loop_text(argument);
    if (!name.is_string()) return evaluator.failed(Code::invalid_value, "Condition takes the name of a condition", at);
    return evaluator.condition(name.as_string(), at);
}

}  // namespace vouch::cfn
