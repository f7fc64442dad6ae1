// SPDX-License-Identifier: Apache-2.0
// Tested by environment_test.cc.
#include "aws/environment.h"

#include "base/ascii.h"

namespace vouch::aws {

std::optional<std::string> variable(const Environment& environment, std::string_view name) {
    const auto found = environment.variables.find(name);
    if (found == environment.variables.end() || found->second.empty()) return std::nullopt;
    return found->second;
}

bool is_true(const Environment& environment, std::string_view name) {
    return base::to_lower(variable(environment, name).value_or("")) == "true";
}

std::string expand_home(const Environment& environment, std::string_view path) {
    const auto home = variable(environment, "HOME");
    if (!home || !path.starts_with('~') || (path.size() > 1 && path[1] != '/')) return std::string(path);
    return *home + std::string(path.substr(1));
}

}  // namespace vouch::aws
