// SPDX-License-Identifier: Apache-2.0
// One JSON document a line; the first says of which plan the journal is. What is done stays done, whatever a later line says.
// Tested by journal_test.cc and progress_fuzz.cc.
#include "remedy/live/progress.h"

#include <memory>

#include "value/read.h"
#include "value/text_at.h"

namespace vouch::remedy {

using base::Code;
using base::Result;
using value::Value;

namespace {

constexpr std::int64_t kMostCalls = 1000;  // of one change

class ProgressReader {
public:
    ProgressReader(const std::string& file, const Plan& plan) : file_(file), plan_(plan) {}

    Result<Progress> run(std::string_view text) {
        if (text.empty()) return fault(Code::integrity, "this is no journal: it is empty");
        for (; !text.empty(); ++number_) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            VOUCH_CHECK(line(text.substr(0, end)));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return std::move(progress_);
    }

private:
    std::unexpected<base::Error> fault(Code code, std::string message, std::uint32_t column = 1) const {
        return base::fail(code, std::move(message), base::Location{file_, number_, column});
    }

    Result<void> line(std::string_view text) {
        auto document = value::read_json(std::make_shared<base::Source>(file_, std::string(text)), {.limits = kJournalLine});
        if (!document) {
            const base::Error& error = document.error();
            return fault(error.code, error.message, error.where ? error.where->column : 1);
        }
        const auto kept = std::make_shared<const value::Document>(*std::move(document));
        if (number_ > 1) return deed(kept);
        if (value::text_at(kept->root, "format") != kJournalFormat || value::text_at(kept->root, "plan") != plan_.digest)
            return fault(Code::integrity, "this is no journal of this plan");
        return {};
    }

    Result<void> deed(const value::DocumentPtr& line) {
        const Value& root = line->root;
        const std::string change = value::text_at(root, "change");
        if (change.empty()) return {};
        const Way way = value::text_at(root, "way") == name(Way::back) ? Way::back : Way::there;
        const std::string state = value::text_at(root, "state");
        if (way == Way::there && state == "verified") progress_.verified(change, value::text_at(root, "state_read"));
        const Value* number = root.find("call");
        if (number == nullptr) return {};
        const std::int64_t call = number->kind() == value::Kind::integer ? number->as_integer() : -1;
        if (call < 0 || call >= kMostCalls) return fault(Code::integrity, "a line of the journal names no call");
        const auto place = static_cast<std::size_t>(call);
        if (state == "begun") {
            progress_.starts(way, change, place, value::text_at(root, "operation"));
        } else {
            progress_.ends(way, change, place, state == "done", line);
        }
        return {};
    }

    const std::string& file_;
    const Plan& plan_;
    std::uint32_t number_ = 1;
    Progress progress_;
};

}  // namespace

std::string_view name(Way way) { return way == Way::there ? "apply" : "undo"; }

void Progress::starts(Way way, const std::string& change, std::size_t call, const std::string& operation) {
    Entry& entry = entries_[{way, change}][call];
    entry.operation = operation;
    entry.cut_off = entry.cut_off || entry.open;
    entry.open = true;
}

void Progress::ends(Way way, const std::string& change, std::size_t call, bool done, value::DocumentPtr line) {
    Entry& entry = entries_[{way, change}][call];
    entry.operation = value::text_at(line->root, "operation");
    entry.open = false;
    if (!done) return;
    entry.already = !entry.done && !entry.cut_off && !value::text_at(line->root, "code").empty();
    entry.done = true;
    entry.answer = std::move(line);
}

std::string Progress::state_after(const Change& change) const {
    const auto found = states_.find(change.id);
    return found == states_.end() ? std::string() : found->second;
}

const Progress::Entry* Progress::find(Way way, const Change& change, std::size_t call) const {
    const auto calls = entries_.find({way, change.id});
    if (calls == entries_.end()) return nullptr;
    const auto found = calls->second.find(call);
    return found == calls->second.end() ? nullptr : &found->second;
}

bool Progress::is_done(Way way, const Change& change, std::size_t call) const {
    const Entry* found = find(way, change, call);
    return found != nullptr && found->done;
}

bool Progress::was_there(const Change& change) const {
    const Entry* first = find(Way::there, change, 0);
    return change.before.empty() && first != nullptr && first->already;
}

bool Progress::is_whole(Way way, const Change& change) const {
    const std::size_t calls = way == Way::there ? change.calls.size() : change.undo.size();
    for (std::size_t i = 0; i < calls; ++i)
        if (!is_done(way, change, i)) return false;
    return true;
}

std::string Progress::operation(Way way, const Change& change, std::size_t call) const {
    const Entry* found = find(way, change, call);
    return found == nullptr ? std::string() : found->operation;
}

std::map<std::string, Value> Progress::answers(const Change& change) const {
    std::map<std::string, Value> all;
    const auto calls = entries_.find({Way::there, change.id});
    if (calls == entries_.end()) return all;
    for (const auto& [call, each] : calls->second)
        if (each.done)
            if (const Value* answer = each.answer->root.find("answer")) all[each.operation] = *answer;
    return all;
}

base::Result<Progress> read_progress(const std::string& file, std::string_view text, const Plan& plan) {
    return ProgressReader(file, plan).run(text);
}

}  // namespace vouch::remedy
