// SPDX-License-Identifier: Apache-2.0
// The regions of AWS by name.
#pragma once

#include <string_view>

namespace vouch::baseline {

bool is_region(std::string_view name);
// "aws", "aws-cn" or "aws-us-gov". REQUIRES: is_region(name).
std::string_view partition_of(std::string_view name);
// A region whose third zone is closed to new accounts.
bool has_two_zones(std::string_view name);

}  // namespace vouch::baseline
