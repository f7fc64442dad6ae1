// SPDX-License-Identifier: Apache-2.0
// Where the store is when nobody names another.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace vouch::store {

// $XDG_STATE_HOME/vouch, else $HOME/.local/state/vouch. `variable` gives variables of the environment, nothing for those that are not set;
// paths that are not absolute do not count, as the XDG specification says. Errors: invalid_usage where neither is set.
base::Result<std::string> default_store(const std::function<std::string_view(std::string_view)>& variable);

}  // namespace vouch::store
