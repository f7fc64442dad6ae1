// SPDX-License-Identifier: Apache-2.0
// Digests as they are found: listed, read, decompressed, parsed, and put into chains.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "trail/chain.h"
#include "trail/objects.h"

namespace vouch::trail {

struct Area;

// Sorted by the end of their time.
using ChainTable = std::map<ChainId, std::vector<SeenDigest>>;

// A digest, or that there is none at its path.
struct ReadDigest {
    SeenDigest seen;
    bool absent = false;
};

class DigestReader {
public:
    explicit DigestReader(Objects& objects) : objects_(objects) {}

    // The chains of an account and region with the digests that end in that time, backfill digests from another one on; of one trail where
    // it is not empty.
    ChainTable chains(const Area& area, const Interval& ends, Time backfill_from, const std::string& trail);
    // Adds what digests name as the one before them and the listing did not have: digests in another bucket. Those that ended before
    // `from` are not looked for.
    void add_previous(std::vector<SeenDigest>& digests, const Area& area, Time from);
    // Errors: those of the network or disk.
    base::Result<ReadDigest> one(const std::string& path);

    std::vector<Deviation> deviations;  // objects among the digests that are none
    std::vector<base::Error> problems;  // what could not be read

private:
    std::vector<ReadDigest> read(const std::vector<std::string>& paths);

    Objects& objects_;
};

}  // namespace vouch::trail
