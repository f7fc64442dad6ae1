// SPDX-License-Identifier: Apache-2.0
// All that this room reads of the world besides the network, passed in by whoever uses it: tests need no machine of their own.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/files.h"

namespace vouch::aws {

// A copy of the process's environment variables.
using Variables = std::map<std::string, std::string, std::less<>>;

// What is referred to must outlive the environment. Copies are cheap enough to keep.
struct Environment {
    Variables variables;
    const base::Files& files;
    const base::Clock& clock;
    std::function<double()> random;                        // uniform in [0, 1)
    std::function<void(std::chrono::milliseconds)> sleep;  // waits
};

// The variable's value; nullopt where it is not set, or set to nothing, which AWS's tools treat alike.
std::optional<std::string> variable(const Environment& environment, std::string_view name);

// Whether the variable spells true ("true" in any case). Unset and anything else is false.
bool is_true(const Environment& environment, std::string_view name);

// `path` with a leading `~` or `~/` replaced by the variable HOME.
std::string expand_home(const Environment& environment, std::string_view path);

}  // namespace vouch::aws
