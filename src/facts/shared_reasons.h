// SPDX-License-Identifier: Apache-2.0
// Reasons that are found once and count for every resource that hangs on what they are about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "facts/estate.h"
#include "facts/reasons.h"

namespace vouch::facts {

class SharedReasons {
public:
    // So many are told of each resource; the rest is counted. All of them for each of many would be their product.
    static constexpr std::size_t kTold = 20;

    // Adds what `find` puts into the Reasons that it is given; their places are in the source of that unit.
    template <class Find>
    void collect(const model::Unit& unit, const Find& find) {
        Reasons reasons(arena_);
        find(reasons);
        take(reasons, unit.document.get());
    }
    // Adds one that has no place of its own; that it may be so.
    void add(std::string_view why);
    void maybe(std::string_view why);

    std::size_t size() const { return found_.size(); }
    std::string_view why(std::size_t i) const { return found_[i].reason.as_string(); }

    // Adds them to those of a subject. Places in other sources become the subject's own.
    void tell(const Subject& subject, Reasons& out) const;

private:
    struct One {
        value::Value reason;
        const value::Document* source = nullptr;  // nullptr: no place of its own
    };

    void take(const Reasons& reasons, const value::Document* source);

    base::Arena arena_{256};
    std::vector<One> found_;
    One unknown_;
};

}  // namespace vouch::facts
