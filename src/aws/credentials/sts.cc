// SPDX-License-Identifier: Apache-2.0
// A form is posted, four elements of the XML that comes back are read. Tested by sts_test.cc.
#include "aws/credentials/sts.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "aws/retry.h"
#include "aws/sign.h"
#include "aws/time.h"
#include "base/text.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Result;
using namespace std::chrono_literals;

constexpr int kAttempts = 3;
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

HttpRequest form_request(const Address& where, const Pairs& form) {
    HttpRequest request{.method = "POST", .headers = {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}}};
    request.body = query_text(form);
    direct(request, where.endpoint);
    if (!request.path.starts_with('/')) request.path.insert(0, "/");
    return request;
}

// The text of the first element of that name; nullopt where there is none, or where it is not plain text.
std::optional<std::string> element(std::string_view xml, std::string_view name) {
    const std::string open = fmt::format("<{}>", name);
    const std::string close = fmt::format("</{}>", name);
    const std::size_t begin = xml.find(open);
    if (begin == std::string_view::npos) return std::nullopt;
    const std::size_t end = xml.find(close, begin);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view text = xml.substr(begin + open.size(), end - begin - open.size());
    return text.find_first_of("<&") == std::string_view::npos ? std::optional(std::string(text)) : std::nullopt;
}

Result<Credentials> credentials_of(const std::string& xml, std::string source) {
    const auto id = element(xml, "AccessKeyId");
    const auto secret = element(xml, "SecretAccessKey");
    const auto token = element(xml, "SessionToken");
    const auto expires = parse_time(element(xml, "Expiration").value_or(""));
    if (!id || !secret || !token || !expires)
        return base::fail(Code::invalid_value, fmt::format("the answer of STS for {} has no credentials that can be read", source));
    return Credentials{*id, Secret(*secret), Secret(*token), expires, std::move(source)};
}

// The code, and what STS says of it; its sentences name users and roles, never keys.
std::unexpected<base::Error> refusal(const HttpResponse& response, std::string_view operation) {
    const std::string code = element(response.body, "Code").value_or(fmt::format("HTTP status {}", response.status));
    const std::string message = element(response.body, "Message").value_or("");
    return base::fail(Code::invalid_value, fmt::format("sts:{}: {}{}{}", operation, base::excerpt(code), message.empty() ? "" : ": ",
                                                       base::excerpt(message, 300)));
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

    Result<Credentials> make(Pairs parameters, const Credentials* base) const {
        VOUCH_TRY(const Address where, address(search_, role_));
        Pairs form{{"Action", std::string(operation_)}, {"Version", "2011-06-15"}};
        form.insert(form.end(), parameters.begin(), parameters.end());
        VOUCH_TRY(const HttpResponse response, attempts(form_request(where, form), base, where.region));
        if (response.status != 200) return refusal(response, operation_);
        return credentials_of(response.body, fmt::format("role {}", base::excerpt(role_.arn, 200)));
    }

private:
    Result<HttpResponse> attempts(HttpRequest request, const Credentials* base, const std::string& region) const {
        const Environment& environment = search_.outside.environment;
        std::chrono::milliseconds ahead{0};
        for (int attempt = 1;; ++attempt) {
            if (base != nullptr) VOUCH_CHECK(sign(request, *base, {region, "sts", environment.clock.now() + ahead}));
            auto response = search_.outside.fetch(request, {});
            const Failure failure = failure_of(response);
            if (response && response->status == 200) return response;
            const auto off = response ? skew(*response, environment.clock.now() + ahead) : 0ms;
            const bool again = off != 0ms || classify(failure, "sts") != FailureKind::permanent;
            if (!again || attempt == kAttempts) {
                if (response) return response;
                return std::unexpected(std::move(response).error().within(fmt::format("sts:{} {}", operation_, region)));
            }
            ahead += off;
            if (off == 0ms) environment.sleep(std::chrono::milliseconds(static_cast<int>(1000 * environment.random() * attempt)));
        }
    }

    static Failure failure_of(const Result<HttpResponse>& response) {
        if (!response) return {.connection = true};
        Failure failure{.status = response->status};
        for (const std::string_view code : {"Throttling", "ThrottlingException", "RequestLimitExceeded", "IDPCommunicationError"})
            if (element(response->body, "Code") == code) failure.code = code;
        return failure;
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
    if (!role.duration.empty()) form.emplace_back("DurationSeconds", role.duration);
    if (!role.mfa_serial.empty()) {
        if (!search.outside.ask)
            return base::fail(Code::invalid_value, fmt::format("the role {} wants a code of {} and nobody can be asked for it",
                                                               base::excerpt(role.arn, 200), base::excerpt(role.mfa_serial, 200)));
        VOUCH_TRY(std::string code, search.outside.ask(fmt::format("Code of {}: ", base::excerpt(role.mfa_serial, 200))));
        form.emplace_back("SerialNumber", role.mfa_serial);
        form.emplace_back("TokenCode", std::move(code));
    }
    return StsCall(search, role, "AssumeRole").make(std::move(form), &base);
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
