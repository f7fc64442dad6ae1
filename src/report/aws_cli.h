// SPDX-License-Identifier: Apache-2.0
// A call of the API as the command of the AWS CLI that makes it again.
#pragma once

#include <string>
#include <string_view>

#include "model/call_made.h"

namespace vouch::report {

// "aws s3api get-bucket-encryption --bucket logs --region eu-west-1": one line of printable ASCII that a POSIX shell reads as that command
// (bash where a name holds what cannot be seen), whatever the input holds. Scalars are arguments; an input with anything else in it, or
// with text that the CLI would take for a file or an option, is given as JSON.
std::string cli_command(const model::Question& question);

// As the CLI spells the names of operations and members: "DescribeDBInstances" is "describe-db-instances".
std::string cli_name(std::string_view name);

// A word of a command line.
std::string shell_word(std::string_view text);

}  // namespace vouch::report
