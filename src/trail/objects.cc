// SPDX-License-Identifier: Apache-2.0
// Only texts that hold the name of the service are parsed for calls. Tested by objects_test.cc.
#include "trail/objects.h"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>

#include "base/digest.h"
#include "base/source.h"
#include "value/read.h"

namespace vouch::trail {

using base::Result;
using value::Value;

namespace {

constexpr std::string_view kService = "cloudtrail.amazonaws.com";
constexpr std::array<std::string_view, 5> kSwitches = {"CreateTrail", "StartLogging", "StopLogging", "UpdateTrail", "DeleteTrail"};

std::string_view string_at(const Value* value) { return value != nullptr && value->is_string() ? value->as_string() : std::string_view(); }

std::optional<TrailEvent> event_of(const Value& record) {
    const std::string_view name = string_at(record.find("eventName"));
    if (string_at(record.find("eventSource")) != kService || record.find("errorCode") != nullptr) return std::nullopt;
    if (std::ranges::find(kSwitches, name) == kSwitches.end()) return std::nullopt;
    const auto when = parse_time(string_at(record.find("eventTime")));
    const Value* parameters = record.find("requestParameters");
    if (!when || parameters == nullptr) return std::nullopt;
    std::string_view trail = string_at(parameters->find("name"));
    if (const std::size_t slash = trail.rfind('/'); slash != std::string_view::npos) trail.remove_prefix(slash + 1);
    const Value* identity = record.find("userIdentity");
    const Value* validation = parameters->find("enableLogFileValidation");
    const bool off = validation != nullptr && validation->kind() == value::Kind::boolean && !validation->as_boolean();
    return TrailEvent{std::string(name), std::string(trail), std::string(identity == nullptr ? "" : string_at(identity->find("arn"))),
                      *when, name == "UpdateTrail" && off};
}

}  // namespace

Result<LogHash> hash_log(std::string_view stored, Gunzip& gunzip) {
    VOUCH_TRY(const std::string_view text, gunzip(stored, kMostLogBytes));
    VOUCH_TRY(std::string hash, base::sha256_hex(text));
    return LogHash{std::move(hash), text.size(), stored.size(), text};
}

std::vector<TrailEvent> events_of(std::string_view text) {
    std::vector<TrailEvent> events;
    if (text.find(kService) == std::string_view::npos) return events;
    value::ReadOptions options;
    options.limits.bytes = kMostLogBytes;
    const auto document = value::read_json(std::make_shared<base::Source>("log", std::string(text)), options);
    if (!document) return events;
    const Value* records = document->root.find("Records");
    if (records == nullptr || !records->is_list()) return events;
    for (const Value& record : records->as_list())
        if (auto event = event_of(record)) events.push_back(*std::move(event));
    return events;
}

std::string Objects::locate(std::string_view stated, std::string_view) { return std::string(stated); }

void Objects::unpack(std::span<const std::string> paths, const OnText& receive) {
    read(paths, [&receive](std::size_t index, Result<Object> object) {
        thread_local Gunzip gunzip;
        if (!object) return receive(index, std::unexpected(std::move(object).error()));
        const auto text = gunzip(object->bytes, kMostLogBytes);
        receive(index, text ? Result<LogText>(LogText{*text, object->bytes.size()}) : std::unexpected(text.error()));
    });
}

void Objects::hash(std::span<const std::string> paths, const OnLog& receive) {
    read(paths, [&receive](std::size_t index, Result<Object> object) {
        thread_local Gunzip gunzip;
        if (object)
            receive(index, hash_log(object->bytes, gunzip));
        else
            receive(index, std::unexpected(std::move(object).error()));
    });
}

std::vector<TrailEvent> Objects::events(std::span<const ListedLog> logs) {
    std::vector<std::string> paths;
    for (const ListedLog& log : logs) paths.push_back(log.path);
    std::vector<TrailEvent> all;
    std::mutex mutex;
    read(paths, [&](std::size_t index, Result<Object> object) {
        thread_local Gunzip gunzip;
        if (!object) return;
        const auto text = gunzip(object->bytes, kMostLogBytes);
        if (!text || base::sha256_hex(*text) != logs[index].sha256) return;
        std::vector<TrailEvent> found = events_of(*text);
        const std::scoped_lock lock(mutex);
        all.insert(all.end(), found.begin(), found.end());
    });
    return all;
}

}  // namespace vouch::trail
