// SPDX-License-Identifier: Apache-2.0
// A log is `{"Records":[...]}`. Of a very large one so many events are indexed at a time, because an index may take four times the memory
// of its text. Tested by log_scanner_test.cc.
#include "trail/log_scanner.h"

#include <algorithm>
#include <limits>

#include "value/json_cursor.h"

namespace vouch::trail {

using base::Code;
using base::fail;
using base::Result;
using value::JsonCursor;

namespace {

constexpr std::size_t kIndexedAtOnce = std::size_t{8} << 20U;
constexpr std::size_t kNoValue = std::numeric_limits<std::size_t>::max();

// What is told of each match, by the number of the field.
struct Field {
    enum Number : std::size_t { time, account, region, source, name, error, arn, user, invoked_by, type, address, event_id, count };
};
constexpr std::array<std::string_view, Field::count> kFields{"$.eventTime",
                                                             "$.recipientAccountId",
                                                             "$.awsRegion",
                                                             "$.eventSource",
                                                             "$.eventName",
                                                             "$.errorCode",
                                                             "$.userIdentity.arn",
                                                             "$.userIdentity.userName",
                                                             "$.userIdentity.invokedBy",
                                                             "$.userIdentity.type",
                                                             "$.sourceIPAddress",
                                                             "$.eventID"};

std::vector<pattern::Selector> fields_of(const std::vector<ScanPattern>& patterns, std::vector<std::size_t>& values) {
    std::vector<pattern::Selector> fields;
    for (const std::string_view field : kFields) fields.push_back(*pattern::parse_selector(field));
    for (const ScanPattern& each : patterns) {
        values.push_back(each.value ? fields.size() : kNoValue);
        if (each.value) fields.push_back(*each.value);
    }
    return fields;
}

std::vector<pattern::Filter> filters_of(std::vector<ScanPattern> patterns) {
    std::vector<pattern::Filter> filters;
    for (ScanPattern& each : patterns) filters.push_back(std::move(each.filter));
    return filters;
}

std::unexpected<base::Error> no_log() { return fail(Code::syntax, "is no log of CloudTrail: it has no list `Records`"); }

// Where the map or list that begins at `from` ends (behind its bracket); npos where the text ends before.
std::size_t end_of_container(std::string_view text, std::size_t from) {
    std::size_t depth = 0;
    for (std::size_t i = from; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            for (++i; i < text.size() && text[i] != '"'; ++i)
                if (text[i] == '\\') ++i;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return i + 1;
        }
    }
    return std::string_view::npos;
}

}  // namespace

// What a thread needs.
class LogScanner::Worker {
public:
    explicit Worker(const LogScanner& scanner) : scanner_(scanner), matching_(scanner.matcher_), telling_(scanner.told_) {}

    Result<LogMatches> run(std::string_view text) {
        found_ = {};
        const std::size_t before = matching_.gave_up();
        VOUCH_CHECK(text.size() <= kIndexedAtOnce ? whole(text) : in_parts(text));
        found_.gave_up = matching_.gave_up() - before;
        return std::move(found_);
    }

private:
    Result<void> whole(std::string_view text) {
        VOUCH_TRY(JsonCursor cursor, index_.index(text));
        if (cursor.here() != '{') return no_log();
        cursor.step();
        while (cursor.here() != '}') {
            std::string_view key;
            bool escaped = false;
            if (!cursor.take_key(key, escaped)) return no_log();
            if (key == "Records" && cursor.here() == '[') return events(cursor, text, 0);
            if (!cursor.skip()) return no_log();
            if (cursor.here() == ',') cursor.step();
        }
        return no_log();
    }

    // The events of the list at the cursor. `base`: where `text` begins in the log.
    Result<void> events(JsonCursor& cursor, std::string_view text, std::uint64_t base) {
        cursor.step();
        if (cursor.here() == ']') return {};
        for (;;) {
            const std::uint64_t offset = base + cursor.offset();
            const JsonCursor event = cursor;
            VOUCH_TRY(const auto matched, matching_.judge(cursor, text));
            VOUCH_CHECK(count(matched, event, text, offset));
            const char behind = cursor.here();
            if (behind != ',' && behind != ']') return fail(Code::syntax, "is no JSON, or is cut off");
            if (behind == ']') return {};
            cursor.step();
        }
    }

