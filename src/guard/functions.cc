// SPDX-License-Identifier: Apache-2.0
// Look-up in the table that CMake makes of functions/. Tested by functions_test.cc.
#include <algorithm>

#include "guard/function.h"

namespace vouch::guard {

const Function* find_function(std::string_view name) {
    const auto table = functions();
    const auto found = std::ranges::find(table, name, &Function::name);
    return found == table.end() ? nullptr : *found;
}

}  // namespace vouch::guard
