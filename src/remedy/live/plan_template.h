// SPDX-License-Identifier: Apache-2.0
// A plan as a template of CloudFormation.
#pragma once

#include <string>

#include "remedy/live/plan.h"

namespace vouch::remedy {

// JSON, with what the plan makes without a risk in the account and region of its first change, where a template can say it. What is left
// out is named in its metadata, with the reason.
std::string to_cloudformation(const Plan& plan);

}  // namespace vouch::remedy
