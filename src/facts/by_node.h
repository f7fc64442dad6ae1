// SPDX-License-Identifier: Apache-2.0
// What is worked out of a resource once, for all that hang on it: a bucket for the trails that write to it, a route table for its subnets.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "facts/estate.h"

namespace vouch::facts {

// Made with Estate::once by a type of its own for each use. Safe to use from several threads.
template <class T>
class ByNode {
public:
    explicit ByNode(const Estate&) {}

    // What `make` returns for `node`, from the first call with it on. `make` may ask for other nodes. Lives as long as this.
    template <class Make>
    const T& of(model::Node node, const Make& make) const {
        {
            const std::scoped_lock lock(mutex_);
            if (const auto found = made_.find(node); found != made_.end()) return *found->second;
        }
        auto made = std::make_unique<const T>(make());
        const std::scoped_lock lock(mutex_);
        return *made_.try_emplace(node, std::move(made)).first->second;
    }

private:
    mutable std::mutex mutex_;
    mutable std::unordered_map<model::Node, std::unique_ptr<const T>> made_;
};

}  // namespace vouch::facts
