// SPDX-License-Identifier: Apache-2.0
// Typing follows CloudFormation: Number gives a number, lists are split at commas and trimmed, everything else is a string.
// Values of Systems Manager parameters stand in the account, not in the template. Tested by parameters_test.cc.
#include "cfn/parameters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/spelling.h"

namespace vouch::cfn {

using base::excerpt;
using value::Unknown;
using value::Value;

namespace {

struct Partition {
    std::string_view region_prefix;
    std::string_view name;
    std::string_view url_suffix;
};
// The last row is the rule.
constexpr std::array kPartitions{
    Partition{"cn-", "aws-cn", "amazonaws.com.cn"},      Partition{"us-gov-", "aws-us-gov", "amazonaws.com"},
    Partition{"us-isob-", "aws-iso-b", "sc2s.sgov.gov"}, Partition{"us-isof-", "aws-iso-f", "csp.hci.ic.gov"},
    Partition{"us-iso-", "aws-iso", "c2s.ic.gov"},       Partition{"eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"},
    Partition{"eusc-", "aws-eusc", "amazonaws.eu"},      Partition{"", "aws", "amazonaws.com"},
};

// Where nobody says where a stack goes. Managed policies and services are written with the partition, and all but a few
// templates are for this one.
constexpr std::string_view kUsualPartition = "aws";

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::optional<Value> number(std::string_view text, std::uint32_t at) {
    text = trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t whole = 0;
    const char* const end = text.data() + text.size();
    if (const auto [stop, error] = std::from_chars(text.data(), end, whole); error == std::errc() && stop == end)
        return Value::integer(whole, at);
    double real = 0;
    if (const auto [stop, error] = std::from_chars(text.data(), end, real); error == std::errc() && stop == end && std::isfinite(real))
        return Value::real(real, at);
    return std::nullopt;
}

// Types and values one parameter.
class Typing {
public:
    Typing(Evaluator& evaluator, std::string_view name, const Value& declaration)
        : evaluator_(evaluator), name_(name), declaration_(declaration) {
        if (const Value* type = declaration.find("Type"); type != nullptr && type->is_string()) type_ = type->as_string();
    }

    Value value(const Value* given) {
        const Value* content = given != nullptr ? given : declaration_.find("Default");
        if (content != nullptr && content->is_unknown()) return *content;
        if (type_.starts_with("AWS::SSM::Parameter::Value<")) return stored(content);
        if (content == nullptr) return missing();
        if (given != nullptr && hidden()) return kept_out();
        // What was given from outside stands nowhere in the template; errors about it point to the declaration.
        const Value text = given != nullptr ? content->at(at()) : *content;
        Value typed = convert(text);
        if (!typed.is_unknown()) check(typed, text);
        return typed;
    }

    // Every value that an unknown parameter may get; empty where its declaration does not say, or says more than `most`.
    std::vector<Value> choices(const Value& unknown_value, std::size_t most) {
        const Value* allowed = declaration_.find("AllowedValues");
        const bool open = unknown_value.is_unknown() && unknown_value.as_unknown().cause != Unknown::Cause::failed;
        if (!open || is_list() || type_.starts_with("AWS::SSM::Parameter::Value<")) return {};
        if (allowed == nullptr || !allowed->is_list() || allowed->length() > most) return {};
        std::vector<Value> values;
        for (const Value& choice : allowed->as_list()) {
            const auto text = scalar_text(choice);
            const auto typed = !text          ? std::nullopt
                               : is_numeric() ? number(*text, choice.position())
                                              : evaluator_.text(*text, choice.position());
            if (!typed || (typed->is_string() && typed->as_string().find("{{resolve:") != std::string_view::npos)) return {};
            if (typed->is_unknown()) return {};
            if (std::ranges::find(values, *typed) == values.end()) values.push_back(*typed);
        }
        return values;
    }

private:
    bool is_list() const { return type_ == "CommaDelimitedList" || type_.starts_with("List<"); }
    bool is_numeric() const { return type_ == "Number" || type_ == "List<Number>"; }
    bool hidden() const {
        const Value* flag = declaration_.find("NoEcho");
        return flag != nullptr && same_text(*flag, Value::boolean(true, 0));
    }
    std::uint32_t at() const { return declaration_.position(); }

    // Whether CloudFormation refuses an empty value: identifiers of the account must exist, SSM holds nothing empty.
    bool never_empty() const {
        if (type_.starts_with("AWS::")) return true;
        const Value* shortest = declaration_.find("MinLength");
        const auto text = shortest != nullptr ? scalar_text(*shortest) : std::nullopt;
        const auto length = text ? number(*text, 0) : std::nullopt;
        return type_ == "String" && length && length->kind() == value::Kind::integer && length->as_integer() > 0;
    }

    Value unknown(std::string_view reason) {
        const std::string identity = fmt::format("Ref:{}", name_);
        Unknown why{Unknown::Cause::parameter, reason, identity, name_};
        why.not_empty = never_empty();
        return evaluator_.unknown(why, at());
    }
    Value missing() { return unknown(fmt::format("parameter `{0}` has no value; give `--parameter {0}=...`", excerpt(name_))); }
    Value stored(const Value* path) {
        const auto text = path != nullptr ? scalar_text(*path) : std::nullopt;
        return unknown(fmt::format("parameter `{}` is read from Systems Manager (`{}`) when the stack is deployed", excerpt(name_),
                                   excerpt(text.value_or("?"))));
    }
    // A secret that was given must not turn up in findings.
    Value kept_out() {
        return unknown(fmt::format("parameter `{}` is declared NoEcho; its value is kept out of the results", excerpt(name_)));
    }

