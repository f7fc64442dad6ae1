// SPDX-License-Identifier: Apache-2.0
// Tested by hubs_test.cc.
#include "facts/shared_reasons.h"

#include <algorithm>

#include <fmt/format.h>

namespace vouch::facts {

void SharedReasons::add(std::string_view why) { found_.push_back({value::make_string(arena_, why, 0), nullptr}); }

void SharedReasons::maybe(std::string_view why) {
    Reasons reasons(arena_);
    reasons.maybe(why, 0);
    take(reasons, nullptr);
}

void SharedReasons::take(const Reasons& reasons, const value::Document* source) {
    for (const value::Value& reason : reasons.found()) found_.push_back({reason, source});
    if (!unknown_.reason.is_unknown() && reasons.unknown().is_unknown()) unknown_ = {reasons.unknown(), source};
}

void SharedReasons::tell(const Subject& subject, Reasons& out) const {
    const std::uint32_t own = subject.resource().position;
    const auto place = [&](const One& one) { return one.source == subject.unit().document.get() ? one.reason.position() : own; };
    const std::size_t told = std::min(found_.size(), kTold);
    for (std::size_t i = 0; i < told; ++i) out.add(found_[i].reason.as_string(), place(found_[i]));
    if (found_.size() > told) out.add(fmt::format("and {} more", found_.size() - told), own);
    if (unknown_.reason.is_unknown()) out.maybe(unknown_.reason.as_unknown(), place(unknown_));
}

}  // namespace vouch::facts
