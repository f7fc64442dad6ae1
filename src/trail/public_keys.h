// SPDX-License-Identifier: Apache-2.0
// The public keys of CloudTrail, and the signatures that they verify.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/source.h"
#include "trail/times.h"
#include "value/value.h"

namespace vouch::trail {

inline constexpr int kLeastKeyBits = 2048;
inline constexpr int kMostKeyBits = 8192;  // bounds the work of a signature

// Thread-safe once made.
class PublicKeys {
public:
    PublicKeys();
    PublicKeys(PublicKeys&&) noexcept;
    PublicKeys& operator=(PublicKeys&&) noexcept;
    ~PublicKeys();

    // Adds the keys of an answer of ListPublicKeys: a map with `PublicKeyList`, or that list alone. A key that must not be used stays in
    // memory with the reason, so that a digest that names it is told why. Errors: invalid_value where it is neither, or a row has no
    // fingerprint; too_large.
    base::Result<void> add(const value::Value& answer);

    std::size_t size() const;

    // Whether `signature` (hexadecimal digits) is that of `text` by the key with that fingerprint, which must have been in use at some
    // moment of `when`. Errors, in words that follow "the signature": integrity where it is not; undefined_name where no such key is
    // known; invalid_value where the key must not be used, or was not in use.
    base::Result<void> verify(std::string_view fingerprint, std::string_view text, std::string_view signature, const Interval& when) const;

private:
    struct Key;
    std::map<std::string, std::unique_ptr<Key>, std::less<>> keys_;  // by fingerprint
};

// The keys in a file of JSON. Errors: those of JSON, and of add().
base::Result<PublicKeys> parse_public_keys(base::SourcePtr text);

}  // namespace vouch::trail
