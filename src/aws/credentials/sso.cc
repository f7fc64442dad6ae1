// SPDX-License-Identifier: Apache-2.0
// `aws sso login` leaves a token in a file; the portal gives credentials of a role for it. Nothing is written: a token that has expired
// is the person's to renew. Tested by sso_test.cc.
#include <fmt/format.h>

#include "aws/credentials/keys.h"
#include "aws/detail/hmac.h"
#include "aws/time.h"
#include "base/text.h"
#include "value/text_at.h"
#include "value/write.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Result;

constexpr std::size_t kLargestSsoToken = std::size_t{1} << 20U;
constexpr KeyNames kPortalNames{"accessKeyId", "secretAccessKey", "sessionToken", "expiration"};

struct SsoSession {
    std::string name;  // of the section [sso-session]; empty for profiles that say everything themselves
    std::string start_url;
    std::string region;
    std::string account;
    std::string role;
};

std::unexpected<base::Error> wrong_sso(const Search& search, std::string_view what) {
    return base::fail(Code::invalid_value, fmt::format("profile `{}`: {}", base::excerpt(search.profile), what));
}

Result<std::optional<SsoSession>> configured(const Search& search) {
    const Section& profile = search.of_profile().config;
    const auto account = setting(profile, "sso_account_id");
    const auto role = setting(profile, "sso_role_name");
    const auto name = setting(profile, "sso_session");
    if (!account && !role) return std::nullopt;  // a session alone is for tokens, not for credentials
    if (!account || !role) return wrong_sso(search, "has one of sso_account_id and sso_role_name: both are needed");
    const Section* where = &profile;
    if (name) {
        const auto found = search.settings.profiles.sessions.find(*name);
        if (found == search.settings.profiles.sessions.end())
            return wrong_sso(search, fmt::format("sso_session `{}` does not exist", base::excerpt(*name)));
        where = &found->second;
    }
    const auto url = setting(*where, "sso_start_url");
    const auto region = setting(*where, "sso_region");
    if (!url || !region || !is_region(*region))
        return wrong_sso(search, "single sign-on needs sso_start_url and the name of a region in sso_region");
    return SsoSession{name.value_or(""), *url, *region, *account, *role};
}

std::unexpected<base::Error> sign_on_again(const Search& search, std::string_view why) {
    return base::fail(Code::not_found, fmt::format("the single sign-on of profile `{}` {}", base::excerpt(search.profile), why),
                      std::nullopt, fmt::format("run `aws sso login --profile {}`", base::excerpt(search.profile)));
}

Result<Secret> token_of(const Search& search, const SsoSession& session) {
    const Environment& environment = search.outside.environment;
    VOUCH_TRY(const std::string name, detail::sha1_hex(session.name.empty() ? session.start_url : session.name));
    const auto file = environment.files.read(expand_home(environment, fmt::format("~/.aws/sso/cache/{}.json", name)), kLargestSsoToken);
    if (!file) return sign_on_again(search, "has no token");
    VOUCH_TRY(const auto document, read_secret_json("the token of single sign-on", std::string((*file)->text())));
    std::string token = text_at(document.root, "accessToken");
    const auto expires = parse_time(text_at(document.root, "expiresAt"));
    if (token.empty() || !expires) return sign_on_again(search, "has a token that cannot be read");
    if (*expires <= environment.clock.now()) return sign_on_again(search, "has expired");
    return Secret(std::move(token));
}

std::string sso_cache_key(const SsoSession& session) {
    std::string json = "{\"accountId\":";
    value::write_json_string(json, session.account);
    json += ",\"roleName\":";
    value::write_json_string(json, session.role);
    json += session.name.empty() ? ",\"startUrl\":" : ",\"sessionName\":";
    value::write_json_string(json, session.name.empty() ? session.start_url : session.name);
    return json + "}";
}

}  // namespace

Found look_for_sso(const Search& search) {
    VOUCH_TRY(const auto session, configured(search));
    if (!session) return std::nullopt;
    const std::string source =
        fmt::format("single sign-on, role {} of account {}", base::excerpt(session->role), base::excerpt(session->account));
    if (auto cached = cached_credentials(search, sso_cache_key(*session), source + " (cached)")) return cached;
    VOUCH_TRY(const Secret token, token_of(search, *session));
    HttpRequest request{.path = "/federation/credentials",
                        .query = {{"role_name", session->role}, {"account_id", session->account}},
                        .headers = {{"x-amz-sso_bearer_token", token.reveal()}}};
    VOUCH_TRY(const auto endpoint, search.settings.endpoint(search.outside.environment, "SSO"));
    direct(request, endpoint ? *endpoint : regional_endpoint("portal.sso", session->region, search.settings.variants));
    VOUCH_TRY(const HttpResponse response, search.outside.fetch(request, {}));
    if (response.status == 401) return sign_on_again(search, "was refused");
    if (response.status != 200) return wrong_sso(search, fmt::format("single sign-on answered with HTTP status {}", response.status));
    VOUCH_TRY(const auto document, read_secret_json("the answer of single sign-on", response.body));
    const value::Value* keys = document.root.find("roleCredentials");
    if (keys == nullptr) return wrong_sso(search, "single sign-on gave no credentials");
    return credentials_in(*keys, kPortalNames, source);
}

}  // namespace vouch::aws
