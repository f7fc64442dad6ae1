// SPDX-License-Identifier: Apache-2.0
// The loader of the system. Tested by library_test.cc.
#include "base/library.h"

#include <dlfcn.h>

namespace vouch::base {

Library::Library(const char* name) : name_(name), handle_(::dlopen(name, RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr) problem_ = ::dlerror();
}

void* Library::find(const char* symbol) {
    void* const found = handle_ == nullptr ? nullptr : ::dlsym(handle_, symbol);
    if (found == nullptr && problem_.empty()) problem_ = name_ + " has no " + symbol;
    return found;
}

}  // namespace vouch::base
