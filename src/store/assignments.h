// SPDX-License-Identifier: Apache-2.0
// What a text says that a password, key or token is: `password=hunter2`, `"ApiKey": "x"`, `--token x`, `Bearer x`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::store {

// What stands in text[begin, end) is replaced by `by`.
struct Replacement {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string by;
};

// Adds the values that secrets are given in `text`, which may be a script, a document in JSON or YAML, a connection string or a query.
// References ($NAME, ${name}, {{...}}, <name>) are no values. Linear in the length.
void find_assignments(std::string_view text, std::vector<Replacement>& found);

}  // namespace vouch::store
