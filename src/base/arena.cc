// SPDX-License-Identifier: Apache-2.0
// Blocks double up to 1 MiB. Tested by arena_test.cc.
#include "base/arena.h"

#include <algorithm>

namespace vouch::base {
namespace {
constexpr std::size_t kLargestBlock = std::size_t{1} << 20U;
}

void* Arena::allocate_slow(std::size_t size, std::size_t alignment) {
    const std::size_t block = std::max(next_block_, size + alignment);
    next_block_ = std::min(next_block_ * 2, std::max(kLargestBlock, next_block_));
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block));
    reserved_ += block;
    newest_size_ = block;
    cursor_ = reinterpret_cast<std::uintptr_t>(blocks_.back().get());
    end_ = cursor_ + block;
    return allocate(size, alignment);
}

void Arena::clear() {
    if (blocks_.empty()) return;
    if (blocks_.size() > 1) {
        std::swap(blocks_.front(), blocks_.back());
        blocks_.resize(1);
        reserved_ = newest_size_;
    }
    cursor_ = reinterpret_cast<std::uintptr_t>(blocks_.front().get());
    end_ = cursor_ + newest_size_;
}

}  // namespace vouch::base
