// SPDX-License-Identifier: Apache-2.0
// File descriptors with an owner, writing all of a text, and opening a path that must stay below a folder.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace vouch::base::detail {

// Closes what it holds; -1 holds nothing.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();

    int get() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }

private:
    int number_;
};

// Opens for reading without waiting. On failure the descriptor is empty and errno tells why.
Descriptor open_for_reading(const char* path);

// Opens `relative` below `folder`. Empty with errno on failure: EXDEV where it leads out. Does not look at `relative` for `..` first.
// open_beneath() asks the kernel (openat2) where it can; walk_beneath() goes component by component and works everywhere.
Descriptor open_beneath(const std::string& folder, const std::string& relative);
Descriptor walk_beneath(const std::string& folder, const std::string& relative);

// Writes all of it. 0, or the errno of what failed.
int write_all(int file, std::string_view text);

// The error for errno value `number` about `path`.
Error error_from(int number, std::string_view path);

}  // namespace vouch::base::detail
