// SPDX-License-Identifier: Apache-2.0
// What an answer that denies says of itself: which action, by which kind of policy.
#pragma once

#include <optional>
#include <string>

#include "aws/protocol/protocol.h"

namespace vouch::aws {

// Who said no. `unknown` where the message does not tell, as those of most services do not.
enum class DeniedBy : std::uint8_t {
    unknown,
    identity_policy,
    resource_policy,
    permissions_boundary,
    session_policy,
    service_control_policy,
    resource_control_policy,
    endpoint_policy,
};
// "a service control policy"
std::string_view name(DeniedBy by);

struct Denial {
    std::string action;     // "iam:ListUsers"; empty where the message names none
    std::string resource;   // an ARN or "*"; may be empty
    std::string principal;  // the caller's ARN; may be empty
    DeniedBy by = DeniedBy::unknown;
    bool explicitly = false;  // a Deny said no; else an Allow is missing
};

// nullopt where the error is no denial: credentials that are wrong or have expired are none, no permission helps there.
std::optional<Denial> denial(const ApiError& error);

}  // namespace vouch::aws
