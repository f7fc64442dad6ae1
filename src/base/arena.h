// SPDX-License-Identifier: Apache-2.0
// A bump allocator: what is made in it lives until the arena goes, all at once. Used for value trees and evaluation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace vouch::base {

// Not thread-safe. Destructors of what is made here are never run, so only trivially destructible types may be made.
// Moving an arena keeps every pointer into it valid.
class Arena {
public:
    explicit Arena(std::size_t first_block = 4096) : next_block_(first_block) {}
    Arena(Arena&& other) noexcept { *this = std::move(other); }
    // What `other` held goes with the move; it is then empty and may be used again.
    Arena& operator=(Arena&& other) noexcept {
        cursor_ = std::exchange(other.cursor_, 0);
        end_ = std::exchange(other.end_, 0);
        next_block_ = other.next_block_;
        reserved_ = std::exchange(other.reserved_, 0);
        newest_size_ = std::exchange(other.newest_size_, 0);
        blocks_ = std::exchange(other.blocks_, {});
        return *this;
    }
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    ~Arena() = default;

    void* allocate(std::size_t size, std::size_t alignment) {
        auto at = (cursor_ + (alignment - 1)) & ~static_cast<std::uintptr_t>(alignment - 1);
        if (at + size > end_) [[unlikely]]
            return allocate_slow(size, alignment);
        cursor_ = at + size;
        return reinterpret_cast<void*>(at);
    }

    // An array of `count` objects whose contents are not yet set.
    template <class T>
    T* allocate_array(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T>);
        return static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
    }

    template <class T, class... Args>
    T* make(Args&&... args) {
        static_assert(std::is_trivially_destructible_v<T>);
        return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
    }

    // A copy of `text` that lives as long as the arena.
    std::string_view copy(std::string_view text) {
        if (text.empty()) return {};
        char* bytes = allocate_array<char>(text.size());
        std::memcpy(bytes, text.data(), text.size());
        return {bytes, text.size()};
    }

    template <class T>
    std::span<T> copy(std::span<const T> items) {
        static_assert(std::is_trivially_copyable_v<T>);
        if (items.empty()) return {};
        T* array = allocate_array<T>(items.size());
        std::memcpy(static_cast<void*>(array), items.data(), items.size_bytes());
        return {array, items.size()};
    }

    // Bytes taken from the system so far.
    std::size_t reserved() const { return reserved_; }

    // Forgets everything that was made but keeps the newest block, for use again.
    void clear();

private:
    void* allocate_slow(std::size_t size, std::size_t alignment);

    std::uintptr_t cursor_ = 0;
    std::uintptr_t end_ = 0;
    std::size_t next_block_ = 4096;
    std::size_t reserved_ = 0;
    std::size_t newest_size_ = 0;
    std::vector<std::unique_ptr<std::byte[]>> blocks_;
};

}  // namespace vouch::base
