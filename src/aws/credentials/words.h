// SPDX-License-Identifier: Apache-2.0
// A command line in its words, as a shell splits it, without running one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace vouch::aws {

// Quotes and backslashes as in a POSIX shell; nothing is expanded. Errors: syntax where a quote is not closed or nothing stands there; no
// message holds any of the text.
base::Result<std::vector<std::string>> split_words(std::string_view command);

}  // namespace vouch::aws
