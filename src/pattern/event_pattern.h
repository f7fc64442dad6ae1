// SPDX-License-Identifier: Apache-2.0
// EventBridge event patterns: a JSON object that says per field which values match.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "value/document.h"
#include "value/value.h"

namespace vouch::pattern {

// Where a value of the pattern stands; nothing where that is not known.
using Locate = std::function<base::Location(const value::Value&)>;

// A checked pattern. It keeps the document's values: they must outlive it (parse_event_pattern of a text keeps its own document).
// Immutable; may be used from several threads at once.
struct EventPattern {
    value::Value root;
    value::DocumentPtr document;  // of a pattern that was read from text
};

// Errors: syntax and invalid_value (an operator that does not exist, a field without a list, ...), each with its place.
base::Result<EventPattern> parse_event_pattern(const value::Value& pattern, const Locate& locate = {});
base::Result<EventPattern> parse_event_pattern(std::string_view text);

// Whether the pattern matches `event`, the whole event with `source`, `detail-type` and `detail`.
bool matches(const EventPattern& pattern, const value::Value& event);

}  // namespace vouch::pattern
