// SPDX-License-Identifier: Apache-2.0
// Members of the files that runs keep for later ones. `of` says in errors whose member it is: "a head".
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/error.h"
#include "trail/times.h"
#include "value/value.h"

namespace vouch::trail::detail {

// Errors: invalid_value where it is missing or no text.
inline base::Result<std::string> kept_text(const value::Value& map, std::string_view name, std::string_view of) {
    const value::Value* member = map.find(name);
    if (member == nullptr || !member->is_string())
        return base::fail(base::Code::invalid_value, fmt::format("{} has no text `{}`", of, name));
    return std::string(member->as_string());
}

// Errors: those of kept_text(), and invalid_value where it is no time.
inline base::Result<Time> kept_time(const value::Value& map, std::string_view name, std::string_view of) {
    VOUCH_TRY(const std::string text, kept_text(map, name, of));
    const auto time = parse_time(text);
    if (!time) return base::fail(base::Code::invalid_value, fmt::format("`{}` of {} is no time", name, of));
    return *time;
}

}  // namespace vouch::trail::detail
