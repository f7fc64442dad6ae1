// SPDX-License-Identifier: Apache-2.0
// Tested by form_test.cc.
#include "value/form.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace vouch::value {

std::unexpected<base::Error> Form::fault(const Value& at, std::string message) const {
    return base::fail(base::Code::invalid_value, std::move(message), document_.location(at));
}

base::Result<void> Form::keys(const Value& map, std::span<const std::string_view> known, std::string_view what) const {
    if (!map.is_map()) return fault(map, fmt::format("the {} is no map", what));
    for (const Member& member : map.as_map())
        if (std::ranges::find(known, member.name()) == known.end())
            return fault(member.key, fmt::format("the {} has no key `{}`", what, base::excerpt(member.name())));
    return {};
}

base::Result<std::string> Form::text(const Value& map, std::string_view key) const {
    const Value* found = map.find(key);
    if (found == nullptr || !found->is_string() || found->length() == 0) return fault(map, fmt::format("`{}` must be a text", key));
    return std::string(found->as_string());
}

base::Result<std::vector<std::string>> Form::texts(const Value& map, std::string_view key) const {
    const Value* found = map.find(key);
    std::vector<std::string> all;
    if (found == nullptr) return all;
    if (!found->is_list()) return fault(*found, fmt::format("`{}` must be a list of texts", key));
    for (const Value& each : found->as_list()) {
        if (!each.is_string()) return fault(each, fmt::format("`{}` must be a list of texts", key));
        all.emplace_back(each.as_string());
    }
    return all;
}

}  // namespace vouch::value
