// SPDX-License-Identifier: Apache-2.0
// A profile with role_arn: the credentials of another profile (source_profile) or of a place (credential_source) become those of the
// role. Profiles may chain; a cycle, and a chain that nobody means, is refused. Tested by assume_role_test.cc.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "aws/credentials/keys.h"
#include "aws/credentials/sts.h"
#include "base/text.h"
#include "value/write.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Result;

constexpr std::size_t kLongestChain = 16;  // bounds the recursion; AWS itself limits the session of a chained role to an hour

struct NamedPlace {
    std::string_view name;
    Found (*look)(const Search&);
};
constexpr std::array kCredentialSources{NamedPlace{"Environment", look_in_variables}, NamedPlace{"Ec2InstanceMetadata", look_at_instance},
                                        NamedPlace{"EcsContainer", look_at_container}};

bool has_role(const Profile& profile) { return profile.get("role_arn") && !profile.get("web_identity_token_file"); }
bool has_keys(const Profile& profile) { return profile.get("aws_access_key_id").has_value(); }

std::unexpected<base::Error> wrong_role(const Search& search, Code code, std::string_view what) {
    return base::fail(code, fmt::format("profile `{}`: {}", base::excerpt(search.profile), what));
}

Result<Credentials> named_place(const Search& search, const std::string& name) {
    const auto* const place = std::ranges::find(kCredentialSources, name, &NamedPlace::name);
    if (place == kCredentialSources.end())
        return wrong_role(
            search, Code::invalid_value,
            fmt::format("credential_source `{}` is none of Environment, Ec2InstanceMetadata, EcsContainer", base::excerpt(name)));
    Search anywhere = search;
    anywhere.variables = true;  // it is named here, so it counts whoever named the profile
    VOUCH_TRY(auto found, place->look(anywhere));
    if (!found) return wrong_role(search, Code::not_found, fmt::format("there are no credentials in credential_source {}", name));
    return *std::move(found);
}

// The credentials of the profile that `search` is about, as the source of another one's role.
Result<Credentials> of_source(const Search& search) {
    const Profile& profile = search.of_profile();
    const bool top = search.under_way.back() == search.profile;  // its own source: the role must not be assumed once more
    if (has_keys(profile) || !has_role(profile) || top) {
        for (const CredentialPlace& place : chain()) {
            if (!place.of_profile) continue;
            VOUCH_TRY(auto found, place.look(search));
            if (found) return *std::move(found);
        }
        return wrong_role(search, Code::not_found, "is a source_profile and has no credentials");
    }
    VOUCH_TRY(auto found, look_for_role(search));
    return *std::move(found);
}

Result<Credentials> source_profile(const Search& search, const std::string& name) {
    const Profile* const source = search.settings.profiles.find(name);
    if (source == nullptr)
        return wrong_role(search, Code::not_found, fmt::format("source_profile `{}` does not exist", base::excerpt(name)));
    Search further = search;
    further.profile = name;
    further.variables = false;
    further.under_way.push_back(search.profile);
    const bool itself = name == search.profile && has_keys(*source);
    if (!itself && std::ranges::find(further.under_way, name) != further.under_way.end()) {
        std::string way;
        for (const std::string& each : further.under_way) way += fmt::format("`{}` -> ", base::excerpt(each));
        return base::fail(Code::cycle, fmt::format("profiles are each other's source: {}`{}`", way, base::excerpt(name)));
    }
    if (further.under_way.size() > kLongestChain)
        return wrong_role(search, Code::too_large, fmt::format("more than {} profiles in a chain of source_profile", kLongestChain));
    return of_source(further);
}

// What the AWS CLI names the file of this role after: Python's JSON, names sorted.
std::string role_cache_key(const Role& role) {
    std::string json = "{";
    const auto add = [&](std::string_view name, const std::string& text, bool quoted) {
        if (text.empty()) return;
        json += fmt::format("{}\"{}\": ", json.size() > 1 ? ", " : "", name);
        if (quoted)
            value::write_json_string(json, text);
        else
            json += text;
    };
    add("DurationSeconds", role.duration, false);
    add("ExternalId", role.external_id, true);
    add("RoleArn", role.arn, true);
    add("RoleSessionName", role.session_name, true);
    add("SerialNumber", role.mfa_serial, true);
    return json + "}";
}

}  // namespace

Found look_for_role(const Search& search) {
    const Profile& profile = search.of_profile();
    if (!has_role(profile)) return std::nullopt;
    const auto source = profile.get("source_profile");
    const auto place = setting(profile.config, "credential_source");  // the credentials file may not say it
    if (source && place) return wrong_role(search, Code::invalid_value, "has source_profile and credential_source: only one can be meant");
    if (!source && !place) return wrong_role(search, Code::invalid_value, "has role_arn and neither source_profile nor credential_source");
    const Role role{*profile.get("role_arn"), profile.get("role_session_name").value_or(""), profile.get("external_id").value_or(""),
                    profile.get("mfa_serial").value_or(""), profile.get("duration_seconds").value_or("")};
    if (role.duration.find_first_not_of("0123456789") != std::string::npos)
        return wrong_role(search, Code::invalid_value, "duration_seconds is no number");
    if (auto cached = cached_credentials(search, role_cache_key(role), fmt::format("role {} (cached)", base::excerpt(role.arn, 200))))
        return cached;
    VOUCH_TRY(const Credentials own, source ? source_profile(search, *source) : named_place(search, *place));
    return assume_role(search, role, own);
}

}  // namespace vouch::aws
