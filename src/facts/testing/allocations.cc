// SPDX-License-Identifier: Apache-2.0
// Replaces operator new of the program that it is linked into.
#include "facts/testing/allocations.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t>& bytes() {
    static constinit std::atomic<std::size_t> count = 0;
    return count;
}

}  // namespace

// Every form that the standard library uses, or what one form gives another takes back: std::stable_sort asks for its room without
// throwing.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    bytes() += size;
    return std::malloc(size == 0 ? 1 : size);
}
void* operator new(std::size_t size) {
    if (void* memory = operator new(size, std::nothrow)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace vouch::facts {

std::size_t allocated_bytes() { return bytes(); }

}  // namespace vouch::facts
