// SPDX-License-Identifier: Apache-2.0
// The journal of a plan that is applied: one line of JSON before each call and one after it, each on the disk before anything else happens.
// Whoever was killed in between goes on where the journal ends. docs/fix.md describes the lines.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/log_file.h"
#include "remedy/live/plan.h"
#include "remedy/live/progress.h"

namespace vouch::remedy {

// What came of a call.
struct Deed {
    bool done = false;
    std::string request_id = {};
    std::string answer = {};  // JSON without secrets; empty where there was none
    std::string code = {};    // not done: of the API or of ours; done: it was so already
    std::string message = {};
};

class Journal {
public:
    // A new one. Errors: unwritable.
    static base::Result<Journal> begin(std::string path, const base::Clock& clock, const Plan& plan, std::string_view caller);
    // One that is there; a torn last line is cut off. Errors: not_found, unreadable; those of read_progress().
    static base::Result<Journal> go_on(std::string path, const base::Clock& clock, const Plan& plan);

    // The call is about to be made; nothing may be sent before this returned. Errors: unwritable.
    base::Result<void> starts(Way way, const Change& change, std::size_t call, const PlannedCall& as_sent);
    base::Result<void> ends(Way way, const Change& change, std::size_t call, const Deed& deed);
    // What reading back came to: the digest of the state (empty where there is nothing to read) and the verdict of each control.
    base::Result<void> verified(Way way, const Change& change, const std::string& state,
                                const std::vector<std::pair<std::string, std::string>>& verdicts);
    const Progress& progress() const { return progress_; }
    const std::string& path() const { return file_.path(); }

private:
    Journal(base::LogFile file, const base::Clock& clock) : file_(std::move(file)), clock_(&clock) {}
    base::Result<void> write(const std::string& line);
    std::string opening(Way way, const Change& change, std::size_t call, std::string_view state) const;

    base::LogFile file_;
    const base::Clock* clock_;
    Progress progress_;
};

}  // namespace vouch::remedy
