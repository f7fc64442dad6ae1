// SPDX-License-Identifier: Apache-2.0
// Properties as analysers read them: by path, one value or a list of them, numbers and truth values also where they are written as text.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "facts/truth.h"
#include "value/value.h"

namespace vouch::facts {

// The value below `root` at a path of keys, "BackupSelection.Resources"; nullptr where it is not there. An unknown on the way is given as
// it is.
const value::Value* at_path(const value::Value& root, std::string_view path);

// The elements of a list; the value itself where it is no list; nothing where it is null or not there.
std::vector<value::Value> each(const value::Value* value);

// The first unknown in a value, itself or below, and why it is; nullptr where there is none, or no value.
const value::Value* unknown_in(const value::Value* value);
const value::Unknown* why_unknown(const value::Value* value);

// The text of a string; nullopt for all else.
std::optional<std::string_view> text_of(const value::Value* value);
// Integers, also written as text: 22, "22". nullopt for all else.
std::optional<std::int64_t> integer_of(const value::Value* value);
// true, "true", "True", "TRUE": yes. An unknown: maybe. All else: no.
Truth truth_of(const value::Value* value);

}  // namespace vouch::facts
