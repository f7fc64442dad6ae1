// SPDX-License-Identifier: Apache-2.0
// Gzip as CloudTrail writes it: one member, whole, and nothing behind it. What other readers would add to it or overlook is refused.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "base/error.h"

namespace vouch::trail {

// Of what is decompressed; a log of CloudTrail has some dozen megabytes at most.
inline constexpr std::size_t kMostLogBytes = std::size_t{256} << 20U;

// Decompresses one text after the other into memory that is used again. For one thread.
class Gunzip {
public:
    Gunzip();
    Gunzip(Gunzip&&) noexcept;
    Gunzip& operator=(Gunzip&&) noexcept;
    ~Gunzip();

    // The uncompressed bytes, and behind them a NUL, until the next call. Memory follows what they really are, never what the text claims.
    // Errors, in words that follow the name of an object: too_large (more than `most` bytes); syntax where it is no gzip, is damaged, cut
    // off, or its checksum or length is wrong; integrity where there is a second member or something else behind it.
    base::Result<std::string_view> operator()(std::string_view compressed, std::size_t most);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vouch::trail
