// SPDX-License-Identifier: Apache-2.0
// What is worked out once for all that ask alike: of a bucket for the trails that write to it, of a metric for the alarms on it.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "facts/estate.h"

namespace vouch::facts {

// Made with Estate::once by a type of its own for each use. Safe to use from several threads.
template <class Key, class T>
class ByKey {
public:
    explicit ByKey(const Estate&) {}

    // What `make` returns for `key`, from the first call with it on. `make` may ask for other keys. Lives as long as this.
    template <class Make>
    const T& of(const Key& key, const Make& make) const {
        {
            const std::scoped_lock lock(mutex_);
            if (const auto found = made_.find(key); found != made_.end()) return *found->second;
        }
        auto made = std::make_unique<const T>(make());
        const std::scoped_lock lock(mutex_);
        return *made_.try_emplace(key, std::move(made)).first->second;
    }

private:
    mutable std::mutex mutex_;
    mutable std::unordered_map<Key, std::unique_ptr<const T>> made_;
};

template <class T>
using ByNode = ByKey<model::Node, T>;

}  // namespace vouch::facts
