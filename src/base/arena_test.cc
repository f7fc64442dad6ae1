// SPDX-License-Identifier: Apache-2.0
#include "base/arena.h"

#include <array>

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

TEST(Arena, AllocationsAreAlignedAndDoNotOverlap) {
    Arena arena(64);
    char* before = nullptr;
    for (const std::size_t size : {1U, 7U, 64U, 3U, 5000U, 8U, 2000000U, 16U}) {
        auto* bytes = static_cast<char*>(arena.allocate(size, 16));
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(bytes) % 16, 0U);
        std::memset(bytes, 'x', size);
        if (before != nullptr) {
            EXPECT_EQ(*before, 'y');
        }
        *bytes = 'y';
        before = bytes;
    }
}

TEST(Arena, CopiesOutliveTheirOriginalsAndAMove) {
    Arena arena;
    std::string_view copy;
    std::span<int> numbers;
    {
        const std::string text = "text that is longer than a small string";
        const std::array<int, 3> original{1, 2, 3};
        copy = arena.copy(text);
        numbers = arena.copy(std::span<const int>(original));
    }
    const Arena moved = std::move(arena);
    EXPECT_EQ(copy, "text that is longer than a small string");
    EXPECT_EQ(numbers[2], 3);
    EXPECT_GE(moved.reserved(), 4096U);
}

TEST(Arena, MovedFromArenaCanBeUsedAgain) {
    Arena arena;
    arena.allocate(10, 1);
    const Arena moved = std::move(arena);
    // NOLINTNEXTLINE(bugprone-use-after-move): that is what is tested
    auto* bytes = static_cast<char*>(arena.allocate(10, 1));
    std::memset(bytes, 1, 10);
    EXPECT_NE(moved.reserved(), 0U);
}

TEST(Arena, ClearKeepsOneBlockForUseAgain) {
    Arena arena(64);
    for (int i = 0; i < 100; ++i) arena.allocate(50, 1);
    arena.clear();
    const std::size_t kept = arena.reserved();
    arena.allocate(kept, 1);
    EXPECT_EQ(arena.reserved(), kept);
}

TEST(Arena, EmptyCopiesTakeNoMemory) {
    Arena arena;
    EXPECT_TRUE(arena.copy("").empty());
    EXPECT_EQ(arena.reserved(), 0U);
}

}  // namespace
}  // namespace vouch::base
