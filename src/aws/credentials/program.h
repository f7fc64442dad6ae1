// SPDX-License-Identifier: Apache-2.0
// Starting a program of the user's and reading what it prints.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "aws/environment.h"
#include "base/error.h"

namespace vouch::aws {

struct ProgramLimits {
    std::size_t bytes = std::size_t{1} << 20U;  // of its output; credentials have some kilobytes
    std::chrono::seconds time{120};             // a person may have to answer it
};

// Starts `words` without a shell, with the environment's variables, found along their PATH, and returns what it printed. Its error output
// goes nowhere: it may hold secrets. When it is not done in time or prints too much it is killed. Errors: not_found where it cannot be
// started; too_large; invalid_value where it fails. No message holds more than the program's name.
base::Result<std::string> run_program(const Environment& environment, const std::vector<std::string>& words,
                                      const ProgramLimits& limits = {});

}  // namespace vouch::aws
