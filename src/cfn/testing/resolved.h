// SPDX-License-Identifier: Apache-2.0
// For tests: a template given as text, resolved.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cfn/parameters.h"
#include "model/unit.h"

namespace vouch::cfn::testing {

// The unit of that template (JSON or YAML); fails the test where it cannot be read.
std::shared_ptr<model::Unit> resolved(std::string_view text, const Deployment& deployment = {}, std::size_t nodes = 5'000'000);

// Of the stack Shop in account 111122223333 and eu-west-1.
Deployment shop_deployment();

// The value of property `P` of resource `R` in a template whose other sections are `sections` (members of a JSON object,
// each with a comma behind it), as JSON text; unknowns are written as `?cause identity`, a missing property as "absent".
std::string property(std::string_view expression, std::string_view sections = "", const Deployment& deployment = {});

// A value as property() writes it.
std::string shown(const value::Value& value);

// All messages of the problems, a line each.
std::string problems(const model::Unit& unit);

// The id and type of each resource, a line each.
std::string types(const model::Unit& unit);

}  // namespace vouch::cfn::testing
