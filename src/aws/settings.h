// SPDX-License-Identifier: Apache-2.0
// What variables, the profile and the command line say of how AWS is called, in the order of precedence that the AWS CLI documents.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/endpoint.h"
#include "aws/environment.h"
#include "aws/profiles.h"
#include "base/error.h"

namespace vouch::aws {

// What the caller was told explicitly; it comes before everything else.
struct SettingsOptions {
    std::optional<std::string> profile = {};
    std::optional<std::string> region = {};
    std::optional<std::string> endpoint_url = {};
    std::optional<std::string> ca_bundle = {};
    bool allow_plain_http = false;  // to hosts other than this machine: whoever listens on the way reads and alters everything
};

enum class RetryMode : std::uint8_t { standard, adaptive };

struct Settings {
    std::string profile = "default";
    bool explicit_profile = false;  // named by the caller: keys in the environment do not count then
    std::string region{};           // empty: nobody says; a machine of EC2 knows its own
    RetryMode retry_mode = RetryMode::standard;
    std::optional<int> max_attempts{};  // absent: what the mode says
    bool new_retries = false;           // the parameters announced for 2026
    std::string ca_bundle{};            // a file; empty: the system's certificates
    Variants variants{};                // FIPS, dual stack
    bool regional_sts = true;
    std::string http_proxy{};  // these three as curl reads them; they may hold a password and are never shown
    std::string https_proxy{};
    std::string no_proxy{};
    std::string application{};  // for the header user-agent
    Profiles profiles{};
    std::vector<std::string> warnings{};  // each one line, for people

    // The endpoint that users want for a service instead of its own, by the model's service id ("CloudWatch Logs"); nullopt: its own.
    // Errors: invalid_value where it is no endpoint, or plain http to another machine.
    base::Result<std::optional<Endpoint>> endpoint(const Environment& environment, std::string_view service_id) const;

    SettingsOptions options{};
};

// Errors: those of read_profiles(); not_found where the profile that is named does not exist; invalid_value for a region, a mode or a
// number that is none.
base::Result<Settings> read_settings(const Environment& environment, const SettingsOptions& options = {});

// "CloudWatch Logs" as part of a variable's name: "CLOUDWATCH_LOGS".
std::string variable_part(std::string_view service_id);

}  // namespace vouch::aws
