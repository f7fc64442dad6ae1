// SPDX-License-Identifier: Apache-2.0
// Whether an input is one that the operation takes: what comes after need not look again.
#pragma once

#include "aws/model.h"
#include "base/error.h"
#include "value/value.h"

namespace vouch::aws::detail {

// Every required member is there, every member is known and of its type, labels of paths are not empty.
// Errors: invalid_value, naming operation and member; too_large beyond a depth of 64.
base::Result<void> check_input(const Operation& operation, const value::Value& input);

}  // namespace vouch::aws::detail
