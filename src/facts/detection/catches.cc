// SPDX-License-Identifier: Apache-2.0
// Tested by detection_test.cc.
#include "facts/detection/catches.h"

#include <functional>

#include <fmt/format.h>

#include "facts/detection/words.h"
#include "facts/read.h"
#include "facts/reasons.h"

namespace vouch::facts::detection {

using pattern::Detection;
using pattern::Sample;
using value::Value;

namespace {

// Whether a pattern matches a sample; an error where it cannot tell.
using Matches = std::function<base::Result<bool>(const Sample&)>;

Catches try_on_samples(const Matches& matches, std::uint32_t position) {
    Catches catches;
    catches.position = position;
    const auto holds = [&](const Sample& sample) {
        const auto answer = matches(sample);
        if (!answer) catches.unknown = answer.error().message;
        return answer && *answer;
    };
    for (const Detection& detection : catalog()) {
        Caught& caught = catches.all.emplace_back();
        caught.detection = &detection;
        for (const Sample& sample : detection.match) caught.matched.push_back(holds(sample));
        for (const Sample& sample : detection.no_match)
            if (holds(sample)) caught.noisy.push_back(sample.name);
    }
    return catches;
}

Catches nothing(std::uint32_t position) {
    return try_on_samples([](const Sample&) { return false; }, position);
}

Catches unknown(std::string why, std::uint32_t position) {
    Catches catches;
    catches.unknown = std::move(why);
    catches.position = position;
    return catches;
}

Catches caught_by_filter(const model::Resource& resource) {
    const Value* text = property(resource, "FilterPattern");
    if (text == nullptr || text->is_null()) return nothing(resource.position);
    if (text->is_unknown()) return unknown(because("the filter pattern is not known", &text->as_unknown()), text->position());
    if (!text->is_string()) return unknown("the filter pattern is no text", text->position());
    const auto filter = pattern::parse_filter(text->as_string());
    if (!filter) {
        const std::uint32_t column = filter.error().where ? filter.error().where->column : 0;
        return unknown(fmt::format("the filter pattern cannot be read: {} (column {})", filter.error().message, column), text->position());
    }
    return try_on_samples([&](const Sample& sample) { return pattern::matches(*filter, sample.event); }, text->position());
}

Catches caught_by_rule(const model::Resource& resource) {
    const Value* value = property(resource, "EventPattern");
    if (value == nullptr || value->is_null()) return nothing(resource.position);  // a schedule
    if (const Value* missing = unknown_in(value))
        return unknown(because("the event pattern is not known", &missing->as_unknown()), missing->position());
    const auto rule = value->is_string() ? pattern::parse_event_pattern(value->as_string()) : pattern::parse_event_pattern(*value);
    if (!rule) return unknown(fmt::format("the event pattern cannot be read: {}", rule.error().message), value->position());
    const Value* bus = property(resource, "EventBusName");
    if (bus != nullptr && !bus->is_null()) {  // calls that CloudTrail records come to the default bus only
        if (bus->is_unknown() && bus->as_unknown().cause != value::Unknown::Cause::attribute)
            return unknown(because("the event bus is not known", &bus->as_unknown()), bus->position());
        const bool is_default = bus->is_string() && (bus->as_string() == "default" || bus->as_string().ends_with("event-bus/default"));
        if (!is_default) return nothing(bus->position());
    }
    const Value* state = property(resource, "State");
    const bool reads = state != nullptr && state->is_string() && state->as_string() == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
    return try_on_samples([&](const Sample& sample) { return (reads || !sample.read_only) && pattern::matches(*rule, sample.delivered); },
                          value->position());
}

}  // namespace

std::vector<std::string> Caught::missed() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < matched.size(); ++i)
        if (!matched[i]) names.push_back(detection->match[i].name);
    return names;
}

const std::vector<Detection>& catalog() {
    static const std::vector<Detection> all = pattern::read_alarmed_detections(base::embedded_catalog()).all;
    return all;
}

Catches caught_by(const model::Resource& resource) {
    return resource.type == "AWS::Events::Rule" ? caught_by_rule(resource) : caught_by_filter(resource);
}

}  // namespace vouch::facts::detection
