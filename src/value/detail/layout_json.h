// SPDX-License-Identifier: Apache-2.0
// The layout of JSON texts.
#pragma once

#include "value/layout.h"

namespace vouch::value::detail {

// As read_layout(), for a document of read_json().
base::Result<Layout> layout_of_json(const Document& document, std::size_t most);

// The error for a document of more than `most` nodes.
base::Error too_many_places(const Document& document, std::size_t most);

}  // namespace vouch::value::detail
