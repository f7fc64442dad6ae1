// SPDX-License-Identifier: Apache-2.0
// `aws login` leaves credentials of 15 minutes in a file and renews them itself whenever it runs. They are read here, not renewed: that
// would mean to write into the file of another tool. Tested by login_test.cc.
#include <fmt/format.h>

#include "aws/credentials/keys.h"
#include "base/digest.h"
#include "base/text.h"

namespace vouch::aws {
namespace {

constexpr std::size_t kLargestLoginToken = std::size_t{1} << 20U;
constexpr KeyNames kLoginNames{"accessKeyId", "secretAccessKey", "sessionToken", "expiresAt"};

std::unexpected<base::Error> log_in_again(const Search& search, std::string_view why) {
    return base::fail(base::Code::not_found, fmt::format("the login of profile `{}` {}", base::excerpt(search.profile), why), std::nullopt,
                      fmt::format("run `aws login --profile {}`", base::excerpt(search.profile)));
}

}  // namespace

Found look_for_login(const Search& search) {
    const auto session = search.of_profile().get("login_session");
    if (!session) return std::nullopt;
    const Environment& environment = search.outside.environment;
    VOUCH_TRY(const std::string name, base::sha256_hex(*session));
    const std::string folder = variable(environment, "AWS_LOGIN_CACHE_DIRECTORY").value_or("~/.aws/login/cache");
    const auto file = environment.files.read(expand_home(environment, fmt::format("{}/{}.json", folder, name)), kLargestLoginToken);
    if (!file) return log_in_again(search, "has no token");
    VOUCH_TRY(const auto document, read_secret_json("the token of the login", std::string((*file)->text())));
    const value::Value* keys = document.root.find("accessToken");
    if (keys == nullptr || !keys->is_map()) return log_in_again(search, "has a token that cannot be read");
    VOUCH_TRY(Credentials credentials, credentials_in(*keys, kLoginNames, "aws login"));
    if (credentials.expires && *credentials.expires <= environment.clock.now()) return log_in_again(search, "has expired");
    return credentials;
}

}  // namespace vouch::aws
