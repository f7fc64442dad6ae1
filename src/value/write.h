// SPDX-License-Identifier: Apache-2.0
// A Value as JSON text.
#pragma once

#include <string>

#include "value/value.h"

namespace vouch::value {

struct WriteOptions {
    int indent = 0;  // 0: everything on one line
};

// Appends `value` to `out`. Numbers keep what they mean (a real always has a point or exponent); strings are escaped as RFC 8259 asks.
// An unknown becomes {"Vouch::Unknown": {"reason": ..., "identity": ...}}. Needs no recursion deeper than the tree's own depth.
void write_json(std::string& out, const Value& value, const WriteOptions& options = {});
std::string to_json(const Value& value, const WriteOptions& options = {});
// Appends `text` as a JSON string with its quotes.
void write_json_string(std::string& out, std::string_view text);

}  // namespace vouch::value
