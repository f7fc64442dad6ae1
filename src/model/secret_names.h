// SPDX-License-Identifier: Apache-2.0
// Which names say that what goes by them is a secret.
#pragma once

#include <string_view>

namespace vouch::model {

// True where a property of that name holds a secret by its nature: passwords, tokens, private keys.
bool names_a_secret(std::string_view property);

// The same of a name that a person gave to a variable, an argument or a setting: DB_PASS, STRIPE_KEY. Wider, since a property of AWS that
// is called Key is none.
bool variable_names_a_secret(std::string_view variable);

}  // namespace vouch::model
