// SPDX-License-Identifier: Apache-2.0
// Rule text (Guard 3.1) into a RuleFile. The grammar is in docs/guard-language.md; where it is laxer than cfn-guard's,
// docs/guard-compatibility.md says so.
#pragma once

#include <cstddef>
#include <expected>
#include <vector>

#include "base/error.h"
#include "base/source.h"
#include "guard/rule_file.h"

namespace vouch::guard {

struct ParseLimits {
    std::size_t bytes = std::size_t{16} << 20U;  // the largest public rule file has 60 kB
    std::uint32_t depth = 200;  // productions within each other (a block within a block takes two); public rules stay below 40
    std::size_t errors = 50;    // after so many the rest of the file is not looked at
};

// Every syntax error of the file, in file order; never empty where it is returned. A file without any rule or assignment
// (empty, or comments alone) is the error empty_set. Errors: syntax, regex, invalid_encoding, too_large, empty_set.
std::expected<RuleFile, std::vector<base::Error>> parse(base::SourcePtr source, const ParseLimits& limits = {});

}  // namespace vouch::guard
