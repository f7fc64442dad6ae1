// SPDX-License-Identifier: Apache-2.0
// Tested by journal_test.cc.
#include "remedy/live/journal.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/files.h"
#include "base/text.h"
#include "value/read.h"
#include "value/text_at.h"
#include "value/write.h"

namespace vouch::remedy {

using base::Code;
using base::Result;
using value::Value;

namespace {

constexpr std::string_view kJournalFormat = "vouch-journal/1";
constexpr std::size_t kMostCalls = 1000;  // of one change
constexpr value::Limits kLineLimits{.bytes = std::size_t{64} << 20U, .depth = 128};

void add_text(std::string& line, std::string_view name, std::string_view text) {
    line += fmt::format(R"(,"{}":)", name);
    value::write_json_string(line, text);
}

std::string_view word(Way way) { return way == Way::there ? "apply" : "undo"; }

}  // namespace

Result<Journal> Journal::begin(std::string path, const base::Clock& clock, const Plan& plan, std::string_view caller) {
    VOUCH_TRY(base::LogFile file, base::LogFile::create(std::move(path)));
    Journal journal(std::move(file), clock);
    std::string line = fmt::format(R"({{"format":"{}")", kJournalFormat);
    add_text(line, "plan", plan.digest);
    add_text(line, "run", plan.run);
    add_text(line, "caller", caller);
    add_text(line, "time", base::to_string(clock.now()));
    VOUCH_CHECK(journal.write(line + "}\n"));
    return journal;
}

Result<Journal> Journal::go_on(std::string path, const base::Clock& clock, const Plan& plan) {
    constexpr std::size_t kMostBytes = std::size_t{1} << 30U;
    VOUCH_TRY(const base::SourcePtr source, base::DiskFiles().read(path, kMostBytes));
    const std::string_view text = source->text();
    const std::string_view whole = text.substr(0, text.rfind('\n') + 1);
    VOUCH_TRY(base::LogFile file, base::LogFile::go_on(path, whole));
    Journal journal(std::move(file), clock);
    std::string_view rest = whole;
    for (std::uint32_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = rest.find('\n');
        const std::string line(rest.substr(0, end));
        rest.remove_prefix(end + 1);
        VOUCH_TRY(value::Document document, value::read_json(std::make_shared<base::Source>(path, line), {.limits = kLineLimits}));
        const auto kept = std::make_shared<const value::Document>(std::move(document));
        if (number == 1 && (text_at(kept->root, "format") != kJournalFormat || text_at(kept->root, "plan") != plan.digest))
            return base::fail(Code::integrity, fmt::format("`{}` is no journal of this plan", base::excerpt(path, 200)));
        VOUCH_CHECK(journal.read(kept));
    }
    if (whole.empty()) return base::fail(Code::integrity, fmt::format("`{}` is no journal: it is empty", base::excerpt(path, 200)));
    return journal;
}

Result<void> Journal::read(const value::DocumentPtr& line) {
    const std::string change = text_at(line->root, "change");
    const Value* number = line->root.find("call");
    const Way way = text_at(line->root, "way") == word(Way::back) ? Way::back : Way::there;
    if (way == Way::there && text_at(line->root, "state") == "verified") states_[change] = text_at(line->root, "state_read");
    if (change.empty() || number == nullptr) return {};
    const std::int64_t call = number->kind() == value::Kind::integer ? number->as_integer() : -1;
    if (call < 0 || std::cmp_greater_equal(call, kMostCalls)) return base::fail(Code::integrity, "a line of the journal names no call");
    Entry& at = entry({way, change}, static_cast<std::size_t>(call));
    at.started = true;
    at.operation = text_at(line->root, "operation");
    if (text_at(line->root, "state") != "done") return {};
    at.done = true;
    at.answer = line;
    return {};
}

Journal::Entry& Journal::entry(const Key& key, std::size_t call) {
    std::vector<Entry>& all = entries_[key];
    if (all.size() <= call) all.resize(call + 1);
    return all[call];
}

Result<void> Journal::write(std::string line) {
    VOUCH_CHECK(file_.append(line));
    return file_.sync();
}

std::string Journal::opening(Way way, const Change& change, std::size_t call, std::string_view state) const {
    std::string line = R"({"change":)";
    value::write_json_string(line, change.id);
    line += fmt::format(R"(,"way":"{}","call":{},"state":"{}")", word(way), call, state);
    add_text(line, "time", base::to_string(clock_->now()));
    return line;
}

Result<void> Journal::starts(Way way, const Change& change, std::size_t call, const PlannedCall& as_sent) {
    std::string line = opening(way, change, call, "begun");
    add_text(line, "account", change.account);
    add_text(line, "region", as_sent.region);
    add_text(line, "service", as_sent.service);
    add_text(line, "operation", as_sent.operation);
    line += fmt::format(R"(,"input":{})", as_sent.input.empty() ? "{}" : as_sent.input);
    VOUCH_CHECK(write(line + "}\n"));
    Entry& at = entry({way, change.id}, call);
    at.started = true;
    at.operation = as_sent.operation;
    return {};
}

Result<void> Journal::ends(Way way, const Change& change, std::size_t call, const Deed& deed) {
    std::string line = opening(way, change, call, deed.done ? "done" : "failed");
    Entry& at = entry({way, change.id}, call);
    add_text(line, "operation", at.operation);
    if (!deed.request_id.empty()) add_text(line, "request_id", deed.request_id);
    if (!deed.code.empty()) add_text(line, "code", deed.code);
    if (!deed.message.empty()) add_text(line, "message", deed.message);
    if (!deed.answer.empty()) line += fmt::format(R"(,"answer":{})", deed.answer);
    line += "}\n";
    VOUCH_CHECK(write(line));
    line.pop_back();
    VOUCH_TRY(value::Document kept, value::read_json(std::make_shared<base::Source>("journal", line), {.limits = kLineLimits}));
    at.done = deed.done;
    at.answer = std::make_shared<const value::Document>(std::move(kept));
    return {};
}

Result<void> Journal::verified(Way way, const Change& change, const std::string& state,
                               const std::vector<std::pair<std::string, std::string>>& verdicts) {
    std::string line = R"({"change":)";
    value::write_json_string(line, change.id);
    line += fmt::format(R"(,"way":"{}","state":"verified")", word(way));
    add_text(line, "time", base::to_string(clock_->now()));
    add_text(line, "state_read", state);
    if (way == Way::there) states_[change.id] = state;
    line += R"(,"verdicts":{)";
    bool first = true;
    for (const auto& [control, verdict] : verdicts) {
        if (!std::exchange(first, false)) line += ',';
        value::write_json_string(line, control);
        line += ':';
        value::write_json_string(line, verdict);
    }
    return write(line + "}}\n");
}

std::string Journal::state_after(const Change& change) const {
    const auto found = states_.find(change.id);
    return found == states_.end() ? std::string() : found->second;
}

bool Journal::has_started(Way way, const Change& change) const { return entries_.contains({way, change.id}); }

bool Journal::is_done(Way way, const Change& change, std::size_t call) const {
    const auto found = entries_.find({way, change.id});
    return found != entries_.end() && call < found->second.size() && found->second[call].done;
}

bool Journal::is_whole(Way way, const Change& change) const {
    const std::size_t calls = way == Way::there ? change.calls.size() : change.undo.size();
    for (std::size_t i = 0; i < calls; ++i)
        if (!is_done(way, change, i)) return false;
    return true;
}

std::map<std::string, Value> Journal::answers(const Change& change) const {
    std::map<std::string, Value> all;
    const auto found = entries_.find({Way::there, change.id});
    if (found == entries_.end()) return all;
    for (const Entry& each : found->second) {
        if (!each.done || each.answer == nullptr) continue;
        if (const Value* answer = each.answer->root.find("answer")) all[each.operation] = *answer;
    }
    return all;
}

}  // namespace vouch::remedy
