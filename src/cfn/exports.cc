// SPDX-License-Identifier: Apache-2.0
// Names of exports are unique in one account and region, names of stacks too; where more than one is loaded (two versions of an
// application in one folder) those of the asker's own group are meant. Tested by imports_test.cc.
#include "cfn/exports.h"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.h"

namespace vouch::cfn {

using base::excerpt;

namespace {

bool compatible(const std::string& a, const std::string& b) { return a.empty() || b.empty() || a == b; }

}  // namespace

void Exports::add(const model::Unit& unit, const std::string& group, std::size_t family) {
    for (const model::Output& output : unit.outputs)
        if (!output.export_name.empty()) exports_[output.export_name].push_back({&unit, &output, group, family});
    if (!unit.stack_name.empty()) stacks_[unit.stack_name].push_back({&unit, nullptr, group, family});
}

void Exports::remove(const model::Unit& unit) {
    const auto erase = [&](Table& table, const std::string& name) {
        if (const auto found = table.find(name); found != table.end())
            std::erase_if(found->second, [&](const Entry& entry) { return entry.unit == &unit; });
    };
    for (const model::Output& output : unit.outputs) erase(exports_, output.export_name);
    erase(stacks_, unit.stack_name);
}

std::vector<const Exports::Entry*> Exports::candidates(const Table& table, const std::string& name, const Asked& asked,
                                                       const std::string& group) {
    std::vector<const Entry*> found;
    const auto entries = table.find(name);
    if (entries == table.end()) return found;
    for (const Entry& entry : entries->second) {
        const model::Environment& where = entry.unit->environment;
        if (compatible(where.account, asked.where.account) && compatible(where.region, asked.where.region)) found.push_back(&entry);
    }
    const auto in_group = [&](const Entry* entry) { return entry->group == group; };
    if (std::ranges::any_of(found, in_group)) std::erase_if(found, [&](const Entry* entry) { return !in_group(entry); });
    return found;
}

Exports::Found Exports::find(const Asked& asked, const std::string& group) const {
    if (!asked.stack.empty()) return find_output(asked, group);
    const auto found = candidates(exports_, asked.name, asked, group);
    if (found.size() == 1) return {{found[0]->unit, found[0]->output, {}}, found[0]->family, false};
    if (found.empty())
        return {{nullptr, nullptr, fmt::format("`{}` is exported by no stack that is loaded", excerpt(asked.name))}, 0, false};
    return {{nullptr, nullptr,
             fmt::format("`{}` is exported by more than one stack: `{}` and `{}`", excerpt(asked.name), excerpt(found[0]->unit->name),
                         excerpt(found[1]->unit->name))},
            0,
            true};
}

Exports::Found Exports::find_output(const Asked& asked, const std::string& group) const {
    const auto found = candidates(stacks_, asked.stack, asked, group);
    if (found.empty())
        return {{nullptr, nullptr,
                 fmt::format("stack `{}`, whose output `{}` it is, is not loaded", excerpt(asked.stack), excerpt(asked.name))},
                0,
                false};
    if (found.size() > 1)
        return {{nullptr, nullptr,
                 fmt::format("more than one stack is called `{}`: `{}` and `{}`", excerpt(asked.stack), excerpt(found[0]->unit->name),
                             excerpt(found[1]->unit->name))},
                0,
                true};
    const auto& outputs = found[0]->unit->outputs;
    const auto output = std::ranges::find(outputs, asked.name, &model::Output::name);
    if (output == outputs.end())
        return {{nullptr, nullptr, fmt::format("stack `{}` has no output `{}`", excerpt(asked.stack), excerpt(asked.name))}, 0, false};
    return {{found[0]->unit, &*output, {}}, found[0]->family, false};
}

}  // namespace vouch::cfn
