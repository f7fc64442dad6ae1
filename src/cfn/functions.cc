// SPDX-License-Identifier: Apache-2.0
// The table of intrinsic functions. To add one: a row here, a resolver in functions_<kind>.cc, a row in docs/resolution.md.
#include "cfn/functions.h"

#include <algorithm>
#include <array>
#include <string>

#include "cfn/spelling.h"

namespace vouch::cfn {
namespace {

constexpr std::array kFunctions{
    Function{"Condition", resolve_condition_name, true, "the named condition, inside conditions"},
    Function{"Fn::And", resolve_and, false, "three-valued: false wins over not known"},
    Function{"Fn::Base64", resolve_base64, false, "encoded where the text is known"},
    Function{"Fn::Cidr", resolve_cidr, false, "the blocks, IPv4 and IPv6, where the block and both numbers are known"},
    Function{"Fn::Equals", resolve_equals, false, "compared as text; two spellings of the same unknown are equal"},
    Function{"Fn::FindInMap", resolve_find_in_map, false, "looked up where all keys are known, with DefaultValue"},
    Function{"Fn::GetAZs", resolve_get_azs, false, "not known: the zones of a region are known only to the account; but two at least"},
    Function{"Fn::GetAtt", resolve_get_att, false,
             "identifiers that follow from given names are worked out; other attributes come with deployment: not known, but certain to be "
             "there"},
    Function{"Fn::GetStackOutput", resolve_stack_output, false,
             "the output of a stack that is loaded, by the name of the stack; else not known"},
    Function{"Fn::If", resolve_if, false, "the branch of a known condition; the value where both branches are equal", true},
    Function{"Fn::ImportValue", resolve_import_value, false,
             "the value that a stack that is loaded exports in the same account and region; else not known"},
    Function{"Fn::Join", resolve_join, false, "joined where all parts are known"},
    Function{"Fn::Length", resolve_length, false, "counted where the list is known"},
    Function{"Fn::Not", resolve_not, false, "three-valued"},
    Function{"Fn::Or", resolve_or, false, "three-valued: true wins over not known"},
    Function{"Fn::Select", resolve_select, false, "the element, known or not, of a known list"},
    Function{"Fn::Split", resolve_split, false, "split where the text is known"},
    Function{"Fn::Sub", resolve_sub, false, "both forms, `${!literal}` too; filled in where all variables are known"},
    Function{"Fn::ToJsonString", resolve_to_json_string, false, "written where everything in it is known"},
    Function{"Fn::Transform", resolve_transform, false,
             "a file of the folder that `AWS::Include` names stands in its place; not known for other macros, which run at deployment"},
    Function{"Ref", resolve_ref, false,
             "parameters by value or default, pseudo parameters by environment, resources by their given names; else not known, but "
             "certain to be there"},
};
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

std::span<const Function> functions() { return kFunctions; }

const Function* find_function(std::string_view name) {
    const auto found = std::ranges::lower_bound(kFunctions, name, {}, &Function::name);
    return found != kFunctions.end() && found->name == name ? &*found : nullptr;
}

value::Value known_at_deployment(Evaluator& evaluator, value::Unknown::Cause cause, std::string_view function, const value::Value& argument,
                                 std::string_view reason, std::uint32_t at) {
    const std::string written = spelling(argument);
    const std::string subject = argument.is_string() ? std::string(argument.as_string()) : written;
    const std::string identity = call_spelling(function, {written});
    value::Unknown why{cause, reason, identity, subject};
    why.not_empty = function == "ImportValue";  // CloudFormation refuses to export an empty value
    return evaluator.unknown(why, at);
}

bool is_function_name(std::string_view key) {
    if (key == "Ref" || key == "Condition") return true;
    if (key.starts_with("Fn::")) return !key.starts_with("Fn::ForEach::");
    return key.size() > 1 && key.front() == '!';
}

}  // namespace vouch::cfn
