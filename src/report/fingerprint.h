// SPDX-License-Identifier: Apache-2.0
// What makes a finding the same finding in the next run, although lines moved.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/format.h"

namespace vouch::report {

// For each line of `text` the value that GitHub's code scanning computes as primaryLocationLineHash: a rolling hash over the next 100
// UTF-16 units without spaces and tabs, in hexadecimal, and how often it came before: "39fa2ee980eb94b0:1".
std::vector<std::string> line_hashes(std::string_view text);

// Our own: SHA-256 over control, file, stack and logical id, but no line. No two findings of one report share it.
std::string fingerprint(const Report& report, const model::Finding& finding);

}  // namespace vouch::report
