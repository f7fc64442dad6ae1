// SPDX-License-Identifier: Apache-2.0
// The short-form tags of CloudFormation (`!Ref`, `!Sub`) and the long-form keys that they stand for.
#pragma once

#include <string_view>

#include "value/read.h"

namespace vouch::value::detail {

enum class Node : unsigned char { scalar, sequence, mapping };

// The long-form key for `!<tag>` on such a node: "Fn::Sub". Empty where the schema has no such function for such a node: cfn-guard
// knows fewer, and ignores tags of mappings.
std::string_view long_form(std::string_view tag, Node node, Schema schema);

}  // namespace vouch::value::detail
