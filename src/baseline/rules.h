// SPDX-License-Identifier: Apache-2.0
// The controls that a Guard hook of CloudFormation can judge by: those of high and critical severity that a stock cfn-guard runs on one
// resource, without facts and functions of ours.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"

namespace vouch::baseline {

struct Rule {
    std::string id;
    std::vector<std::string> types;  // of the resources that it is about
    std::string_view text;           // Guard, with its comments; lives as long as the catalog
};

// Sorted by id. Errors: controls whose leading comment is not of its form.
base::Result<std::vector<Rule>> hook_rules(std::span<const base::EmbeddedFile> catalog);
// The types of all of them, sorted.
std::vector<std::string> types_of(std::span<const Rule> rules);

}  // namespace vouch::baseline
