// SPDX-License-Identifier: Apache-2.0
// A shared library that is loaded when it is needed, so that programs that do not need it start sooner.
#pragma once

#include <string>

namespace vouch::base {

class Library {
public:
    // Loads it for the life of the process: its threads and ours may still know it at the end.
    explicit Library(const char* name);

    // The function of that name; nullptr where the library lacks it.
    template <class Function>
    void find(Function& function, const char* symbol) {
        function = reinterpret_cast<Function>(find(symbol));
    }
    // Empty, or why the library or the first function that it lacks cannot be used; without a full stop.
    const std::string& problem() const { return problem_; }

private:
    void* find(const char* symbol);

    std::string name_;
    void* handle_;
    std::string problem_;
};

}  // namespace vouch::base
