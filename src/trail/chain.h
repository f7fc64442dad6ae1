// SPDX-License-Identifier: Apache-2.0
// The rules of a chain of digests: each is signed, lies where it says, and continues the one before it, in content, signature and time.
// A pure function of what was read.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "trail/digest.h"
#include "trail/names.h"
#include "trail/objects.h"
#include "trail/public_keys.h"
#include "trail/report.h"

namespace vouch::trail {

// A digest as it was found. Where reading or parsing failed `digest` is empty and `fault` says why.
struct SeenDigest {
    std::string path;
    DigestName name;
    std::optional<Digest> digest;
    std::string fault;    // follows "the digest"
    bool unread = false;  // the fault is that of a network or a disk, not of the digest
    std::string sha256;   // of the uncompressed bytes
    std::optional<Metadata> metadata;
};

struct ChainRules {
    const PublicKeys& keys;
    bool exact = true;  // paths have the bucket; else only what stands from `AWSLogs/` on can be compared
    Interval asked;     // digests before it are not looked for
};

// What is known of a digest after all rules.
struct Standing {
    bool genuine = false;     // its bytes are those that CloudTrail signed: what it lists can be relied on
    bool unanchored = false;  // whether they are nobody can tell
    bool valid = false;       // genuine, and nothing else is wrong with it
};

struct JudgedChain {
    std::vector<Standing> standings;  // of the digests, in their order
    std::vector<Deviation> deviations;
    std::vector<Hole> holes;         // within `asked`, without reasons yet
    std::vector<bool> begins_again;  // of the holes: the digest behind it begins a chain anew, or there is none
    std::optional<Head> head;        // the newest digest that is valid
    std::size_t missing = 0;         // digests that others name
};

// `digests` are those of one chain, sorted by their end.
JudgedChain judge_chain(std::span<const SeenDigest> digests, const ChainRules& rules);

// The same place, as far as the paths can tell.
bool same_place(std::string_view stated, std::string_view path, bool exact);

}  // namespace vouch::trail
