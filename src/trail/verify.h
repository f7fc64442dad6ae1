// SPDX-License-Identifier: Apache-2.0
// Verifies the trails that objects hold: every digest, every log that one lists, and whether all of the time is covered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "trail/heads.h"
#include "trail/objects.h"
#include "trail/public_keys.h"
#include "trail/report.h"

namespace vouch::trail {

// Digests and logs are there so long after what they are about, mostly within minutes.
inline constexpr std::chrono::hours kDeliveryLag{2};

struct Asked {
    std::optional<Time> start;  // none: each chain from its first digest on
    std::optional<Time> end;    // none: up to `now` where the source is live, else up to the last digest of all
    Time now{};
    bool live = false;                  // the source is what the service writes to, not a copy
    std::vector<std::string> accounts;  // only these, and each of them; empty: those that are found
    std::vector<std::string> regions;
    std::string trail;       // only chains of this one; empty: all
    std::size_t sample = 3;  // resumed: of what lies before the heads so many digests a chain are verified again, with their logs
    std::uint64_t seed = 0;  // of that choice
    bool resume = false;     // begin at the known heads
};

// The public keys that digests of a region and time are verified with; they live as long as what gives them. Errors: those of the network.
using KeysOf = std::function<base::Result<const PublicKeys*>(const std::string& region, const Interval& when)>;

// How far it is: of how many accounts and regions.
struct VerifyProgress {
    std::size_t area = 0;
    std::size_t areas = 0;
};

// Hears of the logs that digests list, from several threads at once: their numbers within a round, from 0 on, each once; and whether a log
// has the hash that its digest lists.
struct LogListener {
    std::function<void()> begin;  // a round
    std::function<void(std::size_t number, const std::string& path, const base::Result<LogHash>& log, bool right)> log;
};

struct Listening {
    std::function<void(const VerifyProgress&)> progress = [](const VerifyProgress&) {};
    std::function<bool()> stopped = [] { return false; };
    std::optional<LogListener> logs = std::nullopt;
};

// `known` are heads of earlier runs: a chain that lacks one was put back, and is not intact. Errors: those of finding the folders; what
// fails later is a problem of the report.
base::Result<Report> verify(Objects& objects, const KeysOf& keys, const Asked& asked, const Heads& known, const Listening& listening = {});

}  // namespace vouch::trail
