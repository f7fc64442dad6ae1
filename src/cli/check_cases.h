// SPDX-License-Identifier: Apache-2.0
// The cases of a control (cases.yaml): templates with the verdict that each resource must get.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/source.h"
#include "model/control.h"

namespace vouch::cli {

struct CaseResults {
    std::size_t cases = 0;
    std::size_t verdicts = 0;           // expectations that were compared
    std::vector<std::string> failures;  // "file:line:column: case `off`: T: expected fail, got pass"
    std::vector<base::Error> problems;  // cases that could not be read or judged
};

// Judges the resources of every case by `control` and compares. A resource of the control's types that `expect` does not name is a failure.
void run_cases(const model::Control& control, base::SourcePtr cases, CaseResults& results);

}  // namespace vouch::cli
