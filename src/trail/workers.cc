// SPDX-License-Identifier: Apache-2.0
// Each thread takes the next index; the caller's own thread works too. Tested by folder_objects_test.cc.
#include "trail/workers.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace vouch::trail {

void for_each_index(std::size_t count, unsigned workers, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    const auto run = [&] {
        for (std::size_t index = next++; index < count; index = next++) work(index);
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min<std::size_t>(workers, count); ++i) threads.emplace_back(run);
    run();
}

}  // namespace vouch::trail
