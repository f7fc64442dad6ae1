// SPDX-License-Identifier: Apache-2.0
// Checks of option values with words of ours.
#pragma once

#include <string>
#include <string_view>

namespace CLI {
class Validator;
}

namespace vouch::cli {

inline constexpr std::string_view kSeverities = "low, medium, high, critical";

// A check with words of ours where it fails (`known` gives them; empty: the value is right); help and completions show what may stand
// there, as they do for CLI::IsMember.
CLI::Validator one_of(std::string names, std::string (*known)(const std::string&));

// Empty where it is a severity, else what is wrong.
std::string known_severity(const std::string& name);

}  // namespace vouch::cli
