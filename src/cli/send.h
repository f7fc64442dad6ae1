// SPDX-License-Identifier: Apache-2.0
// Findings of an audit to where they are worked on.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cli/live.h"

namespace vouch::cli {

struct Sent {
    std::size_t accepted = 0;
    std::size_t refused = 0;
    std::vector<base::Error> problems;  // calls that failed, and why findings were refused; each reason once
};

// Sends findings in AWS's format (`--format asff`: a line is the input of one call) to Security Hub, in the accounts and regions that they
// are about, by securityhub:BatchImportFindings. Errors: those of settings; one batch that fails does not keep the others back.
base::Result<Sent> send_to_security_hub(World& world, const LiveOptions& options, std::string_view batches);

}  // namespace vouch::cli
