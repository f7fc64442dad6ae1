// SPDX-License-Identifier: Apache-2.0
// The stacks of the baseline, in the order in which they are deployed.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace vouch::baseline {

enum class Where : std::uint8_t {
    home,                // once, in the home region
    regions,             // in every region that is used
    regions_and_copies,  // and in the region that backups are copied to
};

struct Stack {
    std::string_view name;  // catalog/baseline/<name>.yaml
    Where where;
    std::array<std::string_view, 2> needs;  // stacks whose exports it imports
    std::string_view lays;                  // one sentence
    std::string_view costs;                 // what is charged for, in kind
};

std::span<const Stack> stacks();
// nullptr where there is none of that name.
const Stack* find_stack(std::string_view name);

}  // namespace vouch::baseline
