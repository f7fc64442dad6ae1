// SPDX-License-Identifier: Apache-2.0
// Ownership of C objects: Handle<sqlite3_stmt, sqlite3_finalize> is a unique_ptr of the size of a pointer.
#pragma once

#include <memory>

namespace vouch::base {

template <auto Release>
struct Releaser {
    template <class T>
    void operator()(T* object) const noexcept {
        Release(object);
    }
};

template <class T, auto Release>
using Handle = std::unique_ptr<T, Releaser<Release>>;

}  // namespace vouch::base
