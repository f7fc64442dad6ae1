// SPDX-License-Identifier: Apache-2.0
// A sample is written as what differs from `common`: its keys replace those of the same name. The envelope in which EventBridge
// delivers an event is derived from it. Tested by detections_test.cc, which tries every detection on its own samples.
#include "pattern/detections.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/ascii.h"
#include "base/text.h"
#include "value/read.h"
#include "value/text_at.h"

namespace vouch::pattern {

using base::Code;
using value::Member;
using value::Value;

namespace {

constexpr std::string_view kFolder = "detections/";
constexpr std::array<std::string_view, 5> kSeverities{"informational", "low", "medium", "high", "critical"};  // in the order of the enum

class Reader {
public:
    Reader(value::Document& document, Detection& detection) : document_(document), arena_(document.arena), detection_(detection) {}

    base::Result<void> read() {
        const Value& root = document_.root;
        if (!root.is_map()) return bad(root, "a detection is a map of keys");
        for (const Member& member : root.as_map())
            if (std::ranges::find(kKeys, member.name()) == kKeys.end())
                return bad(member.key, fmt::format("a detection has no key `{}`", base::excerpt(member.name())));
        for (const auto& [name, into] : {std::pair{"id", &Detection::id},
                                         {"title", &Detection::title},
                                         {"what", &Detection::what},
                                         {"pattern", &Detection::pattern}}) {
            detection_.*into = text_at(root, name);
            if ((detection_.*into).empty()) return bad(root, fmt::format("the detection lacks `{}`", name));
        }
        VOUCH_CHECK(texts("criteria", detection_.criteria));
        VOUCH_CHECK(texts("rows", detection_.rows));
        VOUCH_CHECK(severity());
        VOUCH_CHECK(alarm());
        VOUCH_CHECK(different_calls());
        VOUCH_CHECK(patterns());
        VOUCH_CHECK(samples("match", detection_.match));
        VOUCH_CHECK(samples("also", detection_.also));
        VOUCH_CHECK(samples("no_match", detection_.no_match));
        if (detection_.match.empty()) return bad(root, "the detection has no sample that must match");
        return {};
    }

private:
    static constexpr std::array<std::string_view, 14> kKeys{"id",       "title", "what",     "criteria",       "rows",
                                                            "severity", "alarm", "pattern",  "event_pattern",  "common",
                                                            "match",    "also",  "no_match", "different_calls"};

    std::unexpected<base::Error> bad(const Value& at, std::string message) const {
        return base::fail(Code::invalid_value, std::move(message), document_.location(at));
    }

    base::Result<void> texts(std::string_view key, std::vector<std::string>& into) {
        const Value* list = document_.root.find(key);
        if (list == nullptr || !list->is_list()) return bad(document_.root, fmt::format("the detection lacks the list `{}`", key));
        for (const Value& item : list->as_list()) {
            if (!item.is_string()) return bad(item, fmt::format("`{}` holds texts only", key));
            into.emplace_back(item.as_string());
        }
        return {};
    }

    base::Result<void> severity() {
        const Value* given = document_.root.find("severity");
        if (given == nullptr) return {};
        const auto known = given->is_string() ? severity_from(given->as_string()) : std::nullopt;
        if (!known) return bad(*given, fmt::format("`severity` is one of {}", fmt::join(kSeverities, ", ")));
        detection_.severity = *known;
        return {};
    }

    base::Result<void> alarm() {
        const Value* given = document_.root.find("alarm");
        if (given == nullptr) return {};
        if (given->kind() != value::Kind::boolean) return bad(*given, "`alarm` is true or false");
        detection_.alarm = given->as_boolean();
        return {};
    }

    base::Result<void> different_calls() {
        const Value* given = document_.root.find("different_calls");
        if (given == nullptr) return {};
        if (given->kind() != value::Kind::integer || given->as_integer() < 2 || given->as_integer() > 1000)
            return bad(*given, "`different_calls` is a number from 2 to 1000");
        if (detection_.alarm) return bad(*given, "no metric filter counts different calls: `alarm` is false");
        detection_.different_calls = static_cast<std::size_t>(given->as_integer());
        return {};
    }

    base::Result<void> patterns() {
        auto filter = parse_filter(detection_.pattern);
        if (!filter) {
            base::Error error = std::move(filter).error();
            error.message += fmt::format(" (column {} of the pattern)", error.where ? error.where->column : 0);
            error.where = document_.location(*document_.root.find("pattern"));
            return std::unexpected(std::move(error));
        }
        detection_.filter = *std::move(filter);
        const Value* pattern = document_.root.find("event_pattern");
        if (pattern == nullptr) return {};
        VOUCH_TRY(detection_.event_pattern, parse_event_pattern(*pattern, [this](const Value& at) { return document_.location(at); }));
        return {};
    }

