// SPDX-License-Identifier: Apache-2.0
// What plain YAML scalars mean under the two schemas, and what a !!tag makes of a scalar.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "value/read.h"
#include "value/value.h"

namespace vouch::value::detail {

// The value of the plain scalar `text` that stands at `position`. Under Schema::cloudformation (YAML 1.2 core, and what CloudFormation
// adds):
//  null      null Null NULL ~ and nothing
//  boolean   true True TRUE false False FALSE, and with YAML 1.1, which CloudFormation reads: yes no on off in the same cases
//  integer   decimal without leading zeros, 0o17, 0x1F; beyond an int64: decimal numbers become Kind::decimal, the others strings
//  real      1.5 .5 5. 1e5; not finite or lost to zero as a double: Kind::decimal
//  string    all else: dates, 1:30, 017, 012345678901, 1_000, .inf, .nan
// Under Schema::guard what cfn-guard's loader makes of it: an i64 or f64 as Rust parses them ("+5", "5.", "inf", "nan"; too large
// becomes infinite), true and false, null and ~ in any case, else a string.
// Strings and decimals are views of `text` where possible, else copies in the arena.
Value plain_scalar(std::string_view text, std::uint32_t position, Schema schema, base::Arena& arena);

// The value of a scalar with the tag `tag:yaml.org,2002:<type>`; nothing where the text is none of that type, or the type is unknown.
std::optional<Value> typed_scalar(std::string_view type, std::string_view text, std::uint32_t position, Schema schema, base::Arena& arena);

}  // namespace vouch::value::detail
