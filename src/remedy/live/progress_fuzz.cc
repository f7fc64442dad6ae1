// SPDX-License-Identifier: Apache-2.0
// Fuzz target for journals. Errors have a place; what was read and written again says the same; what is done after some lines is done after
// more of them.
#include "remedy/live/progress.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "value/read.h"
#include "value/text_at.h"
#include "value/write.h"

namespace {
namespace base = vouch::base;
namespace remedy = vouch::remedy;
namespace value = vouch::value;

constexpr std::size_t kMostCallsSeen = 20;

void require(bool holds) {
    if (!holds) std::abort();
}

remedy::Plan plan() {
    remedy::Plan made;
    made.digest = "d";
    return made;
}

// The lines as JSON, in our way of writing it, and the changes that they name.
std::string written_again(std::string_view text, std::set<std::string>& changes) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const auto line = value::read_json(std::make_shared<base::Source>("line", std::string(text.substr(0, end))));
        require(line.has_value());
        changes.insert(value::text_at(line->root, "change"));
        out += value::to_json(line->root) + "\n";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

void require_same(const remedy::Progress& one, const remedy::Progress& other, const remedy::Change& change) {
    require(one.state_after(change) == other.state_after(change) && one.answers(change) == other.answers(change) &&
            one.was_there(change) == other.was_there(change));
    for (const remedy::Way way : {remedy::Way::there, remedy::Way::back}) {
        require(one.has_started(way, change) == other.has_started(way, change));
        for (std::size_t call = 0; call < kMostCallsSeen; ++call)
            require(one.is_done(way, change, call) == other.is_done(way, change, call) &&
                    one.operation(way, change, call) == other.operation(way, change, call));
    }
}

void require_further(const remedy::Progress& earlier, const remedy::Progress& later, const remedy::Change& change) {
    for (const remedy::Way way : {remedy::Way::there, remedy::Way::back}) {
        require(!earlier.has_started(way, change) || later.has_started(way, change));
        for (std::size_t call = 0; call < kMostCallsSeen; ++call)
            require(!earlier.is_done(way, change, call) || later.is_done(way, change, call));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const auto progress = remedy::read_progress("journal.ndjson", text, plan());
    if (!progress) {
        const base::Error& error = progress.error();
        require(error.code != base::Code::internal && !error.message.empty() && error.message.find('\n') == std::string::npos);
        require(error.where && error.where->line >= 1 && std::cmp_less_equal(error.where->line, 1 + std::ranges::count(text, '\n')));
        return 0;
    }
    std::set<std::string> changes;
    const auto again = remedy::read_progress("again", written_again(text, changes), plan());
    require(again.has_value());
    const std::string_view half = text.substr(0, text.find('\n', size / 2));
    const auto earlier = remedy::read_progress("half", half, plan());
    require(earlier.has_value());
    for (const std::string& id : changes) {
        remedy::Change change;
        change.id = id;
        require_same(*progress, *again, change);
        require_further(*earlier, *progress, change);
    }
    return 0;
}
