// SPDX-License-Identifier: Apache-2.0
// Requests and answers are those of the protocol; where they go, and how often, is said here. Tested by sts_test.cc.
#include "aws/credentials/sts.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "aws/models.h"
#include "aws/protocol/protocol.h"
#include "aws/retry.h"
#include "aws/sign.h"
#include "aws/time.h"
#include "base/text.h"
#include "value/text_at.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Result;
using value::Value;
using namespace std::chrono_literals;

constexpr int kStsAttempts = 3;
constexpr std::string_view kDuration = "DurationSeconds";
constexpr auto kTolerated = 4min;  // of a clock; AWS tolerates 5
// Regions that had no endpoint of their own for STS under AWS_STS_REGIONAL_ENDPOINTS=legacy.
constexpr std::array<std::string_view, 16> kLegacyGlobal{
    "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "aws-global", "ca-central-1", "eu-central-1", "eu-north-1",
    "eu-west-1",      "eu-west-2",  "eu-west-3",      "sa-east-1",      "us-east-1",  "us-east-2",    "us-west-1",    "us-west-2"};

struct Address {
    Endpoint endpoint;
    std::string region;  // to sign for
};

Result<Address> address(const Search& search, const Role& role) {
    const Settings& settings = search.settings;
    std::string region = settings.region;
    if (region.empty()) region = setting(search.of_profile().config, "region").value_or("");
    if (!region.empty() && !is_region(region))
        return base::fail(Code::invalid_value, fmt::format("`{}` is no region", base::excerpt(region)));
    const bool legacy = !settings.regional_sts && std::ranges::find(kLegacyGlobal, region) != kLegacyGlobal.end();
    if (region.empty() && role.arn.starts_with("arn:aws-cn:")) region = "cn-north-1";
    if (region.empty() && role.arn.starts_with("arn:aws-us-gov:")) region = "us-gov-west-1";
    VOUCH_TRY(const auto configured, settings.endpoint(search.outside.environment, "STS"));
    if (configured) return Address{*configured, region.empty() ? "us-east-1" : region};
    if (region.empty() || legacy) return Address{{.host = "sts.amazonaws.com"}, "us-east-1"};
    return Address{regional_endpoint("sts", region, settings.variants), region};
}

// Anything else is refused when the request is built.
Value as_number(const Value& text) {
    const std::string_view digits = text.as_string();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() ? Value::integer(number, 0) : text;
}

// What is asked, as the model of the service has it: texts by member.
Result<HttpRequest> role_request(const Operation& operation, const Address& where, const Pairs& parameters) {
    base::Arena arena;
    std::vector<value::Member> members;
    for (const auto& [name, text] : parameters) {
        const Value plain = value::make_string(arena, text, 0);
        members.push_back({value::make_string(arena, name, 0), name == kDuration ? as_number(plain) : plain});
    }
    VOUCH_TRY(Built built, build(operation, value::make_map(arena, members, 0)));
    direct(built.request, where.endpoint);
    if (!built.request.path.starts_with('/')) built.request.path.insert(0, "/");
    return std::move(built.request);
}

Result<Credentials> credentials_of(const Operation& operation, const HttpResponse& response, std::string source) {
    const auto parsed = parse(operation, response);
    const Value* found = parsed ? parsed->document.root.find("Credentials") : nullptr;
    const Value given = found == nullptr ? Value() : *found;
    std::string id = value::text_at(given, "AccessKeyId");
    std::string secret = value::text_at(given, "SecretAccessKey");
    std::string token = value::text_at(given, "SessionToken");
    const auto expires = parse_time(value::text_at(given, "Expiration"));
    if (id.empty() || secret.empty() || token.empty() || !expires)
        return base::fail(Code::invalid_value, fmt::format("the answer of STS for {} has no credentials that can be read", source));
    return Credentials{std::move(id), Secret(std::move(secret)), Secret(std::move(token)), expires, std::move(source)};
}

// The code, and what STS says of it; its sentences name users and roles, never keys.
std::unexpected<base::Error> refusal(const Operation& operation, const HttpResponse& response) {
    const ApiError error = parse_error(operation, response);
    const bool coded = error.code != std::to_string(response.status);
    return base::fail(Code::invalid_value,
                      fmt::format("sts:{}: {}{}{}{}", operation.name, coded ? "" : "HTTP status ", base::excerpt(error.code),
                                  error.message.empty() ? "" : ": ", base::excerpt(error.message, 300)));
}

