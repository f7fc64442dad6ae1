// SPDX-License-Identifier: Apache-2.0
// A plan for people and for other tools.
#pragma once

#include <string>

#include "remedy/live/plan.h"

namespace vouch::cli {

// Changes with what is there, what will be, calls and risk; then what is left to a person. Safe for a terminal.
std::string to_text(const remedy::Plan& plan);
// One page of HTML without anything from elsewhere. Every text of the plan is escaped.
std::string to_html(const remedy::Plan& plan);
// Commands of the AWS CLI, one a line, for a shell; the changes that have a risk are commented out.
std::string to_script(const remedy::Plan& plan);
// An Automation document of Systems Manager (schema 0.3, JSON) with one step a call, for the account and region that it runs in. Changes
// with a risk, and those in other regions than the first, are left out and named in its description.
std::string to_automation(const remedy::Plan& plan);

}  // namespace vouch::cli
