// SPDX-License-Identifier: Apache-2.0
// What the lines of a journal come to: which calls of a plan were begun and done, what they answered, and what was read back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/source.h"
#include "remedy/live/plan.h"
#include "value/document.h"
#include "value/read.h"
#include "value/value.h"

namespace vouch::remedy {

inline constexpr std::string_view kJournalFormat = "vouch-journal/1";
inline constexpr value::Limits kJournalLine{.bytes = std::size_t{64} << 20U, .depth = 128};

enum class Way : std::uint8_t { there, back };  // applied, undone
std::string_view name(Way way);                 // as journals call it

class Progress {
public:
    // A call is about to be made; it was made, or was not.
    void starts(Way way, const std::string& change, std::size_t call, const std::string& operation);
    // `line` has the answer.
    void ends(Way way, const std::string& change, std::size_t call, bool done, value::DocumentPtr line);
    // The state that was read back after the change was applied.
    void verified(const std::string& change, const std::string& state) { states_[change] = state; }

    // The state that was read back last after the change was applied; empty where none was.
    std::string state_after(const Change& change) const;
    bool has_started(Way way, const Change& change) const { return entries_.contains({way, change.id}); }
    bool is_done(Way way, const Change& change, std::size_t call) const;
    // What the change makes was there already when its first call was made: another plan or somebody else made it. False where a kill left
    // it open whether that call was made before.
    bool was_there(const Change& change) const;
    // All calls of the change are done.
    bool is_whole(Way way, const Change& change) const;
    // The operation of a call that was begun; else empty.
    std::string operation(Way way, const Change& change, std::size_t call) const;
    // The answers to the calls of the change that were done on the way there, by operation. They live as long as this.
    std::map<std::string, value::Value> answers(const Change& change) const;

private:
    struct Entry {
        bool open = false;     // begun, and not ended
        bool cut_off = false;  // begun again after a kill
        bool done = false;
        bool already = false;  // done, because it was so
        std::string operation;
        value::DocumentPtr answer;
    };

    const Entry* find(Way way, const Change& change, std::size_t call) const;

    std::map<std::pair<Way, std::string>, std::map<std::size_t, Entry>> entries_;  // by way and id of the change
    std::map<std::string, std::string, std::less<>> states_;                       // read back, by id of the change
};

// `text` are whole lines. Errors: syntax and integrity, with their place, where they are no journal, or that of another plan.
base::Result<Progress> read_progress(const std::string& file, std::string_view text, const Plan& plan);

}  // namespace vouch::remedy
