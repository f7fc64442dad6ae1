// SPDX-License-Identifier: Apache-2.0
// Tested by journal_test.cc and tests/fix.
#include "remedy/live/carry_out.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/arena.h"
#include "base/text.h"
#include "value/read.h"

namespace vouch::remedy {

using base::Code;
using base::Result;

namespace {

// Properties of the resource as they were: those that its calls touch differ from the whole.
value::Value before(const Change& change, const value::Value& whole, const value::Value& touched, base::Arena& arena) {
    std::vector<value::Member> members;
    for (const value::Member& each : whole.as_map())
        if (std::ranges::find(change.touches, each.name()) == change.touches.end()) members.push_back(each);
    for (const value::Member& each : touched.as_map()) members.push_back(each);
    return value::make_map(arena, members, 0);
}

// The calls of a change, now that some answers are known.
Result<std::vector<PlannedCall>> calls_by_answers(Way way, const Change& change, const Writers& writers, const Journal& journal) {
    VOUCH_TRY(const value::Document whole, value::read_json(std::make_shared<base::Source>(change.id, change.whole)));
    collect::Answers answers;
    for (const auto& [operation, value] : journal.progress().answers(change)) {
        collect::Answer& answer = answers[operation];
        answer.outcome = collect::Outcome::given;
        answer.value = value;
    }
    const collect::Place place{change.account, change.region, change.partition};
    base::Arena arena;
    value::Value was;
    value::Document touched;
    if (!change.before.empty()) {
        VOUCH_TRY(touched, value::read_json(std::make_shared<base::Source>(change.id, change.before)));
        was = before(change, whole.root, touched.root, arena);
    }
    const bool there = way == Way::there;
    return calls_for(writers, {change.type, change.resource, place, there ? was : whole.root, there ? whole.root : was}, answers);
}

// The value at a path such as `KeyMetadata.KeyState`; empty where no text stands there.
std::string text_below(value::Value at, std::string_view path) {
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('.'), path.size());
        const value::Value* found = at.find(path.substr(0, end));
        if (found == nullptr) return {};
        at = *found;
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return at.is_string() ? std::string(at.as_string()) : std::string();
}

// Empty where what was found can be used.
std::string unusable(const PlannedLookup& lookup, const Deed& found) {
    if (lookup.usable.empty()) return {};
    const auto answer = value::read_json(std::make_shared<base::Source>("answer", found.answer));
    for (const auto& [path, wanted] : lookup.usable) {
        const std::string is = answer ? text_below(answer->root, path) : std::string();
        if (is != wanted)
            return fmt::format("it is there already, but its `{}` is `{}` and not `{}`", base::excerpt(path), base::excerpt(is),
                               base::excerpt(wanted));
    }
    return {};
}

// What an earlier plan made is not made again.
Deed find_or_make(const Change& change, const PlannedCall& call, const MakeCall& make) {
    if (!call.finds) return make(change.account, call);
    Deed found = make(change.account,
                      {.service = call.service, .operation = call.finds->operation, .region = call.region, .input = call.finds->input});
    if (!found.done) {
        const bool absent = std::ranges::find(call.finds->absent, found.code) != call.finds->absent.end();
        return absent ? make(change.account, call) : found;
    }
    found.message = unusable(*call.finds, found);
    found.done = found.message.empty();
    found.code = found.done ? "Found" : "NotUsable";
    return found;
}

}  // namespace

Result<void> carry_out(Way way, const Change& change, const Writers& writers, Journal& journal, const MakeCall& make) {
    const std::vector<PlannedCall>& planned = way == Way::there ? change.calls : change.undo;
    for (std::size_t i = 0; i < planned.size(); ++i) {
        if (journal.progress().is_done(way, change, i)) continue;
        PlannedCall call = planned[i];
        if (!call.waits.empty()) {
            VOUCH_TRY(const std::vector<PlannedCall> known, calls_by_answers(way, change, writers, journal));
            // What was never made needs no way back.
            if (i < known.size() && !known[i].waits.empty() && way == Way::back) {
                VOUCH_CHECK(journal.starts(way, change, i, call));
                VOUCH_CHECK(
                    journal.ends(way, change, i, {.done = true, .request_id = {}, .answer = {}, .code = "NeverMade", .message = {}}));
                continue;
            }
            if (i >= known.size() || !known[i].waits.empty())
                return base::fail(Code::incompatible, fmt::format("what {}:{} needs is not known", call.service, call.operation));
            call = known[i];
        }
        VOUCH_CHECK(journal.starts(way, change, i, call));
        Deed deed = find_or_make(change, call, make);
        if (!deed.done && std::ranges::find(call.done, deed.code) != call.done.end()) deed.done = true;
        VOUCH_CHECK(journal.ends(way, change, i, deed));
        if (!deed.done)
            return base::fail(Code::refused, fmt::format("{}:{} {} was not done: {} {}", call.service, call.operation, call.region,
                                                         deed.code, base::excerpt(deed.message, 300)));
    }
    return {};
}

}  // namespace vouch::remedy