    Value invalid(const std::string& why, std::uint32_t position) {
        const std::string message = fmt::format("parameter `{}`: {}", excerpt(name_), why);
        static_cast<void>(evaluator_.failed(base::Code::invalid_value, message, position));
        return unknown(message);
    }

    Value convert(const Value& content) {
        if (is_list()) return content.is_list() ? content : split(content);
        const auto text = scalar_text(content);
        if (!text)
            return invalid(fmt::format("a {} is no value of type {}", value::name(content.kind()), excerpt(type_)), content.position());
        return element(*text, content.position());
    }
    Value split(const Value& content) {
        const auto text = scalar_text(content);
        if (!text) return invalid(fmt::format("a {} is no list", value::name(content.kind())), content.position());
        std::vector<Value> items;
        std::string_view rest = *text;
        while (!trimmed(rest).empty()) {
            const std::size_t comma = std::min(rest.find(','), rest.size());
            items.push_back(element(trimmed(rest.substr(0, comma)), content.position()));
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
        return evaluator_.list(items, content.position());
    }
    Value element(std::string_view text, std::uint32_t position) {
        // Also finds a dynamic reference that is passed as a value.
        const Value written = Value::string(text, position);
        if (!is_numeric()) return evaluator_.concatenate({&written, 1}, position);
        const auto typed = number(text, position);
        return typed ? *typed : invalid(fmt::format("`{}` is no number", hidden() ? "***" : excerpt(text)), position);
    }

    void check(const Value& typed, const Value& content) {
        const Value* allowed = declaration_.find("AllowedValues");
        if (allowed == nullptr || !allowed->is_list()) return;
        const auto one = [&](const Value& value) {
            return std::ranges::any_of(allowed->as_list(), [&](const Value& choice) { return same_text(choice, value); });
        };
        const bool fits = typed.is_list() ? std::ranges::all_of(typed.as_list(), one) : one(typed);
        if (fits) return;
        const std::string shown =
            typed.is_list() ? std::string("its list") : fmt::format("`{}`", hidden() ? "***" : excerpt(*scalar_text(typed)));
        static_cast<void>(evaluator_.failed(base::Code::invalid_value,
                                            fmt::format("parameter `{}`: {} is not among its AllowedValues", excerpt(name_), shown),
                                            content.position()));
    }

    Evaluator& evaluator_;
    std::string_view name_;
    const Value& declaration_;
    std::string_view type_ = "String";
};

void bind_pseudo(Evaluator& evaluator, Scope& scope, const Deployment& deployment) {
    const std::string_view region = deployment.environment.region;
    const std::string_view partition = !deployment.environment.partition.empty() ? std::string_view(deployment.environment.partition)
                                       : !region.empty()                         ? partition_of(region)
                                                                                 : kUsualPartition;
    struct Row {
        std::string_view name, text, reason;
    };
    const std::array rows{
        Row{"AWS::AccountId", deployment.environment.account, "the account is not known; give `--account`"},
        Row{"AWS::Region", region, "the region is not known; give `--region`"},
        Row{"AWS::Partition", partition, "the partition is not known; give `--partition`"},
        Row{"AWS::URLSuffix", url_suffix_of(partition), "the partition is not known; give `--partition`"},
        Row{"AWS::StackName", deployment.stack_name, "the name of the stack is not known"},
        Row{"AWS::StackId", "", "the id of the stack comes with deployment"},
        Row{"AWS::NotificationARNs", "", "the notification topics of the stack are given at deployment"},
    };
    for (const Row& row : rows) {
        scope.names[row.name] =
            !row.text.empty() ? evaluator.text(row.text, 0)
                              : evaluator.unknown({Unknown::Cause::parameter, row.reason, "Ref:" + std::string(row.name), row.name}, 0);
    }
}

}  // namespace

std::string_view partition_of(std::string_view region) {
    if (region.empty()) return {};
    return std::ranges::find_if(kPartitions, [&](const Partition& row) { return region.starts_with(row.region_prefix); })->name;
}

std::string_view url_suffix_of(std::string_view partition) {
    const auto found = std::ranges::find(kPartitions, partition, &Partition::name);
    return found == kPartitions.end() ? std::string_view() : found->url_suffix;
}

void bind_names(Evaluator& evaluator, Scope& scope, const Value& section, const Deployment& deployment) {
    bind_pseudo(evaluator, scope, deployment);
    if (!section.is_map()) return;
    for (const value::Member& member : section.as_map()) {
        const auto given = deployment.given.find(member.name());
        Typing typing(evaluator, member.name(), member.value);
        const Value value = typing.value(given == deployment.given.end() ? nullptr : &given->second);
        scope.names[member.name()] = value;
        const std::vector<Value> values = typing.choices(value, kMostChoices);
        if (!values.empty()) scope.parameter_choices[member.name()] = evaluator.choice(member.name(), values);
    }
}

}  // namespace vouch::cfn
