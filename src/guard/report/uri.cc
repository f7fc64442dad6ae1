// SPDX-License-Identifier: Apache-2.0
// Tested by uri_test.cc.
#include "guard/report/uri.h"

#include "base/uri.h"

namespace vouch::guard::report {

std::string relative_uri(std::string_view path, std::string_view root) {
    if (!root.empty() && path.starts_with(root)) path.remove_prefix(root.size());
    while (path.starts_with('/')) path.remove_prefix(1);
    return base::uri_path(path);
}

}  // namespace vouch::guard::report
