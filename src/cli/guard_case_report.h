// SPDX-License-Identifier: Apache-2.0
// What `vouch guard test` says, in the formats and with the field names of cfn-guard's.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/guard_cases.h"

namespace vouch::cli {

// `as_list`: a folder was tested, so there is a list of files even where it holds one. Formats: single-line-summary, json,
// yaml, junit.
std::string write_cases(std::span<const TestedFile> files, std::string_view format, bool as_list, bool verbose);

}  // namespace vouch::cli
