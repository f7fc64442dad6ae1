// SPDX-License-Identifier: Apache-2.0
// Every setting is looked up as: what the caller says, the variable, the profile, the default. Tested by settings_test.cc.
#include "aws/settings.h"

#include <charconv>

#include <fmt/format.h>

#include "aws/ini.h"
#include "base/ascii.h"
#include "base/text.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Result;

std::optional<std::string> from_profile(const Settings& settings, std::string_view name) {
    const Profile* profile = settings.profiles.find(settings.profile);
    return profile == nullptr ? std::nullopt : profile->get(name);
}

// The variable, else the profile's setting.
std::optional<std::string> look_up(const Environment& environment, const Settings& settings, std::string_view name, std::string_view key) {
    auto found = variable(environment, name);
    return found ? found : from_profile(settings, key);
}

bool is_on(const Environment& environment, const Settings& settings, std::string_view name, std::string_view key) {
    return base::to_lower(look_up(environment, settings, name, key).value_or("")) == "true";
}

Result<void> choose_profile(const Environment& environment, const SettingsOptions& options, Settings& settings) {
    const auto usual = variable(environment, "AWS_PROFILE");
    const auto older = variable(environment, "AWS_DEFAULT_PROFILE");
    settings.explicit_profile = options.profile.has_value();
    const auto chosen = options.profile ? options.profile : usual ? usual : older;
    settings.profile = chosen.value_or("default");
    if (!options.profile && usual && older && *usual != *older)
        settings.warnings.push_back(fmt::format("AWS_PROFILE is `{}` and AWS_DEFAULT_PROFILE is `{}`: the first counts",
                                                base::excerpt(*usual), base::excerpt(*older)));
    if (chosen && *chosen != "default" && settings.profiles.find(*chosen) == nullptr)
        return base::fail(Code::not_found, fmt::format("there is no profile `{}` in the configuration of AWS", base::excerpt(*chosen)),
                          std::nullopt, "profiles stand in ~/.aws/config and ~/.aws/credentials");
    return {};
}

Result<void> choose_region(const Environment& environment, const SettingsOptions& options, Settings& settings) {
    auto region = options.region ? options.region : variable(environment, "AWS_REGION");
    if (!region) region = variable(environment, "AWS_DEFAULT_REGION");
    if (!region) region = from_profile(settings, "region");
    if (region && !is_region(*region))
        return base::fail(Code::invalid_value, fmt::format("`{}` is no name of a region", base::excerpt(*region)), std::nullopt,
                          "regions are named like eu-central-1");
    settings.region = region.value_or("");
    return {};
}

Result<void> choose_retries(const Environment& environment, Settings& settings) {
    const std::string mode = base::to_lower(look_up(environment, settings, "AWS_RETRY_MODE", "retry_mode").value_or("standard"));
    if (mode == "adaptive")
        settings.retry_mode = RetryMode::adaptive;
    else if (mode == "legacy")
        settings.warnings.emplace_back("the retry mode `legacy` is not implemented: `standard` is used");
    else if (mode != "standard")
        return base::fail(Code::invalid_value, fmt::format("`{}` is no retry mode", base::excerpt(mode)), std::nullopt,
                          "the modes are standard and adaptive");
    settings.new_retries = is_true(environment, "AWS_NEW_RETRIES_2026");
    const auto attempts = look_up(environment, settings, "AWS_MAX_ATTEMPTS", "max_attempts");
    if (!attempts) return {};
    int number = 0;
    const auto [end, error] = std::from_chars(attempts->data(), attempts->data() + attempts->size(), number);
    if (error != std::errc{} || end != attempts->data() + attempts->size() || number < 1)
        return base::fail(Code::invalid_value, fmt::format("`{}` is no number of attempts", base::excerpt(*attempts)));
    settings.max_attempts = number;
    return {};
}

// The lower-case spelling counts first, as for curl; HTTP_PROXY in capitals too, as botocore has it.
std::string proxy(const Environment& environment, std::string_view name) {
    auto found = variable(environment, name);
    return (found ? found : variable(environment, base::to_upper(name))).value_or("");
}

// From the section [services NAME] that the profile names.
std::optional<std::string> from_services(const Settings& settings, std::string_view service_id) {
    const auto section = settings.profiles.services.find(from_profile(settings, "services").value_or(""));
    if (section == settings.profiles.services.end()) return std::nullopt;
    const auto service = setting(section->second, base::to_lower(variable_part(service_id)));
    return service ? setting(nested_settings(*service), "endpoint_url") : std::nullopt;
}

}  // namespace

std::string variable_part(std::string_view service_id) {
    std::string out = base::to_upper(service_id);
    for (char& c : out)
        if (c == ' ' || c == '-') c = '_';
    return out;
}

Result<Settings> read_settings(const Environment& environment, const SettingsOptions& options) {
    Settings settings;
    settings.options = options;
    VOUCH_TRY(settings.profiles, read_profiles(environment));
    VOUCH_CHECK(choose_profile(environment, options, settings));
    VOUCH_CHECK(choose_region(environment, options, settings));
    VOUCH_CHECK(choose_retries(environment, settings));
    const auto bundle = options.ca_bundle ? options.ca_bundle : look_up(environment, settings, "AWS_CA_BUNDLE", "ca_bundle");
    settings.ca_bundle = expand_home(environment, bundle.value_or(""));
    settings.variants.fips = is_on(environment, settings, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    settings.variants.dual_stack = is_on(environment, settings, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    settings.regional_sts =
        base::to_lower(look_up(environment, settings, "AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints").value_or("")) != "legacy";
    settings.http_proxy = proxy(environment, "http_proxy");
    settings.https_proxy = proxy(environment, "https_proxy");
    settings.no_proxy = proxy(environment, "no_proxy");
    settings.application = look_up(environment, settings, "AWS_SDK_UA_APP_ID", "sdk_ua_app_id").value_or("");
    return settings;
}

Result<std::optional<Endpoint>> Settings::endpoint(const Environment& environment, std::string_view service_id) const {
    auto url = options.endpoint_url;
    const bool ignored = is_on(environment, *this, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls");
    if (!url && !ignored) {
        url = variable(environment, "AWS_ENDPOINT_URL_" + variable_part(service_id));
        if (!url) url = variable(environment, "AWS_ENDPOINT_URL");
        if (!url) url = from_services(*this, service_id);
        if (!url) url = from_profile(*this, "endpoint_url");
    }
    if (!url) return std::nullopt;
    VOUCH_TRY(Endpoint endpoint, parse_endpoint(*url));
    if (endpoint.scheme == "http" && !is_loopback(endpoint.host) && !options.allow_plain_http)
        return base::fail(Code::invalid_value, fmt::format("the endpoint `{}` is not encrypted", base::excerpt(to_string(endpoint))),
                          std::nullopt, "use https, or an endpoint on this machine");
    return endpoint;
}

}  // namespace vouch::aws