// How far the service's clock is ahead of ours; 0 within what is tolerated.
std::chrono::milliseconds skew(const HttpResponse& response, base::Time ours) {
    const std::string* date = find_header(response.headers, "date");
    const auto theirs = date == nullptr ? std::nullopt : parse_http_date(*date);
    if (!theirs) return 0ms;
    const auto ahead = *theirs - ours;
    return ahead > kTolerated || ahead < -kTolerated ? ahead : 0ms;
}

// One call with its attempts; `base` is nullptr where nothing is to be signed.
class StsCall {
public:
    StsCall(const Search& search, const Role& role, std::string_view operation) : search_(search), role_(role), operation_(operation) {}

    Result<Credentials> make(const Pairs& parameters, const Credentials* base) const {
        VOUCH_TRY(const Address where, address(search_, role_));
        Models models;
        VOUCH_TRY(const Operation* operation, models.operation("sts", operation_));
        VOUCH_TRY(HttpRequest request, role_request(*operation, where, parameters));
        VOUCH_TRY(const HttpResponse response, attempts(*operation, std::move(request), base, where.region));
        if (response.status != 200) return refusal(*operation, response);
        return credentials_of(*operation, response, fmt::format("role {}", base::excerpt(role_.arn, 200)));
    }

private:
    Result<HttpResponse> attempts(const Operation& operation, HttpRequest request, const Credentials* base,
                                  const std::string& region) const {
        const Environment& environment = search_.outside.environment;
        std::chrono::milliseconds ahead{0};
        for (int attempt = 1;; ++attempt) {
            if (base != nullptr) VOUCH_CHECK(sign(request, *base, {region, "sts", environment.clock.now() + ahead}));
            auto response = search_.outside.fetch(request, {});
            if (response && response->status == 200) return response;
            const auto off = response ? skew(*response, environment.clock.now() + ahead) : 0ms;
            const bool again = off != 0ms || kind_of(operation, response) != FailureKind::permanent;
            if (!again || attempt == kStsAttempts) {
                if (response) return response;
                return std::unexpected(std::move(response).error().within(fmt::format("sts:{} {}", operation_, region)));
            }
            ahead += off;
            if (off == 0ms) environment.sleep(std::chrono::milliseconds(static_cast<int>(1000 * environment.random() * attempt)));
        }
    }

    static FailureKind kind_of(const Operation& operation, const Result<HttpResponse>& response) {
        if (!response) return classify({.connection = true}, "sts");
        const ApiError error = parse_error(operation, *response);
        return classify({.status = response->status, .code = error.code}, "sts");
    }

    const Search& search_;
    const Role& role_;
    std::string_view operation_;
};

std::string session_name(const Search& search, const Role& role) {
    if (!role.session_name.empty()) return role.session_name;
    return fmt::format("vouch-{}",
                       std::chrono::floor<std::chrono::seconds>(search.outside.environment.clock.now()).time_since_epoch().count());
}

}  // namespace

Result<Credentials> assume_role(const Search& search, const Role& role, const Credentials& base) {
    Pairs form{{"RoleArn", role.arn}, {"RoleSessionName", session_name(search, role)}};
    if (!role.external_id.empty()) form.emplace_back("ExternalId", role.external_id);
    if (!role.duration.empty()) form.emplace_back(kDuration, role.duration);
    if (!role.mfa_serial.empty()) {
        if (!search.outside.ask)
            return base::fail(Code::invalid_value, fmt::format("the role {} wants a code of {} and nobody can be asked for it",
                                                               base::excerpt(role.arn, 200), base::excerpt(role.mfa_serial, 200)));
        VOUCH_TRY(std::string code, search.outside.ask(fmt::format("Code of {}: ", base::excerpt(role.mfa_serial, 200))));
        form.emplace_back("SerialNumber", role.mfa_serial);
        form.emplace_back("TokenCode", std::move(code));
    }
    return StsCall(search, role, "AssumeRole").make(form, &base);
}

Result<Credentials> assume_role_with_token(const Search& search, const Role& role, const Secret& token) {
    return StsCall(search, role, "AssumeRoleWithWebIdentity")
        .make({{"RoleArn", role.arn}, {"RoleSessionName", session_name(search, role)}, {"WebIdentityToken", token.reveal()}}, nullptr);
}

std::unique_ptr<Provider> role_provider(const Outside& outside, const Settings& settings, std::shared_ptr<Provider> base, Role role) {
    return std::make_unique<RenewingProvider>(
        outside.environment.clock, [&outside, &settings, base = std::move(base), role = std::move(role)]() -> Result<Credentials> {
            VOUCH_TRY(const Credentials own, base->get());
            return assume_role({outside, settings, settings.profile}, role, own);
        });
}

}  // namespace vouch::aws
