// SPDX-License-Identifier: Apache-2.0
// Which resources the CDK adds on its own: their owner cannot change them in the application's code.
#pragma once

#include <string_view>

namespace vouch::cfn {

// By the path of the construct where there is one, else by the logical id.
bool made_by_cdk(std::string_view type, std::string_view logical_id, std::string_view construct_path);

}  // namespace vouch::cfn
