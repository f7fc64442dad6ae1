// SPDX-License-Identifier: Apache-2.0
// The journal of a plan that is applied: one line of JSON before each call and one after it, each on the disk before anything else happens.
// Whoever was killed in between goes on where the journal ends. docs/fix.md describes the lines.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/log_file.h"
#include "remedy/live/plan.h"
#include "value/document.h"

namespace vouch::remedy {

// What came of a call.
struct Deed {
    bool done = false;
    std::string request_id = {};
    std::string answer = {};  // JSON without secrets; empty where there was none
    std::string code = {};    // not done: of the API or of ours; done: it was so already
    std::string message = {};
};

enum class Way : std::uint8_t { there, back };  // applied, undone

class Journal {
public:
    // A new one. Errors: unwritable.
    static base::Result<Journal> begin(std::string path, const base::Clock& clock, const Plan& plan, std::string_view caller);
    // One that is there; a torn last line is cut off. Errors: not_found, unreadable; syntax and integrity where it is no journal, or that
    // of another plan.
    static base::Result<Journal> go_on(std::string path, const base::Clock& clock, const Plan& plan);

    // The call is about to be made; nothing may be sent before this returned. Errors: unwritable.
    base::Result<void> starts(Way way, const Change& change, std::size_t call, const PlannedCall& as_sent);
    base::Result<void> ends(Way way, const Change& change, std::size_t call, const Deed& deed);
    // What reading back came to: the digest of the state (empty where there is nothing to read) and the verdict of each control.
    base::Result<void> verified(Way way, const Change& change, const std::string& state,
                                const std::vector<std::pair<std::string, std::string>>& verdicts);
    // The state that was read back last after the change was applied; empty where none was.
    std::string state_after(const Change& change) const;

    bool has_started(Way way, const Change& change) const;
    bool is_done(Way way, const Change& change, std::size_t call) const;
    // All calls of the change are done.
    bool is_whole(Way way, const Change& change) const;
    // The answers to the calls of the change that were done on the way there, by operation. They live as long as the journal.
    std::map<std::string, value::Value> answers(const Change& change) const;
    const std::string& path() const { return file_.path(); }

private:
    struct Entry {
        bool started = false;
        bool done = false;
        std::string operation;
        value::DocumentPtr answer;
    };
    using Key = std::pair<Way, std::string>;  // and the change's id

    Journal(base::LogFile file, const base::Clock& clock) : file_(std::move(file)), clock_(&clock) {}
    base::Result<void> write(std::string line);
    base::Result<void> read(const value::DocumentPtr& line);
    Entry& entry(const Key& key, std::size_t call);
    std::string opening(Way way, const Change& change, std::size_t call, std::string_view state) const;

    base::LogFile file_;
    const base::Clock* clock_;
    std::map<Key, std::vector<Entry>> entries_;
    std::map<std::string, std::string, std::less<>> states_;  // read back, by change
};

}  // namespace vouch::remedy
