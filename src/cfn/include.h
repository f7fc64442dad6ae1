// SPDX-License-Identifier: Apache-2.0
// The transform AWS::Include: text of other files of the folder in the place where the template names them.
#pragma once

#include <cstddef>

#include "cfn/evaluator.h"
#include "cfn/surroundings.h"
#include "value/document.h"

namespace vouch::cfn {

// Files that include files: real templates stay at 1.
inline constexpr std::size_t kDeepestInclude = 8;

// The root of the template with every file in it that an AWS::Include names by a relative path: {"Fn::Transform": {Name, Parameters:
// {Location}}} anywhere, and the section Transform. The very same root where there is none. Included values have positions inside the
// call. Includes by URL or by a Location that is no text stay as they are; a file that may not or cannot be read is a problem, and its
// call stays too. Everything made is charged to the evaluator's budget.
value::Value with_includes(Evaluator& evaluator, const value::Document& document, const Surroundings& surroundings);

}  // namespace vouch::cfn
