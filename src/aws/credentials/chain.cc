// SPDX-License-Identifier: Apache-2.0
// The order is botocore's. Tested by chain_test.cc.
#include <array>

#include <fmt/format.h>

#include "aws/credentials/source.h"

namespace vouch::aws {
namespace {

constexpr std::array kChain{
    CredentialPlace{"env", false, look_in_variables},
    CredentialPlace{"assume-role", false, look_for_role},
    CredentialPlace{"assume-role-with-web-identity", true, look_for_web_identity},
    CredentialPlace{"sso", true, look_for_sso},
    CredentialPlace{"shared-credentials-file", true, look_in_credentials_file},
    CredentialPlace{"login", true, look_for_login},
    CredentialPlace{"custom-process", true, look_for_process},
    CredentialPlace{"config-file", true, look_in_config_file},
    CredentialPlace{"ec2-credentials-file", false, look_in_ec2_file},
    CredentialPlace{"boto-config", false, look_in_boto_file},
    CredentialPlace{"container-role", false, look_at_container},
    CredentialPlace{"iam-role", false, look_at_instance},
};

}  // namespace

std::span<const CredentialPlace> chain() { return kChain; }

const Profile& Search::of_profile() const {
    static const Profile kNone;
    const Profile* found = settings.profiles.find(profile);
    return found == nullptr ? kNone : *found;
}

base::Result<Credentials> find_credentials(const Search& search) {
    for (const CredentialPlace& place : chain()) {
        auto found = place.look(search);
        if (!found) return std::unexpected(std::move(found).error().within(fmt::format("credentials from {}", place.name)));
        if (*found) return **std::move(found);
    }
    return base::fail(base::Code::not_found, "no credentials for AWS were found", std::nullopt,
                      "set AWS_PROFILE to a profile that you have logged in with, or see `aws configure`");
}

std::unique_ptr<Provider> chain_provider(const Outside& outside, const Settings& settings) {
    return std::make_unique<RenewingProvider>(outside.environment.clock, [&outside, &settings] {
        return find_credentials({outside, settings, settings.profile, !settings.explicit_profile});
    });
}

}  // namespace vouch::aws
