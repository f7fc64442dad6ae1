// SPDX-License-Identifier: Apache-2.0
// What a verification found: per account and region the chains, what deviates, and when nothing covers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "trail/times.h"

namespace vouch::trail {

enum class Verdict : std::uint8_t {
    valid,
    invalid,          // it is there and is not what was written
    missing,          // something that is valid names it, and it is not there
    gap,              // time that no digest covers, without a reason on record
    unanchored_head,  // a digest whose signature nothing that was given holds
    undigested,       // a log that no digest lists
    unchecked,        // a log whose digest is missing or not valid
};
std::string_view name(Verdict verdict);

enum class What : std::uint8_t { digest, log, time };
std::string_view name(What what);

// One thing that is not as it must be.
struct Deviation {
    Verdict verdict = Verdict::invalid;
    What what = What::digest;
    std::string path;  // of the object; empty where time is missing
    Interval when;     // that it is about
    std::string why;   // one line

    bool operator==(const Deviation&) const = default;
};

// Time without a digest, and why where that is on record.
struct Hole {
    Interval when;
    std::string reason;  // "StopLogging by arn:..., 2025-03-01T10:00:00Z"; empty: none, which makes it a gap
    std::string cause;   // what is seen of it: "the digest before is missing"

    bool operator==(const Hole&) const = default;
};

struct Counts {
    std::size_t digests = 0;  // that were looked at, with those that are missing
    std::size_t digests_valid = 0;
    std::size_t digests_unanchored = 0;
    std::size_t logs = 0;  // that digests list
    std::size_t logs_valid = 0;
    std::size_t logs_unchecked = 0;
    std::size_t undigested = 0;
    std::size_t waiting = 0;  // logs that are too new for a digest
    std::uint64_t bytes = 0;  // uncompressed, of logs
    std::uint64_t stored_bytes = 0;

    void add(const Counts& other);
};

// Which digests follow each other.
struct ChainId {
    std::string trail;
    std::string home;
    bool backfill = false;

    auto operator<=>(const ChainId&) const = default;
};

// The last digest of a chain: whoever knows it sees when the bucket is put back to an earlier state.
struct Head {
    std::string path;
    Time end;
    std::string sha256;     // of the uncompressed bytes
    std::string signature;  // empty where nothing that was given holds it
    Time since;             // the time from which on the chain was verified without a hole

    bool operator==(const Head&) const = default;
};

enum class Anchor : std::uint8_t { none, confirmed, broken };  // no earlier run knew the chain; its head is still there; it is not

struct ChainReport {
    ChainId id;
    Interval asked;  // of this chain
    Counts counts;
    std::vector<Hole> holes;
    std::optional<Head> head;
    Anchor anchor = Anchor::none;
    std::size_t resumed = 0;  // digests that an earlier run verified, which were not read again
};

struct AreaReport {
    std::string root;  // where its `AWSLogs/` lies
    std::string organization;
    std::string account;
    std::string region;
    std::vector<ChainReport> chains;
    Counts counts;                      // of all chains
    std::vector<Deviation> deviations;  // the first kMostDeviations
    std::size_t deviation_count = 0;

    void add(Deviation deviation);
};

// An unanchored head is not known to be good or bad; everything else that deviates is bad.
inline bool is_bad(const Deviation& deviation) { return deviation.verdict != Verdict::unanchored_head; }

inline constexpr std::size_t kMostDeviations = 10'000;  // of an account and region

enum class Outcome : std::uint8_t { intact, incomplete, not_intact };
std::string_view name(Outcome outcome);

struct Report {
    Interval asked;  // both zero where nothing was found
    bool start_given = false;
    bool end_given = false;
    std::vector<AreaReport> areas;      // sorted
    std::vector<Deviation> deviations;  // that belong to no account and region
    std::vector<base::Error> problems;  // what could not be read
    std::size_t sampled = 0;            // earlier digests that were verified again
    std::uint64_t seed = 0;             // of that choice

    Counts counts() const;
    std::size_t deviation_count() const;
    Outcome outcome() const;
};

}  // namespace vouch::trail
