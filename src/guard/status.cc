// SPDX-License-Identifier: Apache-2.0
// Names of outcomes. The truth tables are tested by status_test.cc.
#include "guard/status.h"

#include <array>

namespace vouch::guard {
namespace {
constexpr std::array<std::string_view, 5> kNames{"PASS", "FAIL", "SKIP", "UNKNOWN", "ERROR"};
}

std::string_view name(Status status) { return kNames[static_cast<std::size_t>(status)]; }

}  // namespace vouch::guard
