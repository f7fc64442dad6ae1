// SPDX-License-Identifier: Apache-2.0
// A digest: the document in which CloudTrail lists the logs of an hour with their hashes, and names the digest before it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/source.h"
#include "trail/times.h"

namespace vouch::trail {

// The one algorithm that CloudTrail signs with: RSA, PKCS #1 v1.5, SHA-256.
inline constexpr std::string_view kSignatureAlgorithm = "SHA256withRSA";
inline constexpr std::string_view kHashAlgorithm = "SHA-256";

// A digest has some hundred bytes a log. The busiest accounts have some thousand logs an hour.
inline constexpr std::size_t kMostDigestBytes = std::size_t{32} << 20U;

struct ListedLog {
    std::string path;    // bucket/key
    std::string sha256;  // of the uncompressed bytes, 64 digits in lower case

    bool operator==(const ListedLog&) const = default;
};

struct PreviousDigest {
    std::string path;
    std::string sha256;
    std::string signature;  // hexadecimal digits in lower case

    bool operator==(const PreviousDigest&) const = default;
};

struct Digest {
    std::string account;
    Interval about;                                         // the time whose deliveries it lists
    std::string end_text;                                   // the end as it stands there: the signature covers it so
    std::string path;                                       // where it says that it lies
    std::string key;                                        // fingerprint of the public key
    std::optional<PreviousDigest> previous = std::nullopt;  // none: a chain begins here
    std::vector<ListedLog> logs;

    bool operator==(const Digest&) const = default;
};

// Reads a digest document. Errors: those of JSON (too_large, syntax, duplicate_key, invalid_encoding), invalid_value for a member that is
// missing, of another kind, or says what no digest says (another algorithm, a hash that is none, a time outside of CloudTrail's).
base::Result<Digest> parse_digest(base::SourcePtr text);

// What the signature of a digest with that hash signs.
std::string string_to_sign(const Digest& digest, std::string_view sha256);

// `text` in lower case where all of it is an even number of hexadecimal digits.
std::optional<std::string> hexadecimal(std::string_view text);

}  // namespace vouch::trail
