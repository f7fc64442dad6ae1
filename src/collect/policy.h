// SPDX-License-Identifier: Apache-2.0
// IAM actions as the policy that allows them and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace vouch::collect {

// A managed policy has 6,144 characters at most, white space not counted.
inline constexpr std::size_t kLongestPolicy = 6144;

// Actions in parts, in their order, each of which makes a policy that is not too long. The texts of `actions` are copied.
std::vector<std::vector<std::string>> in_policies(std::span<const std::string> actions);

// What the actions are for; the names in the policies follow from it.
enum class Use : std::uint8_t { reads, fixes };

// One policy document; for JSON's sake also where it is too long for a managed policy.
std::string as_json(std::span<const std::string> actions, Use use = Use::reads);
// A CloudFormation template with managed policies, in JSON.
std::string as_cloudformation(std::span<const std::string> actions, Use use = Use::reads);
// Terraform resources, in its language.
std::string as_terraform(std::span<const std::string> actions, Use use = Use::reads);

// By action: the ids of the controls that need it.
using Reasons = std::map<std::string, std::vector<std::string>>;
// {"iam:GetLoginProfile": ["iam-user-console-mfa", ...], ...}
std::string as_reasons(const Reasons& reasons);

}  // namespace vouch::collect
