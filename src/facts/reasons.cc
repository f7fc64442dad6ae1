// SPDX-License-Identifier: Apache-2.0
// Tested by facts_test.cc.
#include "facts/reasons.h"

namespace vouch::facts {

std::string because(std::string what, const value::Unknown* unknown) {
    if (unknown != nullptr && !unknown->reason.empty()) what.append(": ").append(unknown->reason);
    return what;
}

void Reasons::add(std::string_view why, std::uint32_t position) { found_.push_back(value::make_string(arena_, why, position)); }

void Reasons::maybe(const value::Unknown& why, std::uint32_t position) {
    if (unknown_.is_unknown()) return;
    // The fact is not certain to hold anything, whatever the value that it hangs on is.
    const auto cause = why.filled() ? value::Unknown::Cause::intrinsic : why.cause;
    unknown_ = value::make_unknown(arena_, {cause, arena_.copy(why.reason), {}, arena_.copy(why.subject)}, position);
}

value::Value Reasons::value(std::uint32_t position) const {
    if (found_.empty() && unknown_.is_unknown()) return unknown_;
    // Each empty list is a node of its own, so that reports can say which fact was empty.
    if (found_.empty()) return value::Value::list({arena_.allocate_array<value::Value>(1), 0}, position);
    return value::make_list(arena_, found_, position);
}

}  // namespace vouch::facts
