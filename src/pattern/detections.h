// SPDX-License-Identifier: Apache-2.0
// The security events that an estate should notice (catalog/detections/<id>.yaml): a filter that finds each, and sample CloudTrail
// events that such a filter must match and must not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "pattern/event_pattern.h"
#include "pattern/filter.h"
#include "value/document.h"

namespace vouch::pattern {

// An event as CloudTrail records it, and as EventBridge delivers it.
struct Sample {
    std::string name;  // of the situation; the name of the event where none is given
    value::Value event;
    value::Value delivered;
    bool read_only = false;  // EventBridge delivers it only to rules that ask for such calls
};

// How much an event deserves a look, from "keep it for the record" upwards.
enum class Severity : std::uint8_t { informational, low, medium, high, critical };

std::string_view name(Severity severity);
// nullopt where there is none of that name.
std::optional<Severity> severity_from(std::string_view name);

// Values live in `document`.
struct Detection {
    std::string id;  // "root-usage"
    std::string title;
    std::string what;
    std::vector<std::string> criteria;
    std::vector<std::string> rows;
    Severity severity = Severity::medium;
    std::size_t different_calls = 0;  // that one principal makes within an hour for a match; 0: each event is one
    bool alarm = false;               // the baseline makes an alarm of it, and the control cw-alarm-<id> expects one
    std::string pattern;              // the filter we recommend
    Filter filter;
    std::optional<EventPattern> event_pattern;
    std::vector<Sample> match;     // a filter that catches the detection matches all of these
    std::vector<Sample> also;      // the recommended one matches these too; others need not
    std::vector<Sample> no_match;  // and none of these
    value::DocumentPtr document;
};

struct Detections {
    std::vector<Detection> all;         // sorted by id
    std::vector<base::Error> problems;  // files that could not be read; the others are there
};

// The detections among the files of a catalog.
Detections read_detections(std::span<const base::EmbeddedFile> files);
// Those among them with an alarm. Files without the line `alarm: true` are not looked into, which is several times as fast.
Detections read_alarmed_detections(std::span<const base::EmbeddedFile> files);
// Errors: those of the YAML and of the patterns, invalid_value for a key that is missing, unknown or of the wrong kind.
base::Result<Detection> read_detection(base::SourcePtr source);

// "RootUsage" of "root-usage": what facts are called.
std::string fact_name(std::string_view id);

}  // namespace vouch::pattern
