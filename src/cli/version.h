// SPDX-License-Identifier: Apache-2.0
// The version of the program, as CMake's project() has it.
#pragma once

#include <string_view>

namespace vouch::cli {

inline constexpr std::string_view kVersion = VOUCH_VERSION;

}  // namespace vouch::cli
