// SPDX-License-Identifier: Apache-2.0
// A token of an identity provider (a pod of Kubernetes, a CI job) becomes a role. The file is read again whenever credentials are renewed,
// since whoever writes it replaces the token. Tested by web_identity_test.cc.
#include <fmt/format.h>

#include "aws/credentials/sts.h"
#include "base/text.h"

namespace vouch::aws {
namespace {

constexpr std::size_t kLargestIdentityToken = 65'536;  // STS takes 20,000

// The variable counts before the profile; not at all where a profile was named.
std::optional<std::string> identity_setting(const Search& search, std::string_view name, std::string_view key) {
    auto found = search.variables ? variable(search.outside.environment, name) : std::nullopt;
    return found ? found : search.of_profile().get(key);
}

}  // namespace

Found look_for_web_identity(const Search& search) {
    const auto file = identity_setting(search, "AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
    if (!file) return std::nullopt;
    const auto arn = identity_setting(search, "AWS_ROLE_ARN", "role_arn");
    if (!arn) return base::fail(base::Code::invalid_value, "there is a web identity token file and no role to assume with it");
    const Environment& environment = search.outside.environment;
    VOUCH_TRY(const auto text, environment.files.read(expand_home(environment, *file), kLargestIdentityToken));
    const std::string_view token = text->text().substr(0, text->text().find_last_not_of(" \t\r\n") + 1);
    if (token.empty())
        return base::fail(base::Code::invalid_value, fmt::format("the web identity token file `{}` is empty", base::excerpt(*file)));
    const Role role{*arn, identity_setting(search, "AWS_ROLE_SESSION_NAME", "role_session_name").value_or(""), {}, {}, {}};
    return assume_role_with_token(search, role, Secret(std::string(token)));
}

}  // namespace vouch::aws
