// SPDX-License-Identifier: Apache-2.0
// How much memory a test program asks for: a measure of work that is the same in every run, where time is not.
#pragma once

#include <cstddef>

namespace vouch::facts {

// Bytes asked for by operator new so far, on all threads.
std::size_t allocated_bytes();

}  // namespace vouch::facts
