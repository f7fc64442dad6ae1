// SPDX-License-Identifier: Apache-2.0
// What an entry of the register must have, wherever it is written.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

#include "assess/suppressions/register.h"
#include "value/value.h"

namespace vouch::assess {

// True for a day that exists, as YYYY-MM-DD.
bool is_date(std::string_view text);

// What keeps the entry from being taken: a key of `written` that is not among `keys`, a reason, owner or last day in it that is no text,
// no reason, a last day that is none, a pattern beyond the limit, a control that nobody knows (with the nearest that exists, as long as
// there are `guesses`). The place is the caller's to add.
std::optional<base::Error> check_entry(const Entry& entry, const value::Value& written, std::initializer_list<std::string_view> keys,
                                       std::span<const model::Control> known, std::size_t& guesses);

}  // namespace vouch::assess
