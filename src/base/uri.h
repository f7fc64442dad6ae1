// SPDX-License-Identifier: Apache-2.0
// File names within URIs (RFC 3986).
#pragma once

#include <string>
#include <string_view>

namespace vouch::base {

// `path` with every byte percent-encoded that is none of the unreserved characters; slashes stay.
std::string uri_path(std::string_view path);

}  // namespace vouch::base
