// SPDX-License-Identifier: Apache-2.0
// Credentials that show by their form, wherever they stand in a text.
#pragma once

#include <string_view>
#include <vector>

namespace vouch::facts {

// What kinds of credentials stand in `text`, each once: "a password in a URL". Linear in its length.
std::vector<std::string_view> credentials_in(std::string_view text);

}  // namespace vouch::facts
