// SPDX-License-Identifier: Apache-2.0
// Values as text: as string functions see them, and as the canonical spelling by which unknown expressions are compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "value/value.h"

namespace vouch::cfn {

// A scalar as CloudFormation puts it into a string: "8080", "true", "0.5". Nothing for null, lists, maps and unknowns.
std::optional<std::string> scalar_text(const value::Value& value);

// True where both are scalars of the same text, or equal values: CloudFormation compares 1 and "1" as equal.
bool same_text(const value::Value& a, const value::Value& b);

// The canonical spelling of a value that may hold unknowns: JSON, with the identity of each unknown in its place. Empty
// where an unknown in it has no identity or the spelling would be longer than 4096 bytes: such values equal nothing.
std::string spelling(const value::Value& value);

// "Name(a,b)" of the spellings; empty where one of them is.
std::string call_spelling(std::string_view function, std::initializer_list<std::string> arguments);

// The first unknown in the value, depth first, or nullptr; one that may be absent comes before one that is present.
const value::Unknown* find_unknown(const value::Value& value);

}  // namespace vouch::cfn
