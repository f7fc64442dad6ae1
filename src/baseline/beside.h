// SPDX-License-Identifier: Apache-2.0
// What stands beside the stacks: how to deploy them, by hand, by StackSets, by the CDK.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "baseline/settings.h"
#include "baseline/stacks.h"

namespace vouch::baseline {

// Parameters of a template and their defaults, in its order.
using Parameters = std::vector<std::pair<std::string, std::string>>;

// The regions that a stack is deployed in, in the order of the settings.
std::vector<std::string> regions_of(const Stack& stack, const Settings& settings);
// The stacks that the settings ask for, in the order of deployment.
std::vector<const Stack*> chosen_stacks(const Settings& settings);

std::string readme_text(const Settings& settings);
// Every parameter once: `aws cloudformation deploy` takes those that the template has. Without them an update keeps the values that the
// stack was made with, whatever the defaults are now.
std::string parameters_text(const std::map<std::string_view, Parameters>& parameters);
// Inputs of create-stack-set and create-stack-instances for every stack that each account has.
std::string stacksets_text(const Settings& settings, const std::map<std::string_view, Parameters>& parameters);
std::string cdk_text(const Settings& settings, const std::map<std::string_view, Parameters>& parameters);

}  // namespace vouch::baseline
