// SPDX-License-Identifier: Apache-2.0
// How the stacks of the baseline stand: what is there, compared with what the settings make today.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "baseline/formation.h"

namespace vouch::baseline {

struct Standing {
    const Target* target;
    StackNow now;                          // without `id` where there is none
    std::vector<std::string> differences;  // from what is to be there; in words
    std::optional<base::Error> problem;    // why it could not be told

    // "equal", "differs", "missing" or "unknown".
    std::string_view verdict() const;
};

// Asks about one. Keeps a reference to the target.
Standing standing_of(const Formation& formation, const Target& target);

// What differs between two templates, by their meaning: comments, order and spelling do not count. Errors: those of reading either.
base::Result<std::vector<std::string>> template_differences(const std::string& there, const std::string& wanted);

std::string as_text(std::span<const Standing> standings);
// docs/baseline.md has the form. `account` is the one that was asked.
std::string as_json(std::span<const Standing> standings, const std::string& account);

}  // namespace vouch::baseline
