// SPDX-License-Identifier: Apache-2.0
// The part of the evaluator that looks beyond its own stack: exports, outputs by the name of their stack, and those of nested
// stacks. What comes over keeps the name of the unit it comes from (crossing.h). Tested by imports_test.cc.
#include <algorithm>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/crossing.h"
#include "cfn/functions.h"
#include "cfn/spelling.h"
#include "value/text_at.h"

namespace vouch::cfn {

using base::Code;
using base::excerpt;
using value::Unknown;
using value::Value;

namespace {

std::size_t weight(const Value& value) { return value.is_list() || value.is_string() ? 1 + value.length() : 1; }

// The account in an ARN, or nothing.
std::string account_of(std::string_view arn) {
    for (int i = 0; i < 4; ++i) {
        const std::size_t colon = arn.find(':');
        if (colon == std::string_view::npos) return {};
        arn.remove_prefix(colon + 1);
    }
    return std::string(arn.substr(0, arn.find(':')));
}

std::string own(const Evaluator& evaluator, std::string_view pseudo) {
    const auto found = evaluator.scope().names.find(pseudo);
    return found != evaluator.scope().names.end() && found->second.is_string() ? std::string(found->second.as_string()) : std::string();
}

Value ask(Evaluator& evaluator, const Asked& asked, std::string_view function, const Value& argument) {
    auto known = evaluator.output_of(asked);
    if (known) return *known;
    return known_at_deployment(evaluator, Unknown::Cause::import, function, argument, known.error().message, asked.position);
}

}  // namespace

base::Result<Value> Evaluator::output_of(const Asked& asked) {
    const Surroundings& surroundings = *scope_.surroundings;
    const Answer answer = surroundings.ask ? surroundings.ask(asked)
                                           : Answer{nullptr, nullptr, fmt::format("`{}` is a value of another stack", excerpt(asked.name))};
    if (answer.output == nullptr) return base::fail(Code::not_found, answer.reason);
    return bring(*answer.unit, *answer.output, asked.position);
}

std::optional<Value> Evaluator::nested_output(std::string_view id, std::string_view attribute, std::uint32_t at) {
    static constexpr std::string_view kOutputs = "Outputs.";
    if (!attribute.starts_with(kOutputs)) return std::nullopt;
    const auto nested = scope_.nested.find(id);
    if (nested == scope_.nested.end()) return std::nullopt;
    const std::string_view name = attribute.substr(kOutputs.size());
    const model::Unit& unit = *nested->second;
    const auto output = std::ranges::find(unit.outputs, name, &model::Output::name);
    if (output != unit.outputs.end()) return bring(unit, *output, at);
    if (unit.document->root.find("Transform") != nullptr) return std::nullopt;
    return failed(Code::undefined_name, fmt::format("nested stack `{}` has no output `{}`", excerpt(id), excerpt(name)), at);
}

Value Evaluator::bring(const model::Unit& unit, const model::Output& output, std::uint32_t at) {
    note_crossing(output.references, unit.name, at);
    if (!charge(weight(output.value), at)) return exhausted(at);
    return cross(arena_, output.value, unit.name, scope_.surroundings->unit).at(at);
}

void Evaluator::note_crossing(std::span<const model::ReferenceMade> references, std::string_view from, std::uint32_t at) {
    if (in_condition_ || !charge(references.size(), at)) return;
    for (model::ReferenceMade made : cross(arena_, references, from, scope_.surroundings->unit, holder_.value_or(at))) {
        made.certain = made.certain && maybe_ == 0;
        notes_.references.push_back(made);
    }
}

Value resolve_import_value(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    const Value name = evaluator.resolve(argument);
    if (!name.is_string())
        return known_at_deployment(evaluator, Unknown::Cause::import, "ImportValue", name, "the value is exported by another stack", at);
    const Asked asked{{}, std::string(name.as_string()), {own(evaluator, "AWS::AccountId"), own(evaluator, "AWS::Region"), {}}, at};
    return ask(evaluator, asked, "ImportValue", name);
}

Value resolve_stack_output(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    const Value call = evaluator.resolve(argument);
    Asked asked{
        text_at(call, "StackName"), text_at(call, "OutputName"), {own(evaluator, "AWS::AccountId"), own(evaluator, "AWS::Region"), {}}, at};
    if (asked.stack.empty() || asked.name.empty())
        return known_at_deployment(evaluator, Unknown::Cause::import, "GetStackOutput", call, "the value is an output of another stack",
                                   at);
    if (call.find("Region") != nullptr) asked.where.region = text_at(call, "Region");
    if (call.find("RoleArn") != nullptr) asked.where.account = account_of(text_at(call, "RoleArn"));
    return ask(evaluator, asked, "GetStackOutput", call);
}

}  // namespace vouch::cfn
