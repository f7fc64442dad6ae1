// SPDX-License-Identifier: Apache-2.0
// The metadata service of EC2 instances, version 2.
#pragma once

#include <optional>
#include <string>

#include "aws/credentials/source.h"

namespace vouch::aws {

// The region that this machine stands in; nullopt where it is no instance, or may not be asked (AWS_EC2_METADATA_DISABLED).
base::Result<std::optional<std::string>> region_of_instance(const Search& search);

}  // namespace vouch::aws
