// SPDX-License-Identifier: Apache-2.0
// The pages of a listing as one answer.
#pragma once

#include <span>
#include <string_view>

#include "value/document.h"

namespace vouch::collect {

// The first page with the lists (or maps) at `results` continued by those of the others; paths are member names with points between, those
// of the paginator. One page stays what it is. Requires one page at least.
value::DocumentPtr join_pages(std::span<const value::DocumentPtr> pages, std::span<const std::string_view> results);

}  // namespace vouch::collect
