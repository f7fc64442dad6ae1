// SPDX-License-Identifier: Apache-2.0
// Spans of time within this room: a number of seconds, as the rules of retries and rates are written.
#pragma once

#include <chrono>

namespace vouch::aws {

using Seconds = std::chrono::duration<double>;

}  // namespace vouch::aws
