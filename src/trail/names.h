// SPDX-License-Identifier: Apache-2.0
// What the names of CloudTrail's objects say. A path is `bucket/key`; in a copy whose bucket is not known it begins with `AWSLogs/`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "trail/times.h"

namespace vouch::trail {

// [prefix/]AWSLogs/[organization/]account/CloudTrail-Digest/region/YYYY/MM/DD/
//     account_CloudTrail-Digest_region_trail_home_YYYYMMDDTHHMMSSZ[_backfill].json.gz
struct DigestName {
    std::string organization;  // "o-a1b2c3d4e5", empty where the trail is an account's own
    std::string account;
    std::string region;
    std::string trail;
    std::string home;       // the region that the trail is of
    Time end;               // of the time that the digest is about
    bool backfill = false;  // of logs that were delivered late; these digests have a chain of their own
};

// [prefix/]AWSLogs/[organization/]account/CloudTrail/region/YYYY/MM/DD/account_CloudTrail_region_YYYYMMDDTHHMMZ_unique.json.gz
struct LogName {
    std::string organization;
    std::string account;
    std::string region;
    Time time;  // of its delivery
};

// nullopt where the path has another form, or folder and file disagree about account or region.
std::optional<DigestName> parse_digest_name(std::string_view path);
std::optional<LogName> parse_log_name(std::string_view path);

bool is_account(std::string_view text);       // twelve digits
bool is_organization(std::string_view text);  // "o-" and 10 to 32 letters and digits

// From `AWSLogs/` on: what stays the same wherever a bucket is copied to. The whole path where it has no such folder.
std::string_view below_logs(std::string_view path);

}  // namespace vouch::trail
