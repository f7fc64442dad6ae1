// SPDX-License-Identifier: Apache-2.0
// Whether an error is a denial shows in its code; the details stand in the message, in words that AWS documents as those of access denied
// errors:
//   User: ARN is not authorized to perform: ACTION on resource: ARN because no identity-based policy allows the ACTION action
//   ... with an explicit deny in a service control policy
// Tested by denial_test.cc.
#include "aws/denial.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vouch::aws {
namespace {

constexpr std::array<std::string_view, 11> kCodes{
    "AccessDenied",          "AccessDeniedException",        "AccessDeniedFault",     "AuthorizationError", "AuthorizationErrorException",
    "UnauthorizedOperation", "Client.UnauthorizedOperation", "UnauthorizedException", "NotAuthorized",      "NotAuthorizedException",
    "ForbiddenException"};

constexpr std::array<std::pair<std::string_view, DeniedBy>, 9> kPolicies{{{"service control policy", DeniedBy::service_control_policy},
                                                                          {"resource control policy", DeniedBy::resource_control_policy},
                                                                          {"permissions boundary", DeniedBy::permissions_boundary},
                                                                          {"session policy", DeniedBy::session_policy},
                                                                          {"VPC endpoint policy", DeniedBy::endpoint_policy},
                                                                          {"identity-based policy", DeniedBy::identity_policy},
                                                                          {"resource-based policy", DeniedBy::resource_policy},
                                                                          {"role trust policy", DeniedBy::resource_policy},
                                                                          {"endpoint policy", DeniedBy::endpoint_policy}}};

// The word that stands behind `label`, without a point that ends the sentence.
std::string word_after(std::string_view text, std::string_view label) {
    const std::size_t at = text.find(label);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + label.size());
    while (text.starts_with(' ')) text.remove_prefix(1);
    text = text.substr(0, text.find_first_of(" \n\t"));
    while (text.ends_with('.') || text.ends_with(',') || text.ends_with(';')) text.remove_suffix(1);
    return std::string(text);
}

}  // namespace

std::string_view name(DeniedBy by) {
    constexpr std::array<std::string_view, 8> kNames{"an unknown policy",         "an identity-based policy", "a resource-based policy",
                                                     "a permissions boundary",    "a session policy",         "a service control policy",
                                                     "a resource control policy", "an endpoint policy"};
    return kNames[static_cast<std::size_t>(by)];
}

std::optional<Denial> denial(const ApiError& error) {
    const bool bare = error.status == 403 && error.code == "403";  // a HEAD request has no body to say more
    if (!bare && std::ranges::find(kCodes, error.code) == kCodes.end()) return std::nullopt;
    const std::string_view text = error.message;
    Denial made;
    made.principal = word_after(text, "User:");
    made.action = word_after(text, "authorized to perform:");
    made.resource = word_after(text, "on resource:");
    made.explicitly = text.find("explicit deny") != std::string_view::npos;
    const std::size_t reason = std::min(text.find(" because "), text.find(" with an explicit deny"));
    if (reason == std::string_view::npos) return made;
    for (const auto& [words, by] : kPolicies) {
        if (text.find(words, reason) == std::string_view::npos) continue;
        made.by = by;
        break;
    }
    return made;
}

}  // namespace vouch::aws
