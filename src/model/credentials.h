// SPDX-License-Identifier: Apache-2.0
// Credentials that show by their form, wherever they stand in a text; and the words that stand for those that were hidden.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::model {

struct Credential {
    std::string_view kind;  // "an access key of AWS"; of static storage
    std::size_t begin = 0;
    std::size_t end = 0;  // of a password in a URL: user and password, up to the @
    bool hidden = false;  // the words that stand for one, hidden_as()
};

// In the order of where they begin; they may overlap, and one may stand in another. Linear in the length of the text.
std::vector<Credential> find_credentials(std::string_view text);

// What kinds of credentials stand in `text`, each once, in a fixed order. One that was hidden counts as what it was, so that whoever
// judges a text says the same before and after. Linear.
std::vector<std::string_view> credentials_in(std::string_view text);

inline constexpr std::string_view kAwsKey = "an access key of AWS";
inline constexpr std::string_view kPasswordInUrl = "a password in a URL";

// What stands for a secret that was hidden: kHidden, or for credentials "(hidden: looks like an access key of AWS)".
inline constexpr std::string_view kHidden = "(hidden)";
std::string hidden_as(std::string_view kind);

// Whether `c` may go on a token: no token begins or ends beside it.
bool is_token_character(char c);

}  // namespace vouch::model
