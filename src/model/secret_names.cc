// SPDX-License-Identifier: Apache-2.0
// Names are compared by their last letters, without case, dashes and points. Tested by secret_names_test.cc.
#include "model/secret_names.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "base/ascii.h"

namespace vouch::model {
namespace {

constexpr std::array<std::string_view, 28> kProperties{
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "passworddata",
    "secretstring",
    "secretbinary",
    "secretkey",
    "secretaccesskey",
    "accesskeyid",
    "privatekey",
    "presharedkey",
    "keymaterial",
    "authtoken",
    "authorizationtoken",
    "accesstoken",
    "oauthtoken",
    "githubtoken",
    "sessiontoken",
    "securitytoken",
    "refreshtoken",
    "bearertoken",
    "apikey",
    "credentials",
    "clientsecret",
    "sharedsecret",
    "jwtsecret",
    "customergatewayconfiguration",  // of a VPN: a document with the shared keys
};
constexpr std::array<std::string_view, 9> kVariables{"pass", "secret", "secrets",    "token",    "tokens",
                                                     "key",  "keys",   "credential", "passwords"};

bool ends_with_one_of(std::string_view name, std::span<const std::string_view> words) {
    constexpr std::size_t kLongest = 64;  // more of the end tells nothing
    std::string letters;
    for (std::size_t i = name.size(); i > 0 && letters.size() < kLongest; --i) {
        const char c = base::to_lower(name[i - 1]);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
    }
    std::ranges::reverse(letters);
    return std::ranges::any_of(words, [&](std::string_view word) { return letters.ends_with(word); });
}

}  // namespace

bool names_a_secret(std::string_view property) { return ends_with_one_of(property, kProperties); }

bool variable_names_a_secret(std::string_view variable) { return names_a_secret(variable) || ends_with_one_of(variable, kVariables); }

}  // namespace vouch::model
