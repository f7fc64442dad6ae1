// SPDX-License-Identifier: Apache-2.0
// The trails of one account and region.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "trail/chain.h"
#include "trail/verify.h"

namespace vouch::trail {

struct Area {
    std::string root;  // ".../AWSLogs/"
    std::string organization;
    std::string account;
    std::string region;

    auto operator<=>(const Area&) const = default;

    std::string folder(std::string_view kind) const;  // ".../CloudTrail-Digest/eu-west-1/"
};

// A trail wherever it writes; calls that switch it are logged in its home region.
struct TrailId {
    std::string root;
    std::string organization;
    std::string trail;
    std::string home;

    auto operator<=>(const TrailId&) const = default;
};

using EventTable = std::map<TrailId, std::vector<TrailEvent>>;

// A hole whose reason is still looked for: it becomes a gap where there is none.
struct OpenHole {
    std::size_t chain = 0;  // in the report of the area
    std::size_t hole = 0;   // in the chain
    bool begins_again = false;
};

struct AreaWork {
    AreaReport report;
    std::vector<OpenHole> open;
    std::vector<base::Error> problems;
    std::size_t sampled = 0;  // earlier digests that were verified again
};

struct AreaParts {
    Objects& objects;
    const KeysOf& keys;
    const Asked& asked;
    const Heads& known;
    Time end;            // up to which time must be covered
    EventTable& events;  // what logs of home regions hold about holes is added
    const std::optional<LogListener>& logs;
};

AreaWork verify_area(const Area& area, const AreaParts& parts);

}  // namespace vouch::trail
