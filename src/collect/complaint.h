// SPDX-License-Identifier: Apache-2.0
// What was denied or failed, in sentences for people: what, where, why, and what to do about it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "collect/caller.h"

namespace vouch::collect {

// One operation with one code: "`sqs:ListQueues` failed: NoAnswer: `sqs.eu-west-1.amazonaws.com`: ... (eu-west-1, 3 times)".
std::string told(const Refused& refused);

// What failed, as errors with help; denials are none, for the findings that they keep from a verdict name them. What many calls have in
// common (credentials that are not taken, a host that cannot be reached, a run that was stopped) is one sentence.
std::vector<base::Error> complaints(std::span<const Refused> refused);

}  // namespace vouch::collect
