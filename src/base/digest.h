// SPDX-License-Identifier: Apache-2.0
// Digests of bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace vouch::base {

// SHA-256 of `bytes` as 64 lower-case hexadecimal digits. Errors: internal, where the crypto library refuses.
Result<std::string> sha256_hex(std::string_view bytes);
// The same in base 64, as content security policies write it. Errors: as sha256_hex().
Result<std::string> sha256_base64(std::string_view bytes);

// SHA-256 of bytes that come piece by piece.
class Sha256 {
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    void add(std::string_view bytes);
    // Of all that was added so far; more may follow. Errors: as sha256_hex().
    Result<std::string> hex() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vouch::base