    // Lists of whole events, none much longer than what is indexed at once but where one event is.
    Result<void> in_parts(std::string_view text) {
        const std::size_t key = text.find("\"Records\"");
        const std::size_t list = key == std::string_view::npos ? key : text.find('[', key);
        if (list == std::string_view::npos) return no_log();
        std::size_t at = text.find_first_of("{]", list + 1);
        while (at != std::string_view::npos && text[at] == '{') {
            const std::size_t begin = at;
            std::size_t end = at;
            while (at != std::string_view::npos && text[at] == '{' && end - begin < kIndexedAtOnce) {
                end = end_of_container(text, at);
                if (end == std::string_view::npos) return fail(Code::syntax, "is no JSON, or is cut off");
                at = text.find_first_of("{]", end);
            }
            part_.assign("[").append(text.substr(begin, end - begin)).append("]");
            VOUCH_TRY(JsonCursor cursor, index_.index(part_));
            VOUCH_CHECK(events(cursor, part_, begin - 1));
        }
        return {};
    }

    std::string field(std::size_t number) const { return std::string(telling_.field(number).value_or(std::string_view())); }

    // What is told of an event is only looked for where one matches.
    Result<void> count(std::span<const std::uint32_t> matched, JsonCursor event, std::string_view text, std::uint64_t offset) {
        const std::string_view when = matching_.field(0).value_or(std::string_view());
        if (when < scanner_.from_ || when >= scanner_.to_) {
            ++found_.outside;
            return {};
        }
        ++found_.events;
        if (!matched.empty()) VOUCH_CHECK(telling_.judge(event, text));
        for (const std::uint32_t number : matched) found_.matches.push_back(match(number, offset));
        return {};
    }

    Match match(std::uint32_t number, std::uint64_t offset) const {
        Match match;
        match.pattern = number;
        match.offset = offset;
        match.time = field(Field::time);
        match.account = field(Field::account);
        match.region = field(Field::region);
        match.source = field(Field::source);
        match.name = field(Field::name);
        match.error = field(Field::error);
        match.address = field(Field::address);
        match.event_id = field(Field::event_id);
        for (const std::size_t each : {Field::arn, Field::user, Field::invoked_by, Field::type})
            if (match.principal.empty()) match.principal = field(each);
        if (scanner_.values_[number] != kNoValue) match.value = field(scanner_.values_[number]);
        return match;
    }

    const LogScanner& scanner_;
    pattern::Matching matching_;
    pattern::Matching telling_;
    value::JsonIndex index_;
    std::string part_;
    LogMatches found_;
};

LogScanner::LogScanner(std::vector<ScanPattern> patterns, Interval when)
    : matcher_({}), told_({}), from_(to_string(when.from)), to_(to_string(when.to)) {
    const std::vector<pattern::Selector> fields = fields_of(patterns, values_);
    matcher_ = pattern::Matcher(filters_of(std::move(patterns)), {fields[Field::time]});
    told_ = pattern::Matcher({}, fields);
}

LogScanner::~LogScanner() = default;

std::unique_ptr<LogScanner::Worker> LogScanner::take() {
    {
        const std::scoped_lock lock(mutex_);
        if (!idle_.empty()) {
            auto worker = std::move(idle_.back());
            idle_.pop_back();
            return worker;
        }
    }
    return std::make_unique<Worker>(*this);
}

void LogScanner::give_back(std::unique_ptr<Worker> worker) {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(worker));
}

Result<LogMatches> LogScanner::scan(std::string_view text) {
    auto worker = take();
    auto matches = worker->run(text);
    give_back(std::move(worker));
    return matches;
}

}  // namespace vouch::trail
