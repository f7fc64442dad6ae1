// SPDX-License-Identifier: Apache-2.0
// What earlier runs verified, verified again in part: objects that were changed or taken away since then.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trail/area.h"
#include "trail/objects.h"
#include "trail/public_keys.h"

namespace vouch::trail {

// What is to be said of a listed log, if anything: that it deviates, or that it could not be read.
struct LogJudgement {
    std::optional<Deviation> deviation;
    std::optional<base::Error> problem;
};
LogJudgement judge_log(const std::string& sha256, const std::string& path, const base::Result<LogHash>& hash);

struct Sampled {
    std::size_t digests = 0;  // that were verified again, with their logs
    std::vector<Deviation> deviations;
    std::vector<base::Error> problems;
};

// Draws `count` hours between the beginning of the chain and its head, and verifies the digest of each with all of its logs. The same seed
// draws the same hours.
Sampled sample_chain(const Area& area, const ChainId& chain, const Head& head, const KeysOf& keys, Objects& objects, std::size_t count,
                     std::uint64_t seed);

}  // namespace vouch::trail
