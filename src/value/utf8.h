// SPDX-License-Identifier: Apache-2.0
// Whether a text is UTF-8, for rooms that read texts of their own (rule files).
#pragma once

#include "base/error.h"
#include "base/source.h"

namespace vouch::value {

// Errors: invalid_encoding, naming the byte offset of the first byte that is no UTF-8, or that the text is UTF-16 or UTF-32.
base::Result<void> check_utf8(const base::Source& source);

}  // namespace vouch::value
