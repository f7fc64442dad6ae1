// SPDX-License-Identifier: Apache-2.0
// IAM actions as the policy that allows them and nothing else.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace vouch::collect {

// A managed policy has 6,144 characters at most, white space not counted.
inline constexpr std::size_t kLongestPolicy = 6144;

// Actions in parts, in their order, each of which makes a policy that is not too long. The texts of `actions` are copied.
std::vector<std::vector<std::string>> in_policies(std::span<const std::string> actions);

// One policy document; for JSON's sake also where it is too long for a managed policy.
std::string as_json(std::span<const std::string> actions);
// A CloudFormation template with managed policies, in JSON.
std::string as_cloudformation(std::span<const std::string> actions);
// Terraform resources, in its language.
std::string as_terraform(std::span<const std::string> actions);

}  // namespace vouch::collect
