// SPDX-License-Identifier: Apache-2.0
// The right-hand sides of the tables: from YAML into a Mapping.
#pragma once

#include <set>
#include <string>

#include "base/error.h"
#include "collect/mapping.h"
#include "value/document.h"

namespace vouch::collect {

// `$item.Tags.*.Key`. With `inner` the text is a path inside an element, without a root: `Key`; empty: the element itself. Errors: syntax.
base::Result<Path> parse_path(std::string_view text, bool inner = false);

// Errors: syntax and invalid_value with the place in the document.
base::Result<Mapping> read_mapping(const value::Document& document, const value::Value& written);
// `{Name: enabled, Kind: [a, b]}`; keys are paths, `inner` as above.
base::Result<std::vector<Condition>> read_conditions(const value::Document& document, const value::Value& written, bool inner);

// Adds what a mapping asks for: the calls by name. True where it also looks at the resource itself (its item, parent or id).
bool add_calls(const Mapping& mapping, std::set<std::string>& calls);
bool add_calls(const std::vector<Condition>& conditions, std::set<std::string>& calls);

}  // namespace vouch::collect
