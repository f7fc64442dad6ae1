// SPDX-License-Identifier: Apache-2.0
// A parsed rule file: its source, the arena its tree lives in, and its assignments and rules in file order.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/arena.h"
#include "base/source.h"
#include "guard/ast.h"
#include "guard/regex.h"

namespace vouch::guard {

struct RuleFile {
    base::SourcePtr source;
    base::Arena arena;
    std::vector<std::unique_ptr<Regex>> regexes;  // those of its literals
    std::span<const Let> lets;
    // Clauses and type blocks outside any rule form one rule named `default`, which comes first.
    std::span<Rule> rules;
    std::span<Rule> templates;  // rules with parameters

    base::Location location(std::uint32_t offset) const { return source->location(offset); }
    std::string_view text(std::uint32_t begin, std::uint32_t end) const { return source->text().substr(begin, end - begin); }
};

}  // namespace vouch::guard
