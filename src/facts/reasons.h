// SPDX-License-Identifier: Apache-2.0
// A fact as controls see it: the list of reasons why it is so. An empty list: it is not so. An unknown: nobody can tell.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "value/value.h"

namespace vouch::facts {

// What is not known, in a fact's own words, with the reason of the value that it hangs on: "whether it has a device is not known:
// `iam:ListVirtualMFADevices` was denied (...)". So a finding names the action that would settle it. nullptr: it hangs on no value.
std::string because(std::string what, const value::Unknown* unknown);

class Reasons {
public:
    // Keeps a reference to `arena`.
    explicit Reasons(base::Arena& arena) : arena_(arena) {}

    // It is so, because of what stands at `position` of the resource's own source (the resource itself for what stands in others).
    void add(std::string_view why, std::uint32_t position);
    // It may be so: that depends on what is not known. Counts only while nothing is certain.
    void maybe(const value::Unknown& why, std::uint32_t position);
    void maybe(std::string_view reason, std::uint32_t position) { maybe({value::Unknown::Cause::intrinsic, reason, {}, {}}, position); }

    bool certain() const { return !found_.empty(); }
    std::span<const value::Value> found() const { return found_; }
    const value::Value& unknown() const { return unknown_; }  // null where nothing is
    bool possible() const { return certain() || unknown_.is_unknown(); }
    // The list, or the unknown. `position`: of the resource.
    value::Value value(std::uint32_t position) const;

private:
    base::Arena& arena_;
    std::vector<value::Value> found_;
    value::Value unknown_;
};

}  // namespace vouch::facts
