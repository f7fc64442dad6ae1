// SPDX-License-Identifier: Apache-2.0
// Which types name which: what keeps a question that nobody answered from standing for any reference whatever.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace vouch::model {

// Type -> type that names it -> paths of its properties ("VpcConfig.SecurityGroupIds"). A type that does not stand here may be named
// anywhere.
using NamedIn = std::map<std::string, std::map<std::string, std::vector<std::string>, std::less<>>, std::less<>>;

}  // namespace vouch::model
