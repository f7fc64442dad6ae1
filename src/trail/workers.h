// SPDX-License-Identifier: Apache-2.0
// Work that is divided among threads by index.
#pragma once

#include <cstddef>
#include <functional>

namespace vouch::trail {

// Calls `work` once for every index below `count`, from up to `workers` threads, and returns when all of it is done.
void for_each_index(std::size_t count, unsigned workers, const std::function<void(std::size_t)>& work);

}  // namespace vouch::trail
