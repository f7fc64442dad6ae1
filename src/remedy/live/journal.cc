// SPDX-License-Identifier: Apache-2.0
// Tested by journal_test.cc.
#include "remedy/live/journal.h"

#include <fmt/format.h>

#include "base/files.h"
#include "base/text.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::remedy {

using base::Result;

namespace {

void add_text(std::string& line, std::string_view name, std::string_view text) {
    line += fmt::format(R"(,"{}":)", name);
    value::write_json_string(line, text);
}

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
    // Read before a torn line is cut off: of what is no journal nothing is.
    VOUCH_TRY(Progress progress, read_progress(path, whole, plan));
    VOUCH_TRY(base::LogFile file, base::LogFile::go_on(std::move(path), whole));
    Journal journal(std::move(file), clock);
    journal.progress_ = std::move(progress);
    return journal;
}

Result<void> Journal::write(const std::string& line) {
    VOUCH_CHECK(file_.append(line));
    return file_.sync();
}

std::string Journal::opening(Way way, const Change& change, std::size_t call, std::string_view state) const {
    std::string line = R"({"change":)";
    value::write_json_string(line, change.id);
    line += fmt::format(R"(,"way":"{}","call":{},"state":"{}")", name(way), call, state);
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
    progress_.starts(way, change.id, call, as_sent.operation);
    return {};
}

Result<void> Journal::ends(Way way, const Change& change, std::size_t call, const Deed& deed) {
    std::string line = opening(way, change, call, deed.done ? "done" : "failed");
    add_text(line, "operation", progress_.operation(way, change, call));
    if (!deed.request_id.empty()) add_text(line, "request_id", deed.request_id);
    if (!deed.code.empty()) add_text(line, "code", deed.code);
    if (!deed.message.empty()) add_text(line, "message", deed.message);
    if (!deed.answer.empty()) line += fmt::format(R"(,"answer":{})", deed.answer);
    line += "}\n";
    VOUCH_CHECK(write(line));
    line.pop_back();
    VOUCH_TRY(value::Document kept, value::read_json(std::make_shared<base::Source>("journal", line), {.limits = kJournalLine}));
    progress_.ends(way, change.id, call, deed.done, std::make_shared<const value::Document>(std::move(kept)));
    return {};
}

Result<void> Journal::verified(Way way, const Change& change, const std::string& state,
                               const std::vector<std::pair<std::string, std::string>>& verdicts) {
    std::string line = R"({"change":)";
    value::write_json_string(line, change.id);
    line += fmt::format(R"(,"way":"{}","state":"verified")", name(way));
    add_text(line, "time", base::to_string(clock_->now()));
    add_text(line, "state_read", state);
    if (way == Way::there) progress_.verified(change.id, state);
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

}  // namespace vouch::remedy
