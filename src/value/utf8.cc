// SPDX-License-Identifier: Apache-2.0
// The readers' own check, opened to other rooms. Tested by encoding_test.cc.
#include "value/utf8.h"

#include "value/detail/encoding.h"

namespace vouch::value {

base::Result<void> check_utf8(const base::Source& source) { return detail::check_utf8(source); }

}  // namespace vouch::value
