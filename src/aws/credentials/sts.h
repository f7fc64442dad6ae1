// SPDX-License-Identifier: Apache-2.0
// The two calls of the Security Token Service that credentials come from. They are made here by hand, since the client that makes all
// other calls needs credentials first.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/credentials/source.h"

namespace vouch::aws {

struct Role {
    std::string arn;
    std::string session_name{};  // empty: one is made of the time
    std::string external_id{};
    std::string mfa_serial{};  // the person is asked for a code
    std::string duration{};    // seconds, as configured
};

// AssumeRole, signed with `base`. Up to three attempts; a clock that is off is corrected by the answer's. Errors: those of asking for the
// code and of the network; invalid_value with the API's code and message where it refuses.
base::Result<Credentials> assume_role(const Search& search, const Role& role, const Credentials& base);

// AssumeRoleWithWebIdentity, which the token alone proves.
base::Result<Credentials> assume_role_with_token(const Search& search, const Role& role, const Secret& token);

// Assumes the role in the name of `base` and renews it. What is referred to must outlive it.
std::unique_ptr<Provider> role_provider(const Outside& outside, const Settings& settings, std::shared_ptr<Provider> base, Role role);

}  // namespace vouch::aws
