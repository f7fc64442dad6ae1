// SPDX-License-Identifier: Apache-2.0
// Tested by actions_test.cc and, against what a plan really calls, by tests/fix/live_test.py.
#include "remedy/live/actions.h"

#include <algorithm>

namespace vouch::remedy {
namespace {

void add_actions(const std::vector<std::string>& more, std::set<std::string>& all) { all.insert(more.begin(), more.end()); }

// The property that an edit changes; empty where it is none.
std::string_view property_of(const Edit& edit) {
    return edit.path.size() > 1 && edit.path.front().name == "Properties" ? std::string_view(edit.path[1].name) : std::string_view();
}

}  // namespace

std::set<std::string> actions_of(const Change& change) {
    std::set<std::string> all;
    for (const PlannedCall& call : change.calls) add_actions(call.actions, all);
    for (const PlannedCall& call : change.undo) add_actions(call.actions, all);
    return all;
}

std::set<std::string> actions_for(const Writers& writers, const Catalog& remedies, const std::string& control,
                                  const std::vector<std::string>& types) {
    std::set<std::string> all;
    const Remedy* remedy = remedy_for(remedies, control);
    if (remedy == nullptr || !remedy->manual.empty()) return all;
    for (const Creation& creation : remedy->creations)
        for (const Writer& row : writers.of(creation.type))
            if (row.does != Writer::Does::sets) add_actions(row.actions, all);
    for (const Edit& edit : remedy->live)
        for (const std::string& type : edit.types.empty() ? types : edit.types)
            for (const Writer& row : writers.of(type))
                if (row.does == Writer::Does::sets && std::ranges::find(row.properties, property_of(edit)) != row.properties.end())
                    add_actions(row.actions, all);
    return all;
}

}  // namespace vouch::remedy