    base::Result<void> samples(std::string_view key, std::vector<Sample>& into) {
        const Value* list = document_.root.find(key);
        if (list == nullptr) return {};
        if (!list->is_list()) return bad(*list, fmt::format("`{}` is a list of events", key));
        for (const Value& item : list->as_list()) {
            if (!item.is_map()) return bad(item, fmt::format("`{}` is a list of events", key));
            into.push_back(sample(item));
            if (into.back().name.empty()) return bad(item, "the event has no `eventName`");
        }
        return {};
    }

    Sample sample(const Value& item) {
        std::vector<Member> members;
        const Value* common = document_.root.find("common");
        if (common != nullptr && common->is_map())
            std::ranges::copy_if(common->as_map(), std::back_inserter(members),
                                 [&](const Member& each) { return item.find(each.name()) == nullptr; });
        std::ranges::copy_if(item.as_map(), std::back_inserter(members), [](const Member& each) { return each.name() != "name"; });
        Sample sample;
        sample.event = value::make_map(arena_, members, item.position());
        sample.name = text_at(item, "name");
        if (sample.name.empty()) sample.name = text_at(sample.event, "eventName");
        const Value* read_only = sample.event.find("readOnly");
        sample.read_only = read_only != nullptr && read_only->kind() == value::Kind::boolean && read_only->as_boolean();
        sample.delivered = delivered(sample.event);
        return sample;
    }

    Value delivered(const Value& event) {
        const std::uint32_t at = event.position();
        const std::string service = text_at(event, "eventSource");
        const std::string type = text_at(event, "eventType");
        const std::string_view what = type == "AwsConsoleSignIn"   ? "AWS Console Sign In via CloudTrail"
                                      : type == "AwsServiceEvent"  ? "AWS Service Event via CloudTrail"
                                      : type == "AwsConsoleAction" ? "AWS Console Action via CloudTrail"
                                                                   : "AWS API Call via CloudTrail";
        const auto member = [&](std::string_view key, std::string_view text) {
            return Member{value::make_string(arena_, key, at), value::make_string(arena_, text, at)};
        };
        const std::vector<Member> members{
            member("version", "0"),
            member("id", text_at(event, "eventID")),
            member("source", "aws." + service.substr(0, service.find('.'))),
            member("detail-type", what),
            member("account", text_at(event, "recipientAccountId")),
            member("time", text_at(event, "eventTime")),
            member("region", text_at(event, "awsRegion")),
            Member{value::make_string(arena_, "resources", at), value::make_list(arena_, {}, at)},
            Member{value::make_string(arena_, "detail", at), event},
        };
        return value::make_map(arena_, members, at);
    }

    value::Document& document_;
    base::Arena& arena_;
    Detection& detection_;
};

// Those of the files that hold the text `with`.
Detections read_files(std::span<const base::EmbeddedFile> files, std::string_view with) {
    Detections detections;
    for (const base::EmbeddedFile& file : files) {
        if (!file.path.starts_with(kFolder) || !file.path.ends_with(".yaml") || !file.bytes.contains(with)) continue;
        auto detection = read_detection(std::make_shared<base::Source>(fmt::format("catalog/{}", file.path), std::string(file.bytes)));
        if (detection) {
            detections.all.push_back(*std::move(detection));
        } else {
            detections.problems.push_back(std::move(detection).error());
        }
    }
    std::ranges::sort(detections.all, {}, &Detection::id);
    return detections;
}

}  // namespace

base::Result<Detection> read_detection(base::SourcePtr source) {
    VOUCH_TRY(value::Document read, value::read_yaml(std::move(source)));
    const auto document = std::make_shared<value::Document>(std::move(read));
    Detection detection;
    VOUCH_CHECK(Reader(*document, detection).read());
    detection.document = document;
    return detection;
}

Detections read_detections(std::span<const base::EmbeddedFile> files) { return read_files(files, ""); }

Detections read_alarmed_detections(std::span<const base::EmbeddedFile> files) { return read_files(files, "\nalarm: true\n"); }

std::string_view name(Severity severity) { return kSeverities[static_cast<std::size_t>(severity)]; }

std::optional<Severity> severity_from(std::string_view name) {
    const auto found = std::ranges::find(kSeverities, name);
    if (found == kSeverities.end()) return std::nullopt;
    return static_cast<Severity>(found - kSeverities.begin());
}

std::string fact_name(std::string_view id) { return base::pascal_case(id); }

}  // namespace vouch::pattern
