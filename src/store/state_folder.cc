// SPDX-License-Identifier: Apache-2.0
// Tested by state_folder_test.cc.
#include "store/state_folder.h"

namespace vouch::store {

base::Result<std::string> default_store(const std::function<std::string_view(std::string_view)>& variable) {
    const std::string_view state = variable("XDG_STATE_HOME");
    if (state.starts_with('/')) return std::string(state).append("/vouch");
    const std::string_view home = variable("HOME");
    if (home.starts_with('/')) return std::string(home).append("/.local/state/vouch");
    return base::fail(base::Code::invalid_usage, "nothing says where the store is: HOME and XDG_STATE_HOME are not set", std::nullopt,
                      "name a folder with --store");
}

}  // namespace vouch::store
