// SPDX-License-Identifier: Apache-2.0
// A token is fetched first and sent with every request; where the service knows no tokens it is asked without, unless that is switched
// off. Whoever does not answer at all is no instance. Tested by instance_test.cc.
#include "aws/credentials/instance.h"

#include <charconv>

#include <fmt/format.h>

#include "aws/credentials/keys.h"
#include "base/ascii.h"
#include "base/text.h"
#include "value/text_at.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Result;
using namespace std::chrono_literals;

constexpr std::string_view kRoles = "/latest/meta-data/iam/security-credentials/";

int number(const Environment& environment, std::string_view name, int usual) {
    const std::string text = variable(environment, name).value_or("");
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value > 0 && value <= 3600 ? value : usual;
}

// One visit: the address, then a token, then as many questions as need be.
class Metadata {
public:
    explicit Metadata(const Search& search) : search_(search), environment_(search.outside.environment) {}

    // False: there is no service, or it may not be asked.
    Result<bool> open() {
        if (is_true(environment_, "AWS_EC2_METADATA_DISABLED")) return false;
        VOUCH_TRY(endpoint_, address());
        HttpRequest request{.method = "PUT", .path = "/latest/api/token", .headers = {{"x-aws-ec2-metadata-token-ttl-seconds", "21600"}}};
        const auto response = ask(std::move(request));
        if (!response) return false;
        if (response->status == 200 && !response->body.empty()) {
            token_ = Secret(response->body);
            return true;
        }
        if (response->status == 400) return base::fail(Code::invalid_value, "the metadata service of the instance refuses to give a token");
        const bool unknown = response->status == 403 || response->status == 404 || response->status == 405;
        return unknown && !first_version_disabled();
    }

    // The body of an answer with status 200; nullopt for anything else.
    std::optional<std::string> get(std::string path) const {
        HttpRequest request{.path = std::move(path)};
        if (!token_.empty()) request.headers.emplace_back("x-aws-ec2-metadata-token", token_.reveal());
        auto response = ask(std::move(request));
        if (!response || response->status != 200) return std::nullopt;
        return std::move(response->body);
    }

private:
    Result<Endpoint> address() const {
        auto url = look_up("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint");
        if (url) return parse_endpoint(*url);
        const auto mode = look_up("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode").value_or("");
        return Endpoint{.scheme = "http", .host = base::to_lower(mode) == "ipv6" ? "[fd00:ec2::254]" : "169.254.169.254"};
    }

    std::optional<std::string> look_up(std::string_view name, std::string_view key) const {
        auto found = variable(environment_, name);
        return found ? found : search_.of_profile().get(key);
    }

    bool first_version_disabled() const {
        return base::to_lower(look_up("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled").value_or("")) == "true";
    }

    // nullopt where no attempt was answered but by errors of the server.
    std::optional<HttpResponse> ask(HttpRequest request) const {
        direct(request, endpoint_);
        const FetchOptions options{.timeout = std::chrono::seconds(number(environment_, "AWS_METADATA_SERVICE_TIMEOUT", 1)),
                                   .direct = true};
        const int attempts = number(environment_, "AWS_METADATA_SERVICE_NUM_ATTEMPTS", 1);
        for (int attempt = 1; attempt <= attempts; ++attempt) {
            auto response = search_.outside.fetch(request, options);
            if (response && response->status < 500) return *std::move(response);
        }
        return std::nullopt;
    }

    const Search& search_;
    const Environment& environment_;
    Endpoint endpoint_;
    Secret token_;
};

// When the service is ill it hands out what it had: such credentials are used on, and asked for again after 17 to 25 minutes, not by
// every machine at once.
void extend(Credentials& credentials, const Environment& environment) {
    const auto window = 15min + std::chrono::seconds(120 + static_cast<int>(environment.random() * 480));
    const base::Time now = environment.clock.now();
    if (credentials.expires && *credentials.expires - window <= now) credentials.expires = now + window;
}

}  // namespace

Found look_at_instance(const Search& search) {
    Metadata metadata(search);
    VOUCH_TRY(const bool there, metadata.open());
    if (!there) return std::nullopt;
    const std::string roles = metadata.get(std::string(kRoles)).value_or("");
    const std::string role = roles.substr(0, roles.find_first_of("\r\n"));
    if (role.empty()) return std::nullopt;
    auto text = metadata.get(std::string(kRoles) + percent_encode(role));
    if (!text) return std::nullopt;
    VOUCH_TRY(const auto document, read_secret_json("the answer of the instance's metadata service", *std::move(text)));
    if (const std::string code = text_at(document.root, "Code"); code != "Success")
        return base::fail(Code::invalid_value, fmt::format("the role of the instance has no credentials: `{}`", base::excerpt(code)));
    VOUCH_TRY(Credentials credentials,
              credentials_in(document.root, kMetadataNames, fmt::format("the instance's role {}", base::excerpt(role))));
    extend(credentials, search.outside.environment);
    return credentials;
}

Result<std::optional<std::string>> region_of_instance(const Search& search) {
    Metadata metadata(search);
    VOUCH_TRY(const bool there, metadata.open());
    if (!there) return std::nullopt;
    auto region = metadata.get("/latest/meta-data/placement/region");
    if (!region || !is_region(*region)) return std::nullopt;
    return region;
}

}  // namespace vouch::aws
