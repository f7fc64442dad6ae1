// SPDX-License-Identifier: Apache-2.0
// The outputs of everything that is loaded, by what other stacks call them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cfn/surroundings.h"
#include "model/unit.h"

namespace vouch::cfn {

// Not thread-safe. Keeps pointers to the units.
class Exports {
public:
    // `group`: what was loaded together (an assembly); names are looked up in it first. `family`: number of the top-level stack
    // that the unit belongs to.
    void add(const model::Unit& unit, const std::string& group, std::size_t family);
    // Takes out all of a family; they must still live.
    void remove(const model::Unit& unit);

    struct Found {
        Answer answer;
        std::size_t family = 0;  // where there is an answer
        bool ambiguous = false;  // more than one stack has it
    };
    // The output that `asked` means where it is asked in that group. An export counts where account and region are the same
    // or not known.
    Found find(const Asked& asked, const std::string& group) const;

private:
    struct Entry {
        const model::Unit* unit;
        const model::Output* output;  // null in stacks_
        std::string group;
        std::size_t family;
    };
    using Table = std::unordered_map<std::string, std::vector<Entry>>;

    static std::vector<const Entry*> candidates(const Table& table, const std::string& name, const Asked& asked, const std::string& group);
    Found find_output(const Asked& asked, const std::string& group) const;

    Table exports_;  // by the name of the export
    Table stacks_;   // by the name of the stack
};

}  // namespace vouch::cfn
