// SPDX-License-Identifier: Apache-2.0
// The work of `vouch guard validate`: rules over documents, in a format.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace vouch::cli {

// The exit codes of cfn-guard, which `vouch guard` keeps.
enum GuardExit : int {
    kCompliant = 0,
    kNotRead = 5,     // rules, documents or arguments could not be read or evaluated
    kTestFailed = 7,  // `guard test`: an expectation was not met
    kNotCompliant = 19,
};

struct ValidateOptions {
    std::vector<std::string> rules;
    std::vector<std::string> data;
    std::vector<std::string> parameters;
    std::string type;
    std::string format = "single-line-summary";
    std::vector<std::string> summary;
    bool by_name = false;
    bool by_time = false;
    bool verbose = false;
    bool print_json = false;
    bool payload = false;
    bool structured = false;
    std::size_t max_bytes = 0;
};

int validate(const ValidateOptions& options, World& world);

}  // namespace vouch::cli
